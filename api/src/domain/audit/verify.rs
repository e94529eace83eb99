//! Walking the chain from its first event to its last.

use entity::audit_event;
use futures::TryStreamExt;
use sea_orm::{EntityTrait, QueryOrder};

use super::chain::{GENESIS, hash_of};
use crate::{database::Database, domain::Result};

/// The chain holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub events: u64,
    /// Hash of the last event, to be kept elsewhere: with it a cut-off end shows too.
    pub head: Vec<u8>,
}

/// The first event that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the audit chain is broken at event {event}: {what}")]
pub struct Broken {
    pub event: i64,
    pub what: &'static str,
}

pub async fn verify(database: &Database) -> Result<std::result::Result<Verified, Broken>> {
    let mut events =
        audit_event::Entity::find().order_by_asc(audit_event::Column::Id).stream(database.reader()).await?;
    let mut head = GENESIS.to_vec();
    let mut count = 0;
    while let Some(event) = events.try_next().await? {
        if event.prev_hash != head {
            return Ok(Err(Broken { event: event.id, what: "an event before it was removed or changed" }));
        }
        if event.hash != hash_of(&event) {
            return Ok(Err(Broken { event: event.id, what: "its content was changed" }));
        }
        head = event.hash;
        count += 1;
    }
    Ok(Ok(Verified { events: count, head }))
}
