//! Taking the draft away as a file, and taking the form out of use.

use cynic::MutationBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use super::Now;
use crate::api::forms::{FormState, RetireForm, RetireFormInput, RetireFormVariables};
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::dialog::Confirm;
use crate::components::icon::{Icon, Sign};
use crate::components::toast::Toasts;
use crate::pages::forms::one::Here;
use crate::text::{form_publish as words, forms as form_words};
use crate::write::Write;
use crate::{download, number};

pub fn more(here: Here, now: Now) -> AnyView {
    let export = Callback::new(move |()| {
        let slug = now.with_untracked(|now| now.as_ref().map(|now| now.slug.clone()).unwrap_or_default());
        let json = here.editor.look(|schema| format!("{}\n", schema.write()));
        download::save(&format!("{slug}.json"), "application/json", json.as_bytes());
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
                    {retire}
                </div>
            </div>
        </Card>
        {confirm(here, now, open)}
    }
    .into_any()
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
