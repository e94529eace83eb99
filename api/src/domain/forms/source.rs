//! What a new form is made from: one that ships with the product, a file, a FHIR Questionnaire, another form.

use sea_orm::ConnectionTrait;
use shared::{
    form::{FormKind, FormSchema, Lost, Page, Section, Text, import_questionnaire, starters},
    ids::FormId,
};

use super::find::{find, schema_of};
use crate::domain::{Error, Result};

/// Where the first draft comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A form of this kind with one page and nothing on it.
    Empty(FormKind),
    /// The slug of a form that ships with the product.
    Starter(String),
    /// JSON of a form, as exported.
    Json(String),
    /// JSON of a FHIR R4 Questionnaire.
    Questionnaire(String),
    /// The draft of another form.
    Copy(FormId),
}

/// A form to begin with, and what of its source has no place in it.
pub(super) struct Begun {
    pub schema: FormSchema,
    pub lost: Vec<Lost>,
}

impl Source {
    /// The word in the audit log.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Empty(_) => "empty",
            Self::Starter(_) => "starter",
            Self::Json(_) => "json",
            Self::Questionnaire(_) => "questionnaire",
            Self::Copy(_) => "copy",
        }
    }

    pub(super) async fn read(&self, connection: &impl ConnectionTrait) -> Result<Begun> {
        let whole = |schema| Begun { schema, lost: Vec::new() };
        match self {
            Self::Empty(kind) => Ok(whole(empty(*kind))),
            Self::Starter(slug) => starter(slug).map(whole),
            Self::Json(json) => read_json("json", json).map(whole),
            Self::Questionnaire(json) => {
                let imported = import_questionnaire(json);
                let imported = imported.map_err(|error| Error::invalid("questionnaire", sentence(&error)))?;
                Ok(Begun { schema: imported.schema, lost: imported.lost })
            }
            Self::Copy(form) => schema_of(&find(connection, *form).await?.draft).map(whole),
        }
    }
}

/// The JSON of a form; `field` is what the caller calls it.
pub(super) fn read_json(field: &str, json: &str) -> Result<FormSchema> {
    FormSchema::read(json).map_err(|error| Error::invalid(field, sentence(&error)))
}

fn empty(kind: FormKind) -> FormSchema {
    let mut schema = FormSchema::new(kind, Text::english(kind.title()));
    let page = Page { id: "page_1".to_owned(), sections: vec![Section::default()], ..Page::default() };
    schema.pages.push(page);
    schema
}

fn starter(slug: &str) -> Result<FormSchema> {
    let found = starters().iter().find(|starter| starter.slug == slug);
    let starter = found.ok_or(Error::NotFound("form to start from"))?;
    let schema = starter.schema();
    Ok(schema.map_err(|error| anyhow::anyhow!("the shipped form {slug} cannot be read: {error}"))?)
}

/// An error as a sentence of its own.
fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_shipped_form_can_be_begun_with() {
        for shipped in starters() {
            assert_eq!(starter(shipped.slug).unwrap().kind, shipped.kind, "{}", shipped.slug);
        }
        assert_eq!(starter("nothing").unwrap_err().code(), "NOT_FOUND");
    }

    #[test]
    fn what_is_no_form_says_what_is_wrong() {
        let error = read_json("draft", "{").unwrap_err();
        assert!(matches!(&error, Error::Invalid { field, .. } if field == "draft"), "{error}");
        assert!(error.to_string().starts_with("This is not a form"), "{error}");
    }
}
