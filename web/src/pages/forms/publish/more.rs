//! Taking the draft away as a file, making another form of it, and taking the form out of use.

use cynic::MutationBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::permission::Permission;

use super::Now;
use crate::api::forms::{
    CreateForm, CreateFormInput, CreateFormVariables, FormSource, FormState, RetireForm, RetireFormInput,
    RetireFormVariables,
};
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::dialog::Confirm;
use crate::components::icon::{Icon, Sign};
use crate::components::toast::Toasts;
use crate::pages::forms::one::Here;
use crate::text::{form_publish as words, forms as form_words, new_form as new_words};
use crate::write::{Write, request_id};
use crate::{download, number, routes};

pub fn more(here: Here, now: Now) -> AnyView {
    let export = Callback::new(move |()| {
        let slug = now.with_untracked(|now| now.as_ref().map(|now| now.slug.clone()).unwrap_or_default());
        let json = here.editor.look(|schema| format!("{}\n", schema.write()));
        download::save(&format!("{slug}.json"), "application/json", json.as_bytes());
    });
    let copy = copy(here, now);
    let may_edit = untrack(|| here.session.may(Permission::EditForms));
    let copy = may_edit.then(|| {
        view! {
            <Button
                pending=copy.pending()
                pending_label=new_words::MAKING
                on_press=Callback::new(move |()| copy.send(()))
            >
                <Icon sign=Sign::Copy />
                {words::COPY}
            </Button>
        }
    });
    let can_retire = Memo::new(move |_| {
        now.with(|now| now.as_ref().is_some_and(|now| now.state == FormState::Published))
            && here.session.may(Permission::PublishForms)
    });
    let open = RwSignal::new(false);
    let retire = move || {
        can_retire.get().then(|| {
            view! {
                <Button on_press=Callback::new(move |()| open.set(true))>
                    {words::RETIRE}
                </Button>
            }
        })
    };
    view! {
        <Card title=words::MORE>
            <div class="publishing__part">
                <p class="field__hint">{words::EXPORT_HINT}</p>
                <div class="form__actions">
                    <Button weight=Weight::Secondary on_press=export>
                        <Icon sign=Sign::Download />
                        {words::EXPORT}
                    </Button>
                    {copy}
                    {retire}
                </div>
            </div>
        </Card>
        {confirm(here, now, open)}
    }
    .into_any()
}

/// Makes another form out of this one's draft, saved before, and goes there.
fn copy(here: Here, now: Now) -> Write<(), cynic::Id> {
    let toasts = Toasts::current();
    let navigate = use_navigate();
    let request = StoredValue::new(request_id());
    Write::new(move |()| async move {
        here.saver.flush().await?;
        let name = now.with_untracked(|now| now.as_ref().map(|now| words::copy_of(&now.name)));
        let input =
            CreateFormInput { source: FormSource::Copy(here.id()), name, request_id: Some(request.get_value()) };
        let made = here.session.run(CreateForm::build(CreateFormVariables { input })).await?;
        Ok(made.create_form.form.id)
    })
    .on_failure(move |error| toasts.failed(&error))
    .on_done(move |id| {
        request.set_value(request_id());
        toasts.done(new_words::MADE);
        navigate(&routes::form(id.inner()), NavigateOptions::default());
    })
}

fn confirm(here: Here, now: Now, open: RwSignal<bool>) -> AnyView {
    let toasts = Toasts::current();
    let retire = Write::new(move |()| async move {
        let input = RetireFormInput { id: here.id() };
        let answer = here.session.run(RetireForm::build(RetireFormVariables { input })).await?;
        Ok(answer.retire_form.form.id)
    })
    .on_done(move |_| {
        open.set(false);
        toasts.done(words::RETIRED);
        here.standing.again();
    });
    let text = Signal::derive(move || {
        let count = now.with(|now| now.as_ref().and_then(|now| now.answer_count)).unwrap_or_default();
        words::retire_text(&form_words::answers(count, &number::count(count)))
    });
    let failure = Signal::derive(move || retire.complaint());
    view! {
        <Confirm
            open=open
            title=words::RETIRE_TITLE
            text=text
            verb=words::RETIRE
            danger=true
            pending=retire.pending()
            failure=failure
            on_confirm=Callback::new(move |()| retire.send(()))
        />
    }
    .into_any()
}
