//! Messages in doubt, and what a person decides about them.

use entity::message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    channel::{Channel, MessageState},
    ids::{CampaignId, MessageId},
    permission::Role,
};

use crate::domain::{
    Actor, Error,
    campaigns::{
        cancel, counts, create,
        fixtures::{NewPatient, Practice, command, flu, manager},
        funnel, launch_unattended, resolve, retry_failed,
    },
    messages::{InDoubt, Resolution, reason},
};

fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

fn these(messages: &[MessageId]) -> InDoubt<'_> {
    InDoubt { messages: Some(messages), ..InDoubt::default() }
}

/// Two patients with an email and a text each, all four in doubt.
async fn in_doubt(practice: &Practice) -> CampaignId {
    for n in 1..=2 {
        let (phone, email) = (format!("+44770090000{n}"), format!("p{n}@example.org"));
        practice.add(NewPatient::with_asthma(Some(&phone), Some(&email))).await;
    }
    let id = create(&practice.app, &manager(), flu()).await.unwrap().id.into();
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    practice.move_all(id, MessageState::Queued, MessageState::Uncertain).await;
    id
}

async fn texts(practice: &Practice) -> Vec<message::Model> {
    message::Entity::find()
        .filter(message::Column::Channel.eq(Channel::Sms))
        .order_by_asc(message::Column::Id)
        .all(practice.app.database.reader())
        .await
        .unwrap()
}

async fn count(practice: &Practice, id: CampaignId, channel: Channel, state: MessageState) -> i64 {
    let ledger = counts::ledger(practice.app.database.reader(), id).await.unwrap();
    ledger[&(0, channel)].get(&state).copied().unwrap_or(0)
}

#[tokio::test]
async fn what_arrived_counts_as_sent() {
    for practice in practices().await {
        let id = in_doubt(&practice).await;
        let first = MessageId::from(texts(&practice).await[0].id);
        resolve(&practice.app, &manager(), id, these(&[first]), Resolution::Sent).await.unwrap();
        let texts = texts(&practice).await;
        assert_eq!((texts[0].state, texts[1].state), (MessageState::Sent, MessageState::Uncertain));
        assert!(texts[0].sent_at.is_some());
        assert_eq!(count(&practice, id, Channel::Sms, MessageState::Sent).await, 1);
        assert_eq!(count(&practice, id, Channel::Sms, MessageState::Uncertain).await, 1);
        assert_eq!(funnel(practice.app.database.reader(), id).await.unwrap().sent, 1);
        let again = resolve(&practice.app, &manager(), id, these(&[first]), Resolution::GiveUp).await;
        assert_eq!(code_of(again), "NOTHING_UNCERTAIN");
    }
}

#[tokio::test]
async fn a_decision_about_the_emails_of_a_wave_leaves_the_texts_and_the_other_waves_in_doubt() {
    for practice in practices().await {
        let id = in_doubt(&practice).await;
        let emails = |wave| InDoubt { channel: Some(Channel::Email), wave: Some(wave), ..InDoubt::default() };
        let reminder = resolve(&practice.app, &manager(), id, emails(1), Resolution::SendAgain).await;
        assert_eq!(code_of(reminder), "NOTHING_UNCERTAIN");
        resolve(&practice.app, &manager(), id, emails(0), Resolution::SendAgain).await.unwrap();
        assert_eq!(count(&practice, id, Channel::Email, MessageState::Queued).await, 2);
        assert_eq!(count(&practice, id, Channel::Sms, MessageState::Uncertain).await, 2);
    }
}

#[tokio::test]
async fn a_message_is_sent_once_more_and_never_a_third_time() {
    for practice in practices().await {
        let id = in_doubt(&practice).await;
        resolve(&practice.app, &manager(), id, InDoubt::default(), Resolution::SendAgain).await.unwrap();
        for text in texts(&practice).await {
            assert_eq!((text.state, text.possible_duplicate, text.attempts), (MessageState::Queued, true, 0));
        }
        for channel in [Channel::Email, Channel::Sms] {
            assert_eq!(count(&practice, id, channel, MessageState::Queued).await, 2);
            assert_eq!(count(&practice, id, channel, MessageState::Uncertain).await, 0);
        }
        practice.move_all(id, MessageState::Queued, MessageState::Uncertain).await;
        let third =
            resolve(&practice.app, &manager(), id, InDoubt::default(), Resolution::SendAgain).await.unwrap_err();
        assert_eq!(third.code(), "SENT_TWICE");
        assert!(third.to_string().starts_with("4 messages in doubt were sent once more before"), "{third}");
        assert_eq!(count(&practice, id, Channel::Sms, MessageState::Uncertain).await, 2);
        resolve(&practice.app, &manager(), id, InDoubt::default(), Resolution::Sent).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_given_up_is_not_tried_again_with_what_failed() {
    for practice in practices().await {
        let id = in_doubt(&practice).await;
        resolve(&practice.app, &manager(), id, InDoubt::default(), Resolution::GiveUp).await.unwrap();
        for text in texts(&practice).await {
            assert_eq!((text.state, text.reason.as_deref()), (MessageState::Failed, Some(reason::GIVEN_UP)));
        }
        assert_eq!(count(&practice, id, Channel::Email, MessageState::Failed).await, 2);
        assert_eq!(code_of(retry_failed(&practice.app, &manager(), id).await), "NOTHING_FAILED");
    }
}

#[tokio::test]
async fn a_cancelled_campaign_sends_nothing_again_but_what_is_known_can_be_said() {
    let practice = Practice::open().await;
    let id = in_doubt(&practice).await;
    cancel(&practice.app, &manager(), id).await.unwrap();
    let again = resolve(&practice.app, &manager(), id, InDoubt::default(), Resolution::SendAgain).await;
    assert_eq!(code_of(again), "NOT_RUNNING");
    resolve(&practice.app, &manager(), id, InDoubt::default(), Resolution::GiveUp).await.unwrap();
    let none = resolve(&practice.app, &manager(), id, these(&[]), Resolution::Sent).await;
    assert_eq!(code_of(none), "NOTHING_UNCERTAIN");
}

#[tokio::test]
async fn messages_of_another_campaign_are_left_alone() {
    let practice = Practice::open().await;
    let id = in_doubt(&practice).await;
    let other = create(&practice.app, &manager(), flu()).await.unwrap().id.into();
    let all: Vec<_> = texts(&practice).await.iter().map(|text| MessageId::from(text.id)).collect();
    assert_eq!(
        code_of(resolve(&practice.app, &manager(), other, these(&all), Resolution::Sent).await),
        "NOTHING_UNCERTAIN"
    );
    assert_eq!(count(&practice, id, Channel::Sms, MessageState::Uncertain).await, 2);
    let viewer = Actor::user(2.into(), "Vi", Role::Viewer);
    assert_eq!(code_of(resolve(&practice.app, &viewer, id, InDoubt::default(), Resolution::Sent).await), "FORBIDDEN");
}

async fn practices() -> Vec<Practice> {
    let mut practices = vec![Practice::open().await];
    practices.extend(Practice::open_postgres().await);
    practices
}
