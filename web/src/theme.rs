//! Light or dark: as the system says until the person says otherwise, which this browser then remembers.
//! `boot.js` applies a remembered choice before the first paint, under the same key and attribute.

use leptos::prelude::*;

use crate::browser;

const KEY: &str = "recall.theme";
const ATTRIBUTE: &str = "data-theme";

/// What the person says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Nothing: the system decides.
    System,
    Light,
    Dark,
}

impl Choice {
    /// As it is remembered.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// From what is remembered; anything else leaves it to the system.
    pub fn of(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

#[derive(Clone, Copy)]
pub struct Theme {
    choice: RwSignal<Choice>,
}

impl Theme {
    pub fn restore() -> Self {
        let choice = browser::stored(KEY).as_deref().map_or(Choice::System, Choice::of);
        Self { choice: RwSignal::new(choice) }
    }

    /// Tracks.
    pub fn choice(self) -> Choice {
        self.choice.get()
    }

    pub fn choice_untracked(self) -> Choice {
        self.choice.get_untracked()
    }

    /// Tracks.
    pub fn is_dark(self) -> bool {
        is_dark(self.choice.get())
    }

    /// Switches. Back at what the system says, the system decides again from then on.
    pub fn toggle(self) {
        let next = match (is_dark(self.choice.get_untracked()), system_is_dark()) {
            (true, true) => Choice::Light,
            (false, false) => Choice::Dark,
            (true, false) | (false, true) => Choice::System,
        };
        self.choose(next);
    }

    /// Applies a choice and remembers it.
    pub fn choose(self, choice: Choice) {
        if self.choice.get_untracked() != choice {
            self.choice.set(choice);
        }
        let Some(root) = document().document_element() else {
            return;
        };
        // Setting or removing an attribute with a valid name cannot fail.
        let _ = if choice == Choice::System {
            browser::store(KEY, None);
            root.remove_attribute(ATTRIBUTE)
        } else {
            browser::store(KEY, Some(choice.word()));
            root.set_attribute(ATTRIBUTE, choice.word())
        };
    }
}

fn is_dark(choice: Choice) -> bool {
    match choice {
        Choice::System => system_is_dark(),
        Choice::Light => false,
        Choice::Dark => true,
    }
}

fn system_is_dark() -> bool {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches())
}
