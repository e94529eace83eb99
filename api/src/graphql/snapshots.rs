//! Encrypted, verified copies of everything.

use async_graphql::{
    Context, Enum, ID, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, Utc};
use entity::{snapshot, time::Timestamp, values};
use shared::{ids::SnapshotId, permission::Permission};

use super::{
    context::{app, require},
    error::OrGraphql,
    page::{PageRequest, connection, encode},
};
use crate::domain::snapshots;

/// How far a snapshot has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "values::SnapshotState")]
pub enum SnapshotState {
    Running,
    /// Written, not yet read back from every place.
    Written,
    /// Every copy was read back and is what was written.
    Verified,
    Failed,
}

/// An encrypted copy of everything; this server cannot read it.
pub struct Snapshot(snapshot::Model);

#[Object]
impl Snapshot {
    async fn id(&self) -> ID {
        SnapshotId::from(self.0.id).to_string().into()
    }

    async fn state(&self) -> SnapshotState {
        self.0.state.into()
    }

    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    async fn size_bytes(&self) -> i64 {
        self.0.size_bytes
    }

    async fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at.to_utc()
    }

    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at.map(Timestamp::to_utc)
    }

    async fn verified_at(&self) -> Option<DateTime<Utc>> {
        self.0.verified_at.map(Timestamp::to_utc)
    }

    /// Where its copies lie.
    async fn places(&self) -> Vec<String> {
        let places = self.0.places.as_array().map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| place.as_str().map(ToOwned::to_owned)).collect()
    }

    /// Why it failed.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }
}

#[derive(Default)]
pub struct SnapshotQuery;

#[Object]
impl SnapshotQuery {
    /// Newest first.
    async fn snapshots(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, Snapshot, SnapshotTotal, EmptyFields>> {
        require(ctx, Permission::ViewSnapshots)?;
        let page = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let before = page.from.map(SnapshotId::from);
        let rows = snapshots::list(&app(ctx)?.database, before, page.fetch()).await.or_graphql()?;
        Ok(connection(page.page(rows), SnapshotTotal, |snapshot| encode(&snapshot.id), Snapshot))
    }
}

pub struct SnapshotTotal;

#[Object]
impl SnapshotTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        snapshots::count(&app(ctx)?.database).await.or_graphql()
    }
}

#[derive(SimpleObject)]
struct TakeSnapshotPayload {
    /// Running; a worker takes it.
    snapshot: Snapshot,
}

#[derive(Default)]
pub struct SnapshotMutation;

#[Object]
impl SnapshotMutation {
    /// Takes a snapshot now.
    async fn take_snapshot(&self, ctx: &Context<'_>) -> Result<TakeSnapshotPayload> {
        let actor = require(ctx, Permission::TakeSnapshots)?;
        let snapshot = snapshots::request(app(ctx)?, actor, "manual").await.or_graphql()?;
        Ok(TakeSnapshotPayload { snapshot: Snapshot(snapshot) })
    }
}
