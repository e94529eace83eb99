//! What goes out again after it failed or was in doubt, and what is cancelled while workers are at it.

use std::time::Duration;

use entity::message;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    channel::{CampaignState, Channel, MessageState},
    ids::CampaignId,
};

use crate::domain::{
    Actor, Error,
    campaigns::{
        cancel, complete_due, counts, create,
        fixtures::{NewPatient, Practice, command, flu_by_text, manager},
        get, launch_unattended, remind, resolve, retry_failed,
    },
    messages::{InDoubt, Resolution, reason},
};

async fn practices() -> Vec<Practice> {
    let mut practices = vec![Practice::open().await];
    practices.extend(Practice::open_postgres().await);
    practices
}

/// A campaign of texts to as many patients.
async fn launched(practice: &Practice, patients: u32) -> CampaignId {
    for n in 0..patients {
        practice.add(NewPatient::with_asthma(Some(&format!("+44770090000{n}")), None)).await;
    }
    let id = create(&practice.app, &manager(), flu_by_text()).await.unwrap().id.into();
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    id
}

/// Sends the first wave and moves it on, then queues a reminder.
async fn reminded(practice: &Practice, first: MessageState) -> CampaignId {
    let id = launched(practice, 1).await;
    practice.send_everything(id).await;
    practice.move_all(id, MessageState::Sent, first).await;
    remind(&practice.app, &manager(), id).await.unwrap();
    id
}

async fn states(practice: &Practice) -> Vec<(MessageState, Option<String>)> {
    let rows = message::Entity::find()
        .filter(message::Column::Channel.eq(Channel::Sms))
        .order_by_asc(message::Column::Wave)
        .all(practice.app.database.reader())
        .await
        .unwrap();
    rows.into_iter().map(|row| (row.state, row.reason)).collect()
}

fn superseded() -> (MessageState, Option<String>) {
    (MessageState::Cancelled, Some(reason::SUPERSEDED.to_owned()))
}

#[tokio::test]
async fn of_several_waves_that_failed_the_last_one_goes_again() {
    for practice in practices().await {
        let id = reminded(&practice, MessageState::Failed).await;
        practice.move_all(id, MessageState::Queued, MessageState::Failed).await;
        retry_failed(&practice.app, &manager(), id).await.unwrap();
        assert_eq!(states(&practice).await, [superseded(), (MessageState::Queued, None)]);
        let ledger = counts::ledger(practice.app.database.reader(), id).await.unwrap();
        assert_eq!(ledger[&(0, Channel::Sms)][&MessageState::Cancelled], 1);
        assert_eq!(ledger[&(0, Channel::Sms)].get(&MessageState::Failed), None, "it does not count as failed");
        assert_eq!(ledger[&(1, Channel::Sms)][&MessageState::Queued], 1);
    }
}

#[tokio::test]
async fn what_was_in_doubt_is_not_sent_again_after_a_reminder() {
    for practice in practices().await {
        let id = reminded(&practice, MessageState::Uncertain).await;
        resolve(&practice.app, &manager(), id, InDoubt::default(), Resolution::SendAgain).await.unwrap();
        assert_eq!(states(&practice).await, [superseded(), (MessageState::Queued, None)]);
        let ledger = counts::ledger(practice.app.database.reader(), id).await.unwrap();
        assert_eq!(ledger[&(0, Channel::Sms)][&MessageState::Cancelled], 1);
        assert_eq!(ledger[&(0, Channel::Sms)].get(&MessageState::Failed), None, "it does not count as failed");
        let nothing = resolve(&practice.app, &manager(), id, InDoubt::default(), Resolution::SendAgain).await;
        assert!(matches!(nothing, Err(Error::Refused { code: "NOTHING_UNCERTAIN", .. })));
    }
}

/// A worker has rows in its hands and writes the counts when it is through with them; who cancels waits for neither.
#[tokio::test]
async fn a_cancellation_does_not_wait_for_a_worker_that_waits_for_its_counts() {
    let Some(practice) = Practice::open_postgres().await else { return };
    let id = launched(&practice, 2).await;
    let database = &practice.app.database;
    let claim = "UPDATE message SET state = 'claimed' WHERE id = (SELECT MIN(id) FROM message)";
    database.writer().execute_unprepared(claim).await.unwrap();
    counts::move_messages(database.writer(), id, 0, Channel::Sms, MessageState::Queued, MessageState::Claimed, 1)
        .await
        .unwrap();
    let worker = database.begin().await.unwrap();
    let back = "UPDATE message SET state = 'queued' WHERE state = 'claimed'";
    worker.execute_unprepared(back).await.unwrap();
    let cancelled = tokio::time::timeout(Duration::from_secs(20), cancel(&practice.app, &manager(), id)).await;
    assert_eq!(cancelled.expect("it waits for the worker").unwrap().state, CampaignState::Cancelled);
    counts::move_messages(&worker, id, 0, Channel::Sms, MessageState::Claimed, MessageState::Queued, 1).await.unwrap();
    worker.commit().await.unwrap();
    // What the worker gave back is cancelled at the next look.
    complete_due(&practice.app, &Actor::system("test")).await.unwrap();
    let reader = database.reader();
    assert!(states(&practice).await.iter().all(|(state, _)| *state == MessageState::Cancelled));
    assert_eq!(counts::ledger(reader, id).await.unwrap()[&(0, Channel::Sms)][&MessageState::Cancelled], 2);
    assert_eq!(get(reader, id).await.unwrap().state, CampaignState::Cancelled);
}
