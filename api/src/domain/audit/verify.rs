//! Walking the chain from its first event to its last.

use entity::audit_event;
use futures::TryStreamExt;
use sea_orm::{EntityTrait, QueryOrder};

use super::chain::{GENESIS, hash_of};
use crate::{database::Database, domain::Result};

/// The chain holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub events: u64,
    /// Hash of the last event, to be kept elsewhere: with it a cut-off end shows too.
    pub head: Vec<u8>,
}

/// The first event that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("the audit chain is broken at event {event}: {what}")]
    Event { event: i64, what: &'static str },
    #[error("the audit chain does not hold the given head: events at its end were removed, or all were written anew")]
    HeadMissing,
}

impl Broken {
    /// Number of the event where it shows.
    pub fn event(&self) -> Option<i64> {
        match self {
            Self::Event { event, .. } => Some(*event),
            Self::HeadMissing => None,
        }
    }
}

/// Checks every event. With `known_head`, the hash of a last event noted earlier, also that this event
/// is still there.
pub async fn verify(database: &Database, known_head: Option<&[u8]>) -> Result<std::result::Result<Verified, Broken>> {
    let mut events =
        audit_event::Entity::find().order_by_asc(audit_event::Column::Id).stream(database.reader()).await?;
    let mut head = GENESIS.to_vec();
    let mut count = 0;
    let mut head_seen = known_head.is_none_or(|known| known == head);
    while let Some(event) = events.try_next().await? {
        if event.prev_hash != head {
            let what = "an event before it was removed, added or moved";
            return Ok(Err(Broken::Event { event: event.id, what }));
        }
        if event.hash != hash_of(&event) {
            return Ok(Err(Broken::Event { event: event.id, what: "its content was changed" }));
        }
        head = event.hash;
        head_seen |= known_head == Some(head.as_slice());
        count += 1;
    }
    if !head_seen {
        return Ok(Err(Broken::HeadMissing));
    }
    Ok(Ok(Verified { events: count, head }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::time::Timestamp;
    use sea_orm::ConnectionTrait;
    use serde_json::json;

    use super::*;
    use crate::{
        domain::{
            Actor,
            audit::{Entry, record_alone},
        },
        testing::migrated,
    };

    /// A chain of five events on a database of its own.
    async fn five_events() -> (tempfile::TempDir, Database) {
        let (folder, database) = migrated().await;
        for number in 1..=5 {
            let entry = Entry {
                action: "campaign.launched",
                subject: Some(format!("campaign-{number}")),
                detail: json!({ "recipients": number, "channels": ["sms", "email"] }),
            };
            record_alone(&database, Timestamp(number * 1000), &Actor::system("test"), entry).await.unwrap();
        }
        (folder, database)
    }

    async fn broken_after(sql: &str) -> Broken {
        let (_folder, database) = five_events().await;
        database.writer().execute_unprepared(sql).await.unwrap();
        verify(&database, None).await.unwrap().unwrap_err()
    }

    #[tokio::test]
    async fn an_untouched_chain_holds() {
        let (_folder, database) = five_events().await;
        let verified = verify(&database, None).await.unwrap().unwrap();
        assert_eq!(verified.events, 5);
        assert_eq!(verify(&database, Some(&verified.head)).await.unwrap().unwrap(), verified);
    }

    #[tokio::test]
    async fn a_changed_event_is_named() {
        for change in [
            "UPDATE audit_event SET detail = '{\"recipients\":4,\"channels\":[\"sms\"]}' WHERE id = 3",
            "UPDATE audit_event SET at = at + 1 WHERE id = 3",
            "UPDATE audit_event SET actor = 'user-1' WHERE id = 3",
            "UPDATE audit_event SET actor_kind = 'user' WHERE id = 3",
            "UPDATE audit_event SET action = 'campaign.paused' WHERE id = 3",
            "UPDATE audit_event SET subject = NULL WHERE id = 3",
        ] {
            let broken = broken_after(change).await;
            assert_eq!(broken, Broken::Event { event: 3, what: "its content was changed" }, "{change}");
        }
    }

    #[tokio::test]
    async fn keys_in_another_order_are_the_same_detail() {
        let (_folder, database) = five_events().await;
        let sql =
            "UPDATE audit_event SET detail = '{\"recipients\": 3, \"channels\": [\"sms\", \"email\"]}' WHERE id = 3";
        database.writer().execute_unprepared(sql).await.unwrap();
        assert!(verify(&database, None).await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn a_removed_event_shows_at_the_next() {
        let broken = broken_after("DELETE FROM audit_event WHERE id = 3").await;
        assert!(matches!(broken, Broken::Event { event: 4, .. }), "{broken}");
        let broken = broken_after("DELETE FROM audit_event WHERE id = 1").await;
        assert!(matches!(broken, Broken::Event { event: 2, .. }), "{broken}");
    }

    #[tokio::test]
    async fn two_events_in_each_others_place_show() {
        let swap = "UPDATE audit_event SET id = 99 WHERE id = 3; UPDATE audit_event SET id = 3 WHERE id = 4; \
                    UPDATE audit_event SET id = 4 WHERE id = 99";
        let broken = broken_after(swap).await;
        assert!(matches!(broken, Broken::Event { event: 3, .. }), "{broken}");
    }

    #[tokio::test]
    async fn a_cut_off_end_shows_to_who_noted_the_head() {
        let (_folder, database) = five_events().await;
        let head = verify(&database, None).await.unwrap().unwrap().head;
        database.writer().execute_unprepared("DELETE FROM audit_event WHERE id = 5").await.unwrap();
        assert!(verify(&database, None).await.unwrap().is_ok());
        assert_eq!(verify(&database, Some(&head)).await.unwrap().unwrap_err(), Broken::HeadMissing);
    }
}
