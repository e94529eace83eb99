//! The fresh code of the authenticator that changes to an account are confirmed with.

use crate::api::{ApiError, Reason};
use crate::components::error_summary::FormError;
use crate::text::second_factor as words;

const DIGITS: usize = 6;

/// The digits of what was typed; a problem where there are not six.
pub fn check(field: &'static str, typed: &str, problems: &mut Vec<FormError>) -> String {
    // Authenticators show the code in groups, and people copy it so.
    let digits: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
    if digits.len() != DIGITS {
        problems.push(FormError::of(field, words::CODE_MISSING));
    }
    digits
}

/// An error of the code beside its field, any other above the form.
pub fn explain(field: &'static str, error: &ApiError) -> FormError {
    match error.reason() {
        Some(Reason::WrongCode | Reason::CodeAlreadyUsed) => FormError::of(field, error.sentence()),
        _ => FormError::general(error.sentence()),
    }
}
