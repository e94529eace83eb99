//! Every hour: campaigns past their end are completed.

use crate::{
    domain::{Actor, campaigns},
    queue::retry::JobError,
    state::App,
};

pub async fn complete(app: &App) -> Result<(), JobError> {
    let actor = Actor::system("complete_campaigns");
    let completed = campaigns::complete_due(app, &actor).await.map_err(JobError::retry)?;
    if completed > 0 {
        tracing::info!(completed, "campaigns have come to their end");
    }
    Ok(())
}
