//! How much memory all posts together may take while they are read and worked on, and how long reading one may last.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const KILOBYTE: u64 = 1_000;
const ROOM: usize = 200_000; // kilobytes: eight of the largest posts
const SMALL: u64 = 64 * KILOBYTE; // bytes; a page without files, which connections bound: it never waits behind files
const WAIT: Duration = Duration::from_secs(10); // as long as somebody looks at a page that loads
const SHORTEST: Duration = Duration::from_secs(20); // for a phone that looks for its network
const SLOWEST: u64 = 40 * KILOBYTE; // bytes a second: a phone at the edge of a 3G cell

/// Room for posts with files.
pub(super) struct Room {
    free: Arc<Semaphore>,
    wait: Duration,
}

/// All room is taken, and has been for some time.
#[derive(Debug)]
pub(super) struct Full;

impl Room {
    pub fn new() -> Self {
        Self { free: Arc::new(Semaphore::new(ROOM)), wait: WAIT }
    }

    /// Room for a post of so many bytes, given back when it is dropped; small ones need none.
    pub async fn take(&self, bytes: u64) -> Result<Option<OwnedSemaphorePermit>, Full> {
        if bytes <= SMALL {
            return Ok(None);
        }
        let kilobytes = u32::try_from(bytes.div_ceil(KILOBYTE)).map_err(|_| Full)?;
        let permit = tokio::time::timeout(self.wait, self.free.clone().acquire_many_owned(kilobytes)).await;
        permit.map_err(|_| Full)?.map(Some).map_err(|_| Full)
    }
}

/// How long so many bytes may take to come.
pub(super) fn patience(bytes: u64) -> Duration {
    SHORTEST + Duration::from_secs(bytes / SLOWEST)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn large_posts_share_what_there_is_and_small_ones_never_wait() {
        let room = Room { wait: Duration::from_millis(10), ..Room::new() };
        let mut taken = Vec::new();
        while let Ok(permit) = room.take(24_000_000).await {
            taken.push(permit.unwrap());
        }
        assert_eq!(taken.len(), 8);
        assert!(room.take(SMALL).await.is_ok_and(|permit| permit.is_none()), "a page without files");
        taken.pop();
        assert!(room.take(24_000_000).await.is_ok());
    }

    #[test]
    fn the_slowest_phone_can_send_the_largest_file() {
        assert_eq!(patience(0), Duration::from_secs(20));
        assert_eq!(patience(20_000_000), Duration::from_secs(520));
    }
}
