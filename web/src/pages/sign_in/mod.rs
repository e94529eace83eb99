//! Signing in: what one knows (email and password), then what one has (the code of an authenticator).

mod enrolment;
mod entrance;
mod forgotten;
mod keep_codes;
mod password;
mod second_factor;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api::identity::SignInPayload;
use crate::components::notice::{Notice, Tone};
use crate::routes;
use crate::session::{Leaving, Phase, Session};
use crate::text::forgotten as forgotten_words;
use crate::text::sign_in as words;
pub use entrance::Entrance;
pub use forgotten::ForgottenPage;
use password::PasswordForm;
pub use second_factor::SecondFactor;

#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Session::current();
    go_on_when_signed_in(session);
    let challenge = RwSignal::new(None::<SignInPayload>);
    // Kept over a challenge that ran out, so that only the password is typed again.
    let email = RwSignal::new(String::new());
    let expired = RwSignal::new(false);
    let farewell = move || match session.phase() {
        _ if expired.get() => Some((Tone::Warning, words::CHALLENGE_EXPIRED)),
        Phase::SignedOut(Leaving::Ended) => Some((Tone::Warning, words::ENDED)),
        Phase::SignedOut(Leaving::ByChoice) => Some((Tone::Info, words::SIGNED_OUT)),
        _ => None,
    };
    let on_challenge = Callback::new(move |payload| {
        expired.set(false);
        challenge.set(Some(payload));
    });
    let on_expired = Callback::new(move |()| {
        expired.set(true);
        challenge.set(None);
    });
    let step = move || match challenge.get() {
        Some(payload) => view! { <SecondFactor payload=payload on_expired=on_expired /> }.into_any(),
        None => view! {
            <Entrance title=words::TITLE>
                {move || {
                    farewell().map(|(tone, message)| view! { <Notice tone=tone message=message /> })
                }}
                <PasswordForm email=email on_challenge=on_challenge />
                <a class="entrance__link" href=routes::FORGOTTEN>
                    {forgotten_words::LINK}
                </a>
            </Entrance>
        }
        .into_any(),
    };
    // A browser that still holds a session goes straight on: no form flashes up meanwhile.
    let restoring = Memo::new(move |_| matches!(session.phase(), Phase::Restoring | Phase::SignedIn));
    move || (!restoring.get()).then(step)
}

/// Leads on as soon as somebody is signed in: after the second step, or because the session was there all the time.
fn go_on_when_signed_in(session: Session) {
    let navigate = use_navigate();
    let query = use_query_map();
    Effect::new(move || {
        if session.phase() == Phase::SignedIn {
            let next = query.with_untracked(|query| query.get("next"));
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(routes::after_sign_in(next.as_deref()), options);
        }
    });
}
