//! A version on its way: its steps with their state, why one failed, and publishing again.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::form::FormSchema;
use shared::permission::Permission;

use super::Now;
use super::button::{dialog, publish};
use crate::api::forms::{FrozenVersion, FrozenVersionVariables, StepRow, StepState, VersionRow};
use crate::components::button::{Button, Weight};
use crate::components::notice::{Notice, Tone};
use crate::components::status::{Mood, Status};
use crate::pages::forms::one::Here;
use crate::text::form_publish as words;
use crate::write::Write;

pub fn steps(here: Here, now: Now) -> AnyView {
    let version = Memo::new(move |_| now.get().and_then(|form| form.on_its_way().cloned()));
    let open = RwSignal::new(false);
    let again = publish(here).on_done(move |_| open.set(false));
    let look = look(here, again, open);
    let may_publish = untrack(|| here.session.may(Permission::PublishForms));
    let is_there = Memo::new(move |_| version.with(Option::is_some));
    // What is tried again by itself has not failed yet.
    let has_failed =
        Memo::new(move |_| version.with(|version| version.as_ref().is_some_and(|version| !version.under_way)));
    let is_tried_again = Memo::new(move |_| {
        version.with(|version| {
            let is_failed = |step: &StepRow| step.state == StepState::Failed;
            version.as_ref().is_some_and(|version| version.under_way && version.steps.iter().any(is_failed))
        })
    });
    let title = Memo::new(move |_| {
        let number = version.with(|version| version.as_ref().map_or(0, |version| version.number));
        if has_failed.get() { words::failed(number) } else { words::under_way(number) }
    });
    let list = move || version.with(|version| version.as_ref().map(lines));
    let advice = move || {
        has_failed.get().then(|| {
            let go = Callback::new(move |()| {
                if let Some(id) = version.with_untracked(|version| version.as_ref().map(|version| version.id.clone())) {
                    look.send(id);
                }
            });
            let pending = Signal::derive(move || look.pending().get() || again.pending().get());
            let button = may_publish.then(|| {
                view! {
                    <Button
                        weight=Weight::Primary
                        pending=pending
                        pending_label=words::PUBLISHING
                        on_press=go
                    >
                        {words::AGAIN}
                    </Button>
                }
            });
            view! {
                <Notice tone=Tone::Warning message=words::FAILED_ADVICE>{button}</Notice>
            }
        })
    };
    let patience =
        move || is_tried_again.get().then(|| view! { <Notice tone=Tone::Warning message=words::TRIED_AGAIN /> });
    let complaint = move || {
        look.complaint()
            .or_else(|| again.complaint())
            .map(|message| view! { <Notice tone=Tone::Error message=message /> })
    };
    let view = move || {
        is_there.get().then(|| {
            view! {
                <section class="card publish-steps" aria-labelledby="publish-steps">
                    <h2 class="card__title" id="publish-steps">
                        {title}
                    </h2>
                    {advice}
                    {patience}
                    {complaint}
                    {list}
                </section>
            }
        })
    };
    view! { {view} {dialog(here, open, again)} }.into_any()
}

/// What failed is published again at once where the draft is still the same; of another draft one sees first what it
/// changes.
fn look(here: Here, again: Write<(), i32>, open: RwSignal<bool>) -> Write<cynic::Id, Option<FormSchema>> {
    let session = here.session;
    let look = Write::new(move |id: cynic::Id| async move {
        let answer = session.run(FrozenVersion::build(FrozenVersionVariables { id })).await?;
        Ok(answer.form_version.and_then(|version| serde_json::from_value(version.schema.0).ok()))
    });
    look.on_done(move |failed: Arc<Option<FormSchema>>| {
        let is_same = failed.as_ref().as_ref().is_some_and(|failed| here.editor.look(|draft| draft == failed));
        if is_same && here.editor.unread.all().is_empty() {
            again.send(());
        } else {
            open.set(true);
        }
    })
}

fn lines(version: &VersionRow) -> AnyView {
    // The first that is not done is the one that is under way.
    let at = version.steps.iter().position(|step| step.state != StepState::Done);
    let line = |(index, step): (usize, &StepRow)| {
        let (mood, word) = match step.state {
            StepState::Done => (Mood::Good, words::STEP_DONE),
            StepState::Failed => (Mood::Bad, words::STEP_FAILED),
            StepState::Waiting if at == Some(index) => (Mood::Active, words::STEP_UNDER_WAY),
            StepState::Waiting => (Mood::Neutral, words::STEP_WAITING),
        };
        let attempts = (step.attempts > 1)
            .then(|| view! { <span class="publish-steps__more">{words::attempts(step.attempts)}</span> });
        let error = step.error.clone().map(|error| view! { <p class="publish-steps__error">{error}</p> });
        view! {
            <li class="publish-steps__step">
                <span>{step.title.clone()}</span>
                <Status mood=mood word=word />
                {attempts}
                {error}
            </li>
        }
    };
    let items = version.steps.iter().enumerate().map(line).collect_view();
    view! {
        <ol class="publish-steps__list" aria-live="polite" aria-label=words::STEPS>
            {items}
        </ol>
    }
    .into_any()
}
