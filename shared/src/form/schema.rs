//! The shape of a form and its JSON: pages, sections on them, fields in those.

use serde::{Deserialize, Serialize};

use super::field::FieldKind;
use super::given::Given;
use super::rule::Rule;
use super::scoring::Scoring;
use super::text::{Language, Text};
use crate::text_enum::{canonical_from_str, text_enum};

/// Characters of a field's name in a sentence, about; a text to read may have thousands.
const NAME_LONGEST: usize = 100;

/// The version of the format itself; a form of a later one is refused, not guessed at.
pub const FORMAT: u32 = 1;

text_enum! {
    /// What a form is for.
    pub enum FormKind ("form kind") {
        Acknowledgement => "acknowledgement",
        BookingRequest => "booking-request",
        Questionnaire => "questionnaire",
        Consent => "consent",
        Registration => "registration",
    }
}

canonical_from_str!(FormKind);

impl FormKind {
    /// The title on the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Acknowledgement => "Acknowledgement",
            Self::BookingRequest => "Booking request",
            Self::Questionnaire => "Questionnaire",
            Self::Consent => "Consent",
            Self::Registration => "Registration",
        }
    }
}

/// A form: what is asked, in which order, and what an answer must be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormSchema {
    /// The version of this format, 1.
    pub format: u32,
    pub kind: FormKind,
    /// The languages of its texts; the first is the one every text must have.
    pub languages: Vec<Language>,
    pub title: Text,
    /// Above the first field of the first page.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub introduction: Text,
    /// The words on the last button; those of the kind where absent.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub submit: Text,
    /// What is said once the answers are stored.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub thanks: Text,
    /// A word to colleagues about the form; patients do not see it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The canonical URL of the FHIR Questionnaire it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    pub pages: Vec<Page>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scoring: Option<Scoring>,
}

/// What is on one screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Page {
    /// Of lower-case letters, digits and underscores, beginning with a letter; once in the form.
    pub id: String,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// Left out where the rule does not hold; always there without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Rule>,
    /// `linkId` in the FHIR Questionnaire it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_id: Option<String>,
    pub sections: Vec<Section>,
}

/// Fields that belong together, under a heading where it has a title.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Section {
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub introduction: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Rule>,
    /// `linkId` in the FHIR Questionnaire it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_id: Option<String>,
    pub fields: Vec<Field>,
}

/// One question, or one piece of information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// The name of its column: lower-case letters, digits and underscores, beginning with a letter. It stays when the
    /// label changes, so that answers to several versions can be compared.
    pub id: String,
    pub kind: FieldKind,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub hint: Text,
    /// How messages call it, such as "your date of birth", which makes "Enter your date of birth" and "Date of birth
    /// must be in the past"; made from the label where absent.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
    /// The message when there is no answer, instead of the usual one.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub missing: Text,
    /// The message for any other problem, instead of the usual ones.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub wrong: Text,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Also required where the rule holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Rule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Rule>,
    /// Its answers are sealed at rest and stay out of the SQL view.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
    /// The answer it starts with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Given>,
    /// `linkId` in the FHIR Questionnaire it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_id: Option<String>,
}

impl Field {
    /// A field of a kind without anything else; sealed where its answer tells who somebody is.
    pub fn new(id: &str, kind: FieldKind, label: Text) -> Self {
        Self {
            id: id.to_owned(),
            sensitive: kind.identifies(),
            kind,
            label,
            hint: Text::default(),
            name: Text::default(),
            missing: Text::default(),
            wrong: Text::default(),
            required: false,
            required_if: None,
            show_if: None,
            default: None,
            link_id: None,
        }
    }
}

/// A field with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    pub page_index: usize,
    pub section_index: usize,
    pub page: &'a Page,
    pub section: &'a Section,
    pub field: &'a Field,
}

impl<'a> Placed<'a> {
    /// The rules that must all hold for it to be shown, the page's first.
    pub fn show_rules(&self) -> impl Iterator<Item = &'a Rule> + use<'a> {
        [&self.page.show_if, &self.section.show_if, &self.field.show_if].into_iter().flatten()
    }
}

impl FormSchema {
    /// A form of a kind in English without anything else.
    pub fn new(kind: FormKind, title: Text) -> Self {
        Self {
            format: FORMAT,
            kind,
            languages: vec![Language::english()],
            title,
            introduction: Text::default(),
            submit: Text::default(),
            thanks: Text::default(),
            note: String::new(),
            canonical: None,
            pages: Vec::new(),
            scoring: None,
        }
    }

    /// Every field in order, with where it stands.
    pub fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        self.pages.iter().enumerate().flat_map(|(page_index, page)| {
            page.sections.iter().enumerate().flat_map(move |(section_index, section)| {
                section.fields.iter().map(move |field| Placed { page_index, section_index, page, section, field })
            })
        })
    }

    /// Every field in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.placed().map(|placed| placed.field)
    }

    /// The field of an id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|field| field.id == id)
    }

    /// What people call a field of this form: its label, or what it has to read, in the first language; its id where it
    /// has neither. Long ones are cut at a word.
    pub fn name_of(&self, field: &Field) -> String {
        let text = match &field.kind {
            FieldKind::Information(information) => &information.text,
            _ => &field.label,
        };
        let mut name = String::new();
        for word in self.text(text, &self.default_language()).split_whitespace() {
            if name.chars().count() + word.chars().count() >= NAME_LONGEST && !name.is_empty() {
                name.push('…');
                break;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
        if name.is_empty() { field.id.clone() } else { name }
    }

    /// What a field is called where its answer stands: its label, as a reader of that language has it. A hidden field may
    /// have none, and goes by its id.
    pub fn label_of<'a>(&'a self, field: &'a Field, language: &Language) -> &'a str {
        Some(self.text(&field.label, language)).filter(|label| !label.trim().is_empty()).unwrap_or(&field.id)
    }

    /// The language every text has: the first.
    pub fn default_language(&self) -> Language {
        self.languages.first().cloned().unwrap_or_else(Language::english)
    }

    /// The form's language that serves a reader best: theirs, the same of another region, or the first.
    pub fn language_for(&self, wanted: Option<&str>) -> Language {
        wanted.and_then(|wanted| self.language_like(wanted)).cloned().unwrap_or_else(|| self.default_language())
    }

    /// The form's language that is the one wanted, or the same of another region; none where the form has neither.
    pub fn language_like(&self, wanted: &str) -> Option<&Language> {
        let wanted: Language = wanted.parse().ok()?;
        let alike = || self.languages.iter().find(|language| language.primary() == wanted.primary());
        self.languages.iter().find(|language| **language == wanted).or_else(alike)
    }

    /// A text of this form in a language, or in the form's first.
    pub fn text<'a>(&self, text: &'a Text, language: &Language) -> &'a str {
        text.in_language(language, self.languages.first().unwrap_or(language))
    }
}
