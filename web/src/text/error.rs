//! What went wrong and what to do, for each way a request can fail.

pub const OFFLINE: &str = "Recall cannot be reached. Check your connection, then try again.";
pub const TIMED_OUT: &str = "Recall took too long to answer. Try again in a moment.";
pub const OUTDATED: &str = "Recall has been updated since this page was opened. Reload the page.";
pub const SESSION_ENDED: &str = "Your session has ended. Sign in again.";
pub const FORBIDDEN: &str = "Your role does not allow this. If you need it, ask your administrator.";
pub const NO_SUCH: &str = "There is nothing at this address. It may have been removed, or the address is not complete.";
pub const WRONG_CREDENTIALS: &str = "That email address and password do not match. Check both and try again.";
pub const WRONG_CODE: &str = "That code is not right. Enter the code your authenticator shows now.";
pub const CODE_ALREADY_USED: &str = "That code has been used already. Wait for the next one in your authenticator.";
pub const CHALLENGE_EXPIRED: &str = "That took too long. Start again with your password.";

pub fn unreadable(status: u16) -> String {
    format!("Something between you and Recall answered in its place (status {status}). Try again in a moment.")
}

pub fn locked_out(seconds: Option<u32>) -> String {
    let wait = match seconds {
        Some(seconds @ 0..=90) => format!("{seconds} seconds"),
        Some(seconds) => format!("{} minutes", seconds.div_ceil(60)),
        None => "a few minutes".into(),
    };
    format!("Too many tries. Wait {wait}, then try again.")
}

/// The server's own sentence, and the number it asks to quote.
pub fn refused(message: &str, request_id: Option<&str>) -> String {
    match request_id {
        Some(id) => format!("{message} Number: {id}"),
        None => message.into(),
    }
}
