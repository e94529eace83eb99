//! Which code sets there are.

use entity::code_set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    database::Database,
    domain::{Error, Result},
};

/// All code sets by name.
pub async fn all(database: &Database) -> Result<Vec<code_set::Model>> {
    Ok(code_set::Entity::find().order_by_asc(code_set::Column::Name).all(database.reader()).await?)
}

/// The code set of this name.
pub async fn by_name(database: &Database, name: &str) -> Result<code_set::Model> {
    code_set::Entity::find()
        .filter(code_set::Column::Name.eq(name))
        .one(database.reader())
        .await?
        .ok_or(Error::NotFound("code set"))
}
