//! A snapshot while it is taken.

use std::time::Duration;

use async_graphql::{Context, ID, Result, Subscription};
use entity::{snapshot, values::SnapshotState};
use futures::{Stream, stream};
use shared::{ids::SnapshotId, permission::Permission};

use super::Snapshot;
use crate::{
    domain::snapshots,
    graphql::{
        context::{app, require},
        error::{OrGraphql, to_graphql},
        scalars::parse_id,
    },
    state::App,
};

const POLL: Duration = Duration::from_millis(500); // as often as the progress is written
const LONGEST: u32 = 30 * 60 * 2; // looks: half an hour; then the client asks again

#[derive(Default)]
pub struct SnapshotSubscription;

#[Subscription]
impl SnapshotSubscription {
    /// The snapshot whenever it has come further, until it is verified or failed.
    async fn snapshot_progress(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<impl Stream<Item = Result<Snapshot>> + use<>> {
        require(ctx, Permission::ViewSnapshots)?;
        let id = parse_id("id", &id)?;
        let app = app(ctx)?.clone();
        snapshots::find(&app.database, id).await.or_graphql()?;
        Ok(changes(app, id))
    }
}

struct Watch {
    app: App,
    id: SnapshotId,
    last: Option<snapshot::Model>,
    looks: u32,
}

fn changes(app: App, id: SnapshotId) -> impl Stream<Item = Result<Snapshot>> + use<> {
    stream::unfold(Some(Watch { app, id, last: None, looks: 0 }), |watch| async {
        let mut watch = watch?;
        match watch.next().await {
            Ok(Some(row)) => {
                let has_ended = matches!(row.state, SnapshotState::Verified | SnapshotState::Failed);
                watch.last = Some(row.clone());
                Some((Ok(Snapshot(row)), (!has_ended).then_some(watch)))
            }
            Ok(None) => None,
            Err(error) => Some((Err(to_graphql(error)), None)),
        }
    })
}

impl Watch {
    /// The next row that differs from the last one; `None` when it was looked at long enough.
    async fn next(&mut self) -> crate::domain::Result<Option<snapshot::Model>> {
        while self.looks < LONGEST {
            if self.looks > 0 {
                tokio::time::sleep(POLL).await;
            }
            self.looks += 1;
            let row = snapshots::find(&self.app.database, self.id).await?;
            if self.last.as_ref() != Some(&row) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}
