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
    pub const USE_RECOVERY: &str = "Use a recovery code instead";
    pub const USE_AUTHENTICATOR: &str = "Use the authenticator instead";
    pub const RECOVERY: &str = "Recovery code";
    pub const RECOVERY_HINT: &str = "One of the ten codes you were given for when your phone is not at hand.";
    pub const RECOVERY_MISSING: &str = "Enter one of your recovery codes";
    pub const RECOVERY_WRONG: &str =
        "This recovery code is not right, or has been used. Each works once; take another of your ten.";
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

pub mod keep_codes {
    pub const TITLE: &str = "Keep your recovery codes";
    pub const EXPLAIN: &str =
        "Your authenticator is set up. If your phone is ever lost or broken, one of these codes lets you in instead.";
    pub const KEPT: &str = "I have kept them";
}

pub mod invitation {
    pub const TITLE: &str = "Choose your password";
    pub const EXPLAIN: &str = "After that you sign in with a code from the authenticator app on your phone. If you have none yet, you set it up next.";
    pub const PASSWORD: &str = "New password";
    pub const PASSWORD_HINT: &str = "At least 12 characters. Three random words do well.";
    pub const PASSWORD_MISSING: &str = "Enter a password";
    pub const REPEATED: &str = "New password again";
    pub const NOT_THE_SAME: &str = "This is not the same as the password above";
    pub const SAVE: &str = "Save password";
    pub const SAVING: &str = "Saving…";
    pub const NOT_VALID: &str = "This link has been used, has run out, or is not complete. Ask your administrator for a new one, or use “Forgot your password?” where you sign in.";
    pub const EXPIRED: &str = "That took too long, but your password is saved. Sign in with it.";
    pub const TO_SIGN_IN: &str = "Sign in";
}
