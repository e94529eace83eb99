//! Changing one's own password, which ends one's sessions everywhere else.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::account::{ChangePassword, ChangePasswordInput, ChangePasswordVariables};
use crate::api::{ApiError, Reason};
use crate::code;
use crate::components::button::Button;
use crate::components::card::Card;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::toast::Toasts;
use crate::session::Session;
use crate::text::account as words;
use crate::text::{common, invitation};
use crate::write::{RequestKey, Write};

const CURRENT: &str = "current-password";
const NEW: &str = "new-password";
const REPEATED: &str = "new-password-again";
const CODE: &str = "password-code";

#[component]
pub fn PasswordCard() -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let fields = [(); 4].map(|()| RwSignal::new(String::new()));
    let [current, new, repeated, code] = fields;
    let errors = RwSignal::new(Vec::<FormError>::new());
    let key = RequestKey::new();
    let write = Write::new(move |input: ChangePasswordInput| async move {
        let answer = session.run(ChangePassword::build(ChangePasswordVariables { input })).await?;
        Ok(answer.change_password)
    })
    .on_done(move |_| {
        key.has_succeeded();
        for field in fields {
            field.set(String::new());
        }
        toasts.done(words::PASSWORD_CHANGED);
    })
    .on_failure(move |error| errors.set(vec![explain(&error)]));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut problems = Vec::new();
        if current.with_untracked(String::is_empty) {
            problems.push(FormError::of(CURRENT, words::CURRENT_MISSING));
        }
        if new.with_untracked(String::is_empty) {
            problems.push(FormError::of(NEW, invitation::PASSWORD_MISSING));
        } else if new.get_untracked() != repeated.get_untracked() {
            problems.push(FormError::of(REPEATED, invitation::NOT_THE_SAME));
        }
        let digits = code::check(CODE, &code.get_untracked(), &mut problems);
        if problems.is_empty() {
            write.send(ChangePasswordInput {
                request_id: new.with_untracked(|new| key.of(new)),
                current: current.get_untracked(),
                new: new.get_untracked(),
                code: digits,
            });
        }
        errors.set(problems);
    };
    view! {
        <Card title=words::PASSWORD>
            <form class="account-page__form" novalidate on:submit=submit>
                <ErrorSummary errors=errors />
                <Field
                    id=CURRENT
                    label=words::CURRENT
                    input=Input::CurrentPassword
                    value=current
                    error=error_of(errors, CURRENT)
                />
                <Field
                    id=NEW
                    label=invitation::PASSWORD
                    hint=invitation::PASSWORD_HINT
                    input=Input::NewPassword
                    value=new
                    error=error_of(errors, NEW)
                />
                <Field
                    id=REPEATED
                    label=invitation::REPEATED
                    input=Input::NewPassword
                    value=repeated
                    error=error_of(errors, REPEATED)
                />
                <Field
                    id=CODE
                    label=words::CODE
                    hint=words::CODE_HINT
                    input=Input::OneTimeCode
                    value=code
                    error=error_of(errors, CODE)
                />
                <Button submit=true pending=write.pending() pending_label=common::SAVING>
                    {words::CHANGE_PASSWORD}
                </Button>
            </form>
        </Card>
    }
    .into_any()
}

fn explain(error: &ApiError) -> FormError {
    match error {
        ApiError::Refused(refusal) if refusal.reason == Reason::WrongCredentials => {
            FormError::of(CURRENT, words::CURRENT_WRONG)
        }
        ApiError::Refused(refusal) if refusal.reason == Reason::InvalidInput => FormError::of(NEW, error.sentence()),
        _ => code::explain(CODE, error),
    }
}
