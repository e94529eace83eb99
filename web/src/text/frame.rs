//! Words of what is around every page: navigation, account, notices, forms, a page that is not there.

pub mod place {
    pub const DASHBOARD: &str = "Dashboard";
    pub const PATIENTS: &str = "Patients";
    pub const CAMPAIGNS: &str = "Campaigns";
    pub const FORMS: &str = "Forms";
    pub const REPORTS: &str = "Reports";
    pub const BACKUPS: &str = "Backups";
    pub const OUTBOX: &str = "Outbox";
    pub const SETTINGS: &str = "Settings";
}

pub mod shell {
    pub const SKIP: &str = "Skip to the page";
    pub const NAVIGATION: &str = "Main";
    pub const TO_LIGHT: &str = "Switch to light colours";
    pub const TO_DARK: &str = "Switch to dark colours";
    pub const MORE: &str = "More";
    pub const NEEDS_YOU: &str = "needs you";
    pub const WAY: &str = "You are here";
    pub const OWN_ACCOUNT: &str = "Your account";
    pub const SIGN_OUT: &str = "Sign out";
    pub const SIGNING_OUT: &str = "Signing out…";

    pub fn account_of(name: &str) -> String {
        format!("Account of {name}")
    }
}

pub mod palette {
    use crate::text::plural;

    pub const OPEN: &str = "Search";
    pub const KEYS: &str = "Ctrl K";
    pub const KEYS_APPLE: &str = "⌘ K";
    pub const TITLE: &str = "Go to";
    pub const LABEL: &str = "Place, patient or campaign";
    pub const HINT: &str = "Place, patient or campaign";
    pub const PLACE: &str = "Place";
    pub const DEED: &str = "Action";
    pub const NEW_CAMPAIGN: &str = "New campaign";
    pub const UPLOAD: &str = "Upload patients";
    pub const SEARCHING: &str = "Searching…";

    pub fn born(day: &str) -> String {
        format!("born {day}")
    }

    pub fn found(count: usize) -> String {
        match i32::try_from(count) {
            Ok(0) => "Nothing found. Names match from their beginning.".into(),
            Ok(count) => format!("{count} {}", plural(count, "match", "matches")),
            Err(_) => String::new(),
        }
    }
}

pub mod shortcuts {
    pub const TITLE: &str = "Keyboard short-cuts";
    pub const FIND: &str = "Go to a place, a patient or a campaign";
    pub const SEARCH: &str = "Search on this page";
    pub const HELP: &str = "Show this sheet";
    pub const CLOSE: &str = "Close what is open";

    pub fn go_to(place: &str) -> String {
        format!("Go to {place}")
    }
}

pub mod session_end {
    pub const TITLE: &str = "You have been signed out";
    pub const EXPLAIN: &str = "Your session has ended, for safety. What you have typed on this page is kept: sign in, and you come back to it.";
    pub const SIGN_IN: &str = "Sign in again";
    pub const TRYING: &str = "One moment…";
}

pub mod common {
    pub const LOADING: &str = "Loading…";
    pub const TRY_AGAIN: &str = "Try again";
    pub const TRYING: &str = "Trying…";
    pub const UNFETCHED: &str = "This page could not be fetched. Check the connection, then try again. If that does not help, reload: Recall may have been updated meanwhile.";
    pub const CLOSE: &str = "Close";
    pub const CANCEL: &str = "Cancel";
    pub const SAVE: &str = "Save";
    pub const SAVING: &str = "Saving…";
    pub const ALREADY_DONE: &str = "This was already done.";
    pub const RESTORED: &str = "What you typed before is here again. It has not been saved yet.";
    pub const RESTORED_OVER: &str = "What you typed before is here again, but what was saved has changed since. Saving now puts what you typed in its place.";
    pub const START_AFRESH: &str = "Start afresh";
    pub const PRINT: &str = "Print";
    pub const SAVE_AS_FILE: &str = "Save as a file";
    pub const COPY: &str = "Copy";
    pub const COPIED: &str = "Copied.";
    pub const NOT_COPIED: &str = "The browser does not allow copying here. Select the text and copy it by hand.";

    /// Older data is still on the screen.
    pub fn stale(reason: &str) -> String {
        format!("What you see may be out of date. {reason}")
    }
}

pub mod notice {
    pub const INFO: &str = "Note";
    pub const WARNING: &str = "Warning";
    pub const ERROR: &str = "Error";
    pub const DONE: &str = "Done";
}

pub mod dialog {
    pub fn type_word(word: &str) -> String {
        format!("Type “{word}” to confirm")
    }
}

pub mod stepper {
    pub const DONE: &str = "done";
    pub const WRONG: &str = "something is wrong here";
}

pub mod form {
    pub const PROBLEM: &str = "There is a problem";
}

pub mod not_found {
    pub const TITLE: &str = "Page not found";
    pub const WHAT: &str = "There is nothing at this address";
    pub const ADVICE: &str = "Check the address for a slip. If a link brought you here, what it led to may be gone.";
    pub const HOME: &str = "Go to the dashboard";
}
