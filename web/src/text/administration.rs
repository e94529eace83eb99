//! Words of the settings of the practice and its people.

pub mod settings {
    pub const SECTIONS: &str = "Settings";
    pub const PRACTICE: &str = "Practice";
    pub const PEOPLE: &str = "People";
    pub const SYSTEMS: &str = "External systems";
    pub const CODE_SETS: &str = "Code sets";
    pub const TEMPLATES: &str = "Templates";
    pub const AUDIT: &str = "Audit log";
}

pub mod practice {
    pub const DETAILS: &str = "Name and contact";
    pub const EXPLAIN: &str = "Patients read this in messages and on the page their link opens.";
    pub const NAME: &str = "Name of the practice";
    pub const NAME_HINT: &str = "As patients know it. It stands in every text, so a short one saves money.";
    pub const NAME_MISSING: &str = "Enter the name of the practice";
    pub const PHONE: &str = "Phone";
    pub const PHONE_HINT: &str = "Whom patients call with questions.";
    pub const PHONE_MISSING: &str = "Enter the phone number patients call";
    pub const HOURS: &str = "Opening hours";
    pub const HOURS_HINT: &str = "In one line, such as “Mon–Fri 8:00–18:00”.";
    pub const BOOKING: &str = "Booking link";
    pub const BOOKING_HINT: &str =
        "Where patients book online; leave it empty if they cannot. It begins with https://.";
    pub const BOOKING_WRONG: &str = "The booking link must begin with https://";
    pub const SAVE: &str = "Save changes";
    pub const SAVED: &str = "Saved. Messages and patient pages say so from now on.";
    pub const PREVIEW: &str = "What patients see";
    pub const PREVIEW_NAME: &str = "Name of your practice";
    pub const PREVIEW_TITLE: &str = "A message from";
    pub const PREVIEW_CALL: &str = "Call us";
    pub const PREVIEW_BOOK: &str = "Book online";
    pub const PREVIEW_BUTTON: &str = "I have read this message";
    pub const PREVIEW_NOTE: &str = "A picture of the page: nothing here can be pressed.";
}

pub mod people {
    use crate::api::identity::Role;
    use crate::api::staff::UserState;

    pub const CAPTION: &str = "People who may sign in";
    pub const NAME: &str = "Name";
    pub const ROLE: &str = "Role";
    pub const STATE: &str = "State";
    pub const LAST_SIGN_IN: &str = "Last sign-in";
    pub const SECOND_FACTOR: &str = "Authenticator";
    pub const ACTIONS: &str = "Actions";
    pub const NEVER: &str = "Never";
    pub const ENROLLED: &str = "Set up";
    pub const NOT_ENROLLED: &str = "Not yet";
    pub const YOU: &str = "you";
    pub const INVITE: &str = "Invite somebody";
    pub const INVITE_VERB: &str = "Make the invitation";
    pub const INVITING: &str = "Inviting…";
    pub const EMAIL: &str = "Email address";
    pub const EMAIL_HINT: &str = "They sign in with it. Recall sends nothing there: you pass the link on.";
    pub const EMAIL_MISSING: &str = "Enter an email address, such as ada@practice.example";
    pub const FULL_NAME: &str = "Name";
    pub const NAME_MISSING: &str = "Enter the name of the person";
    pub const ROLE_QUESTION: &str = "What may they do?";
    pub const LINK: &str = "the invitation link";
    pub const LINK_TITLE: &str = "Pass this link on";
    pub const LINK_ONCE: &str = "It is shown only now. If it gets lost, make a new one in the list.";
    pub const DONE: &str = "I have copied it";
    pub const CHANGE: &str = "Change name or role";
    pub const CHANGE_TITLE: &str = "Change name or role";
    pub const CHANGED: &str = "Changed. It holds from their next click on.";
    pub const NEW_LINK: &str = "New invitation link";
    pub const NEW_LINK_VERB: &str = "Make a new link";
    pub const RESET: &str = "Reset authenticator";
    pub const RESET_VERB: &str = "Reset the authenticator";
    pub const RESET_DONE: &str = "They set up a new authenticator when they next sign in.";
    pub const DISABLE: &str = "Disable";
    pub const DISABLE_VERB: &str = "Disable the account";
    pub const DISABLED: &str = "They cannot sign in any more.";
    pub const ENABLE: &str = "Enable";
    pub const ENABLE_VERB: &str = "Enable the account";
    pub const ENABLED: &str = "They can sign in again.";

    pub fn role_hint(role: Role) -> &'static str {
        match role {
            Role::Administrator => {
                "May do everything: run campaigns, invite people, change settings, read the audit log."
            }
            Role::Manager => {
                "Runs campaigns: uploads and changes patients, launches and reminds, makes reports and backups. Does not manage people or settings."
            }
            Role::Viewer => "Sees patients, campaigns, reports and backups. Changes nothing.",
            Role::Auditor => "Reads the audit log and the numbers of campaigns and reports. Sees no patient.",
        }
    }

    pub fn state(state: UserState) -> &'static str {
        match state {
            UserState::Invited => "Invited",
            UserState::Active => "Active",
            UserState::Disabled => "Disabled",
        }
    }

    pub fn actions_for(name: &str) -> String {
        format!("Actions for {name}")
    }

    pub fn invited_until(when: &str) -> String {
        format!("the link works until {when}")
    }

    pub fn locked_until(when: &str) -> String {
        format!("locked until {when} after too many wrong tries")
    }

    pub fn link_for(name: &str, until: Option<&str>) -> String {
        match until {
            Some(until) => format!("With this link {name} chooses a password. It works once, until {until}."),
            None => format!("With this link {name} chooses a password. It works once, for seven days."),
        }
    }

    pub fn new_link_text(name: &str) -> String {
        format!(
            "You get a new link to pass on to {name}. An earlier link stops working; when the new one is used, so does the old password."
        )
    }

    pub fn reset_text(name: &str) -> String {
        format!(
            "{name} sets up a new authenticator when they next sign in. Until then their password alone lets them do so: make sure that it is really {name} who asks."
        )
    }

    pub fn disable_text(name: &str) -> String {
        format!(
            "{name} is signed out everywhere and cannot sign in until you enable the account again. What they did stays in the audit log."
        )
    }

    pub fn enable_text(name: &str) -> String {
        format!("{name} can sign in again with the same password and authenticator.")
    }
}
