//! The code of an authenticator, which what cannot be undone is confirmed with: read as it is typed, and what is wrong
//! with it. One place for every page that asks for one.

use crate::api::{ApiError, Reason};
use crate::components::error_summary::FormError;
use crate::text::second_factor as words;

const DIGITS: usize = 6;

/// The six digits, without the gaps authenticators show them with, and people copy them with.
pub fn digits(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
    (digits.len() == DIGITS && digits.bytes().all(|one| one.is_ascii_digit())).then_some(digits)
}

/// The six digits; nothing and a problem at the field where they are not there.
pub fn check(field: &'static str, typed: &str, problems: &mut Vec<FormError>) -> String {
    digits(typed).unwrap_or_else(|| {
        problems.push(missing(field));
        String::new()
    })
}

/// What is said at a field without six digits.
pub fn missing(field: &'static str) -> FormError {
    FormError::of(field, words::CODE_MISSING)
}

/// Whether it is the code that the server did not take.
pub fn is_wrong(error: &ApiError) -> bool {
    matches!(error.reason(), Some(Reason::WrongCode | Reason::CodeAlreadyUsed))
}

/// An error of the code beside its field, any other above the form.
pub fn explain(field: &'static str, error: &ApiError) -> FormError {
    if is_wrong(error) { FormError::of(field, error.sentence()) } else { FormError::general(error.sentence()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_typed_in_groups() {
        assert_eq!(digits("123 456").as_deref(), Some("123456"));
        assert_eq!(digits("12345"), None);
        assert_eq!(digits("12345a"), None);
    }

    #[test]
    fn what_is_no_code_is_said_at_its_field() {
        let mut problems = Vec::new();
        assert_eq!(check("code", " 123 456 ", &mut problems), "123456");
        assert_eq!(problems, []);
        assert_eq!(check("code", "12345", &mut problems), "");
        assert_eq!(problems, [missing("code")]);
    }

    #[test]
    fn only_what_is_wrong_with_the_code_is_said_at_its_field() {
        assert_eq!(explain("code", &ApiError::Offline).field, None);
        assert!(!is_wrong(&ApiError::TimedOut));
    }
}
