//! The second step: the code of an authenticator, set up first where there is none yet.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::enrolment::enrolment;
use super::entrance::Entrance;
use crate::api::identity::{CompleteSignIn, CompleteSignInInput, CompleteSignInVariables, SignInPayload};
use crate::api::{ApiError, Reason, transport};
use crate::browser;
use crate::components::button::{Button, Weight};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::session::Session;
use crate::text::second_factor as words;

const CODE: &str = "code";
const DIGITS: usize = 6;

#[component]
pub fn SecondFactor(
    payload: SignInPayload,
    /// The challenge ran out: start again at the first step.
    on_expired: Callback<()>,
    /// Somebody is signed in now.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let session = Session::current();
    let code = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FormError>::new());
    let attempt = Action::new_local(move |input: &CompleteSignInInput| {
        let variables = CompleteSignInVariables { input: input.clone() };
        async move {
            match transport::run_anonymously(CompleteSignIn::build(variables)).await {
                Ok(answer) => {
                    session.begin(answer.complete_sign_in);
                    if let Some(on_done) = on_done {
                        on_done.run(());
                    }
                }
                Err(error) if error.reason() == Some(Reason::ChallengeExpired) => on_expired.run(()),
                Err(error) => errors.set(vec![explain(&error)]),
            }
        }
    });
    let challenge = payload.challenge;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.pending().get_untracked() {
            return;
        }
        let digits = digits_of(&code.get_untracked());
        if digits.len() == DIGITS {
            errors.set(Vec::new());
            attempt.dispatch_local(CompleteSignInInput { challenge: challenge.clone(), code: digits });
        } else {
            errors.set(vec![FormError::of(CODE, words::CODE_MISSING)]);
        }
    };
    let enrolling = payload.enrolment.is_some();
    if !enrolling {
        // The code is the next thing to type; with an enrolment there is something to read first.
        request_animation_frame(|| browser::focus("#code"));
    }
    let title = if enrolling { words::ENROL_TITLE } else { words::TITLE };
    let hint = if enrolling { words::ENROL_HINT } else { words::HINT };
    let enrolment = payload.enrolment.as_ref().map(enrolment);
    view! {
        <Entrance title=title>
            <form class="entrance__form" novalidate on:submit=submit>
                <ErrorSummary errors=errors />
                {enrolment}
                <Field
                    id=CODE
                    label=words::CODE
                    hint=hint
                    input=Input::OneTimeCode
                    value=code
                    error=error_of(errors, CODE)
                />
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=attempt.pending()
                    pending_label=words::CHECKING
                >
                    {words::SIGN_IN}
                </Button>
            </form>
        </Entrance>
    }
    .into_any()
}

/// Authenticators show the code in groups, and people copy it so.
fn digits_of(typed: &str) -> String {
    typed.chars().filter(|character| !character.is_whitespace()).collect()
}

fn explain(error: &ApiError) -> FormError {
    match error.reason() {
        Some(Reason::WrongCode | Reason::CodeAlreadyUsed) => FormError::of(CODE, error.sentence()),
        _ => FormError::general(error.sentence()),
    }
}
