//! Short words on what has just been done, at the edge of the screen. They go by themselves, but not while one reads them.

use std::time::Duration;

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::api::ApiError;
use crate::text;

/// Long enough to read two lines.
const STAY: Duration = Duration::from_secs(6);

/// How soon to look again after the pointer or the focus held one back.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Toast {
    number: u32,
    failed: bool,
    message: String,
}

/// The toasts of the app, handed to every screen by context. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    latest: StoredValue<u32>,
    /// The pointer or the focus is on them.
    held: RwSignal<bool>,
}

impl Toasts {
    pub fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), latest: StoredValue::new(0), held: RwSignal::new(false) }
    }

    /// The toasts of the app around the current component.
    pub fn current() -> Self {
        expect_context()
    }

    /// Says that something has been done, e.g. "Saved."
    pub fn done(self, message: impl Into<String>) {
        self.add(false, message.into());
    }

    /// Says why something failed, where no form is there to say it.
    pub fn failed(self, error: &ApiError) {
        self.add(true, error.sentence());
    }

    fn add(self, failed: bool, message: String) {
        let number = self.latest.get_value() + 1;
        self.latest.set_value(number);
        self.shown.update(|shown| shown.push(Toast { number, failed, message }));
        set_timeout(move || self.let_go(number), STAY);
    }

    fn let_go(self, number: u32) {
        if self.held.get_untracked() {
            set_timeout(move || self.let_go(number), LOOK_AGAIN);
        } else {
            self.close(number);
        }
    }

    fn close(self, number: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.number != number));
        if self.shown.with_untracked(Vec::is_empty) {
            self.held.set(false);
        }
    }
}

/// Where the toasts appear; once in the app.
#[component]
pub fn ToastStack() -> impl IntoView {
    let toasts = Toasts::current();
    let hold = move |held| move || toasts.held.set(held);
    let (enter, leave, focus, blur) = (hold(true), hold(false), hold(true), hold(false));
    view! {
        <div
            class="toasts"
            role="status"
            aria-relevant="additions"
            on:mouseenter=move |_| enter()
            on:mouseleave=move |_| leave()
            on:focusin=move |_| focus()
            on:focusout=move |_| blur()
        >
            <For each=move || toasts.shown.get() key=|toast| toast.number children=move |toast| show(toasts, toast) />
        </div>
    }
    .into_any()
}

fn show(toasts: Toasts, toast: Toast) -> AnyView {
    let Toast { number, failed, message } = toast;
    let (class, sign, word) = if failed {
        ("toast toast--failed", Sign::Warning, text::notice::ERROR)
    } else {
        ("toast", Sign::Tick, text::notice::DONE)
    };
    view! {
        <div class=class>
            <Icon sign=sign />
            <p class="toast__text">
                <span class="visually-hidden">{word} ": "</span>
                {message}
            </p>
            <button
                type="button"
                class="icon-button"
                aria-label=text::common::CLOSE
                on:click=move |_| toasts.close(number)
            >
                <Icon sign=Sign::Close />
            </button>
        </div>
    }
    .into_any()
}
