//! How many messages a second leave on a channel, over all workers together.
//!
//! The database holds, for each channel with a limit, when its next message may leave. A worker moves that time on
//! by as many messages as it is going to send, and they are its turn: no two workers share one, so that together they
//! never pass the limit and none of it is lost. Where the provider asks to slow down the rate falls by three tenths for
//! everybody and climbs back by a fiftieth with every turn. A channel without a limit asks nobody until then.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::channel::Channel;
use tokio::time::Instant;

use crate::{database::Database, domain::Result};

/// Millionths of a message a second in a message a second: fine enough for a hundred messages spread over a week.
pub const MICRO: i64 = 1_000_000;
/// Microseconds times millionths a second: what a message takes at a rate.
pub const SECOND_AT_ONE: i64 = 1_000_000 * MICRO;

// So much of a second's worth leaves at once: smooth enough for a provider that counts by the second.
const SLICE: Duration = Duration::from_millis(5);
// Turns are given out no further ahead; whoever comes later asks again and holds no messages meanwhile.
const AHEAD_US: i64 = 2_000_000;
// No rest is longer: what lies further ahead was written by a clock that has been set back since.
const LONGEST_REST_US: i64 = 3_600_000_000;
const UNSLOWED_MS: i64 = 2_000; // so long after a throttle the rate stays where it fell
const FASTEST: i64 = 100_000 * MICRO; // where a learned rate ends: more than any provider takes
const SLOWEST: i64 = MICRO / 10; // a message in ten seconds, or the channel would stand still

/// The pace of a channel as one worker knows it.
#[derive(Debug)]
pub struct Pace {
    name: &'static str,
    /// Millionths of a message a second; 0 is no limit.
    limit: i64,
    /// The rate of the last turn; 0 is no limit.
    seen: AtomicI64,
}

/// When a group may leave.
#[derive(Clone, Copy, Debug)]
pub enum Turn {
    /// At once, all of it.
    Free,
    /// One after the other from then on.
    From { begins: Instant, each: Duration },
    /// Not before this time has passed; ask again.
    Later(Duration),
}

#[derive(FromQueryResult)]
struct Row {
    rate_micro: i64,
    next_at: i64,
    now: i64,
}

impl Pace {
    /// `per_second` 0 is no limit.
    pub fn new(channel: Channel, per_second: u32) -> Self {
        let limit = i64::from(per_second) * MICRO;
        Self { name: channel.as_str(), limit, seen: AtomicI64::new(limit) }
    }

    /// At most as many as leave within `time`, at least one.
    pub fn within(&self, time: Duration, at_most: u32) -> usize {
        let rate = i128::from(self.seen.load(Ordering::Relaxed));
        let fit = if rate == 0 { i128::MAX } else { rate * i128::from(micros(time)) / i128::from(SECOND_AT_ONE) };
        usize::try_from(fit.clamp(1, i128::from(at_most.max(1)))).unwrap_or(1)
    }

    /// The turn of the next `n` messages.
    pub async fn turn(&self, database: &Database, n: usize) -> Result<Turn> {
        if self.limit == 0 && self.look(database).await?.is_none() {
            return Ok(Turn::Free);
        }
        let now = format!("{} * 1000", database.engine().now());
        let raised = format!(
            "(CASE WHEN pace.limit_micro <> excluded.limit_micro THEN excluded.rate_micro \
             WHEN pace.slowed_at BETWEEN {0} - {UNSLOWED_MS} AND {0} THEN pace.rate_micro \
             WHEN pace.rate_micro + pace.rate_micro / 50 >= excluded.rate_micro THEN excluded.rate_micro \
             ELSE pace.rate_micro + pace.rate_micro / 50 + 1 END)",
            database.engine().now()
        );
        let sql = format!(
            "INSERT INTO pace (name, limit_micro, rate_micro, next_at, slowed_at) \
             VALUES (?, ?, ?, {now} + CAST(? AS BIGINT) / CAST(? AS BIGINT), 0) \
             ON CONFLICT (name) DO UPDATE SET limit_micro = excluded.limit_micro, rate_micro = {raised}, \
             next_at = (CASE WHEN pace.next_at BETWEEN {now} AND {now} + {AHEAD_US} THEN pace.next_at ELSE {now} END) \
               + CAST(? AS BIGINT) / {raised} \
             WHERE pace.next_at <= {now} + {AHEAD_US} OR pace.next_at > {now} + {LONGEST_REST_US} \
             RETURNING rate_micro, next_at, {now} AS now"
        );
        let limit = if self.limit == 0 { FASTEST } else { self.limit };
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        let take = n.saturating_mul(SECOND_AT_ONE);
        let values = [self.name.into(), self.limit.into(), limit.into(), take.into(), limit.into(), take.into()];
        let Some(row) = database.writer().query_one_raw(database.statement(&sql, values)).await? else {
            let ahead = self.look(database).await?.map_or(0, |row| row.next_at - row.now - AHEAD_US);
            return Ok(Turn::Later(from_micros(ahead.max(AHEAD_US / 4))));
        };
        let row = Row::from_query_result(&row, "")?;
        self.seen.store(row.rate_micro, Ordering::Relaxed);
        let each = SECOND_AT_ONE / row.rate_micro.max(1);
        let wait = row.next_at - n.saturating_mul(each) - row.now;
        Ok(Turn::From { begins: Instant::now() + from_micros(wait), each: from_micros(each) })
    }

    /// The provider takes no more: everybody rests, and is slower from then on. `sent` messages had left within `took`.
    pub async fn slow_down(&self, database: &Database, rest: Duration, sent: usize, took: Duration) -> Result<()> {
        let now = database.engine().now();
        let sql = format!(
            "INSERT INTO pace (name, limit_micro, rate_micro, next_at, slowed_at) \
             VALUES (?, ?, ?, {now} * 1000 + CAST(? AS BIGINT), {now}) ON CONFLICT (name) DO UPDATE SET \
             rate_micro = (CASE WHEN pace.slowed_at > {now} - 1000 OR pace.rate_micro * 7 / 10 < {SLOWEST} \
               THEN pace.rate_micro ELSE pace.rate_micro * 7 / 10 END), \
             next_at = (CASE WHEN pace.next_at > excluded.next_at THEN pace.next_at ELSE excluded.next_at END), \
             slowed_at = {now}"
        );
        let rate = match self.seen.load(Ordering::Relaxed) {
            0 => {
                let measured =
                    i128::try_from(sent).unwrap_or(1) * i128::from(SECOND_AT_ONE) / i128::from(micros(took).max(1));
                i64::try_from(measured.clamp(i128::from(MICRO), i128::from(FASTEST))).unwrap_or(FASTEST)
            }
            seen => seen,
        };
        let rest = micros(rest).min(LONGEST_REST_US);
        let values = [self.name.into(), self.limit.into(), (rate * 7 / 10).into(), rest.into()];
        database.writer().execute_raw(database.statement(&sql, values)).await?;
        Ok(())
    }

    async fn look(&self, database: &Database) -> Result<Option<Row>> {
        let sql =
            format!("SELECT rate_micro, next_at, {} * 1000 AS now FROM pace WHERE name = ?", database.engine().now());
        let row = Row::find_by_statement(database.statement(&sql, [self.name.into()])).one(database.reader()).await?;
        if self.limit == 0 {
            self.seen.store(row.as_ref().map_or(0, |row| row.rate_micro), Ordering::Relaxed);
        }
        Ok(row)
    }
}

impl Turn {
    /// How many of `n` messages leave together.
    pub fn slice(self, n: usize) -> usize {
        match self {
            Self::Free | Self::Later(_) => n.max(1),
            Self::From { each, .. } => {
                let fit = SLICE.as_nanos() / each.as_nanos().max(1);
                usize::try_from(fit).unwrap_or(n).clamp(1, n.max(1))
            }
        }
    }

    /// How long it is until the first one leaves.
    pub fn wait(self) -> Duration {
        self.wait_for(0)
    }

    /// How long it is until the `n`-th one leaves, counted from 0. Who comes late for a turn catches up.
    pub fn wait_for(self, n: usize) -> Duration {
        match self {
            Self::Free => Duration::ZERO,
            Self::From { begins, each } => {
                let at = begins + each.saturating_mul(u32::try_from(n).unwrap_or(u32::MAX));
                at.saturating_duration_since(Instant::now())
            }
            Self::Later(wait) => wait,
        }
    }
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

fn from_micros(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::migrated;

    fn from(turn: Turn) -> (Duration, Duration) {
        match turn {
            Turn::From { each, .. } => (turn.wait(), each),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_claimed_can_be_sent_within_the_lease() {
        let pace = Pace::new(Channel::Sms, 20);
        assert_eq!(pace.within(Duration::from_secs(30), 1000), 600);
        assert_eq!(pace.within(Duration::from_secs(1), 100), 20);
        assert_eq!(Pace::new(Channel::Sms, 0).within(Duration::from_secs(1), 100), 100);
    }

    #[tokio::test]
    async fn two_workers_take_turns_and_never_pass_the_limit_together() {
        let (_folder, database) = migrated().await;
        let (one, two) = (Pace::new(Channel::Sms, 20), Pace::new(Channel::Sms, 20));
        let (first, each) = from(one.turn(&database, 20).await.unwrap());
        assert_eq!((first, each), (Duration::ZERO, Duration::from_millis(50)));
        let (second, _) = from(two.turn(&database, 20).await.unwrap());
        assert!(second > Duration::from_millis(700), "after the first second's worth, not beside it: {second:?}");
        let (third, _) = from(one.turn(&database, 20).await.unwrap());
        assert!(third > Duration::from_millis(1_700), "{third:?}");
        assert!(matches!(two.turn(&database, 20).await.unwrap(), Turn::Later(_)), "nobody queues up for more");
    }

    #[tokio::test]
    async fn a_channel_without_a_limit_is_free_until_the_provider_asks_to_slow_down() {
        let (_folder, database) = migrated().await;
        let pace = Pace::new(Channel::Sms, 0);
        assert!(matches!(pace.turn(&database, 100).await.unwrap(), Turn::Free));
        pace.slow_down(&database, Duration::ZERO, 100, Duration::from_secs(1)).await.unwrap();
        let other = Pace::new(Channel::Sms, 0);
        let (_, each) = from(other.turn(&database, 10).await.unwrap());
        assert_eq!(each, Duration::from_micros(14_285), "seven tenths of a hundred a second");
    }

    #[tokio::test]
    async fn after_a_throttle_the_rate_falls_once_and_climbs_back() {
        let (_folder, database) = migrated().await;
        let pace = Pace::new(Channel::Email, 100);
        pace.turn(&database, 1).await.unwrap();
        for _ in 0..3 {
            pace.slow_down(&database, Duration::ZERO, 1, Duration::from_secs(1)).await.unwrap();
        }
        let (_, each) = from(pace.turn(&database, 1).await.unwrap());
        assert_eq!(each, Duration::from_micros(14_285), "three answers of one moment count once");
        database.writer().execute_unprepared("UPDATE pace SET slowed_at = 0").await.unwrap();
        let mut turns = 0;
        while from(pace.turn(&database, 1).await.unwrap()).1 > Duration::from_millis(10) {
            turns += 1;
            assert!(turns < 40);
        }
        assert!(turns > 10, "{turns}");
    }

    #[tokio::test]
    async fn a_limit_that_was_changed_counts_at_once() {
        let (_folder, database) = migrated().await;
        Pace::new(Channel::Sms, 10).turn(&database, 1).await.unwrap();
        let (_, each) = from(Pace::new(Channel::Sms, 50).turn(&database, 1).await.unwrap());
        assert_eq!(each, Duration::from_millis(20));
    }

    #[tokio::test]
    async fn a_clock_that_was_set_back_holds_nobody_up() {
        let (_folder, database) = migrated().await;
        let pace = Pace::new(Channel::Sms, 100);
        pace.turn(&database, 10).await.unwrap();
        let a_day_ahead = "UPDATE pace SET next_at = next_at + 86400000000, slowed_at = slowed_at + 86400000";
        database.writer().execute_unprepared(a_day_ahead).await.unwrap();
        let (wait, _) = from(pace.turn(&database, 10).await.unwrap());
        assert_eq!(wait, Duration::ZERO);
        let (wait, _) = from(pace.turn(&database, 10).await.unwrap());
        assert!(wait > Duration::ZERO && wait < Duration::from_secs(1), "and the pace is kept: {wait:?}");
    }
}
