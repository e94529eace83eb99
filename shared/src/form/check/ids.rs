//! Ids of pages and fields: usable as column names in any SQL tool without quotes, and none of them twice.

use std::collections::BTreeSet;

use super::{Checker, ID_LONGEST, Place, Reason, place_of};
use crate::form::column::{SCORE, SCORE_BAND};

/// Columns that every view of answers has beside those of the fields.
const OWN_COLUMNS: &[&str] = &[
    "id",
    "form_id",
    "form_version",
    "response_id",
    "patient_id",
    "recipient_id",
    "campaign_id",
    "language",
    "submitted_at",
    "updated_at",
    "created_at",
    SCORE,
    SCORE_BAND,
    // Columns that SQLite and PostgreSQL give every table.
    "rowid",
    "oid",
    "ctid",
    "xmin",
    "xmax",
    "cmin",
    "cmax",
    "tableoid",
];

/// Reserved words of PostgreSQL 17 (appendix C, those that cannot be column names) and of SQLite 3.
const SQL_WORDS: &str = " abort action add after all alter always analyse analyze and any array as asc asymmetric attach \
    authorization autoincrement before begin between binary both by cascade case cast check collate collation column \
    commit concurrently conflict constraint create cross current current_catalog current_date current_role current_schema \
    current_time current_timestamp current_user database default deferrable deferred delete desc detach distinct do drop \
    each else end escape except exclude exclusive exists explain fail false fetch filter first following for foreign \
    freeze from full generated glob grant group groups having if ignore ilike immediate in index indexed initially inner \
    insert instead intersect into is isnull join key last lateral leading left like limit localtime localtimestamp match \
    materialized natural no not nothing notnull null nulls of offset on only or order others outer over overlaps partition \
    placing plan pragma preceding primary query raise range recursive references regexp reindex release rename replace \
    restrict returning right rollback row rows savepoint select session_user set similar some symmetric system_user table \
    tablesample temp temporary then ties to trailing transaction trigger true unbounded union unique update user using \
    vacuum values variadic verbose view virtual when where window with without ";

/// Whether a text can be the id of a page or a field.
pub fn is_id(text: &str) -> bool {
    text.len() <= ID_LONGEST
        && text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether an id has a meaning of its own in SQL or among the columns of every form.
pub fn is_reserved(id: &str) -> bool {
    OWN_COLUMNS.contains(&id) || (!id.contains(' ') && SQL_WORDS.contains(&format!(" {id} ")))
}

/// Whether a text can be the value of an option.
pub(super) fn is_option_value(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    (1..=ID_LONGEST).contains(&text.len()) && text.bytes().all(allowed)
}

impl Checker<'_> {
    pub(super) fn check_page_ids(&mut self) {
        let mut seen = BTreeSet::new();
        for (index, page) in self.schema.pages.iter().enumerate() {
            let place = Place { page: Some(index), ..Place::default() };
            if !is_id(&page.id) {
                self.problem(place, Reason::Id);
            } else if !seen.insert(&page.id) {
                self.problem(place, Reason::DuplicateId { id: page.id.clone() });
            }
        }
    }

    pub(super) fn check_field_ids(&mut self) {
        let mut seen = BTreeSet::new();
        for placed in self.schema.placed() {
            let id = &placed.field.id;
            if !is_id(id) {
                self.problem(place_of(&placed), Reason::Id);
            } else if is_reserved(id) {
                self.problem(place_of(&placed), Reason::ReservedId { id: id.clone() });
            } else if !seen.insert(id) {
                self.problem(place_of(&placed), Reason::DuplicateId { id: id.clone() });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_plain_column_name() {
        for id in ["birth_date", "a", "q1", &"a".repeat(40)] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "1a", "_a", "Birth", "birth-date", "née", "a b", "a;drop table", &"a".repeat(41)] {
            assert!(!is_id(id), "{id}");
        }
    }

    #[test]
    fn words_of_sql_and_columns_of_ours_are_reserved() {
        for id in ["select", "abort", "without", "user", "order", "patient_id", "score", "rowid"] {
            assert!(is_reserved(id), "{id}");
        }
        for id in ["birth_date", "sele", "abort add", "", " ", "surname", "to_day"] {
            assert!(!is_reserved(id), "{id}");
        }
    }
}
