//! Allowing messages to a number or an address again, with a reason that is kept.

use cynic::MutationBuilder;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::add::problem_of_note;
use crate::api::Reason;
use crate::api::suppressions::{
    LiftSuppression, LiftSuppressionInput, LiftSuppressionVariables, Suppression, SuppressionPage, SuppressionReason,
};
use crate::components::dialog::Confirm;
use crate::components::notice::{Notice, Tone};
use crate::components::text_area::TextArea;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::read::Read;
use crate::session::Session;
use crate::text::stopped as words;
use crate::write::Write;

const KEY: &str = "suppression.lift";
const WHY: &str = "suppression-lift-why";

/// The reason while it is typed, and of which one it is.
#[derive(Serialize, Deserialize)]
struct Typed {
    id: String,
    why: String,
}

/// The dialog of the whole list; it is open while one is chosen.
#[component]
pub fn Lift(read: Read<SuppressionPage>, chosen: RwSignal<Option<Suppression>>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let open = RwSignal::new(false);
    let id = RwSignal::new(String::new());
    let why = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let fill = move |typed: Typed| {
        id.set(typed.id);
        why.set(typed.why);
    };
    Draft::keep_while_open(KEY, open, fill, move || Typed { id: id.get(), why: why.get() });
    let write = Write::new(move |input| {
        let lifted = session.run(LiftSuppression::build(LiftSuppressionVariables { input }));
        async move { lifted.await.map(|answer| answer.lift_suppression.id) }
    })
    .on_done(move |_| {
        open.set(false);
        toasts.done(words::LIFTED);
        read.again();
    })
    .on_failure(move |error| {
        read.again();
        // Lifted already: by somebody else, or here, when the answer was lost.
        if error.reason() == Some(Reason::NotFound) {
            open.set(false);
            toasts.done(words::LIFTED);
        }
    });
    Effect::new(move || {
        if let Some(one) = chosen.get() {
            write.forget_failure();
            id.set(one.id.inner().to_owned());
            why.set(String::new());
            error.set(None);
            open.set(true);
            chosen.set(None);
        }
    });
    // After a reload the list brings back what is known of it.
    let subject = Memo::new(move |before: Option<&Option<Suppression>>| {
        let page = read.latest();
        let found = page
            .as_ref()
            .and_then(|page| id.with(|id| page.suppressions.nodes.iter().find(|one| one.id.inner() == id).cloned()));
        found.or_else(|| before.cloned().flatten())
    });
    let confirm = Callback::new(move |()| {
        let typed = why.get_untracked();
        error.set(problem_of_note(&typed));
        if error.with_untracked(Option::is_none) {
            write.send(LiftSuppressionInput { id: cynic::Id::new(id.get_untracked()), reason: typed });
        }
    });
    let title = Signal::derive(move || {
        subject
            .with(|one| one.as_ref().and_then(|one| one.value.as_deref()).map(words::lift))
            .unwrap_or_else(|| words::LIFT_TITLE.to_owned())
    });
    let warning = move || {
        let words = match subject.with(|one| one.as_ref().and_then(|one| one.reason)) {
            Some(SuppressionReason::Stop | SuppressionReason::ProviderList) => words::LIFT_STOP,
            Some(SuppressionReason::OptedOut | SuppressionReason::Complaint) => words::LIFT_WISH,
            _ => return None,
        };
        Some(view! { <Notice tone=Tone::Warning message=words /> })
    };
    view! {
        <Confirm
            open=open
            title=title
            text=words::LIFT_TEXT
            verb=words::LIFT_VERB
            pending=write.pending()
            failure=Signal::derive(move || write.complaint())
            on_confirm=confirm
        >
            {warning}
            <TextArea id=WHY label=words::LIFT_WHY hint=words::LIFT_WHY_HINT rows=3 value=why error=error />
        </Confirm>
    }
    .into_any()
}
