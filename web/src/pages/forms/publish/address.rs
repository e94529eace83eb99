//! Where the form is filled in, by whom, and the name of the SQL view of what they answer.

use leptos::prelude::*;
use shared::permission::Permission;

use super::{Now, signed};
use crate::api::ApiError;
use crate::api::forms::{FormState, SaveFormDraftInput};
use crate::components::button::Button;
use crate::components::card::Card;
use crate::components::copy::Copy;
use crate::components::notice::{Notice, Tone};
use crate::components::toast::Toasts;
use crate::pages::forms::one::Here;
use crate::text::form_publish as words;
use crate::write::Write;

pub fn address(here: Here, now: Now) -> AnyView {
    let part = move |of: fn(&crate::api::forms::Standing) -> String| {
        Memo::new(move |_| now.with(|now| now.as_ref().map(of).unwrap_or_default()))
    };
    let (url, view_name) = (part(|form| form.address.clone()), part(|form| form.view.clone().unwrap_or_default()));
    let state = Memo::new(move |_| now.with(|now| now.as_ref().map_or(FormState::Draft, |now| now.state)));
    let is_live = Memo::new(move |_| state.get() == FormState::Published);
    let content = move || match state.get() {
        FormState::Published => view! { <Copy label=words::ADDRESS_LABEL value=url /> }.into_any(),
        FormState::Draft => view! { <p class="field__hint">{words::NOT_YET}</p> }.into_any(),
        FormState::Retired => view! { <p class="field__hint">{words::NO_LONGER}</p> }.into_any(),
    };
    // Of a retired form nobody can fill in anything, whichever of the two it was.
    let who = move || (state.get() != FormState::Retired).then(|| publicity(here, now));
    let view = move || {
        (!view_name.with(String::is_empty)).then(|| {
            view! {
                <h3 class="publishing__title">{words::VIEW}</h3>
                <Copy label=words::VIEW_LABEL value=view_name />
            }
        })
    };
    let may_publish = untrack(|| here.session.may(Permission::PublishForms));
    let link = move || (is_live.get() && may_publish).then(|| signed::link(here));
    view! {
        <Card title=words::ADDRESS>
            <div class="publishing__part">
                {content} {who} {link} {view}
            </div>
        </Card>
    }
    .into_any()
}

/// Whether anybody may fill it in, and the button that changes it.
fn publicity(here: Here, now: Now) -> AnyView {
    let toasts = Toasts::current();
    let is_public = Memo::new(move |_| now.with(|now| now.as_ref().is_some_and(|now| now.is_public)));
    let change = Write::new(move |public: bool| async move {
        let input = |draft_version| SaveFormDraftInput {
            id: here.id(),
            draft_version,
            draft: None,
            name: None,
            slug: None,
            is_public: Some(public),
            changeable: None,
        };
        here.saver.change(input).await?;
        Ok::<bool, ApiError>(public)
    })
    .on_done(move |public| {
        toasts.done(if *public { words::IS_PUBLIC } else { words::IS_PRIVATE });
        here.standing.again();
    });
    let failed = move || change.complaint().map(|message| view! { <Notice tone=Tone::Error message=message /> });
    let may_edit = untrack(|| here.session.may(Permission::EditForms));
    let press = Callback::new(move |()| change.send(!is_public.get_untracked()));
    let button = may_edit.then(|| {
        view! {
            <Button pending=change.pending() on_press=press>
                {move || if is_public.get() { words::MAKE_PRIVATE } else { words::MAKE_PUBLIC }}
            </Button>
        }
    });
    view! {
        <p>{move || if is_public.get() { words::PUBLIC } else { words::PRIVATE }}</p>
        {failed}
        <div class="form__actions">{button}</div>
    }
    .into_any()
}
