//! Encrypted, verified copies of everything.

mod subscription;

use async_graphql::{
    Context, Enum, ID, InputObject, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, Utc};
use entity::{snapshot, time::Timestamp, values};
use shared::{ids::SnapshotId, permission::Permission};

use super::{
    context::{app, require},
    error::{OrGraphql, to_graphql},
    page::{PageRequest, connection, encode},
    scalars::parse_id,
};
use crate::domain::{Error, snapshots};

pub use subscription::SnapshotSubscription;

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

    /// 2,147,483,647 for one that is larger.
    async fn size_bytes(&self) -> i32 {
        saturated(self.0.size_bytes)
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

    /// `schedule` or `person`.
    async fn trigger(&self) -> &str {
        if self.0.trigger == snapshots::BY_SCHEDULE { "schedule" } else { "person" }
    }

    /// Rows read so far, while it runs; all rows afterwards.
    async fn rows_done(&self) -> i32 {
        saturated(self.kept_rows().unwrap_or(self.0.rows_done))
    }

    async fn rows_total(&self) -> i32 {
        saturated(self.kept_rows().unwrap_or(self.0.rows_total))
    }
}

impl Snapshot {
    /// Rows of a snapshot that was written, by its own counts.
    fn kept_rows(&self) -> Option<i64> {
        let counts = self.0.row_counts.as_object().filter(|counts| !counts.is_empty())?;
        Some(counts.values().filter_map(serde_json::Value::as_i64).sum())
    }
}

/// An `Int` of GraphQL has 32 bits.
fn saturated(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
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

    async fn snapshot(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Snapshot>> {
        require(ctx, Permission::ViewSnapshots)?;
        match snapshots::find(&app(ctx)?.database, parse_id("id", &id)?).await {
            Ok(snapshot) => Ok(Some(Snapshot(snapshot))),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(to_graphql(error)),
        }
    }
}

pub struct SnapshotTotal;

#[Object]
impl SnapshotTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        snapshots::count(&app(ctx)?.database).await.or_graphql()
    }
}

#[derive(InputObject, Default)]
struct TakeSnapshotInput {
    /// A key of the caller's, such as a UUID, kept for a week: the same key again gives the snapshot it began before.
    request_id: Option<String>,
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
    async fn take_snapshot(&self, ctx: &Context<'_>, input: Option<TakeSnapshotInput>) -> Result<TakeSnapshotPayload> {
        let actor = require(ctx, Permission::TakeSnapshots)?;
        let request_id = input.unwrap_or_default().request_id;
        let snapshot = snapshots::request_once(app(ctx)?, actor, "manual", request_id.as_deref()).await.or_graphql()?;
        Ok(TakeSnapshotPayload { snapshot: Snapshot(snapshot) })
    }
}
