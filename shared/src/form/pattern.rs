//! Patterns of text fields: regular expressions whose time is linear in the text, whatever they say.
//!
//! The engine (a Pike VM) knows no look-around and no back-references, so nothing can make it try again and again; what is
//! left to bound is the size of the program, which repetitions within repetitions could blow up.

use std::{fmt, sync::OnceLock};

use regex_lite::{Regex, RegexBuilder};
use thiserror::Error;

/// Characters of a pattern.
pub const LONGEST: usize = 200;
const PROGRAM: usize = 64 * 1024; // bytes; 100 times that of a passport number's pattern
const NESTED: u32 = 20; // groups within groups

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternError {
    #[error("is empty; write a regular expression or take it away")]
    Empty,
    #[error("has {length} characters; at most {LONGEST} are allowed")]
    TooLong { length: usize },
    #[error("is no regular expression, or becomes too large when its repetitions are written out: {reason}")]
    Syntax { reason: String },
}

/// Makes a matcher of whole texts.
pub fn compile(pattern: &str) -> Result<Regex, PatternError> {
    let length = pattern.chars().count();
    if pattern.is_empty() {
        return Err(PatternError::Empty);
    }
    if length > LONGEST {
        return Err(PatternError::TooLong { length });
    }
    let build = |text: &str| {
        let built = RegexBuilder::new(text).size_limit(PROGRAM).nest_limit(NESTED).build();
        built.map_err(|error| PatternError::Syntax { reason: error.to_string() })
    };
    // By itself first: `a)|(b` is whole only between the brackets that follow.
    build(pattern)?;
    build(&format!("^(?:{pattern})$"))
}

/// Whether a whole text matches; a pattern that is none matches nothing.
pub fn matches(pattern: &str, text: &str) -> bool {
    compile(pattern).is_ok_and(|regex| regex.is_match(text))
}

/// A pattern made ready when it is first asked for, and kept with the field: a form is checked again and again. It
/// remembers what it was made of, because whoever edits a form changes that.
#[derive(Default)]
pub struct Matcher(OnceLock<(String, Option<Regex>)>);

impl Matcher {
    /// Whether a whole text matches.
    pub fn matches(&self, pattern: &str, text: &str) -> bool {
        let (made_of, regex) = self.0.get_or_init(|| (pattern.to_owned(), compile(pattern).ok()));
        if made_of == pattern {
            regex.as_ref().is_some_and(|regex| regex.is_match(text))
        } else {
            matches(pattern, text)
        }
    }
}

/// A copy makes its own: it may be edited.
impl Clone for Matcher {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What is made of a pattern says nothing that the pattern does not.
impl PartialEq for Matcher {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Matcher {}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Matcher")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pattern_is_made_ready_once_and_never_taken_for_another() {
        let matcher = Matcher::default();
        assert!(matcher.0.get().is_none() && matcher.matches("[0-9]{2}", "12"));
        let made = matcher.0.get().map(std::ptr::from_ref);
        assert!(!matcher.matches("[0-9]{2}", "123") && made.is_some());
        assert_eq!(made, matcher.0.get().map(std::ptr::from_ref), "the same once more");
        assert!(matcher.matches("[a-z]", "a") && !matcher.matches("[a-z]", "12"), "edited meanwhile");
        assert!(!Matcher::default().matches("(", "("), "no pattern matches nothing");
        assert!(matcher.clone().0.get().is_none());
    }

    #[test]
    fn a_pattern_is_for_the_whole_text() {
        assert!(matches("[0-9]{9}", "123456789"));
        assert!(!matches("[0-9]{9}", "1234567890"));
        assert!(matches("a|ab", "ab"));
        assert!(!matches("a$", "a\nb"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for pattern in ["(", "a)|(b", "[z-a]", "*", "(?<=a)b", r"(a)\1", "a{1000}{1000}", "(((a{99}){99}){99}){99}"] {
            assert!(matches!(compile(pattern), Err(PatternError::Syntax { .. })), "{pattern}");
        }
        assert_eq!(compile("").err(), Some(PatternError::Empty));
        assert_eq!(compile(&"a".repeat(201)).err(), Some(PatternError::TooLong { length: 201 }));
        assert!(matches!(compile(&format!("{}a{}", "(".repeat(50), ")".repeat(50))), Err(PatternError::Syntax { .. })));
    }

    #[test]
    fn the_classic_catastrophes_end_at_once() {
        let text = format!("{}!", "a".repeat(10_000));
        for pattern in ["(a+)+", "(a|a)*", "(a|aa)+", "(.*)*x", "(a*)*(a*)*(a*)*b"] {
            assert!(!matches(pattern, &text), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn no_pattern_and_no_text_make_it_panic(pattern in r"[ab().*+?|\[\]^$0-9{},\\:é-]{0,30}", text in "[ab0é\n]{0,50}") {
            let _ = matches(&pattern, &text);
        }
    }
}
