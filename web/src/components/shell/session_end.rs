//! The session has ended in the middle of something: the page stays as it is, and one is asked to sign in again. What
//! was typed is kept as a draft, so the form is there again afterwards.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::notice::{Notice, Tone};
use crate::routes;
use crate::session::{Leaving, Phase, Session};
use crate::text::session_end as words;

#[component]
pub fn SessionEnd() -> impl IntoView {
    let session = Session::current();
    let navigate = use_navigate();
    let location = use_location();
    let ended = Memo::new(move |_| session.phase() == Phase::SignedOut(Leaving::Ended));
    let open = RwSignal::new(false);
    Effect::new(move || open.set(ended.get()));
    let pending = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let sign_in = Callback::new(move |()| {
        let navigate = navigate.clone();
        let here = routes::address_of(&location);
        pending.set(true);
        failure.set(None);
        spawn_local(async move {
            // Another tab may have signed in meanwhile: then this one just goes on.
            let renewed = session.renew().await;
            let _ = pending.try_set(false);
            match renewed {
                Ok(()) => {}
                Err(error) if error.is_unauthenticated() => {
                    navigate(&routes::sign_in(&here), NavigateOptions::default());
                }
                // Not to be reached: leaving the page would only lose it.
                Err(error) => {
                    let _ = failure.try_set(Some(error.sentence()));
                }
            }
        });
    });
    let button = move || {
        view! {
            <Button weight=Weight::Primary pending=pending pending_label=words::TRYING on_press=sign_in>
                {words::SIGN_IN}
            </Button>
        }
    };
    // Whoever closes the dialog, to look at the page once more, still finds the way.
    let reminder = move || {
        (ended.get() && !open.get()).then(|| {
            view! {
                <div class="session-end">
                    <Notice tone=Tone::Warning message=words::TITLE>
                        {button()}
                    </Notice>
                </div>
            }
        })
    };
    view! {
        {reminder}
        <Dialog open=open title=words::TITLE>
            <p>{words::EXPLAIN}</p>
            {move || failure.get().map(|reason| view! { <Notice tone=Tone::Error message=reason /> })}
            <div class="dialog__actions">{button}</div>
        </Dialog>
    }
    .into_any()
}
