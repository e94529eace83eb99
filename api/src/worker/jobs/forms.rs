//! Forms: publishing, and what is left over of files.

use crate::{domain::forms, queue::retry::JobError, state::App};

/// Goes on with a publication from its first step that is not done.
pub async fn publish(app: &App, version: i64) -> Result<(), JobError> {
    forms::run_publication(app, version.into()).await
}

/// What a bucket shows at the address of a form, where that changed otherwise than by publishing.
pub async fn show(app: &App, form: i64) -> Result<(), JobError> {
    forms::show_again(app, form.into()).await
}

/// Stored pages as they would be made today.
pub async fn refresh(app: &App) -> Result<(), JobError> {
    let made = forms::refresh_pages(app).await?;
    if made > 0 {
        tracing::info!(made, "pages of forms were made anew");
    }
    Ok(())
}

/// Removes files that belong to no answers, or no longer.
pub async fn sweep(app: &App) -> Result<(), JobError> {
    let removed = forms::sweep_files(app).await.map_err(JobError::retry)?;
    if removed > 0 {
        tracing::info!(removed, "files that belong to no answers were removed");
    }
    Ok(())
}
