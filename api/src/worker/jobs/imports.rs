//! Checking and committing uploads.

use crate::{domain::imports, queue::retry::JobError, state::App};

pub async fn check(app: &App, import: i64) -> Result<(), JobError> {
    imports::check_job(app, import).await
}

pub async fn commit(app: &App, import: i64) -> Result<(), JobError> {
    imports::commit_job(app, import).await
}
