//! Watching an import while it is checked or committed.

use std::time::Duration;

use async_graphql::{Context, ID, Result, Subscription};
use futures::Stream;
use shared::{ids::ImportId, permission::Permission};

use super::types::Import;
use crate::{
    domain::{Actor, imports},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        scalars::parse_id,
    },
    state::App,
};

const LOOK_EVERY: Duration = Duration::from_millis(300); // a bar that moves smoothly needs no more

#[derive(Default)]
pub struct ImportSubscription;

#[Subscription]
impl ImportSubscription {
    /// The import whenever it has changed, until it is checked, committed or failed.
    async fn import_progress(&self, ctx: &Context<'_>, id: ID) -> Result<impl Stream<Item = Result<Import>>> {
        let actor = require(ctx, Permission::ImportPatients)?.clone();
        let id: ImportId = parse_id("id", &id)?;
        let app = app(ctx)?.clone();
        imports::by_id(&app, &actor, id).await.or_graphql()?;
        Ok(futures::stream::unfold(Watch { app, actor, id, last: None, ended: false }, Watch::next))
    }
}

struct Watch {
    app: App,
    actor: Actor,
    id: ImportId,
    last: Option<Import>,
    ended: bool,
}

impl Watch {
    async fn next(mut self) -> Option<(Result<Import>, Self)> {
        if self.ended {
            return None;
        }
        loop {
            let import = match imports::by_id(&self.app, &self.actor, self.id).await {
                Ok(row) => Import::from(row),
                Err(error) => {
                    self.ended = true;
                    return Some((Err(error).or_graphql(), self));
                }
            };
            if self.last.as_ref() != Some(&import) {
                self.ended = import.has_ended();
                self.last = Some(import.clone());
                return Some((Ok(import), self));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}
