//! Words of the pages before one is signed in.

pub mod sign_in {
    pub const TITLE: &str = "Sign in";
    pub const EMAIL: &str = "Email address";
    pub const EMAIL_MISSING: &str = "Enter your email address";
    pub const PASSWORD: &str = "Password";
    pub const PASSWORD_MISSING: &str = "Enter your password";
    pub const GO_ON: &str = "Continue";
    pub const CHECKING: &str = "Checking…";
    pub const ENDED: &str = "Your session has ended. Sign in again, and you come back to where you were.";
    pub const SIGNED_OUT: &str = "You have signed out.";
    pub const CHALLENGE_EXPIRED: &str = "The code was not entered in time. Enter your password again.";
}

pub mod second_factor {
    pub const TITLE: &str = "Enter your code";
    pub const ENROL_TITLE: &str = "Set up your authenticator";
    pub const CODE: &str = "Code";
    pub const HINT: &str = "The six digits your authenticator app shows for Recall.";
    pub const ENROL_HINT: &str = "Then enter the six digits the app shows.";
    pub const CODE_MISSING: &str = "Enter the six digits of the code";
    pub const SIGN_IN: &str = "Sign in";
    pub const CHECKING: &str = "Checking…";
}

pub mod enrolment {
    pub const EXPLAIN: &str = "Recall asks for a code from your phone each time you sign in. Scan this picture with an authenticator app: any will do.";
    pub const PICTURE: &str =
        "QR code for your authenticator app. The same as text is below, under “I cannot scan it”.";
    pub const CANNOT_SCAN: &str = "I cannot scan it";
    pub const TYPE_THIS: &str = "Type this key into your app, as a time-based code:";
}

pub mod invitation {
    pub const TITLE: &str = "Welcome to Recall";
    pub const EXPLAIN: &str =
        "Choose a password. After that you set up the app that gives you a code when you sign in.";
    pub const PASSWORD: &str = "New password";
    pub const PASSWORD_HINT: &str = "At least 12 characters. Three random words do well.";
    pub const PASSWORD_MISSING: &str = "Enter a password";
    pub const REPEATED: &str = "New password again";
    pub const NOT_THE_SAME: &str = "This is not the same as the password above";
    pub const SAVE: &str = "Save password";
    pub const SAVING: &str = "Saving…";
    pub const NOT_VALID: &str =
        "This invitation has been used, has run out, or is not complete. Ask whoever invited you for a new one.";
    pub const EXPIRED: &str = "That took too long, but your password is saved. Sign in to set up your authenticator.";
    pub const TO_SIGN_IN: &str = "Sign in";
}
