//! What staff write to a suppression: a sentence or two, sealed.

use crate::domain::{Error, Result};

pub(super) const NOTE: &str = "suppression.note"; // context of the sealed text

const LONGEST: usize = 500; // characters: a sentence or two

/// The text without the spaces around it, or what is wrong with it.
pub(super) fn checked<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 {
        return Err(Error::invalid(field, "Say why, so that colleagues know."));
    }
    if length > LONGEST {
        let message = format!("This has {length} characters; write at most {LONGEST}.");
        return Err(Error::invalid(field, message));
    }
    Ok(text)
}
