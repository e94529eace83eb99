//! How long a campaign still takes.

use std::sync::Arc;

use entity::campaign;
use sea_orm::ConnectionTrait;
use shared::{channel::Channel, plan::Plan};

use crate::{
    config::Config,
    domain::campaigns::{
        Draft, Rates, create,
        fixtures::{Practice, flu, manager},
        get, outlook,
    },
};

/// A running campaign with so many messages by wave, channel and state, at 2,000 emails and 20 texts a second.
async fn running(practice: &mut Practice, plan: Plan, messages: &[(i32, &str, &str, i64)]) -> campaign::Model {
    let mut config = Config::clone(&practice.app.config);
    (config.email.per_second, config.sms.per_second) = (2_000, 20);
    practice.app.config = Arc::new(config);
    let app = &practice.app;
    let id = create(app, &manager(), Draft { plan, ..flu() }).await.unwrap().id;
    let writer = app.database.writer();
    writer.execute_unprepared("UPDATE campaign SET state = 'running'").await.unwrap();
    for (wave, channel, state, n) in messages {
        let sql = format!(
            "INSERT INTO message_count (campaign_id, wave, channel, state, n) \
             VALUES ({id}, {wave}, '{channel}', '{state}', {n})"
        );
        writer.execute_unprepared(&sql).await.unwrap();
    }
    get(app.database.reader(), id.into()).await.unwrap()
}

#[tokio::test]
async fn the_slower_channel_decides_how_long_it_takes() {
    let mut practice = Practice::open().await;
    let messages = [(0, "email", "queued", 112_500), (0, "sms", "queued", 112_500)];
    let campaign = running(&mut practice, Plan::default(), &messages).await;
    let app = &practice.app;
    let left = async |seen: Option<Rates>| outlook(app, &campaign, seen.as_ref()).await.unwrap().seconds_left;
    assert_eq!(left(None).await, Some(5_625));
    let seen = |email, sms| Some(Rates::from([(Channel::Email, email), (Channel::Sms, sms)]));
    assert_eq!(left(seen(2_000.0, 20.0)).await, Some(5_625), "94 minutes, not one");
    assert_eq!(left(seen(1_000.0, 50.0)).await, Some(2_250));
    assert_eq!(left(seen(1_000.0, 0.0)).await, Some(5_625), "where nothing was seen the configured rate holds");
}

#[tokio::test]
async fn a_reminder_is_spread_over_the_hours_of_its_own() {
    let mut practice = Practice::open().await;
    let plan = Plan { spread_hours: 10, ..Plan::default() };
    let messages =
        [(0, "sms", "sent", 90_000), (1, "sms", "sent", 5_000), (1, "sms", "queued", 5_000), (0, "email", "sent", 9)];
    let campaign = running(&mut practice, plan, &messages).await;
    let outlook = outlook(&practice.app, &campaign, None).await.unwrap();
    assert_eq!((outlook.waiting, outlook.seconds_left), (5_000, Some(5 * 3_600)), "half of it, half of the hours");
}
