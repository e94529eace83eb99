//! Email addresses: the part of RFC 5321 that real mailboxes use, no quoted local parts and no address literals.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

const LOCAL_MAX: usize = 64; // octets, RFC 5321 §4.5.3.1.1
const TOTAL_MAX: usize = 254; // octets, RFC 5321 §4.5.3.1.3 less the angle brackets
const LABEL_MAX: usize = 63; // octets, RFC 1035 §2.3.4

/// A deliverable-looking address; the domain in lower case, the local part as written. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    text: String,
    at: usize,
}

/// Why a text is no email address. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EmailError {
    #[error("an email address has one @, this has {count}")]
    AtSigns { count: usize },
    #[error("the part before the @ is empty or longer than {LOCAL_MAX} characters")]
    LocalLength,
    #[error("the part before the @ has a character that is not allowed at position {position}")]
    LocalCharacter { position: usize },
    #[error("the part before the @ begins or ends with a dot or has two in a row")]
    LocalDots,
    #[error("the domain after the @ is not a name like example.org")]
    Domain,
    #[error("an email address has at most {TOTAL_MAX} characters, this has {length}")]
    Length { length: usize },
}

impl EmailAddress {
    /// Reads an address, with spaces around it ignored.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        let Some((local, domain)) = text.split_once('@').filter(|(_, domain)| !domain.contains('@')) else {
            return Err(EmailError::AtSigns { count: text.matches('@').count() });
        };
        if local.is_empty() || local.len() > LOCAL_MAX {
            return Err(EmailError::LocalLength);
        }
        if let Some(index) = local.chars().position(|character| !is_local_character(character)) {
            return Err(EmailError::LocalCharacter { position: index + 1 });
        }
        if local.split('.').any(str::is_empty) {
            return Err(EmailError::LocalDots);
        }
        if !is_domain(domain) {
            return Err(EmailError::Domain);
        }
        if text.len() > TOTAL_MAX {
            return Err(EmailError::Length { length: text.len() });
        }
        Ok(Self { text: format!("{local}@{}", domain.to_ascii_lowercase()), at: local.len() })
    }

    /// The address to send to.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part before the @.
    pub fn local(&self) -> &str {
        &self.text[..self.at]
    }

    /// The part after the @, in lower case.
    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }

    /// All in lower case, for look-up: servers that tell `Jo` from `jo` are not met in practice.
    pub fn key(&self) -> String {
        self.text.to_ascii_lowercase()
    }
}

/// `atext` of RFC 5322 §3.2.3 and the dot.
fn is_local_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(character)
}

/// Two labels or more of letters, digits and inner hyphens (RFC 1123 §2.1), the last not a number.
fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_MAX).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let Some((_, top)) = domain.rsplit_once('.') else {
        return false;
    };
    domain.split('.').all(is_label) && top.len() >= 2 && !top.bytes().all(|byte| byte.is_ascii_digit())
}

impl FromStr for EmailAddress {
    type Err = EmailError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(hidden)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_domain_is_lower_cased() {
        let address = EmailAddress::parse(" Jo.O'Brien+flu@Mail.Example.ORG ").unwrap();
        assert_eq!(address.as_str(), "Jo.O'Brien+flu@mail.example.org");
        assert_eq!(address.key(), "jo.o'brien+flu@mail.example.org");
        assert_eq!((address.local(), address.domain()), ("Jo.O'Brien+flu", "mail.example.org"));
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        for (text, error) in [
            ("", EmailError::AtSigns { count: 0 }),
            ("a@b@example.org", EmailError::AtSigns { count: 2 }),
            ("@example.org", EmailError::LocalLength),
            ("a b@example.org", EmailError::LocalCharacter { position: 2 }),
            ("jo\r\nBcc:x@example.org", EmailError::LocalCharacter { position: 3 }),
            (".jo@example.org", EmailError::LocalDots),
            ("j..o@example.org", EmailError::LocalDots),
            ("jo@example", EmailError::Domain),
            ("jo@-example.org", EmailError::Domain),
            ("jo@example..org", EmailError::Domain),
            ("jo@10.0.0.1", EmailError::Domain),
            ("jo@exämple.org", EmailError::Domain),
        ] {
            assert_eq!(EmailAddress::parse(text).unwrap_err(), error, "{text}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        assert_eq!(EmailAddress::parse(&long).unwrap_err(), EmailError::LocalLength);
        let long = format!("a@{}org", "abcdefgh.".repeat(30));
        assert_eq!(EmailAddress::parse(&long).unwrap_err(), EmailError::Length { length: 275 });
    }

    proptest! {
        #[test]
        fn what_was_read_reads_back_the_same(text in "[a-zA-Z0-9.+_-]{1,20}@[a-zA-Z0-9.-]{1,20}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address));
            }
        }
    }
}
