//! What a campaign's plan does to its sending: window, spread, budget, doubts.

use sea_orm::EntityTrait;
use shared::{
    channel::{CampaignState, Channel, MessageState},
    money::Money,
    prices::Price,
};

use super::ground::{Ground, Step, grounds};
use crate::{
    config::Config,
    domain::{
        campaigns,
        messages::{leases, reason, settle_doubts, spending, spread::spread},
    },
};

impl Ground {
    async fn plan(&self, plan: &str) {
        self.execute(&format!("UPDATE campaign SET plan = '{plan}'")).await;
    }
}

#[tokio::test]
async fn nothing_leaves_while_the_window_is_closed() {
    for ground in grounds(3, 3).await {
        let window = |days: &str| {
            format!(r#"{{"window":{{"days":[{days}],"from":"00:00","until":"24:00","on_bank_holidays":true}}}}"#)
        };
        ground.plan(&window("")).await;
        assert_eq!(ground.run_once().await.claimed, 0);
        let week = r#""monday","tuesday","wednesday","thursday","friday","saturday","sunday""#;
        ground.plan(&window(week)).await;
        assert_eq!(ground.run_once().await.sent, 6);
    }
}

#[tokio::test]
async fn a_wave_that_is_spread_leaves_little_by_little() {
    for ground in grounds(10, 3).await {
        let transaction = ground.app.database.begin().await.unwrap();
        spread(&transaction, ground.campaign, Channel::Sms, 10, 5).await.unwrap();
        transaction.commit().await.unwrap();
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 1, "the next one leaves in half an hour");
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 1);
        ground.execute("UPDATE pace SET next_at = 0").await;
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 2, "what was missed does not come all at once");
    }
}

#[tokio::test]
async fn a_budget_is_never_passed_and_pauses_the_campaign() {
    for ground in grounds(10, 4).await {
        ground.execute("UPDATE message SET state = 'suppressed' WHERE channel = 'email'").await;
        ground.execute("UPDATE message_count SET state = 'suppressed' WHERE channel = 'email'").await;
        // Five texts cost 13.78 pence, six 16.53; one is refused and costs nothing.
        ground.plan(r#"{"budget":1400}"#).await;
        let refused = ground.ids(Channel::Sms).await[0];
        ground.client.step(refused, Step::Refuse);
        ground.run_once().await;
        ground.run_once().await;
        let campaign = entity::campaign::Entity::find().one(ground.app.database.reader()).await.unwrap().unwrap();
        assert_eq!(campaign.state, CampaignState::Paused);
        let spent = spending::spent(ground.app.database.reader(), ground.campaign.get(), false).await.unwrap();
        assert_eq!((spent.emails, spent.segments), (0, ground.texts(MessageState::Sent).await));
        assert!(spent.cost().ten_thousandths() <= 1400, "{spent:?}");
        assert!(ground.texts(MessageState::Sent).await >= 4);
        let waiting = ground.texts(MessageState::Queued).await;
        ground.plan("{}").await;
        campaigns::resume(&ground.app, &crate::domain::Actor::system("test"), ground.campaign).await.unwrap();
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 9, "{waiting} waited");
    }
}

#[tokio::test]
async fn a_pause_that_fails_leaves_nothing_on_its_way() {
    for ground in grounds(6, 3).await {
        ground.plan(r#"{"budget":300}"#).await;
        ground.execute("ALTER TABLE audit_event RENAME TO audit_event_away").await;
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sending).await, 0);
        let campaign = entity::campaign::Entity::find().one(ground.app.database.reader()).await.unwrap().unwrap();
        assert_eq!(campaign.state, CampaignState::Running);
        let sent = ground.texts(MessageState::Sent).await;
        assert!(sent > 0, "what the budget pays for leaves");
        assert_eq!(ground.texts(MessageState::Queued).await, 6 - sent, "the rest waits, held by nobody");
        ground.execute("ALTER TABLE audit_event_away RENAME TO audit_event").await;
        ground.run_once().await;
        let campaign = entity::campaign::Entity::find().one(ground.app.database.reader()).await.unwrap().unwrap();
        assert_eq!(campaign.state, CampaignState::Paused);
    }
}

#[tokio::test]
async fn what_was_charged_stays_when_prices_change() {
    for mut ground in grounds(4, 2).await {
        let (first, last) = (ground.ids(Channel::Sms).await[0], ground.ids(Channel::Sms).await[3]);
        ground.execute("UPDATE message SET state = 'suppressed' WHERE channel = 'email'").await;
        ground.execute("UPDATE message_count SET state = 'suppressed' WHERE channel = 'email'").await;
        ground.client.step(first, Step::Refuse);
        ground.client.step(last, Step::Defer);
        ground.run_once().await;
        let spent = async |ground: &Ground| {
            let spent = spending::spent(ground.app.database.reader(), ground.campaign.get(), false).await.unwrap();
            (spent.segments, spent.cost().amount())
        };
        assert_eq!(spent(&ground).await, (2, "0.0551".to_owned()), "neither the refused nor the deferred text costs");
        let mut config = Config::clone(&ground.app.config);
        config.prices.sms = Price { amount: Money::pounds(1), per: 10, ..config.prices.sms };
        ground.app.config = config.into();
        ground.client.forget(last);
        ground.execute("UPDATE message SET available_at = 0 WHERE state = 'queued'").await;
        ground.run_once().await;
        assert_eq!(spent(&ground).await, (3, "0.1551".to_owned()), "two at the old price and one at the new one");
    }
}

#[tokio::test]
async fn what_stays_in_doubt_is_sent_once_more_and_never_a_third_time() {
    for ground in grounds(1, 1).await {
        let id = ground.ids(Channel::Sms).await[0];
        ground.client.step(id, Step::Unknown);
        ground.run_once().await;
        assert_eq!(settle_doubts(&ground.app).await.unwrap(), 0, "the grace period has just begun");
        let grow_old = "UPDATE message SET updated_at = 0 WHERE state = 'uncertain'";
        ground.execute(grow_old).await;
        ground.plan(r#"{"doubt":"hold"}"#).await;
        assert_eq!(settle_doubts(&ground.app).await.unwrap(), 0, "it waits for a person");
        ground.plan("{}").await;
        assert_eq!(settle_doubts(&ground.app).await.unwrap(), 1);
        let row = entity::message::Entity::find_by_id(id).one(ground.app.database.reader()).await.unwrap().unwrap();
        assert!(row.possible_duplicate && row.state == MessageState::Queued);
        ground.run_once().await;
        ground.execute(grow_old).await;
        assert_eq!(settle_doubts(&ground.app).await.unwrap(), 0);
        assert_eq!(ground.state(id).await.0, MessageState::Uncertain);
        ground.check_counts().await;
    }
}

#[tokio::test]
async fn a_message_that_is_put_off_too_often_has_failed() {
    for ground in grounds(1, 1).await {
        let id = ground.ids(Channel::Sms).await[0];
        ground.client.step(id, Step::Defer);
        let most = i32::try_from(ground.app.config.sending.attempts).unwrap();
        ground.execute(&format!("UPDATE message SET attempts = {} WHERE id = {id}", most - 2)).await;
        ground.run_once().await;
        assert_eq!(ground.state(id).await.0, MessageState::Queued);
        ground.execute("UPDATE message SET available_at = 0").await;
        ground.run_once().await;
        assert_eq!(ground.state(id).await, (MessageState::Failed, Some(reason::PUT_OFF_TOO_OFTEN.to_owned())));
    }
}

#[tokio::test]
async fn what_was_claimed_of_a_campaign_whose_links_have_expired_ends_at_once() {
    for ground in grounds(4, 2).await {
        let id = ground.ids(Channel::Sms).await[0];
        ground.client.step(id, Step::Meanwhile("UPDATE campaign SET expires_at = 1".to_owned()));
        ground.run_once().await;
        assert_eq!((ground.texts(MessageState::Sent).await, ground.texts(MessageState::Cancelled).await), (2, 2));
        let last = *ground.ids(Channel::Sms).await.last().unwrap();
        assert_eq!(ground.state(last).await.1.as_deref(), Some(reason::CAMPAIGN_ENDED));
    }
}

#[tokio::test]
async fn what_a_lost_worker_was_sending_stays_paid_for() {
    for ground in grounds(2, 2).await {
        let id = ground.ids(Channel::Sms).await[0];
        ground.client.step(id, Step::Unknown);
        ground.run_once().await;
        leases::expire(&ground.app.database).await.unwrap();
        let spent = spending::spent(ground.app.database.reader(), ground.campaign.get(), false).await.unwrap();
        assert_eq!((spent.emails, spent.segments), (2, 2), "nobody knows, so it is counted");
    }
}
