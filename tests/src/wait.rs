//! Waiting for something to become true, never longer than a limit.

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::Result;

/// Long enough for a job to be claimed and done on a busy machine with two cores.
pub const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(50);

/// Asks `probe` again and again until it gives a value; fails with `what` after [`PATIENCE`].
pub async fn until<T, F>(what: &str, mut probe: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let started = Instant::now();
    loop {
        if let Some(value) = probe().await? {
            return Ok(value);
        }
        if started.elapsed() > PATIENCE {
            bail!("waited {} s in vain for {what}", PATIENCE.as_secs());
        }
        tokio::time::sleep(PAUSE).await;
    }
}
