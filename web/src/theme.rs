//! Light or dark: as the system says until the person says otherwise, which this browser then remembers.
//! `boot.js` applies a remembered choice before the first paint, under the same key and attribute.

use leptos::prelude::*;

use crate::browser;

const KEY: &str = "recall.theme";
const ATTRIBUTE: &str = "data-theme";

#[derive(Clone, Copy)]
pub struct Theme {
    dark: RwSignal<bool>,
}

impl Theme {
    pub fn restore() -> Self {
        let dark = match browser::stored(KEY).as_deref() {
            Some("dark") => true,
            Some("light") => false,
            _ => system_is_dark(),
        };
        Self { dark: RwSignal::new(dark) }
    }

    pub fn is_dark(self) -> bool {
        self.dark.get()
    }

    /// Switches. Back at what the system says, nothing is remembered: from then on the system decides again.
    pub fn toggle(self) {
        let dark = !self.dark.get_untracked();
        self.dark.set(dark);
        let word = if dark { "dark" } else { "light" };
        let Some(root) = document().document_element() else {
            return;
        };
        // Setting or removing an attribute with a valid name cannot fail.
        let _ = if dark == system_is_dark() {
            browser::store(KEY, None);
            root.remove_attribute(ATTRIBUTE)
        } else {
            browser::store(KEY, Some(word));
            root.set_attribute(ATTRIBUTE, word)
        };
    }
}

fn system_is_dark() -> bool {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches())
}
