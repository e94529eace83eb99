//! Never contact this patient: said with a reason, shown to everybody, and lifted again.

use cynic::MutationBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use super::id_in_address;
use crate::api::patient::{
    ClearNeverContact, ClearNeverContactVariables, NeverContact, PatientDetail, PatientInput, SetNeverContact,
    SetNeverContactInput, SetNeverContactVariables,
};
use crate::components::button::Button;
use crate::components::dialog::Confirm;
use crate::components::notice::{Notice, Tone};
use crate::components::text_area::TextArea;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::read::Read;
use crate::session::Session;
use crate::text::patient as words;
use crate::time;
use crate::write::Write;

/// As the server has it.
const LONGEST_REASON: usize = 500;
const REASON: &str = "never-contact-reason";

/// The button, while the patient may be contacted, and its dialog.
#[component]
pub fn NeverContactAction(read: Read<PatientDetail>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let key = format!("never-contact.{}", id_in_address().get_untracked().inner());
    Draft::keep_while_open(key, open, move |typed: String| reason.set(typed), move || reason.get());
    let write = Write::new(move |(id, reason)| {
        let input = SetNeverContactInput { id, reason };
        let saved = session.run(SetNeverContact::build(SetNeverContactVariables { input }));
        async move { saved.await.map(|answer| answer.set_never_contact.patient.id) }
    })
    .on_done(move |_| {
        open.set(false);
        reason.set(String::new());
        toasts.done(words::NEVER_DONE);
        read.again();
    });
    let offered = Memo::new(move |_| {
        read.latest().and_then(|answer| answer.patient.as_ref().map(|patient| patient.never_contact.is_none()))
            == Some(true)
    });
    let set = Callback::new(move |()| {
        let typed = reason.with_untracked(|reason| reason.trim().to_owned());
        error.set(problem(&typed));
        let id = read.latest_untracked().and_then(|answer| answer.patient.as_ref().map(|patient| patient.id.clone()));
        if let (None, Some(id)) = (error.get_untracked(), id) {
            write.send((id, typed));
        }
    });
    let ask = Callback::new(move |()| {
        error.set(None);
        open.set(true);
    });
    let button = move || offered.get().then(|| view! { <Button on_press=ask>{words::NEVER}</Button> });
    view! {
        {button}
        <Confirm
            open=open
            title=words::NEVER_TITLE
            text=words::NEVER_TEXT
            verb=words::NEVER
            danger=true
            pending=write.pending()
            failure=Signal::derive(move || write.complaint())
            on_confirm=set
        >
            <TextArea
                id=REASON
                label=words::NEVER_REASON
                hint=words::NEVER_REASON_HINT
                rows=3
                value=reason
                error=error
            />
        </Confirm>
    }
    .into_any()
}

fn problem(reason: &str) -> Option<String> {
    if reason.is_empty() {
        Some(words::NEVER_REASON_MISSING.into())
    } else if reason.chars().count() > LONGEST_REASON {
        Some(words::NEVER_REASON_LONG.into())
    } else {
        None
    }
}

/// Since when and why nobody contacts the patient, and the way back.
#[component]
pub fn NeverContactNotice(read: Read<PatientDetail>, id: cynic::Id, never: NeverContact) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let open = RwSignal::new(false);
    let write = Write::new(move |id| {
        let lifted = session.run(ClearNeverContact::build(ClearNeverContactVariables { input: PatientInput { id } }));
        async move { lifted.await.map(|answer| answer.clear_never_contact.patient.id) }
    })
    .on_done(move |_| {
        open.set(false);
        toasts.done(words::NEVER_LIFTED);
        read.again();
    });
    let lift = untrack(|| session.may(Permission::EditPatients)).then(|| {
        let ask = Callback::new(move |()| open.set(true));
        let confirm = Callback::new(move |()| write.send(id.clone()));
        view! {
            <Button on_press=ask>{words::NEVER_LIFT}</Button>
            <Confirm
                open=open
                title=words::NEVER_LIFT_TITLE
                text=words::NEVER_LIFT_TEXT
                verb=words::NEVER_LIFT_VERB
                pending=write.pending()
                failure=Signal::derive(move || write.complaint())
                on_confirm=confirm
            />
        }
    });
    let message = words::never_since(&time::moment(&never.at), &never.reason);
    view! { <Notice tone=Tone::Warning message=message>{lift}</Notice> }.into_any()
}
