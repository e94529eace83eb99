//! Where an invitation leads, and a link for a forgotten password: one chooses a password, then goes on with the second
//! step, which begins with setting up an authenticator where there is none.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

use crate::api::identity::{AcceptInvitation, AcceptInvitationInput, AcceptInvitationVariables, SignInPayload};
use crate::api::{ApiError, Reason, transport};
use crate::components::button::{Button, Weight};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::notice::{Notice, Tone};
use crate::pages::sign_in::{Entrance, SecondFactor};
use crate::routes::{self, Place};
use crate::text::invitation as words;

const PASSWORD: &str = "password";
const REPEATED: &str = "password-again";

#[component]
pub fn InvitationPage() -> impl IntoView {
    let navigate = use_navigate();
    // Only when the whole way has been gone: somebody else may still be signed in on this browser.
    let on_done = Callback::new(move |()| {
        navigate(Place::Dashboard.path(), NavigateOptions::default());
    });
    let challenge = RwSignal::new(None::<SignInPayload>);
    // The password is set by then: the rest is an ordinary sign-in.
    let expired = RwSignal::new(false);
    let on_challenge = Callback::new(move |payload| challenge.set(Some(payload)));
    let on_expired = Callback::new(move |()| expired.set(true));
    move || {
        if expired.get() {
            view! {
                <Entrance title=words::TITLE>
                    <Notice tone=Tone::Warning message=words::EXPIRED />
                    <a class="button button--primary" href=routes::sign_in("")>
                        {words::TO_SIGN_IN}
                    </a>
                </Entrance>
            }
            .into_any()
        } else if let Some(payload) = challenge.get() {
            view! { <SecondFactor payload=payload on_expired=on_expired on_done=on_done /> }.into_any()
        } else {
            view! {
                <Entrance title=words::TITLE>
                    <NewPasswordForm on_challenge=on_challenge />
                </Entrance>
            }
            .into_any()
        }
    }
}

#[component]
fn NewPasswordForm(on_challenge: Callback<SignInPayload>) -> impl IntoView {
    let params = use_params_map();
    let password = RwSignal::new(String::new());
    let repeated = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FormError>::new());
    let attempt = Action::new_local(move |password: &String| {
        let token = params.with_untracked(|params| params.get("token"));
        let variables = AcceptInvitationVariables {
            input: AcceptInvitationInput { token: token.unwrap_or_default(), password: password.clone() },
        };
        async move {
            match transport::run_anonymously(AcceptInvitation::build(variables)).await {
                Ok(answer) => on_challenge.run(answer.accept_invitation),
                Err(error) => errors.set(vec![explain(&error)]),
            }
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.pending().get_untracked() {
            return;
        }
        let problems = check(&password.get_untracked(), &repeated.get_untracked());
        if problems.is_empty() {
            attempt.dispatch_local(password.get_untracked());
        }
        errors.set(problems);
    };
    view! {
        <form class="entrance__form" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            <p>{words::EXPLAIN}</p>
            <Field
                id=PASSWORD
                label=words::PASSWORD
                hint=words::PASSWORD_HINT
                input=Input::NewPassword
                value=password
                error=error_of(errors, PASSWORD)
            />
            <Field
                id=REPEATED
                label=words::REPEATED
                input=Input::NewPassword
                value=repeated
                error=error_of(errors, REPEATED)
            />
            <Button
                weight=Weight::Primary
                submit=true
                pending=attempt.pending()
                pending_label=words::SAVING
            >
                {words::SAVE}
            </Button>
        </form>
    }
    .into_any()
}

fn check(password: &str, repeated: &str) -> Vec<FormError> {
    if password.is_empty() {
        vec![FormError::of(PASSWORD, words::PASSWORD_MISSING)]
    } else if password != repeated {
        vec![FormError::of(REPEATED, words::NOT_THE_SAME)]
    } else {
        Vec::new()
    }
}

fn explain(error: &ApiError) -> FormError {
    let about_password = |field: Option<&str>| field.is_some_and(|field| field.ends_with(PASSWORD));
    match error {
        ApiError::Refused(refusal)
            if refusal.reason == Reason::InvalidInput && about_password(refusal.field.as_deref()) =>
        {
            FormError::of(PASSWORD, error.sentence())
        }
        ApiError::Refused(refusal)
            if matches!(refusal.reason, Reason::InvitationInvalid | Reason::NotFound | Reason::InvalidInput) =>
        {
            FormError::general(words::NOT_VALID)
        }
        _ => FormError::general(error.sentence()),
    }
}
