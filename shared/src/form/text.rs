//! Texts in several languages, with a fallback to the form's first.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

const LONGEST: usize = 35; // characters; RFC 5646 §4.4.1 asks every program to take as many

/// Scripts that run from right to left, by their codes of ISO 15924.
const LEFTWARD_SCRIPTS: [&str; 8] = ["Adlm", "Arab", "Aran", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];
/// Languages that are usually written in one of them.
const LEFTWARD_LANGUAGES: [&str; 15] =
    ["ar", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "prs", "ps", "sd", "syr", "ug", "ur", "yi"];

/// A language tag of BCP 47, such as `en`, `cy` or `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(extend("pattern" = "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*$")))]
pub struct Language(String);

/// A text that is no language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a language is written as its code, such as en for English or cy for Welsh")]
pub struct LanguageError;

impl Language {
    /// English, which forms are written in where nothing else is said.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// `en`, `cy`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region or script: `en` of `en-GB`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether it is written from right to left: in the script that the tag names, else in its usual one.
    pub fn is_right_to_left(&self) -> bool {
        let is_script = |part: &&str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        match self.0.split('-').skip(1).find(is_script) {
            Some(script) => LEFTWARD_SCRIPTS.iter().any(|known| known.eq_ignore_ascii_case(script)),
            None => LEFTWARD_LANGUAGES.contains(&self.primary()),
        }
    }

    /// The same as HTML's `dir` has it.
    pub fn direction(&self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }
}

impl FromStr for Language {
    type Err = LanguageError;
    fn from_str(text: &str) -> Result<Self, LanguageError> {
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or_default();
        let right = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
            && text.len() <= LONGEST;
        let rest = text.get(primary.len()..).unwrap_or_default();
        if right { Ok(Self(format!("{}{rest}", primary.to_ascii_lowercase()))) } else { Err(LanguageError) }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// One text in one or more languages: `{"en": "Date of birth", "cy": "Dyddiad geni"}`. Empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Text(BTreeMap<Language, String>);

impl Text {
    /// A text in English.
    pub fn english(text: &str) -> Self {
        Self(BTreeMap::from([(Language::english(), text.to_owned())]))
    }

    /// Whether there is nothing in any language.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }

    /// Exactly in this language; nothing where it is blank.
    pub fn exactly(&self, language: &Language) -> Option<&str> {
        self.0.get(language).map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// Whether it is there in this language, of whichever region.
    pub fn is_in(&self, language: &Language) -> bool {
        self.0.iter().any(|(known, text)| known.primary() == language.primary() && !text.trim().is_empty())
    }

    /// In the language wanted, or in the same language of another region, or in the default one, or in any.
    pub fn in_language(&self, wanted: &Language, default: &Language) -> &str {
        let alike = || {
            self.0
                .iter()
                .find(|(language, text)| language.primary() == wanted.primary() && !text.trim().is_empty())
                .map(|(_, text)| text.as_str())
        };
        self.exactly(wanted)
            .or_else(alike)
            .or_else(|| self.exactly(default))
            .or_else(|| self.0.values().map(String::as_str).find(|text| !text.trim().is_empty()))
            .unwrap_or_default()
    }

    /// Puts a text into a language; an empty one takes the language away.
    pub fn set(&mut self, language: Language, text: &str) {
        if text.is_empty() {
            self.0.remove(&language);
        } else {
            self.0.insert(language, text.to_owned());
        }
    }

    /// Every language with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0.iter().map(|(language, text)| (language, text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn language(text: &str) -> Language {
        text.parse().unwrap()
    }

    #[test]
    fn a_language_is_a_tag() {
        for text in ["en", "cy", "zh-Hant", "en-GB", "gsw"] {
            assert_eq!(language(text).as_str(), text);
        }
        assert_eq!(language("EN-GB").as_str(), "en-GB");
        for text in ["", "e", "english", "en_GB", "en-", "12", "é", "en-toolongtag1", &format!("en{}", "-a".repeat(17))]
        {
            assert!(text.parse::<Language>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_language_runs_as_its_script_does() {
        for leftward in ["ar", "fa-AF", "ur", "he", "ps", "ku-Arab", "pa-arab-PK", "ckb"] {
            assert_eq!(language(leftward).direction(), "rtl", "{leftward}");
        }
        for rightward in ["en", "cy", "zh-Hant", "ku", "ur-Latn", "pa", "sd-Deva", "ar-Latn-EG"] {
            assert_eq!(language(rightward).direction(), "ltr", "{rightward}");
        }
    }

    #[test]
    fn a_missing_language_falls_back() {
        let mut text = Text::english("Name");
        text.set(language("cy"), "Enw");
        text.set(language("pl"), " ");
        let (english, other) = (Language::english(), language("fr"));
        assert_eq!(text.in_language(&language("cy"), &english), "Enw");
        assert_eq!(text.in_language(&language("cy-GB"), &english), "Enw");
        assert_eq!(text.in_language(&language("pl"), &english), "Name");
        assert_eq!(text.in_language(&other, &other), "Enw");
        assert_eq!(Text::default().in_language(&other, &english), "");
        text.set(language("cy"), "");
        assert_eq!(text.exactly(&language("cy")), None);
    }

    #[test]
    fn json_is_a_map_of_languages() {
        let json = r#"{"cy":"Enw","en":"Name"}"#;
        let text: Text = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), json);
        assert!(serde_json::from_str::<Text>(r#"{"Deutsch!":"Name"}"#).is_err());
    }
}
