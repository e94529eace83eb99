//! What a form may be called, and at which address it may be.

use std::collections::BTreeSet;

use entity::form;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, SqlErr};
use shared::form::{SLUG_LONGEST, is_slug};

use crate::domain::{Error, Result};

const LONGEST_NAME: usize = 200; // characters: two lines on the screen
const MOST_NUMBERS: u32 = 999; // forms of one title; slugs leave room for so many

pub(super) fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        let message = format!("Give the form a name of 1 to {LONGEST_NAME} characters on one line.");
        return Err(Error::invalid("name", message));
    }
    Ok(name.to_owned())
}

pub(super) fn checked_slug(slug: &str) -> Result<String> {
    if !is_slug(slug) {
        let message = format!(
            "Write the address in small letters, digits and single hyphens, a letter first, at most {SLUG_LONGEST}, \
             such as `flu-2026`. It cannot begin with attachment, publication, response, tally or version, nor be slug: \
             tables have these names."
        );
        return Err(Error::invalid("slug", message));
    }
    Ok(slug.to_owned())
}

/// The slug itself, or with the first number behind it that no form has.
pub(super) async fn free_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<String> {
    let taken: Vec<String> = form::Entity::find()
        .select_only()
        .column(form::Column::Slug)
        .filter(form::Column::Slug.starts_with(slug))
        .into_tuple()
        .all(connection)
        .await?;
    let taken: BTreeSet<String> = taken.into_iter().collect();
    let numbered = (2..=MOST_NUMBERS).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.to_owned())
        .chain(numbered)
        .find(|slug| !taken.contains(slug))
        .ok_or_else(|| slug_taken("Every number behind it is taken too."))
}

/// A slug that another form has is the caller's to change; anything else went wrong inside.
pub(super) fn explain(error: DbErr) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => slug_taken("Choose another address."),
        _ => error.into(),
    }
}

fn slug_taken(what_to_do: &str) -> Error {
    Error::invalid("slug", format!("Another form has this address already. {what_to_do}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_one_line_and_an_address_what_stands_in_an_address() {
        assert_eq!(checked_name("  Flu  ").unwrap(), "Flu");
        for wrong in ["", "  ", "a\nb", &"a".repeat(LONGEST_NAME + 1)] {
            assert_eq!(checked_name(wrong).unwrap_err().code(), "INVALID_INPUT", "{wrong:?}");
        }
        assert_eq!(checked_slug("flu-2026").unwrap(), "flu-2026");
        for wrong in ["", "Flu", "version", "tally", "flu_2026", "../etc"] {
            assert!(matches!(checked_slug(wrong), Err(Error::Invalid { field, .. }) if field == "slug"), "{wrong:?}");
        }
    }
}
