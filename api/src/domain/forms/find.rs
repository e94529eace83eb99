//! Forms and their versions as they are stored, newest first, and what their JSON columns hold.

use anyhow::Context;
use entity::{form, form_publication, form_version};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Expr,
};
use serde_json::Value as Json;
use shared::{
    form::{FormSchema, PublishStep},
    ids::{FormId, FormVersionId},
};

use crate::domain::{Error, Result};

pub async fn find(connection: &impl ConnectionTrait, id: FormId) -> Result<form::Model> {
    form::Entity::find_by_id(id.get()).one(connection).await?.ok_or(Error::NotFound("form"))
}

/// The form, held until the transaction ends: of two who change it one waits for what the other makes of it.
pub(super) async fn hold(transaction: &impl ConnectionTrait, id: FormId) -> Result<form::Model> {
    form::Entity::update_many()
        .col_expr(form::Column::DraftVersion, Expr::col(form::Column::DraftVersion))
        .filter(form::Column::Id.eq(id.get()))
        .exec(transaction)
        .await?;
    find(transaction, id).await
}

/// At most `limit` forms older than `before`.
pub async fn list(connection: &impl ConnectionTrait, before: Option<FormId>, limit: u64) -> Result<Vec<form::Model>> {
    let mut query = form::Entity::find().order_by_desc(form::Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(form::Column::Id.lt(before.get()));
    }
    Ok(query.all(connection).await?)
}

/// How many there are; a practice has dozens.
pub async fn count(connection: &impl ConnectionTrait) -> Result<u64> {
    Ok(form::Entity::find().count(connection).await?)
}

pub async fn find_version(connection: &impl ConnectionTrait, id: FormVersionId) -> Result<form_version::Model> {
    form_version::Entity::find_by_id(id.get()).one(connection).await?.ok_or(Error::NotFound("version of a form"))
}

/// The version of a form with this number.
pub async fn numbered(connection: &impl ConnectionTrait, form: FormId, number: i32) -> Result<form_version::Model> {
    let found = form_version::Entity::find()
        .filter(form_version::Column::FormId.eq(form.get()))
        .filter(form_version::Column::Number.eq(number));
    found.one(connection).await?.ok_or(Error::NotFound("version of a form"))
}

/// The last version of a form that was published before the one with this number.
pub async fn published_before(
    connection: &impl ConnectionTrait,
    form: FormId,
    number: i32,
) -> Result<Option<form_version::Model>> {
    let found = form_version::Entity::find()
        .filter(form_version::Column::FormId.eq(form.get()))
        .filter(form_version::Column::Number.lt(number))
        .filter(form_version::Column::PublishedAt.is_not_null())
        .order_by_desc(form_version::Column::Number);
    Ok(found.one(connection).await?)
}

/// The versions of a form, the newest first, those not yet published among them.
pub async fn versions(connection: &impl ConnectionTrait, form: FormId) -> Result<Vec<form_version::Model>> {
    let found = form_version::Entity::find().filter(form_version::Column::FormId.eq(form.get()));
    Ok(found.order_by_desc(form_version::Column::Number).all(connection).await?)
}

/// Whether any version of a form was asked for, published or not.
pub(super) async fn has_versions(connection: &impl ConnectionTrait, form: FormId) -> Result<bool> {
    let found = form_version::Entity::find().filter(form_version::Column::FormId.eq(form.get()));
    Ok(found.count(connection).await? > 0)
}

/// The schemas of the published versions, the newest first; their pages, which may be long, are not read.
pub(super) async fn published_schemas(connection: &impl ConnectionTrait, form: FormId) -> Result<Vec<FormSchema>> {
    let schemas: Vec<Json> = published(form).column(form_version::Column::Schema).into_tuple().all(connection).await?;
    schemas.iter().map(schema_of).collect()
}

/// The published versions, the newest first.
pub(super) async fn published_ids(connection: &impl ConnectionTrait, form: FormId) -> Result<Vec<i64>> {
    Ok(published(form).column(form_version::Column::Id).into_tuple().all(connection).await?)
}

fn published(form: FormId) -> Select<form_version::Entity> {
    form_version::Entity::find()
        .select_only()
        .filter(form_version::Column::FormId.eq(form.get()))
        .filter(form_version::Column::PublishedAt.is_not_null())
        .order_by_desc(form_version::Column::Number)
}

/// The steps of publishing a version, in order.
pub async fn steps_of(
    connection: &impl ConnectionTrait,
    version: FormVersionId,
) -> Result<Vec<form_publication::Model>> {
    let found = form_publication::Entity::find().filter(form_publication::Column::FormVersionId.eq(version.get()));
    let mut steps = found.all(connection).await?;
    steps.sort_unstable_by_key(|row| PublishStep::ALL.iter().position(|&step| step == row.step));
    Ok(steps)
}

/// The form in a JSON column.
pub fn schema_of(json: &Json) -> Result<FormSchema> {
    Ok(serde_json::from_value(json.clone()).context("a stored form cannot be read")?)
}
