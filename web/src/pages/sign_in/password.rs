//! The first step: email and password.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::identity::{SignIn, SignInInput, SignInPayload, SignInVariables};
use crate::api::transport;
use crate::components::button::{Button, Weight};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::text::sign_in as words;

const EMAIL: &str = "email";
const PASSWORD: &str = "password";

#[component]
pub fn PasswordForm(email: RwSignal<String>, on_challenge: Callback<SignInPayload>) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FormError>::new());
    let attempt = Action::new_local(move |input: &SignInInput| {
        let variables = SignInVariables { input: input.clone() };
        async move {
            match transport::run_anonymously(SignIn::build(variables)).await {
                Ok(answer) => on_challenge.run(answer.sign_in),
                // Which of the two was wrong is not told, by the server either.
                Err(error) => errors.set(vec![FormError::general(error.sentence())]),
            }
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.pending().get_untracked() {
            return;
        }
        let input = SignInInput { email: email.get_untracked().trim().to_owned(), password: password.get_untracked() };
        let problems = missing(&input);
        if problems.is_empty() {
            attempt.dispatch_local(input);
        }
        errors.set(problems);
    };
    view! {
        <form class="entrance__form" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            <Field
                id=EMAIL
                label=words::EMAIL
                input=Input::Email
                value=email
                error=error_of(errors, EMAIL)
            />
            <Field
                id=PASSWORD
                label=words::PASSWORD
                input=Input::CurrentPassword
                value=password
                error=error_of(errors, PASSWORD)
            />
            <Button
                weight=Weight::Primary
                submit=true
                pending=attempt.pending()
                pending_label=words::CHECKING
            >
                {words::GO_ON}
            </Button>
        </form>
    }
    .into_any()
}

fn missing(input: &SignInInput) -> Vec<FormError> {
    let mut errors = Vec::new();
    if input.email.is_empty() {
        errors.push(FormError::of(EMAIL, words::EMAIL_MISSING));
    }
    if input.password.is_empty() {
        errors.push(FormError::of(PASSWORD, words::PASSWORD_MISSING));
    }
    errors
}
