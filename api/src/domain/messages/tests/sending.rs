//! What a client's answer does to a message.

use std::time::Duration;

use sea_orm::EntityTrait;
use shared::channel::{Channel, MessageState};

use super::ground::{Step, grounds};
use crate::domain::messages::{reason, resolve_uncertain_as_sent, settle_doubts};

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
        assert_eq!(ground.state(id).await, (MessageState::Sent, None), "no reason is left behind");
        ground.check_counts().await;
    }
}

#[tokio::test]
async fn an_answer_that_comes_while_a_message_is_on_its_way_proves_that_it_was_sent() {
    for ground in grounds(5, 5).await {
        let ids = ground.ids(Channel::Sms).await;
        let answers = |id: i64, at: &str| {
            format!("UPDATE recipient SET {at} = 1 WHERE id = (SELECT recipient_id FROM message WHERE id = {id})")
        };
        let lost = |id: i64, at: &str| {
            Step::Meanwhile(format!("{}; UPDATE message SET lease_expires_at = 0 WHERE id = {id}", answers(id, at)))
        };
        ground.client.step(ids[0], lost(ids[0], "acknowledged_at"));
        ground.client.step(ids[1], Step::Silent(answers(ids[1], "opted_out_at")));
        ground.client.step(ids[2], lost(ids[2], "followed_at"));
        ground.client.step(ids[3], Step::Silent(answers(ids[3], "followed_at")));
        ground.client.step(ids[4], Step::Unknown);
        ground.run_once().await;
        for id in [ids[0], ids[1]] {
            assert_eq!(ground.state(id).await, (MessageState::Sent, None));
        }
        for id in [ids[2], ids[3], ids[4]] {
            assert_eq!(ground.state(id).await.0, MessageState::Uncertain, "an opening may be a machine's");
        }
        // It was being written down while the message came into doubt.
        ground.execute(&answers(ids[4], "not_me_at")).await;
        settle_doubts(&ground.app).await.unwrap();
        assert_eq!(ground.state(ids[4]).await, (MessageState::Sent, None));
        assert_eq!(ground.texts(MessageState::Uncertain).await, 2);
        ground.check_counts().await;
    }
}

#[tokio::test]
async fn a_refusal_of_the_address_itself_suppresses_it() {
    for (step, why) in [(Step::NoSuchAddress, "hard_bounce"), (Step::OptedOut, "provider_list")] {
        // The second text is marked with the outcome of the first; the third comes after it.
        for ground in grounds(3, 1).await {
            let ids = ground.ids(Channel::Sms).await;
            ground.client.step(ids[0], step.clone());
            ground.run_once().await;
            assert_eq!(ground.state(ids[0]).await.0, MessageState::Failed);
            ground.run_once().await;
            let suppressed = (MessageState::Suppressed, Some(why.to_owned()));
            assert_eq!(ground.state(ids[2]).await, suppressed, "the same number, not tried again");
            let reader = ground.app.database.reader();
            let rows = entity::suppression::Entity::find().all(reader).await.unwrap();
            assert_eq!(rows.iter().map(|row| row.reason.as_str()).collect::<Vec<_>>(), [why]);
            let events = entity::audit_event::Entity::find().all(reader).await.unwrap();
            assert_eq!(events.iter().filter(|event| event.action == "suppression.added").count(), 1);
        }
    }
}
