//! The page of a form, which needs no script: one step at a time, what is wrong on top and at its field, nothing typed
//! lost. Its words and patterns are those of the GOV.UK Design System. Where scripts run, a small one of our own shows a
//! page of the form at once and keeps what is typed; what it posts is judged as if nobody had looked at it before.

mod carried;
mod fields;
mod languages;
mod questions;
mod sheet;
mod skeleton;
#[cfg(test)]
mod tests;
mod words;

pub use sheet::{Earlier, Sheet, Site, closed, first, is_of_today, review, step, thanks};
pub use skeleton::policy;

/// Names of what a page posts beside answers. None can be the id of a field: those begin with a letter.
pub mod names {
    /// The number of the version that was shown.
    pub const VERSION: &str = "_version";
    /// The step that was answered, from 0; `review` on the page of all answers.
    pub const STEP: &str = "_step";
    /// In place of the number of a step: all answers before they are sent.
    pub const REVIEW: &str = "review";
    /// Which button was pressed: see [`super::press`].
    pub const PRESS: &str = "_press";
    /// The signed time at which the page was made.
    pub const STAMP: &str = "_stamp";
    /// The language it was shown in.
    pub const LANGUAGE: &str = "_language";
    /// A box that no person sees; programs fill it in.
    pub const TRAP: &str = "_website";
    /// There where the script of the page posts it: all steps of a page at once.
    pub const SCRIPT: &str = "_script";
    /// Before the id of a field: the key of a file that came before.
    pub const FILE: &str = "_file.";
    /// Before the id of a field: its earlier answer is taken back.
    pub const TAKE_BACK: &str = "_take_back.";
    /// Of an address: the language that a link asks for.
    pub const ASKED_LANGUAGE: &str = "lang";
}

/// What the buttons say.
pub mod press {
    pub const NEXT: &str = "next";
    pub const BACK: &str = "back";
    pub const SEND: &str = "send";
    /// All answers, to be looked at once more.
    pub const LOOK: &str = "look";
    /// Before the number of the step to go back to.
    pub const CHANGE: &str = "change-";
    /// Before the language to go on in.
    pub const LANGUAGE: &str = "language-";
}

/// A stamp that is filled in when the page is served: pages that a bucket shows by itself have none.
pub const NO_STAMP: &str = "name=\"_stamp\" value=\"\"";
