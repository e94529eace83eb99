//! What a client's answer does to a message.

use std::time::Duration;

use sea_orm::EntityTrait;
use shared::channel::{Channel, MessageState};

use super::ground::{Step, grounds};
use crate::domain::messages::{reason, resolve_uncertain_as_sent};

#[tokio::test]
async fn every_answer_has_its_state_and_reason() {
    for ground in grounds(6, 1).await {
        let ids = ground.ids(Channel::Sms).await;
        let script = [Step::Refuse, Step::Unknown, Step::Defer, Step::Panic];
        for (&id, step) in ids[1..].iter().zip(script) {
            ground.client.step(id, step);
        }
        ground.run_once().await;
        let mut states = Vec::new();
        for &id in &ids {
            states.push(ground.state(id).await);
        }
        let state = |state, reason: &str| (state, Some(reason.to_owned()));
        assert_eq!(
            states,
            [
                (MessageState::Sent, None),
                state(MessageState::Failed, "refused: no such number"),
                state(MessageState::Uncertain, "no answer: time-out"),
                state(MessageState::Queued, "put off: 450"),
                state(MessageState::Uncertain, "no answer: the client gave no answer"),
                (MessageState::Sent, None),
            ]
        );
    }
}

#[tokio::test]
async fn a_provider_that_asks_to_slow_down_is_given_rest() {
    for ground in grounds(5, 1).await {
        let ids = ground.ids(Channel::Sms).await;
        ground.client.step(ids[1], Step::Throttle { retry_after: Some(Duration::from_secs(30)) });
        let done = ground.run_once().await;
        assert!(done.hold >= Some(Duration::from_secs(30)), "as long as the provider asks for");
        assert_eq!(ground.texts(MessageState::Sent).await, 1);
        assert_eq!(ground.texts(MessageState::Queued).await, 4, "the rest is given back");
        assert!(ground.run_once().await.hold.is_some(), "every worker rests");
        assert_eq!(ground.texts(MessageState::Sent).await, 1);
        ground.execute("UPDATE pace SET next_at = 0").await;
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 4, "only the one that was put off waits");
    }
}

#[tokio::test]
async fn a_message_whose_lease_ended_on_its_way_is_uncertain_and_never_sent_again() {
    for ground in grounds(3, 1).await {
        let id = ground.ids(Channel::Sms).await[1];
        let lease_ends = format!("UPDATE message SET lease_expires_at = 0 WHERE id = {id}");
        ground.client.step(id, Step::Meanwhile(lease_ends));
        ground.run_once().await;
        let lost = (MessageState::Uncertain, Some(reason::WORKER_LOST.to_owned()));
        assert_eq!(ground.state(id).await, lost, "the late answer changes nothing");
        assert_eq!(ground.run_once().await.claimed, 0);
        let mut once = ground.client.given();
        once.dedup();
        assert_eq!(once, ground.client.given());
        assert_eq!(once.len(), 6);
    }
}

#[tokio::test]
async fn an_acknowledgement_proves_that_an_uncertain_message_was_sent() {
    for ground in grounds(1, 1).await {
        let id = ground.ids(Channel::Sms).await[0];
        ground.client.step(id, Step::Unknown);
        ground.execute("UPDATE message SET state = 'suppressed' WHERE channel = 'email'").await;
        ground.execute("UPDATE message_count SET state = 'suppressed' WHERE channel = 'email'").await;
        ground.run_once().await;
        let transaction = ground.app.database.begin().await.unwrap();
        let recipient = entity::message::Entity::find_by_id(id).one(&transaction).await.unwrap().unwrap().recipient_id;
        assert_eq!(resolve_uncertain_as_sent(&transaction, recipient.into()).await.unwrap(), 1);
        assert_eq!(resolve_uncertain_as_sent(&transaction, recipient.into()).await.unwrap(), 0);
        transaction.commit().await.unwrap();
        assert_eq!(ground.state(id).await.0, MessageState::Sent);
        ground.check_counts().await;
    }
}
