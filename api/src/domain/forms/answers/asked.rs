//! Asking what was answered to a field, in SQL: for lists, and for rules of who is written to.

use entity::form;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::form::{Field, FormSchema};

use super::super::find::published_schemas;
use crate::{
    database::Engine,
    domain::{Error, Result},
};

/// SQL for "the answer to a field is this value, or one of several is". Never NULL. Binds the id of the field and the
/// value as JSON, in the two places that are given as the engine writes them.
pub fn answer_is(engine: Engine, answers: &str, [field, value]: [&str; 2]) -> String {
    match engine {
        // A bare value unfolds to itself.
        Engine::Sqlite => format!(
            "EXISTS (SELECT 1 FROM json_each({answers}, '$.' || {field}) e WHERE e.value = json_extract({value}, '$'))"
        ),
        // An array contains a bare value, and a bare value itself (PostgreSQL 17, 8.14.3).
        Engine::Postgres => {
            format!("COALESCE({answers} -> CAST({field} AS text) @> CAST({value} AS jsonb), FALSE)")
        }
    }
}

/// Whether answers to a field of a form can be asked for.
///
/// # Errors
/// `INVALID_INPUT` of `form` where there is no such form, of `field` where it has no such field, or a sealed one.
pub async fn check_asked(connection: &impl ConnectionTrait, slug: &str, field: &str) -> Result<()> {
    let id: Option<i64> = form::Entity::find()
        .select_only()
        .column(form::Column::Id)
        .filter(form::Column::Slug.eq(slug))
        .into_tuple()
        .one(connection)
        .await?;
    let Some(id) = id else {
        let message = format!("There is no form {slug:?}; choose one of the list.");
        return Err(Error::invalid("form", message));
    };
    let schemas = published_schemas(connection, id.into()).await?;
    let message = match newest_with(&schemas, field) {
        Some(field) if !field.sensitive => return Ok(()),
        Some(_) => format!("The answers to {field:?} are sealed: nobody can be chosen by them."),
        None => {
            format!("No published version of the form {slug:?} has a field {field:?}; choose one that has answers.")
        }
    };
    Err(Error::invalid("field", message))
}

/// The field as the newest of these versions has it that has it at all. What it says holds for older answers too: a field
/// that was sealed later is not to be asked for by what was stored before.
pub(super) fn newest_with<'a>(schemas: impl IntoIterator<Item = &'a FormSchema>, field: &str) -> Option<&'a Field> {
    schemas.into_iter().find_map(|schema| schema.field(field).filter(|field| field.kind.takes_answer()))
}
