//! What all code sets know: recognises a code or a term that stands alone.

use std::collections::HashMap;

use entity::code_set_code;
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::{
    coding::{CodeSystem, Coding},
    latin::fold,
};

use crate::domain::Result;

/// Every code and term of every code set.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    codes: HashMap<String, Coding>,
    terms: HashMap<String, Coding>,
    ranges: Vec<code_set_code::Model>,
}

impl Vocabulary {
    pub async fn load(connection: &impl ConnectionTrait) -> Result<Self> {
        let mut vocabulary = Self::default();
        for row in code_set_code::Entity::find().all(connection).await? {
            vocabulary.add(row);
        }
        Ok(vocabulary)
    }

    fn add(&mut self, row: code_set_code::Model) {
        if row.code_until.is_some() {
            self.ranges.push(row);
            return;
        }
        let coding = Coding { system: row.system, code: row.code, term: row.term };
        if !coding.term.is_empty() {
            self.terms.entry(fold(&coding.term)).or_insert_with(|| coding.clone());
        }
        self.codes.entry(coding.code.clone()).or_insert(coding);
    }

    /// The coding that `text` means: a code of a set, an ICD-10 code in one of its ranges, or a term.
    pub fn recognise(&self, text: &str) -> Option<Coding> {
        self.codes.get(text).or_else(|| self.terms.get(&fold(text))).cloned().or_else(|| self.in_range(text))
    }

    fn in_range(&self, text: &str) -> Option<Coding> {
        let code = CodeSystem::Icd10.normalise(text);
        let inside = |range: &&code_set_code::Model| {
            range.system == CodeSystem::Icd10
                && range.code.as_str() <= code.as_ref()
                && range.code_until.as_deref().is_some_and(|until| code.as_ref() < until)
        };
        let range = self.ranges.iter().find(inside).filter(|_| is_icd10_shape(&code))?;
        Some(Coding { system: range.system, code: code.into_owned(), term: String::new() })
    }
}

/// A letter, two digits, and perhaps a dot with one or two characters more.
fn is_icd10_shape(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() >= 3
        && bytes[0].is_ascii_uppercase()
        && bytes[1..3].iter().all(u8::is_ascii_digit)
        && match &bytes[3..] {
            [] => true,
            [b'.', rest @ ..] => (1..=2).contains(&rest.len()) && rest.iter().all(u8::is_ascii_alphanumeric),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn row(system: CodeSystem, code: &str, until: Option<&str>, term: &str) -> code_set_code::Model {
        let (code, code_until) = (code.to_owned(), until.map(ToOwned::to_owned));
        code_set_code::Model { id: 0, code_set_id: 1, system, code, code_until, term: term.to_owned() }
    }

    #[test]
    fn a_bare_code_or_term_is_recognised() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add(row(CodeSystem::SnomedCt, "195967001", None, "Asthma"));
        vocabulary.add(row(CodeSystem::Icd10, "J45", Some("J47"), "Asthma"));
        assert_eq!(vocabulary.recognise("ASTHMA").unwrap().code, "195967001");
        assert_eq!(vocabulary.recognise("195967001").unwrap().term, "Asthma");
        let icd = vocabulary.recognise("j459").unwrap();
        assert_eq!((icd.system, icd.code.as_str()), (CodeSystem::Icd10, "J45.9"));
        assert!(vocabulary.recognise("J47").is_none());
        assert!(vocabulary.recognise("hay fever").is_none());
    }
}
