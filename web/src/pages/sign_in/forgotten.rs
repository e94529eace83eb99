//! A forgotten password: a link to choose a new one, sent to the address one signs in with. The answer is the same
//! whether somebody has this address or not.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Entrance;
use crate::api::account::{RequestPasswordReset, RequestPasswordResetInput, RequestPasswordResetVariables};
use crate::api::transport;
use crate::components::button::{Button, Weight};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::notice::{Notice, Tone};
use crate::routes;
use crate::text::forgotten as words;
use crate::text::sign_in;
use crate::write::Write;

const EMAIL: &str = "email";

#[component]
pub fn ForgottenPage() -> impl IntoView {
    let email = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FormError>::new());
    let write = Write::new(|email: String| {
        let variables = RequestPasswordResetVariables { input: RequestPasswordResetInput { email } };
        async move {
            let answer = transport::run_anonymously(RequestPasswordReset::build(variables)).await?;
            Ok(answer.request_password_reset)
        }
    })
    .on_failure(move |error| errors.set(vec![FormError::general(error.sentence())]));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let address = email.get_untracked().trim().to_owned();
        if address.is_empty() {
            errors.set(vec![FormError::of(EMAIL, sign_in::EMAIL_MISSING)]);
        } else {
            errors.set(Vec::new());
            write.send(address);
        }
    };
    let sent = Memo::new(move |_| write.done().is_some());
    let step = move || {
        if sent.get() {
            return view! { <Notice tone=Tone::Info message=words::SENT /> }.into_any();
        }
        view! {
            <form class="entrance__form" novalidate on:submit=submit>
                <ErrorSummary errors=errors />
                <p>{words::EXPLAIN}</p>
                <Field
                    id=EMAIL
                    label=sign_in::EMAIL
                    input=Input::Email
                    value=email
                    error=error_of(errors, EMAIL)
                />
                <Button weight=Weight::Primary submit=true pending=write.pending() pending_label=words::SENDING>
                    {words::SEND}
                </Button>
            </form>
        }
        .into_any()
    };
    view! {
        <Entrance title=words::TITLE>
            {step} <a class="entrance__link" href=routes::sign_in("")>
                {words::BACK}
            </a>
        </Entrance>
    }
    .into_any()
}
