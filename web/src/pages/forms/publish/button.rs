//! The button that publishes, and the dialog before it: what changes, and which answers stay comparable.

use std::sync::Arc;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::form::{FormSchema, SchemaProblem};
use shared::permission::Permission;

use super::difference::difference;
use crate::api::ApiError;
use crate::api::forms::{FormState, LiveForm, OneFormVariables, PublishForm, PublishFormInput, PublishFormVariables};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::toast::Toasts;
use crate::pages::forms::build::{HalfTyped, Spot, name_of, sentence};
use crate::pages::forms::one::Here;
use crate::read::Read;
use crate::routes;
use crate::text::form_publish as words;
use crate::write::{RequestKey, Write};

#[component]
pub fn PublishButton(here: Here) -> impl IntoView {
    let may_publish = untrack(|| here.session.may(Permission::PublishForms));
    if !may_publish {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    let publish = publish(here);
    let navigate = use_navigate();
    let publish = publish.on_done(move |_| {
        open.set(false);
        navigate(&routes::form_room(&here.id.get_value(), "publish"), NavigateOptions::default());
    });
    let is_on_its_way = Memo::new(move |_| here.now().is_some_and(|form| form.on_its_way().is_some()));
    let start = Callback::new(move |()| open.set(true));
    let button = move || {
        // What is on its way has its own button beside its steps.
        (!is_on_its_way.get()).then(|| {
            view! {
                <Button weight=Weight::Primary on_press=start>
                    {words::OPEN}
                </Button>
            }
        })
    };
    view! {
        {button}
        {dialog(here, open, publish)}
    }
    .into_any()
}

/// What a new version changes, and the button that makes it.
pub fn dialog(here: Here, open: RwSignal<bool>, publish: Write<(), i32>) -> AnyView {
    let title = Signal::derive(move || {
        let next = here.now().map_or(1, |form| form.versions.first().map_or(1, |newest| newest.number + 1));
        words::title(next)
    });
    view! {
        <Dialog open=open title=title wide=true>
            {move || content(here, publish)}
        </Dialog>
    }
    .into_any()
}

/// Publishes what is on the screen, saved before. One press makes one version, however often an answer is lost.
pub fn publish(here: Here) -> Write<(), i32> {
    let toasts = Toasts::current();
    let request = RequestKey::new();
    Write::new(move |()| async move {
        here.saver.flush().await?;
        // Before it is sent: the version may be made though no answer comes.
        here.editor.settle();
        let draft_version = here.saver.version();
        let request_id = Some(request.of(&draft_version.to_string()));
        let input = PublishFormInput { id: here.id(), draft_version, request_id };
        let answer = here.session.run(PublishForm::build(PublishFormVariables { input })).await?;
        Ok::<i32, ApiError>(answer.publish_form.version.number)
    })
    .on_done(move |_| {
        request.has_succeeded();
        toasts.done(words::STARTED);
        here.standing.again();
    })
}

fn content(here: Here, publish: Write<(), i32>) -> AnyView {
    let session = here.session;
    let id = here.id();
    let read = Read::new(move || session.run(LiveForm::build(OneFormVariables { id: id.clone() })));
    let show = move |answer: Signal<Arc<LiveForm>>| {
        let live = answer.with_untracked(|answer| {
            let version = answer.form.as_ref()?.current_version.as_ref()?;
            serde_json::from_value::<FormSchema>(version.schema.0.clone()).ok()
        });
        ask(here, live, publish)
    };
    view! { <Loaded read=read lines=5 show=Box::new(show) /> }.into_any()
}

fn ask(here: Here, live: Option<FormSchema>, publish: Write<(), i32>) -> AnyView {
    let half_typed = untrack(|| here.editor.unread.all());
    if !half_typed.is_empty() {
        let line = |one: &HalfTyped| {
            let name = here.editor.look(|schema| name_of(schema, one.spot));
            view! { <li>{format!("{name}: {}. {}.", one.label, one.why)}</li> }
        };
        return view! {
            <Notice tone=Tone::Warning message=words::HALF_TYPED />
            <ul class="lost">{half_typed.iter().map(line).collect_view()}</ul>
        }
        .into_any();
    }
    let is_retired = untrack(|| here.now().is_some_and(|form| form.state == FormState::Retired));
    let problems = here.editor.problems.get_untracked();
    if !problems.is_empty() {
        let line = |problem: &SchemaProblem| {
            let name = here.editor.look(|schema| name_of(schema, Spot::of(&problem.place)));
            let reason = sentence(&problem.place.part, &problem.reason.to_string());
            view! { <li>{name} " – " {reason}</li> }
        };
        let lines = problems.iter().map(line).collect_view();
        return view! {
            <Notice tone=Tone::Warning message=words::NOT_READY />
            <ul class="lost">{lines}</ul>
        }
        .into_any();
    }
    let draft = here.editor.schema.get_untracked();
    let is_unchanged = live.as_ref() == Some(&draft);
    let told = match &live {
        None => view! { <p>{words::FIRST}</p> }.into_any(),
        Some(_) if is_unchanged => view! { <p>{words::UNCHANGED}</p> }.into_any(),
        Some(live) => difference(live, &draft),
    };
    let back = is_retired.then(|| view! { <p>{words::BRING_BACK}</p> });
    let untranslated = here.editor.untranslated.with_untracked(Vec::len);
    let advice =
        (untranslated > 0).then(|| view! { <Notice tone=Tone::Warning message=words::untranslated(untranslated) /> });
    let failed = move || publish.complaint().map(|message| view! { <Notice tone=Tone::Error message=message /> });
    let go = Callback::new(move |()| publish.send(()));
    let button = (!is_unchanged || is_retired).then(|| {
        view! {
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    pending=publish.pending()
                    pending_label=words::PUBLISHING
                    on_press=go
                >
                    {words::PUBLISH}
                </Button>
            </div>
        }
    });
    view! {
        {told}
        {back}
        {advice}
        {failed}
        {button}
    }
    .into_any()
}
