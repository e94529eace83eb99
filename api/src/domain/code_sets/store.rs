//! Writing a code set: the old codes go, the new ones come, in the caller's transaction.

use entity::{code_set, code_set_code};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use shared::coding::CodeSystem;

use crate::domain::{Error, Result, cohorts};

const ROWS_A_STATEMENT: usize = 500; // × 5 columns stays below SQLite's 32,766 parameters

/// A code, or the half-open range from `code` to `code_until`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub system: CodeSystem,
    pub code: String,
    pub code_until: Option<String>,
    pub term: String,
}

/// Replaces the set with the number `known`, or makes a new one. Returns its number.
pub async fn replace(
    transaction: &impl ConnectionTrait,
    known: Option<i64>,
    mut set: code_set::ActiveModel,
    entries: &[Entry],
) -> Result<i64> {
    let size = i32::try_from(entries.len()).map_err(|_| Error::invalid("codes", "A code set holds too many codes."))?;
    set.size = Set(size);
    let id = match known {
        None => set.insert(transaction).await?.id,
        Some(id) => {
            set.id = Unchanged(id);
            set.update(transaction).await?;
            code_set_code::Entity::delete_many()
                .filter(code_set_code::Column::CodeSetId.eq(id))
                .exec(transaction)
                .await?;
            id
        }
    };
    for chunk in entries.chunks(ROWS_A_STATEMENT) {
        let rows = chunk.iter().map(|entry| code_set_code::ActiveModel {
            id: NotSet,
            code_set_id: Set(id),
            system: Set(entry.system),
            code: Set(entry.code.clone()),
            code_until: Set(entry.code_until.clone()),
            term: Set(entry.term.clone()),
        });
        code_set_code::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    cohorts::changed(transaction).await?;
    Ok(id)
}
