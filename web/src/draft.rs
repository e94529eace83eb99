//! What was typed and not yet saved, kept in this tab: a session that ends in the middle of a form loses nothing, and
//! after signing in again the form is as it was. Signing out forgets it all, and so does somebody else's signing in.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::browser;

/// Before the key of each form.
const PREFIX: &str = "recall.draft.";

/// Whose drafts these are.
const OWNER: &str = "recall.drafts-of";

/// The drafts of this tab, by the key of their form, such as `campaign.new` or `patient.42`.
pub struct Draft;

impl Draft {
    /// What was typed into the form, if it still has the shape of today's form.
    pub fn restore<T: DeserializeOwned>(key: &str) -> Option<T> {
        serde_json::from_str(&browser::kept_in_tab(&name(key))?).ok()
    }

    /// Keeps what is typed; call it at each change.
    pub fn save<T: Serialize>(key: &str, typed: &T) {
        // Forms are made of strings, numbers and lists: they always have a JSON form.
        if let Ok(text) = serde_json::to_string(typed) {
            browser::keep_in_tab(&name(key), Some(&text));
        }
    }

    /// The form has been saved, or given up on purpose.
    pub fn forget(key: &str) {
        browser::keep_in_tab(&name(key), None);
    }

    /// Keeps what is typed into a form in a dialog while it is open; closing it gives it up. Where it was open when
    /// the session ended or the page was loaded anew, `fill` gets what was typed, and it is open again.
    pub fn keep_while_open<T: Serialize + DeserializeOwned + 'static>(
        key: impl Into<String>,
        open: RwSignal<bool>,
        fill: impl FnOnce(T),
        typed: impl Fn() -> T + 'static,
    ) {
        let key = key.into();
        if let Some(kept) = Self::restore(&key) {
            fill(kept);
            open.set(true);
        }
        Effect::new(move || {
            if open.get() {
                Self::save(&key, &typed());
            } else {
                Self::forget(&key);
            }
        });
    }

    /// The same for a form that begins with what is known when it opens: `begin` is told what was typed, where it was
    /// open when the session ended, and nothing at any other opening. Returns what to call at each opening.
    pub fn keep_while_open_again<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static>(
        key: impl Into<String>,
        open: RwSignal<bool>,
        begin: impl Fn(Option<T>) + Send + Sync + 'static,
        typed: impl Fn() -> T + 'static,
    ) -> Callback<()> {
        let key = key.into();
        let kept = StoredValue::new(Self::restore::<T>(&key));
        // Only what is on the screen is kept: before that the fields hold nothing yet.
        let shown = RwSignal::new(false);
        if kept.with_value(Option::is_some) {
            open.set(true);
        }
        Effect::new(move || {
            if !open.get() {
                shown.set(false);
                kept.set_value(None);
                Self::forget(&key);
            } else if shown.get() {
                Self::save(&key, &typed());
            }
        });
        Callback::new(move |()| {
            begin(kept.try_update_value(Option::take).flatten());
            shown.set(true);
        })
    }

    /// Somebody has signed out.
    pub fn forget_all() {
        for key in browser::keys_kept_in_tab() {
            if key.starts_with(PREFIX) {
                browser::keep_in_tab(&key, None);
            }
        }
        browser::keep_in_tab(OWNER, None);
    }

    /// Somebody has signed in: the drafts of anybody else are forgotten.
    pub fn belong_to(person: &str) {
        if browser::kept_in_tab(OWNER).as_deref() != Some(person) {
            Self::forget_all();
            browser::keep_in_tab(OWNER, Some(person));
        }
    }
}

fn name(key: &str) -> String {
    format!("{PREFIX}{key}")
}
