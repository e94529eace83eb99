//! What an SMTP server's "no" means for the ledger (RFC 5321 §4.2, RFC 3463).
//!
//! Servers repeat the address in their answer, so only the codes are kept.

use std::error::Error as _;

use lettre::transport::smtp::Error;
use rustls::CertificateError;

use super::SendError;

/// No such mailbox or host, moved away, takes no mail, closed (RFC 3463 §3.2 and §3.3, RFC 7505 §4). A refusal without one
/// of these may be about the message.
const NO_SUCH_ADDRESS: [&str; 5] = ["5.1.1", "5.1.2", "5.1.6", "5.1.10", "5.2.1"];

/// Whether this is no answer at all: the line broke, or what came makes no sense.
pub(super) fn is_none(error: &Error) -> bool {
    error.status().is_none()
}

/// Whether the server has left, with or without a word (421).
pub(super) fn has_hung_up(error: &Error) -> bool {
    error.status().is_none_or(|code| u16::from(code) == 421)
}

/// Before the first mail of a connection: nothing that a recipient can help.
pub(super) fn at_opening(error: &Error) -> SendError {
    if let Some(code) = error.status() {
        let code = u16::from(code);
        return match of_code(code, &text(error)) {
            SendError::Deferred(_) | SendError::Refused(_) | SendError::NoSuchAddress(_) => {
                SendError::NotConnected(format!("the mail server turned us away ({})", words(code, &text(error))))
            }
            meaning => meaning,
        };
    }
    SendError::NotConnected(without_answer(error).to_owned())
}

fn without_answer(error: &Error) -> &'static str {
    match tls_failure(error) {
        Some(rustls::Error::InvalidCertificate(why)) => return of_certificate(why),
        Some(_) => return "the mail server does not speak TLS as we do; is the port the right one?",
        None => {}
    }
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    if error.is_client() && words.contains("STARTTLS") {
        "the mail server offers no STARTTLS, without which nothing is sent"
    } else if error.is_client() {
        "the mail server offers no way to sign in that we know"
    } else {
        "the mail server does not answer"
    }
}

fn of_certificate(why: &CertificateError) -> &'static str {
    match why {
        CertificateError::UnknownIssuer => {
            "the mail server's certificate is of an authority that is not trusted (email.smtp_ca)"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the mail server's certificate is for another name than that in email.smtp_url"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the mail server's certificate has expired"
        }
        _ => "the mail server's certificate is not valid",
    }
}

/// What broke the handshake, where that is why there is no connection: the library wraps it as it wraps everything.
fn tls_failure(error: &Error) -> Option<&rustls::Error> {
    let mut source = error.source();
    while let Some(error) = source {
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let found = inner.and_then(|inner| inner.downcast_ref()).or_else(|| error.downcast_ref());
        if found.is_some() {
            return found;
        }
        source = error.source();
    }
    None
}

/// The answer to MAIL, which is the same for every recipient.
pub(super) fn to_the_sender(error: &Error) -> SendError {
    match before_the_mail(error) {
        SendError::Refused(words) | SendError::NoSuchAddress(words) => {
            SendError::NotConnected(format!("the mail server refused our sender ({words})"))
        }
        meaning => meaning,
    }
}

/// Nothing of the mail was written yet.
pub(super) fn before_the_mail(error: &Error) -> SendError {
    match error.status() {
        Some(code) => of_code(code.into(), &text(error)),
        None => SendError::Deferred("the mail server hung up before it had the mail".to_owned()),
    }
}

/// The mail was written: without an answer, it may have been taken.
pub(super) fn after_the_mail(error: &Error) -> SendError {
    match error.status() {
        Some(code) => of_code(code.into(), &text(error)),
        None => SendError::Unknown("the connection broke".to_owned()),
    }
}

fn text(error: &Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

fn words(code: u16, text: &str) -> String {
    match enhanced(text) {
        Some(enhanced) => format!("{code} {enhanced}"),
        None => code.to_string(),
    }
}

fn of_code(code: u16, text: &str) -> SendError {
    let words = words(code, text);
    match code {
        // Shutting down, too many messages or connections.
        421 | 452 => SendError::Throttled { retry_after: None },
        // Sign-in: wrong for every message, and nothing that a recipient can help.
        454 | 530 | 534 | 535 | 538 => {
            SendError::NotConnected(format!("the mail server refused to sign us in ({words})"))
        }
        400..=499 => SendError::Deferred(words),
        _ if enhanced(text).is_some_and(|code| NO_SUCH_ADDRESS.contains(&code)) => SendError::NoSuchAddress(words),
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
        assert_eq!(refused, SendError::NoSuchAddress("550 5.1.1".to_owned()));
        assert_eq!(of_code(550, "jo@example.org unknown"), SendError::Refused("550".to_owned()));
    }

    #[test]
    fn only_what_is_said_of_the_address_itself_is_held_against_it() {
        for code in ["5.1.1", "5.1.2", "5.1.10", "5.2.1"] {
            assert!(matches!(of_code(550, &format!("{code} no")), SendError::NoSuchAddress(_)), "{code}");
        }
        for text in ["5.7.1 looks like spam", "5.2.2 mailbox full", "5.4.4 no route", "5.1.8 bad sender", "no"] {
            assert!(matches!(of_code(550, text), SendError::Refused(_)), "{text}");
        }
        assert!(matches!(of_code(450, "4.1.1 try later"), SendError::Deferred(_)));
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
