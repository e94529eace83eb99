//! The structure of a Questionnaire: groups to pages and sections, questions in order.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;
use thiserror::Error;

use super::extensions::{flag, list, text, words};
use super::names::Names;
use crate::form::field::{FieldKind, Information};
use crate::form::read::LARGEST;
use crate::form::rule::Rule;
use crate::form::schema::{Field, FormKind, FormSchema, Page, Section};
use crate::form::scoring::Scoring;
use crate::form::text::{Language, Text};

/// A form out of a Questionnaire, with what of it has no place in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    pub schema: FormSchema,
    pub lost: Vec<Lost>,
}

/// Something that could not be carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The item's `linkId`; empty for the Questionnaire itself.
    pub link_id: String,
    /// What was there and what stands for it now.
    pub what: String,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.link_id.is_empty() {
            f.write_str(&self.what)
        } else {
            write!(f, "item {}: {}", self.link_id, self.what)
        }
    }
}

/// Why a text is no Questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FhirError {
    #[error("the Questionnaire has {bytes} bytes and at most {LARGEST} are allowed; split it")]
    TooLarge { bytes: usize },
    #[error("this is no JSON: {reason}")]
    Json { reason: String },
    #[error("this is not a FHIR Questionnaire: its resourceType should be \"Questionnaire\"")]
    NotAQuestionnaire,
    #[error("the Questionnaire has no items")]
    NoItems,
}

/// Reads a FHIR R4 Questionnaire. What comes out still goes through [`crate::form::check`]: a Questionnaire may have more than a
/// form can hold.
pub fn import_questionnaire(json: &str) -> Result<Imported, FhirError> {
    if json.len() > LARGEST {
        return Err(FhirError::TooLarge { bytes: json.len() });
    }
    let root: Json = serde_json::from_str(json).map_err(|error| FhirError::Json { reason: error.to_string() })?;
    if words(&root, "resourceType") != "Questionnaire" {
        return Err(FhirError::NotAQuestionnaire);
    }
    if list(&root, "item").is_empty() {
        return Err(FhirError::NoItems);
    }
    let language = words(&root, "language").parse().unwrap_or_else(|_| Language::english());
    let mut import =
        Import { root: &root, language, names: Names::default(), asked: BTreeMap::new(), lost: Vec::new() };
    let schema = import.form();
    Ok(Imported { schema, lost: import.lost })
}

pub(super) struct Import<'a> {
    pub(super) root: &'a Json,
    pub(super) language: Language,
    pub(super) names: Names,
    /// Questions so far by `linkId`: the field's id and kind, for the rules of later ones.
    pub(super) asked: BTreeMap<String, (String, FieldKind)>,
    pub(super) lost: Vec<Lost>,
}

impl Import<'_> {
    pub(super) fn lose(&mut self, item: &Json, what: impl Into<String>) {
        self.lost.push(Lost { link_id: words(item, "linkId").to_owned(), what: what.into() });
    }

    fn form(&mut self) -> FormSchema {
        let title = match text(self.root, "title", &self.language) {
            title if title.is_empty() => self.plain([words(self.root, "name"), "Imported form"]),
            title => title,
        };
        let mut form = FormSchema::new(FormKind::Questionnaire, title);
        form.introduction = text(self.root, "description", &self.language);
        let url = words(self.root, "url");
        let version = words(self.root, "version");
        form.canonical = match (url, version) {
            ("", _) => None,
            (url, "") => Some(url.to_owned()),
            (url, version) => Some(format!("{url}|{version}")),
        };
        let mut pages = Names::default();
        let mut loose = Section::default();
        for item in list(self.root, "item") {
            if words(item, "type") == "group" {
                push_loose(&mut form.pages, &mut loose, &mut pages);
                let page = self.page(item, &mut pages);
                form.pages.push(page);
            } else {
                self.item(item, None, &mut loose.fields);
            }
        }
        push_loose(&mut form.pages, &mut loose, &mut pages);
        if form.fields().any(|field| field.kind.is_scored()) {
            let scoring = Scoring { title: self.plain(["Score", ""]), ..Scoring::default() };
            form.scoring = Some(scoring);
        }
        form.languages = languages(&form, &self.language);
        form
    }

    /// The first of two texts that is not empty, in the main language.
    fn plain(&self, texts: [&str; 2]) -> Text {
        let mut plain = Text::default();
        plain.set(self.language.clone(), texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default());
        plain
    }

    fn page(&mut self, group: &Json, names: &mut Names) -> Page {
        let title = self.label(group);
        let mut page = Page {
            id: names.field(words(group, "linkId"), words(group, "text")),
            title,
            show_if: self.enabled(group),
            link_id: Some(words(group, "linkId").to_owned()).filter(|id| !id.is_empty()),
            sections: Vec::new(),
        };
        self.group_marks(group);
        let mut loose = Section::default();
        for item in list(group, "item") {
            if words(item, "type") == "group" {
                if !loose.fields.is_empty() {
                    page.sections.push(std::mem::take(&mut loose));
                }
                let section = self.section(item);
                page.sections.push(section);
            } else {
                self.item(item, None, &mut loose.fields);
            }
        }
        if !loose.fields.is_empty() {
            page.sections.push(loose);
        }
        page.sections.retain(|section| !section.fields.is_empty());
        page
    }

    fn section(&mut self, group: &Json) -> Section {
        let mut section = Section {
            title: self.label(group),
            show_if: self.enabled(group),
            link_id: Some(words(group, "linkId").to_owned()).filter(|id| !id.is_empty()),
            ..Section::default()
        };
        self.group_marks(group);
        for item in list(group, "item") {
            self.item(item, None, &mut section.fields);
        }
        section
    }

    /// An item below a section, with everything below it, one after the other.
    fn item(&mut self, item: &Json, above: Option<&Rule>, fields: &mut Vec<Field>) {
        let own = self.enabled(item);
        let rule = match (above.cloned(), own) {
            (Some(above), Some(own)) => Some(Rule::All(vec![above, own])),
            (above, own) => above.or(own),
        };
        let field = if words(item, "type") == "group" {
            self.group_marks(item);
            self.lose(item, "a group within a section; its heading is a text before its questions now");
            let text = self.label(item);
            (!text.is_empty()).then(|| {
                let kind = FieldKind::Information(Information { text, important: false });
                Field::new(&self.names.field(words(item, "linkId"), ""), kind, Text::default())
            })
        } else {
            if !list(item, "item").is_empty() {
                self.lose(item, "questions within a question; they follow it one after the other now");
            }
            self.field(item)
        };
        if let Some(field) = field.as_ref().filter(|field| field.kind.takes_answer()) {
            self.asked.insert(words(item, "linkId").to_owned(), (field.id.clone(), field.kind.clone()));
        }
        let inner = rule.clone();
        if let Some(mut field) = field {
            field.show_if = rule;
            fields.push(field);
        }
        for child in list(item, "item") {
            self.item(child, inner.as_ref(), fields);
        }
    }

    fn group_marks(&mut self, group: &Json) {
        if flag(group, "repeats") {
            self.lose(group, "a group that may be filled in several times; it is asked once now");
        }
        if flag(group, "required") {
            self.lose(group, "a required group; mark the questions in it that must be answered");
        }
        self.unknown_extensions(group);
    }

    /// The text of an item with its prefix.
    pub(super) fn label(&mut self, item: &Json) -> Text {
        let mut label = text(item, "text", &self.language);
        let prefix = words(item, "prefix");
        if !prefix.is_empty() && !label.is_empty() {
            let prefixed: Vec<_> =
                label.iter().map(|(language, text)| (language.clone(), format!("{prefix} {text}"))).collect();
            for (language, text) in prefixed {
                label.set(language, &text);
            }
        }
        label
    }
}

/// Questions outside of any group have a page of their own.
fn push_loose(pages: &mut Vec<Page>, loose: &mut Section, names: &mut Names) {
    if !loose.fields.is_empty() {
        let sections = vec![std::mem::take(loose)];
        pages.push(Page { id: names.field("questions", ""), sections, ..Page::default() });
    }
}

/// The main language first, and every other there is a text in.
fn languages(form: &FormSchema, main: &Language) -> Vec<Language> {
    let mut found = vec![main.clone()];
    let mut texts: Vec<&Text> = vec![&form.title, &form.introduction];
    for page in &form.pages {
        texts.push(&page.title);
        texts.extend(page.sections.iter().map(|section| &section.title));
    }
    for field in form.fields() {
        texts.extend([&field.label, &field.hint]);
        match &field.kind {
            FieldKind::Choice(choice) => texts.extend(choice.options.iter().map(|option| &option.label)),
            FieldKind::Information(information) => texts.push(&information.text),
            _ => {}
        }
    }
    for (language, _) in texts.into_iter().flat_map(Text::iter) {
        if !found.contains(language) {
            found.push(language.clone());
        }
    }
    found
}
