//! Which phone numbers take a text, written beside numbers that came before that was kept. They are sealed, so that only a
//! process with the keys can tell.

use entity::contact_point::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::contacts::open_phone;
use crate::{
    crypto::KeyRing,
    database::{Database, ids},
    domain::{Result, cohorts},
};

const AT_ONCE: u64 = 2_000; // opened and written in one transaction: some ten milliseconds

/// Looks at every number that was not looked at yet and returns how many there were. One that does not open stays as it
/// is: whoever sends to it says so.
pub async fn look_at_phones(database: &Database, keys: &KeyRing) -> Result<u64> {
    let (mut after, mut written) = (0, 0);
    loop {
        let rows: Vec<(i64, Vec<u8>)> = contact_point::Entity::find()
            .select_only()
            .columns([Column::Id, Column::ValueSealed])
            // The words of the index `contact_point_not_looked_at`, which SQLite wants to see again to use it.
            .filter(Expr::cust("kind = 'phone' AND textable IS NULL"))
            .filter(Column::Id.gt(after))
            .order_by_asc(Column::Id)
            .limit(AT_ONCE)
            .into_tuple()
            .all(database.reader())
            .await?;
        let Some(&(last, _)) = rows.last() else { return Ok(written) };
        after = last;
        let opened = rows.iter().filter_map(|(id, sealed)| Some((*id, open_phone(keys, sealed).ok()?.is_mobile())));
        let (take, take_none): (Vec<_>, Vec<_>) = opened.partition(|(_, textable)| *textable);
        let transaction = database.begin().await?;
        for (textable, these) in [("TRUE", take), ("FALSE", take_none)] {
            let among = database.engine().is_among("id");
            let sql = format!("UPDATE contact_point SET textable = {textable} WHERE textable IS NULL AND {among}");
            let these = ids(these.into_iter().map(|(id, _)| id));
            written += transaction.execute_raw(database.statement(&sql, [these])).await?.rows_affected();
        }
        cohorts::changed(&transaction).await?;
        transaction.commit().await?;
    }
}
