//! Recovery codes: how many are left, and ten new ones, shown once, to print, copy or save.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::account::{FreshCodeInput, RenewRecoveryCodes, RenewRecoveryCodesVariables};
use crate::code;
use crate::components::button::Button;
use crate::components::card::Card;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::recovery_codes::RecoveryCodes;
use crate::session::Session;
use crate::text::account as words;
use crate::write::Write;

const CODE: &str = "recovery-renewal-code";

#[component]
pub fn RecoveryCard() -> impl IntoView {
    let session = Session::current();
    let code = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FormError>::new());
    let write = Write::new(move |code: String| {
        session.run(RenewRecoveryCodes::build(RenewRecoveryCodesVariables { input: FreshCodeInput { code } }))
    })
    .on_done(move |_| {
        code.set(String::new());
        spawn_local(async move {
            // Brings the number of codes that are left; without it the old one stays until the next sign-in.
            let _ = session.renew().await;
        });
    })
    .on_failure(move |error| errors.set(vec![code::explain(CODE, &error)]));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut problems = Vec::new();
        let digits = code::check(CODE, &code.get_untracked(), &mut problems);
        if problems.is_empty() {
            write.send(digits);
        }
        errors.set(problems);
    };
    let left = Memo::new(move |_| session.viewer().map_or(0, |viewer| viewer.recovery_codes_left));
    let fresh =
        move || write.done().map(|answer| view! { <RecoveryCodes codes=answer.renew_recovery_codes.codes.clone() /> });
    let explain =
        move || if left.get() == 0 { words::RECOVERY_NONE.to_owned() } else { words::recovery_left(left.get()) };
    let verb = move || if left.get() == 0 { words::MAKE_CODES } else { words::MAKE_NEW_CODES };
    view! {
        <Card title=words::RECOVERY>
            <div class="recovery-codes">
                {fresh}
                <form class="account-page__form no-print" novalidate on:submit=submit>
                    <ErrorSummary errors=errors />
                    <p>{explain}</p>
                    <Field
                        id=CODE
                        label=words::CODE
                        hint=words::CODE_HINT
                        input=Input::OneTimeCode
                        value=code
                        error=error_of(errors, CODE)
                    />
                    <Button submit=true pending=write.pending() pending_label=words::MAKING_CODES>
                        {verb}
                    </Button>
                </form>
            </div>
        </Card>
    }
    .into_any()
}
