//! Texts of a form: there in its first language, in no unlisted one, and not too long.

use super::{Checker, Place, Reason, Untranslated};
use crate::form::text::Text;

/// Characters of a title, a label, an option, a message or a hint.
pub const LONGEST_LINE: usize = 500;
/// Characters of an introduction, of thanks, of advice and of a text to read.
pub const LONGEST_BODY: usize = 8_000;

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It must be there.
    Line,
    /// It may be absent; where it is there in any language, it must be in the first.
    OptionalLine,
    Body,
    OptionalBody,
}

impl Checker<'_> {
    pub(super) fn check_form_texts(&mut self) {
        let schema = self.schema;
        let form = Place::default();
        self.check_text(&form.part("title"), &schema.title, Need::Line);
        self.check_text(&form.part("introduction"), &schema.introduction, Need::OptionalBody);
        self.check_text(&form.part("submit"), &schema.submit, Need::OptionalLine);
        self.check_text(&form.part("thanks"), &schema.thanks, Need::OptionalBody);
        let note = schema.note.chars().count();
        if note > LONGEST_BODY {
            let language = schema.default_language();
            self.problem(form.part("note"), Reason::TextTooLong { language, length: note, most: LONGEST_BODY });
        }
        for (page_index, page) in schema.pages.iter().enumerate() {
            let place = Place { page: Some(page_index), ..Place::default() };
            self.check_text(&place.part("title"), &page.title, Need::OptionalLine);
            for (section_index, section) in page.sections.iter().enumerate() {
                let place = Place { section: Some(section_index), ..place.clone() };
                self.check_text(&place.part("title"), &section.title, Need::OptionalLine);
                self.check_text(&place.part("introduction"), &section.introduction, Need::OptionalBody);
            }
        }
    }

    pub(super) fn check_text(&mut self, place: &Place, text: &Text, need: Need) {
        let optional = matches!(need, Need::OptionalLine | Need::OptionalBody);
        if let Some(language) = self.schema.languages.first()
            && text.exactly(language).is_none()
            && (!optional || !text.is_empty())
        {
            self.problem(place.clone(), Reason::MissingText { language: language.clone() });
        }
        let most = if matches!(need, Need::Body | Need::OptionalBody) { LONGEST_BODY } else { LONGEST_LINE };
        for (language, words) in text.iter() {
            let length = words.chars().count();
            if length > most {
                self.problem(place.clone(), Reason::TextTooLong { language: language.clone(), length, most });
            }
            if !self.schema.languages.contains(language) {
                self.problem(place.clone(), Reason::LanguageNotListed { language: language.clone() });
            }
        }
        if let Some((first, others)) = self.schema.languages.split_first()
            && text.exactly(first).is_some()
        {
            let languages: Vec<_> = others.iter().filter(|language| !text.is_in(language)).cloned().collect();
            if !languages.is_empty() {
                self.untranslated.push(Untranslated { place: place.clone(), languages });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use crate::form::test_forms::{form_of, today};
    use crate::form::{check, untranslated};

    #[test]
    fn what_a_language_lacks_is_told_and_is_no_problem() {
        let options = json!([{ "value": "a", "label": { "en": "First", "cy": "Cyntaf" } }, { "value": "b", "label": { "en": "Second" } }]);
        let mut form = form_of(json!([
            { "id": "which", "kind": { "choice": { "style": "radio", "options": options } },
              "label": { "en": "Which?", "cy": "Pa un?", "pl": "Który?" } },
            { "id": "source", "kind": { "hidden": {} }, "label": { "en": "Where from" } }
        ]));
        form.title = serde_json::from_value(json!({ "en": "Title", "cy-GB": "Teitl", "pl": " " })).unwrap();
        form.languages = ["en", "cy-GB", "pl"].map(|tag| tag.parse().unwrap()).to_vec();
        form.pages[0].sections[0].fields[0].hint = serde_json::from_value(json!({ "pl": "Wskazówka" })).unwrap();
        let told: Vec<String> = untranslated(&form, today())
            .into_iter()
            .map(|text| {
                format!(
                    "{}: {}",
                    text.place,
                    text.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
                )
            })
            .collect();
        let field = "page 1, section 1, field \"which\"";
        assert_eq!(
            told,
            ["title: pl".to_owned(), format!("{field}, option 1: pl"), format!("{field}, option 2: cy-GB pl")]
        );
        form.languages.truncate(1);
        assert!(untranslated(&form, today()).is_empty(), "of one language nothing is missing");
        assert!(check(&form, today()).is_err(), "texts of languages that are not listed are a problem");
    }
}
