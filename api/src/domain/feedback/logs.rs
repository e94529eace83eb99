//! Delivery records of texts that SNS writes to CloudWatch Logs, read from where the last reading ended.
//!
//! Records come late and not in order, so that each reading begins a little before the end of the last one; those that
//! come again are recognised by their id.

use std::time::Duration;

use entity::{delivery_log, time::Timestamp};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::{carry_out::carry_out, early::KEPT, notice};
use crate::{clients::delivery_logs::LogRecord, domain::Result, state::App};

const OVERLAP: Duration = Duration::from_mins(15); // CloudWatch shows a record within seconds, at worst within minutes
// A record that comes later than this is not waited for: while nothing is logged the reading moves on all the same.
// Shorter than ids of what was seen are kept.
const LATEST: Duration = Duration::from_hours(2);

/// What a reading brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadLogs {
    pub read: usize,
    /// That had not been read before.
    pub new: usize,
}

/// Reads what was logged since the last time, of every group that is configured; the first time, of as many days as an
/// early receipt is kept.
pub async fn read_delivery_logs(app: &App) -> Result<ReadLogs> {
    let mut done = ReadLogs::default();
    for group in &app.config.feedback.delivery_logs.groups {
        read_group(app, group, &mut done).await?;
    }
    Ok(done)
}

async fn read_group(app: &App, group: &str, done: &mut ReadLogs) -> Result<()> {
    let now = app.clock.timestamp();
    let known = delivery_log::Entity::find_by_id(group).one(app.database.reader()).await?.map(|row| row.read_until);
    // What lies ahead was written by a clock that has been set back since.
    let known = known.filter(|&until| until <= now);
    let from = known.map_or_else(|| before(now, KEPT), |until| before(until, OVERLAP));
    let mut until = known.unwrap_or(from).max(before(now, LATEST));
    let mut next = None;
    loop {
        let page = app.delivery_logs.page(group, from.0, next.as_deref()).await?;
        done.read += page.records.len();
        done.new += take(app, &page.records).await?;
        let newest = page.records.iter().map(|record| Timestamp(record.at)).max();
        until = until.max(newest.unwrap_or(until)).min(now);
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    let sql = "INSERT INTO delivery_log (name, read_until) VALUES (?, ?) \
               ON CONFLICT (name) DO UPDATE SET read_until = excluded.read_until";
    app.database.writer().execute_raw(app.database.statement(sql, [group.into(), until.0.into()])).await?;
    Ok(())
}

fn before(at: Timestamp, time: Duration) -> Timestamp {
    Timestamp(at.0.saturating_sub(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
}

/// Does what records say that were not read before, in one transaction; returns how many those are.
async fn take(app: &App, records: &[LogRecord]) -> Result<usize> {
    if records.is_empty() {
        return Ok(0);
    }
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let mut new = 0;
    let mut notices = Vec::new();
    for record in records {
        let sql = "INSERT INTO hook_message (message_id, seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING";
        let values = [format!("log {}", record.id).into(), now.0.into()];
        if transaction.execute_raw(app.database.statement(sql, values)).await?.rows_affected() > 0 {
            new += 1;
            notices.extend(notice::read(&app.keys, &record.text));
        }
    }
    if new > 0 {
        let halted = carry_out(app, &transaction, &notices).await?;
        transaction.commit().await?;
        for halted in halted {
            halted.tell_staff(app);
        }
    }
    Ok(new)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::{Arc, Mutex};

    use serde_json::json;
    use shared::channel::{Channel, MessageState};

    use super::*;
    use crate::{
        clients::{
            clock::FixedClock,
            delivery_logs::{DeliveryLogs, LogPage},
            notices::Notices,
        },
        config::Config,
        domain::{
            Actor, campaigns,
            feedback::sweep,
            messages::{
                receipt::BOUNCED,
                settle_doubts, spending,
                tests::ground::{Ground, Step, grounds},
            },
        },
    };

    const GROUP: &str = "sns/eu-west-2/123456789012/DirectPublishToPhoneNumber";

    /// A log of two records a page, which remembers from when on it was asked.
    #[derive(Debug, Default)]
    struct Log {
        records: Mutex<Vec<LogRecord>>,
        asked: Mutex<Vec<i64>>,
    }

    impl Log {
        fn write(&self, at: Timestamp, message: i64, status: &str, response: &str) {
            let timestamp = at.to_utc().format("%Y-%m-%d %H:%M:%S%.3f").to_string();
            let text = json!({
                "notification": { "messageId": format!("sns-message-{message}"), "timestamp": timestamp },
                "delivery": { "destination": "+447700900123", "providerResponse": response },
                "status": status,
            });
            let mut records = self.records.lock().unwrap();
            let id = records.len().to_string();
            records.push(LogRecord { id, at: at.0, text: text.to_string() });
        }
    }

    #[async_trait::async_trait]
    impl DeliveryLogs for Log {
        async fn page(&self, group: &str, from: i64, next: Option<&str>) -> anyhow::Result<LogPage> {
            assert_eq!(group, GROUP);
            let skip: usize = next.map_or(0, |next| next.parse().unwrap());
            if skip == 0 {
                self.asked.lock().unwrap().push(from);
            }
            let all: Vec<_> = self.records.lock().unwrap().iter().filter(|record| record.at >= from).cloned().collect();
            let next = (skip + 2 < all.len()).then(|| (skip + 2).to_string());
            Ok(LogPage { records: all.into_iter().skip(skip).take(2).collect(), next })
        }
    }

    struct Scene {
        ground: Ground,
        log: Arc<Log>,
        clock: Arc<FixedClock>,
    }

    async fn scenes(patients: i64) -> Vec<Scene> {
        let scene = |mut ground: Ground| {
            let (log, clock) = (Arc::new(Log::default()), Arc::new(FixedClock::at(ground.app.clock.now())));
            let mut config = Config::clone(&ground.app.config);
            config.feedback.delivery_logs.groups = vec![GROUP.to_owned()];
            ground.app = App { config: config.into(), delivery_logs: log.clone(), clock: clock.clone(), ..ground.app };
            Scene { ground, log, clock }
        };
        grounds(patients, 10).await.into_iter().map(scene).collect()
    }

    #[tokio::test]
    async fn texts_become_delivered_or_bounced_and_records_that_come_again_change_nothing() {
        for Scene { ground, log, clock } in scenes(4).await {
            ground.run_once().await;
            let ids = ground.ids(Channel::Sms).await;
            let begun = ground.app.clock.timestamp();
            log.write(begun, ids[0], "SUCCESS", "Message has been accepted by phone");
            log.write(begun, ids[1], "FAILURE", "Invalid phone number");
            log.write(begun, ids[2], "SUCCESS", "Message has been accepted by phone carrier");
            assert_eq!(read_delivery_logs(&ground.app).await.unwrap(), ReadLogs { read: 3, new: 3 });
            assert_eq!(ground.state(ids[0]).await.0, MessageState::Delivered);
            assert_eq!(ground.state(ids[1]).await.0, BOUNCED);
            assert_eq!(ground.state(ids[2]).await.0, MessageState::Sent);
            ground.check_counts().await;
            clock.advance(Duration::from_mins(5));
            // It comes late: it was written before the last reading ended.
            log.write(begun, ids[3], "SUCCESS", "Message has been accepted by phone");
            assert_eq!(read_delivery_logs(&ground.app).await.unwrap(), ReadLogs { read: 4, new: 1 });
            assert_eq!(ground.state(ids[3]).await.0, MessageState::Delivered);
            clock.advance(Duration::from_hours(5));
            assert_eq!(read_delivery_logs(&ground.app).await.unwrap(), ReadLogs { read: 4, new: 0 });
            assert_eq!(read_delivery_logs(&ground.app).await.unwrap(), ReadLogs::default(), "it has moved on");
            let asked = log.asked.lock().unwrap().clone();
            let later = before(begun.plus(Duration::from_hours(5) + Duration::from_mins(5)), LATEST);
            let expected =
                [before(begun, KEPT), before(begun, OVERLAP), before(begun, OVERLAP), before(later, OVERLAP)];
            assert_eq!(asked, expected.map(|at| at.0));
            ground.check_counts().await;
        }
    }

    #[tokio::test]
    async fn a_record_that_is_there_before_its_hand_over_waits_for_it() {
        for Scene { ground, log, .. } in scenes(1).await {
            let id = ground.ids(Channel::Sms).await[0];
            log.write(ground.app.clock.timestamp(), id, "SUCCESS", "Message has been accepted by phone");
            assert_eq!(read_delivery_logs(&ground.app).await.unwrap().new, 1);
            ground.run_once().await;
            assert_eq!(sweep(&ground.app).await.unwrap().applied, 1);
            assert_eq!(ground.state(id).await.0, MessageState::Delivered);
            ground.check_counts().await;
        }
    }

    #[tokio::test]
    async fn a_clock_that_was_a_day_ahead_lets_no_record_be_missed() {
        for Scene { ground, log, clock } in scenes(1).await {
            ground.run_once().await;
            let (id, right) = (ground.ids(Channel::Sms).await[0], ground.app.clock.timestamp());
            clock.advance(Duration::from_hours(24));
            read_delivery_logs(&ground.app).await.unwrap();
            clock.put(right.to_utc());
            log.write(right, id, "SUCCESS", "Message has been accepted by phone");
            read_delivery_logs(&ground.app).await.unwrap();
            assert_eq!(ground.state(id).await.0, MessageState::Delivered);
        }
    }

    const ARRIVED: &str = "Message has been accepted by phone";
    const UNKNOWN: i64 = 900_000; // of a text whose hand-over was not answered

    #[tokio::test]
    async fn a_record_proves_the_one_text_in_doubt_that_went_to_its_number_then() {
        for Scene { ground, log, .. } in scenes(2).await {
            let ids = ground.ids(Channel::Sms).await;
            ground.client.step(ids[0], Step::Unknown);
            ground.run_once().await;
            let now = ground.app.clock.timestamp();
            log.write(before(now, Duration::from_hours(1)), UNKNOWN, "SUCCESS", ARRIVED);
            read_delivery_logs(&ground.app).await.unwrap();
            assert_eq!(ground.state(ids[0]).await.0, MessageState::Uncertain, "that was another one");
            log.write(now, UNKNOWN + 1, "SUCCESS", ARRIVED);
            read_delivery_logs(&ground.app).await.unwrap();
            assert_eq!(ground.state(ids[0]).await, (MessageState::Delivered, None));
            assert_eq!(ground.state(ids[1]).await.0, MessageState::Sent, "its id is known");
            ground.check_counts().await;
        }
    }

    #[tokio::test]
    async fn of_two_texts_in_doubt_to_one_number_a_record_proves_none() {
        for Scene { ground, log, .. } in scenes(2).await {
            let ids = ground.ids(Channel::Sms).await;
            for &id in &ids {
                ground.client.step(id, Step::Unknown);
            }
            ground.run_once().await;
            log.write(ground.app.clock.timestamp(), UNKNOWN, "SUCCESS", ARRIVED);
            read_delivery_logs(&ground.app).await.unwrap();
            assert_eq!(sweep(&ground.app).await.unwrap().applied, 0);
            assert_eq!(ground.texts(MessageState::Uncertain).await, 2);
            ground.execute(&format!("UPDATE message SET handed_over_at = 0 WHERE id = {}", ids[0])).await;
            assert_eq!(sweep(&ground.app).await.unwrap().applied, 1, "it is kept until it is clear");
            assert_eq!(ground.state(ids[1]).await.0, MessageState::Delivered);
            ground.check_counts().await;
        }
    }

    #[tokio::test]
    async fn a_text_that_waits_to_be_sent_once_more_is_not_when_a_record_proves_the_first() {
        for Scene { ground, log, .. } in scenes(1).await {
            let id = ground.ids(Channel::Sms).await[0];
            ground.client.step(id, Step::Unknown);
            ground.run_once().await;
            ground.execute("UPDATE message SET updated_at = 0 WHERE state = 'uncertain'").await;
            assert_eq!(settle_doubts(&ground.app).await.unwrap(), 1);
            log.write(ground.app.clock.timestamp(), UNKNOWN, "SUCCESS", ARRIVED);
            read_delivery_logs(&ground.app).await.unwrap();
            assert_eq!(ground.state(id).await, (MessageState::Delivered, None));
            let given = ground.client.given();
            ground.run_once().await;
            assert_eq!(ground.client.given(), given, "nothing leaves twice");
            ground.check_counts().await;
        }
    }

    #[tokio::test]
    async fn texts_that_our_account_does_not_pay_for_fail_and_their_campaign_is_paused_once() {
        for Scene { mut ground, log, .. } in scenes(3).await {
            let staff = vec!["staff@practice.example".parse().unwrap()];
            ground.app.notices = Notices::new(ground.client.clone(), staff, None).into();
            ground.run_once().await;
            let ids = ground.ids(Channel::Sms).await;
            let now = ground.app.clock.timestamp();
            log.write(now, ids[0], "FAILURE", "No quota left for account");
            log.write(now, ids[1], "FAILURE", "This delivery would exceed max price");
            read_delivery_logs(&ground.app).await.unwrap();
            let (state, reason) = ground.state(ids[0]).await;
            assert_eq!(state, MessageState::Failed);
            assert!(reason.unwrap().contains("spending quota"));
            assert_eq!(ground.state(ids[1]).await.0, MessageState::Failed);
            let actor = Actor::system("test");
            let spent = spending::spent(ground.app.database.reader(), ground.campaign.get(), false).await.unwrap();
            assert_eq!(spent.segments, 1, "what was not sent costs nothing");
            let notices = || ground.client.given().into_iter().filter(|id| id.contains("-paused-")).count();
            for _ in 0..100 {
                if notices() > 0 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            assert_eq!(notices(), 1);
            ground.check_counts().await;
            campaigns::resume(&ground.app, &actor, ground.campaign).await.unwrap();
            campaigns::retry_failed(&ground.app, &actor, ground.campaign).await.unwrap();
            ground.run_once().await;
            assert_eq!(ground.texts(MessageState::Sent).await, 3);
        }
    }

    #[test]
    fn a_record_in_a_log_line_shows_no_number() {
        let record = LogRecord { id: "1".into(), at: 0, text: "+447700900123".into() };
        assert!(!format!("{record:?}").contains("7700900123"));
    }
}
