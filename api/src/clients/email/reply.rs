//! What an SMTP server's "no" means for the ledger (RFC 5321 §4.2, RFC 3463).
//!
//! Servers repeat the address in their answer, so only the codes are kept.

use std::error::Error as _;

use lettre::transport::smtp::Error;

use super::SendError;

/// The meaning of an error of lettre.
pub(super) fn meaning(error: &Error) -> SendError {
    if let Some(code) = error.status() {
        let code: u16 = code.into();
        return of_code(code, &error.source().map(ToString::to_string).unwrap_or_default());
    }
    if error.is_tls() {
        return SendError::NotConnected("TLS with the mail server failed; is its certificate valid?".to_owned());
    }
    if error.is_client() {
        return SendError::Refused("the mail server cannot take this kind of message".to_owned());
    }
    // lettre has no question for its connection errors, made before anything is written; everything
    // else (a broken line, an answer that is none) may have come after the message was taken.
    // The beginning names its own kind; what caused it follows, which may be a reset connection after the mail.
    if error.to_string().starts_with("Connection error") {
        return SendError::NotConnected("the mail server does not answer".to_owned());
    }
    SendError::Unknown(if error.is_timeout() { "time-out" } else { "the connection broke" }.to_owned())
}

fn of_code(code: u16, text: &str) -> SendError {
    let words = match enhanced(text) {
        Some(enhanced) => format!("{code} {enhanced}"),
        None => code.to_string(),
    };
    match code {
        // Shutting down, too many messages or connections.
        421 | 452 => SendError::Throttled { retry_after: None },
        // Sign-in: wrong for every message, and nothing that a recipient can help.
        454 | 530 | 534 | 535 | 538 => {
            SendError::NotConnected(format!("the mail server refused to sign us in ({words})"))
        }
        400..=499 => SendError::Deferred(words),
        _ => SendError::Refused(words),
    }
}

/// The enhanced status code at the beginning of a reply's text, as `5.1.1`.
fn enhanced(text: &str) -> Option<&str> {
    let word = text.split_whitespace().next()?;
    let mut parts = word.split('.');
    let number =
        |part: Option<&str>| part.is_some_and(|p| (1..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
    (number(parts.next()) && number(parts.next()) && number(parts.next()) && parts.next().is_none()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_the_codes_and_not_the_address() {
        let refused = of_code(550, "5.1.1 <jo@example.org>: no such mailbox");
        assert_eq!(refused, SendError::Refused("550 5.1.1".to_owned()));
        assert_eq!(of_code(550, "jo@example.org unknown"), SendError::Refused("550".to_owned()));
    }

    #[test]
    fn what_passes_is_tried_again() {
        assert_eq!(of_code(450, "4.2.1 greylisted"), SendError::Deferred("450 4.2.1".to_owned()));
        assert_eq!(of_code(421, "4.7.0 too many connections"), SendError::Throttled { retry_after: None });
    }

    #[test]
    fn a_wrong_password_fails_no_message() {
        assert!(matches!(of_code(535, "5.7.8 bad credentials"), SendError::NotConnected(_)));
    }
}
