//! The frame around every room for those who are signed in; everyone else is led to the sign-in page.

mod account;
mod navigation;
mod palette;
mod session_end;
mod shortcuts;
mod top_bar;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate};

use super::button::Button;
use super::crumbs::Crumbs;
use super::notice::{Notice, Tone};
use super::skip::Skip;
use crate::attention::Attention;
use crate::browser;
use crate::routes;
use crate::session::{Leaving, Phase, Session};
use crate::text;
use navigation::Navigation;
use palette::{Palette, PaletteDialog};
use session_end::SessionEnd;
use shortcuts::{ShortcutSheet, Shortcuts};
use top_bar::TopBar;

#[component]
pub fn Shell() -> impl IntoView {
    let session = Session::current();
    lead_to_sign_in(session);
    // Renewals of a session go on under the page: only these may replace it.
    // A session that has ended keeps the page: what was typed stays on it.
    let signed_in = Memo::new(move |_| matches!(session.phase(), Phase::SignedIn | Phase::SignedOut(Leaving::Ended)));
    let failure = Memo::new(move |_| match session.phase() {
        Phase::Unreachable(error) => Some(error.sentence()),
        _ => None,
    });
    move || {
        if signed_in.get() {
            frame(session)
        } else if let Some(reason) = failure.get() {
            unreachable(session, reason)
        } else {
            view! {
                <p class="boot" role="status">
                    {text::common::LOADING}
                </p>
            }
            .into_any()
        }
    }
}

/// Goes to the sign-in page when nobody is signed in, and remembers where one wanted to go.
fn lead_to_sign_in(session: Session) {
    let navigate = use_navigate();
    let location = use_location();
    Effect::new(move || {
        if let Phase::SignedOut(leaving) = session.phase() {
            let next = match leaving {
                Leaving::Ended => return,
                Leaving::ByChoice => String::new(),
                Leaving::NotYet => routes::address_of(&location),
            };
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&routes::sign_in(&next), options);
        }
    });
}

fn frame(session: Session) -> AnyView {
    focus_heading_on_arrival();
    routes::fetch_ahead();
    let palette = Palette::new();
    provide_context(palette);
    provide_context(Shortcuts::listen(session, palette));
    provide_context(Attention::start(session));
    provide_context(Crumbs::new());
    view! {
        <Skip />
        <div class="shell">
            <Navigation />
            <TopBar />
            <main class="shell__main" id="main" tabindex="-1">
                <SessionEnd />
                <Outlet />
            </main>
        </div>
        <PaletteDialog />
        <ShortcutSheet />
    }
    .into_any()
}

/// A new page begins at its heading, for keyboard and screen reader as for the eye; the first page keeps the
/// browser's own start.
fn focus_heading_on_arrival() {
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path) {
            // After the page of the new path is there.
            request_animation_frame(|| browser::focus("main h1"));
        }
        path
    });
}

fn unreachable(session: Session, reason: String) -> AnyView {
    let again = Callback::new(move |()| session.retry_restore());
    view! {
        <main class="boot">
            <Notice tone=Tone::Error message=reason>
                <Button on_press=again>{text::common::TRY_AGAIN}</Button>
            </Notice>
        </main>
    }
    .into_any()
}
