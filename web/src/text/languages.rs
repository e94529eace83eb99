//! Names of languages, by their codes of ISO 639-1.

/// Those that patients in the United Kingdom speak most, by name.
pub const LANGUAGES: [(&str, &str); 40] = [
    ("sq", "Albanian"),
    ("ar", "Arabic"),
    ("bn", "Bengali"),
    ("bg", "Bulgarian"),
    ("zh", "Chinese"),
    ("cs", "Czech"),
    ("nl", "Dutch"),
    ("en", "English"),
    ("fr", "French"),
    ("de", "German"),
    ("el", "Greek"),
    ("gu", "Gujarati"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("it", "Italian"),
    ("ku", "Kurdish"),
    ("lv", "Latvian"),
    ("lt", "Lithuanian"),
    ("ml", "Malayalam"),
    ("ne", "Nepali"),
    ("ps", "Pashto"),
    ("fa", "Persian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("pa", "Punjabi"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("gd", "Scottish Gaelic"),
    ("sk", "Slovak"),
    ("so", "Somali"),
    ("es", "Spanish"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("ti", "Tigrinya"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("cy", "Welsh"),
    ("yo", "Yoruba"),
];

/// The name of a language; one that is not in the list is told by its code. A region (`en-GB`) does not matter.
pub fn language(code: &str) -> String {
    let bare = code.split(['-', '_']).next().unwrap_or(code);
    let known = LANGUAGES.iter().find(|(known, _)| known.eq_ignore_ascii_case(bare));
    known.map_or_else(|| code.to_owned(), |(_, name)| (*name).to_owned())
}

/// The name of a language beside its code, where the name alone would not tell which is meant: `Portuguese (pt-br)`.
pub fn language_with_code(code: &str) -> String {
    let name = language(code);
    let is_plain = name == code || LANGUAGES.iter().any(|(known, _)| *known == code);
    if is_plain { name } else { format!("{name} ({code})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_a_name() {
        assert_eq!(
            (language("pl"), language("en-GB"), language("xx")),
            ("Polish".into(), "English".into(), "xx".into())
        );
        assert_eq!(
            (language_with_code("pl"), language_with_code("pt-br"), language_with_code("xx")),
            ("Polish".into(), "Portuguese (pt-br)".into(), "xx".into())
        );
        assert!(LANGUAGES.is_sorted_by_key(|(_, name)| name));
    }
}
