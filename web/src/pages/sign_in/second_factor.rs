//! The second step: the code of an authenticator, set up first where there is none yet, or one of the recovery codes.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::enrolment::enrolment;
use super::entrance::Entrance;
use super::keep_codes::KeepCodes;
use crate::api::identity::{
    CompleteSignIn, CompleteSignInInput, CompleteSignInPayload, CompleteSignInVariables, RecoverSignIn, SignInPayload,
};
use crate::api::{ApiError, Reason, transport};
use crate::browser;
use crate::code;
use crate::components::button::{Button, Weight};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::session::Session;
use crate::text::second_factor as words;

const CODE: &str = "code";
const RECOVERY: &str = "recovery-code";

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
    let go_on = move |answer: CompleteSignInPayload| {
        session.begin(answer);
        if let Some(on_done) = on_done {
            on_done.run(());
        }
    };
    // Whoever has just set up an authenticator keeps the recovery codes first: they are not shown again.
    let held_back = RwSignal::new(None::<CompleteSignInPayload>);
    let on_answer = Callback::new(move |answer: CompleteSignInPayload| {
        if answer.recovery_codes.is_empty() {
            go_on(answer);
        } else {
            held_back.set(Some(answer));
        }
    });
    move || match held_back.get() {
        Some(answer) => {
            let codes = answer.recovery_codes.clone();
            let on_kept = Callback::new(move |()| go_on(answer.clone()));
            view! { <KeepCodes codes=codes on_kept=on_kept /> }.into_any()
        }
        None => code_form(payload.clone(), on_expired, on_answer),
    }
}

fn code_form(payload: SignInPayload, on_expired: Callback<()>, on_answer: Callback<CompleteSignInPayload>) -> AnyView {
    let code = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FormError>::new());
    let recovering = RwSignal::new(false);
    let challenge = StoredValue::new(payload.challenge);
    let attempt = Action::new_local(move |typed: &String| {
        let recovers = recovering.get_untracked();
        let answer = complete(challenge.get_value(), typed.clone(), recovers);
        async move {
            match answer.await {
                Ok(answer) => on_answer.run(answer),
                Err(error) if error.reason() == Some(Reason::ChallengeExpired) => on_expired.run(()),
                Err(error) => errors.set(vec![explain(&error, recovers)]),
            }
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.pending().get_untracked() {
            return;
        }
        let mut problems = Vec::new();
        let typed = read(&code.get_untracked(), recovering.get_untracked(), &mut problems);
        if problems.is_empty() {
            attempt.dispatch_local(typed);
        }
        errors.set(problems);
    };
    let enrolling = payload.enrolment.is_some();
    if !enrolling {
        // The code is the next thing to type; with an enrolment there is something to read first.
        request_animation_frame(|| browser::focus("#code"));
    }
    let title = if enrolling { words::ENROL_TITLE } else { words::TITLE };
    let hint = if enrolling { words::ENROL_HINT } else { words::HINT };
    let enrolment = payload.enrolment.as_ref().map(enrolment);
    let field = move || {
        if recovering.get() {
            view! {
                <Field
                    id=RECOVERY
                    label=words::RECOVERY
                    hint=words::RECOVERY_HINT
                    value=code
                    error=error_of(errors, RECOVERY)
                />
            }
            .into_any()
        } else {
            view! {
                <Field
                    id=CODE
                    label=words::CODE
                    hint=hint
                    input=Input::OneTimeCode
                    value=code
                    error=error_of(errors, CODE)
                />
            }
            .into_any()
        }
    };
    let switch = Callback::new(move |()| {
        let recovers = !recovering.get_untracked();
        code.set(String::new());
        errors.set(Vec::new());
        recovering.set(recovers);
        request_animation_frame(move || browser::focus(if recovers { "#recovery-code" } else { "#code" }));
    });
    // Whoever sets up an authenticator has no recovery codes yet.
    let other_way = (!enrolling).then(|| {
        view! {
            <Button weight=Weight::Quiet on_press=switch>
                {move || if recovering.get() { words::USE_AUTHENTICATOR } else { words::USE_RECOVERY }}
            </Button>
        }
    });
    view! {
        <Entrance title=title>
            <form class="entrance__form" novalidate on:submit=submit>
                <ErrorSummary errors=errors />
                {enrolment}
                {field}
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=attempt.pending()
                    pending_label=words::CHECKING
                >
                    {words::SIGN_IN}
                </Button>
                {other_way}
            </form>
        </Entrance>
    }
    .into_any()
}

async fn complete(challenge: String, code: String, recovers: bool) -> Result<CompleteSignInPayload, ApiError> {
    let variables = CompleteSignInVariables { input: CompleteSignInInput { challenge, code } };
    if recovers {
        let answer = transport::run_anonymously(RecoverSignIn::build(variables)).await?;
        Ok(answer.complete_sign_in_with_recovery_code)
    } else {
        let answer = transport::run_anonymously(CompleteSignIn::build(variables)).await?;
        Ok(answer.complete_sign_in)
    }
}

/// What of the typed is sent. Recovery codes are shown in groups too.
fn read(typed: &str, recovers: bool, problems: &mut Vec<FormError>) -> String {
    if !recovers {
        return code::check(CODE, typed, problems);
    }
    let typed: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
    if typed.is_empty() {
        problems.push(FormError::of(RECOVERY, words::RECOVERY_MISSING));
    }
    typed
}

fn explain(error: &ApiError, recovers: bool) -> FormError {
    match error.reason() {
        Some(Reason::WrongCode) if recovers => FormError::of(RECOVERY, words::RECOVERY_WRONG),
        _ => code::explain(CODE, error),
    }
}
