//! Recovery codes: how many are left, and ten new ones, shown once, to print, copy or save.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::codes;
use crate::api::account::{FreshCodeInput, RenewRecoveryCodes, RenewRecoveryCodesVariables};
use crate::components::button::Button;
use crate::components::card::Card;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Notice, Tone};
use crate::components::toast::Toasts;
use crate::session::Session;
use crate::text::account as words;
use crate::text::common;
use crate::write::Write;
use crate::{browser, download};

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
    .on_failure(move |error| errors.set(vec![codes::explain(CODE, &error)]));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut problems = Vec::new();
        let digits = codes::check(CODE, &code.get_untracked(), &mut problems);
        if problems.is_empty() {
            write.send(digits);
        }
        errors.set(problems);
    };
    let left = Memo::new(move |_| session.viewer().map_or(0, |viewer| viewer.recovery_codes_left));
    let fresh = move || write.done().map(|answer| show(&answer.renew_recovery_codes.codes));
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

/// The codes, while they can be seen: the server does not have them any more.
fn show(codes: &[String]) -> AnyView {
    let toasts = Toasts::current();
    let text = StoredValue::new(codes.join("\n"));
    let copy = Callback::new(move |()| {
        spawn_local(async move {
            let copied = browser::copy(&text.get_value()).await;
            toasts.done(if copied { common::COPIED } else { common::NOT_COPIED });
        });
    });
    let save = Callback::new(move |()| {
        let content = words::recovery_file(&text.get_value());
        download::save(words::RECOVERY_FILE, "text/plain", content.as_bytes());
    });
    let print = Callback::new(|()| browser::print());
    let items = codes.iter().map(|code| view! { <li>{code.clone()}</li> }).collect_view();
    view! {
        <Notice tone=Tone::Warning message=words::SHOWN_ONCE />
        <ul class="recovery-codes__list" aria-label=words::RECOVERY>
            {items}
        </ul>
        <div class="recovery-codes__actions no-print">
            <Button on_press=print>
                <Icon sign=Sign::Print />
                {common::PRINT}
            </Button>
            <Button on_press=copy>
                <Icon sign=Sign::Copy />
                {common::COPY}
            </Button>
            <Button on_press=save>
                <Icon sign=Sign::Download />
                {common::SAVE_AS_FILE}
            </Button>
        </div>
    }
    .into_any()
}
