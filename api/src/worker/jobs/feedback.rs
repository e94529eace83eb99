//! What is fetched from providers rather than told by them.

use crate::{
    domain::{feedback, suppressions},
    queue::retry::JobError,
    state::App,
};

/// Takes over the provider's own list of numbers that want no texts.
pub async fn read_opt_outs(app: &App) -> Result<(), JobError> {
    let done = suppressions::read_provider_list(app).await.map_err(JobError::retry)?;
    if done.read > 0 {
        tracing::info!(read = done.read, new = done.new, "the provider's list of numbers opted out was read");
    }
    Ok(())
}

/// Takes over what the provider has logged of deliveries since the last time.
pub async fn read_delivery_logs(app: &App) -> Result<(), JobError> {
    let done = feedback::read_delivery_logs(app).await.map_err(JobError::retry)?;
    if done.new > 0 {
        tracing::info!(read = done.read, new = done.new, "delivery records of texts were read");
    }
    Ok(())
}
