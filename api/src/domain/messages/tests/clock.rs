//! A clock of this machine that is wrong: leases and waits run by the clock of the database.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use shared::channel::{Channel, MessageState};

use super::{
    ground::{Step, grounds},
    workers::take,
};
use crate::{
    clients::clock::{Clock, FixedClock, SystemClock},
    domain::messages::{
        dispatch,
        leases::{self, Reclaimed},
        spread::spread,
    },
};

const DAY: TimeDelta = TimeDelta::days(1);

/// A day ahead, right, a day behind, and so on, each time somebody looks.
#[derive(Debug)]
struct Jumping {
    right: DateTime<Utc>,
    looks: AtomicU64,
}

impl Clock for Jumping {
    fn now(&self) -> DateTime<Utc> {
        match self.looks.fetch_add(1, Ordering::Relaxed) % 3 {
            0 => self.right + DAY,
            1 => self.right,
            _ => self.right - DAY,
        }
    }
}

#[tokio::test]
async fn two_workers_whose_clock_jumps_a_day_forth_and_back_send_each_message_once() {
    for ground in grounds(200, 7).await {
        let clock = Arc::new(Jumping { right: SystemClock.now(), looks: AtomicU64::new(0) });
        let ground = ground.with_clock(clock.clone());
        let work = async |name: &'static str| {
            for _ in 0..50 {
                leases::expire(&ground.app.database).await.unwrap();
                if dispatch::run_once(&ground.app, name).await.unwrap().claimed == 0 {
                    break;
                }
            }
        };
        tokio::join!(work("worker-1"), work("worker-2"));
        let mut once = ground.client.given();
        once.dedup();
        assert_eq!((once.len(), ground.client.given().len()), (400, 400));
        assert_eq!(ground.texts(MessageState::Sent).await, 200);
        ground.check_counts().await;
        assert!(clock.looks.load(Ordering::Relaxed) > 3, "nobody looked at the clock");
    }
}

#[tokio::test]
async fn a_clock_set_a_day_forward_and_back_neither_ends_nor_lengthens_a_lease() {
    for ground in grounds(4, 2).await {
        let right = SystemClock.now();
        let clock = Arc::new(FixedClock::at(right));
        let ground = ground.with_clock(clock.clone());
        let database = &ground.app.database;
        assert_eq!(take(&ground, "worker-1", 3).await.len(), 3);
        for wrong in [right + DAY, right - DAY] {
            clock.put(wrong);
            assert_eq!(leases::expire(database).await.unwrap(), Reclaimed::default(), "worker-1 lives");
        }
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 1, "what worker-1 holds is nobody else's");
        ground.execute("UPDATE message SET lease_expires_at = 1 WHERE lease_owner IS NOT NULL").await;
        assert_eq!(leases::expire(database).await.unwrap(), Reclaimed { returned: 3, uncertain: 0 });
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 4);
    }
}

#[tokio::test]
async fn what_a_lost_worker_held_does_not_wait_for_a_clock_that_was_set_back() {
    for ground in grounds(4, 2).await {
        let database = &ground.app.database;
        take(&ground, "worker-1", 3).await;
        let now = database.engine().now();
        let ends = async |ahead_ms: i64| {
            let sql = "UPDATE message SET lease_expires_at = {now} + {by} WHERE lease_owner IS NOT NULL";
            ground.execute(&sql.replace("{now}", now).replace("{by}", &ahead_ms.to_string())).await;
        };
        ends(59 * 60_000).await;
        assert_eq!(leases::expire(database).await.unwrap(), Reclaimed::default(), "a lease may be an hour long");
        ends(24 * 3_600_000).await;
        assert_eq!(leases::expire(database).await.unwrap(), Reclaimed { returned: 3, uncertain: 0 });
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 4);
    }
}

#[tokio::test]
async fn what_a_clock_put_a_day_ahead_does_not_wait_for_that_day() {
    for ground in grounds(3, 4).await {
        let ids = ground.ids(Channel::Sms).await;
        let ahead = async |id: i64, by: i64| {
            let now = ground.app.database.engine().now();
            ground.execute(&format!("UPDATE message SET available_at = {now} + {by} WHERE id = {id}")).await;
        };
        ahead(ids[0], 24 * 3_600_000).await;
        ahead(ids[1], 14 * 60_000).await;
        ground.run_once().await;
        assert_eq!(ground.state(ids[0]).await.0, MessageState::Sent, "no back-off is a day long");
        assert_eq!(ground.state(ids[1]).await.0, MessageState::Queued, "a back-off may be 14 minutes long");
        assert_eq!(ground.texts(MessageState::Sent).await, 2);
    }
}

#[tokio::test]
async fn a_wave_that_is_spread_does_not_wait_for_a_day_that_the_clock_was_ahead() {
    for ground in grounds(10, 3).await {
        let transaction = ground.app.database.begin().await.unwrap();
        spread(&transaction, ground.campaign, Channel::Sms, 10, 5).await.unwrap();
        transaction.commit().await.unwrap();
        ground.execute("UPDATE pace SET next_at = next_at + 86400000000").await;
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 1);
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 1, "the next one leaves in half an hour");
    }
}

#[tokio::test]
async fn what_was_put_off_waits_by_the_clock_of_the_database() {
    for ground in grounds(2, 2).await {
        let clock = Arc::new(FixedClock::at(SystemClock.now()));
        let ground = ground.with_clock(clock.clone());
        let id = ground.ids(Channel::Sms).await[0];
        ground.client.step(id, Step::Defer);
        ground.run_once().await;
        ground.client.forget(id);
        clock.put(SystemClock.now() + DAY);
        assert_eq!(ground.run_once().await.claimed, 0, "a second has not passed");
        ground.execute("UPDATE message SET available_at = 0 WHERE state = 'queued'").await;
        assert_eq!(ground.run_once().await.sent, 1);
    }
}
