//! Words of one's own account.

pub mod account {
    use crate::text::plural;

    pub const TITLE: &str = "Your account";
    pub const MYSELF: &str = "You";
    pub const NAME: &str = "Name";
    pub const EMAIL: &str = "Email address";
    pub const ROLE: &str = "Role";
    pub const WHO_CHANGES: &str = "An administrator can change your name and your role.";
    pub const APPEARANCE: &str = "Appearance";
    pub const COLOURS: &str = "Colours";
    pub const LIKE_SYSTEM: &str = "As the device is set";
    pub const LIKE_SYSTEM_HINT: &str = "Changes with it, for example in the evening.";
    pub const LIGHT: &str = "Light";
    pub const DARK: &str = "Dark";
    pub const PASSWORD: &str = "Password";
    pub const CURRENT: &str = "Current password";
    pub const CURRENT_MISSING: &str = "Enter your current password";
    pub const CURRENT_WRONG: &str = "This is not your current password";
    pub const CHANGE_PASSWORD: &str = "Change password";
    pub const PASSWORD_CHANGED: &str = "Your password is changed. Everywhere else you have been signed out.";
    pub const CODE: &str = "Code of your authenticator";
    pub const CODE_HINT: &str = "The six digits it shows now. Each code works once.";
    pub const RECOVERY: &str = "Recovery codes";
    pub const RECOVERY_NONE: &str =
        "With a recovery code you can sign in when your phone is lost or broken. You have none yet.";
    pub const MAKE_CODES: &str = "Make ten codes";
    pub const MAKE_NEW_CODES: &str = "Make ten new codes";
    pub const MAKING_CODES: &str = "Making codes…";
    pub const SHOWN_ONCE: &str = "These codes are shown once. Print them or keep them in a password manager, not on your phone. Each works once.";
    pub const RECOVERY_FILE: &str = "recall-recovery-codes.txt";

    pub fn recovery_left(count: i32) -> String {
        let codes = plural(count, "recovery code", "recovery codes");
        format!("You have {count} unused {codes}. Making new ones ends the old ones.")
    }

    pub fn recovery_file(codes: &str) -> String {
        format!("Recovery codes for Recall. Each works once, instead of the code of your authenticator.\n\n{codes}\n")
    }
}

pub mod forgotten {
    pub const LINK: &str = "Forgot your password?";
    pub const TITLE: &str = "Choose a new password";
    pub const EXPLAIN: &str = "Enter the address you sign in with. We send you a link to choose a new password.";
    pub const SEND: &str = "Send the link";
    pub const SENDING: &str = "Sending…";
    pub const SENT: &str = "If somebody signs in with this address, the link is on its way to it. It works once, within an hour. If nothing comes, look in the junk folder, or ask your administrator.";
    pub const BACK: &str = "Back to sign in";
}
