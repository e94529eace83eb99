//! Several workers, and workers that are lost.

use std::time::Duration;

use shared::channel::{Channel, MessageState};

use super::ground::{Ground, grounds};
use crate::domain::messages::{
    claim::{Claim, Claimed, claim},
    dispatch,
    leases::{self, Reclaimed},
};

const LEASE: Duration = Duration::from_mins(1);

pub(super) async fn take(ground: &Ground, worker: &str, limit: u64) -> Vec<Claimed> {
    let at = ground.app.clock.now();
    let wanted = Claim { channel: Channel::Sms, worker, lease: LEASE, limit, at, closed_days: &[] };
    claim(&ground.app.database, wanted).await.unwrap().messages
}

#[tokio::test]
async fn two_workers_send_each_message_once() {
    for ground in grounds(300, 7).await {
        let work = async |name: &'static str| {
            for _ in 0..50 {
                if dispatch::run_once(&ground.app, name).await.unwrap().claimed == 0 {
                    break;
                }
            }
        };
        tokio::join!(work("worker-1"), work("worker-2"));
        let mut once = ground.client.given();
        once.dedup();
        assert_eq!((once.len(), ground.client.given().len()), (600, 600));
        assert_eq!(ground.texts(MessageState::Sent).await, 300);
        ground.check_counts().await;
    }
}

#[tokio::test]
async fn no_message_is_claimed_twice() {
    for ground in grounds(20, 5).await {
        let first = take(&ground, "worker-1", 15).await;
        let second = take(&ground, "worker-2", 15).await;
        assert_eq!((first.len(), second.len()), (15, 5));
        assert!(second.iter().all(|message| !first.iter().any(|other| other.id == message.id)));
        ground.check_counts().await;
    }
}

#[tokio::test]
async fn what_a_lost_worker_held_goes_back_and_what_it_was_sending_is_uncertain() {
    for ground in grounds(10, 5).await {
        let database = &ground.app.database;
        let claimed = take(&ground, "worker-1", 6).await;
        for message in &claimed[..2] {
            ground.execute(&format!("UPDATE message SET state = 'sending' WHERE id = {}", message.id)).await;
        }
        ground.execute("UPDATE message_count SET n = n - 2 WHERE state = 'claimed'").await;
        ground
            .execute(&format!(
                "INSERT INTO message_count (campaign_id, wave, channel, state, n) VALUES ({}, 0, 'sms', 'sending', 2)",
                ground.campaign.get()
            ))
            .await;
        assert_eq!(leases::expire(database).await.unwrap(), Reclaimed::default(), "the leases still hold");
        ground.execute("UPDATE message SET lease_expires_at = 1 WHERE lease_owner IS NOT NULL").await;
        assert_eq!(leases::expire(database).await.unwrap(), Reclaimed { returned: 4, uncertain: 2 });
        ground.check_counts().await;
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 8);
        assert_eq!(ground.texts(MessageState::Uncertain).await, 2);
    }
}

#[tokio::test]
async fn only_a_worker_that_knows_to_be_alone_takes_over_before_the_lease_ends() {
    for ground in grounds(4, 5).await {
        let database = &ground.app.database;
        take(&ground, "worker-1", 3).await;
        assert_eq!(leases::take_over(database, "worker-1").await.unwrap(), Reclaimed::default(), "its own stay");
        assert_eq!(leases::take_over(database, "worker-2").await.unwrap(), Reclaimed { returned: 3, uncertain: 0 });
        ground.check_counts().await;
    }
}
