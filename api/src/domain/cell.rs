//! Text that a spreadsheet shows and does not calculate.

use std::borrow::Cow;

/// A cell that begins like a formula gets an apostrophe in front, which spreadsheets take as "this
/// is text" (OWASP, CSV injection). That covers phone numbers, which begin with `+`.
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text again that [`safe`] was given, for files that come back.
pub fn plain(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, safe};

    #[test]
    fn what_begins_like_a_formula_becomes_text() {
        for dangerous in ["=1+1", "+447700900123", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(safe(dangerous), format!("'{dangerous}"));
            assert_eq!(plain(&safe(dangerous)), dangerous);
        }
        for harmless in ["", "O'Brien", "2026-10-05", "a@example.org", "LS1 4AB"] {
            assert_eq!(safe(harmless), harmless);
            assert_eq!(plain(harmless), harmless);
        }
    }
}
