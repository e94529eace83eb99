//! What recipients do at the same time is written down together.

use sea_orm::DatabaseTransaction;

use super::{
    event::{Event, Outcome},
    record::record,
};
use crate::{
    database::Database,
    domain::{
        Result,
        group_commit::{GroupCommit, Write},
    },
};

/// Records events, many in one transaction.
pub type Recorder = GroupCommit<Events>;

/// Events in their order.
#[derive(Clone, Copy, Debug)]
pub struct Events;

impl GroupCommit<Events> {
    pub fn start(database: Database) -> Self {
        Self::with(database, Events)
    }
}

impl Write for Events {
    type Item = Event;
    type Outcome = Outcome;
    const GROUP_SIZE: &'static str = "recall_acknowledgement_group_size";

    async fn write(&self, transaction: &DatabaseTransaction, events: &[Event]) -> Result<Vec<Outcome>> {
        record(transaction, events).await
    }
}
