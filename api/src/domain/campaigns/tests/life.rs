//! Pause, resume, cancel, expiry, reminders, trying again.

use std::time::Duration;

use shared::{
    channel::{CampaignState, Channel, MessageState},
    ids::{CampaignId, PatientId},
};

use crate::domain::{
    Actor, Error,
    campaigns::{
        cancel, complete_due, counts, create,
        fixtures::{NewPatient, Practice, command, flu, manager},
        funnel, get, launch_unattended, pause, remind, remind_once, resume, retry_failed,
    },
};

/// Three who can be reached on both channels and one by email only.
async fn launched() -> (Practice, CampaignId, Vec<PatientId>) {
    let practice = Practice::open().await;
    let mut patients = Vec::new();
    for n in 1..=3 {
        let (phone, email) = (format!("+44770090000{n}"), format!("p{n}@example.org"));
        patients.push(practice.add(NewPatient::with_asthma(Some(&phone), Some(&email))).await);
    }
    patients.push(practice.add(NewPatient::with_asthma(None, Some("p4@example.org"))).await);
    let id = create(&practice.app, &manager(), flu()).await.unwrap().id.into();
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    (practice, id, patients)
}

async fn count(practice: &Practice, id: CampaignId, wave: i32, channel: Channel, state: MessageState) -> i64 {
    let ledger = counts::ledger(practice.app.database.reader(), id).await.unwrap();
    ledger.get(&(wave, channel)).and_then(|states| states.get(&state)).copied().unwrap_or(0)
}

fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

#[tokio::test]
async fn a_campaign_pauses_and_resumes() {
    let (practice, id, _) = launched().await;
    let app = &practice.app;
    assert_eq!(code_of(resume(app, &manager(), id).await), "CONFLICT");
    assert_eq!(pause(app, &manager(), id).await.unwrap().state, CampaignState::Paused);
    assert_eq!(code_of(pause(app, &manager(), id).await), "CONFLICT");
    assert_eq!(resume(app, &manager(), id).await.unwrap().state, CampaignState::Running);
    assert_eq!(code_of(pause(app, &manager(), 99.into()).await), "NOT_FOUND");
    let viewer = Actor::user(2.into(), "Vi", shared::permission::Role::Viewer);
    assert_eq!(code_of(pause(app, &viewer, id).await), "FORBIDDEN");
}

#[tokio::test]
async fn cancelling_leaves_what_was_sent() {
    let (practice, id, _) = launched().await;
    practice.send_everything(id).await;
    remind(&practice.app, &manager(), id).await.unwrap();
    let campaign = cancel(&practice.app, &manager(), id).await.unwrap();
    assert_eq!(campaign.state, CampaignState::Cancelled);
    assert_eq!(count(&practice, id, 0, Channel::Email, MessageState::Sent).await, 4);
    assert_eq!(count(&practice, id, 1, Channel::Email, MessageState::Cancelled).await, 4);
    assert_eq!(count(&practice, id, 1, Channel::Sms, MessageState::Cancelled).await, 3);
    assert_eq!(count(&practice, id, 1, Channel::Sms, MessageState::Suppressed).await, 1);
    assert_eq!(count(&practice, id, 1, Channel::Sms, MessageState::Queued).await, 0);
    assert_eq!(code_of(resume(&practice.app, &manager(), id).await), "CONFLICT");
}

#[tokio::test]
async fn an_expired_campaign_completes_and_cancels_what_waits() {
    let (practice, id, _) = launched().await;
    let clock = Actor::system("complete_campaigns");
    assert_eq!(complete_due(&practice.app, &clock).await.unwrap(), 0);
    practice.clock.advance(Duration::from_hours(181 * 24));
    assert_eq!(complete_due(&practice.app, &clock).await.unwrap(), 1);
    assert_eq!(get(practice.app.database.reader(), id).await.unwrap().state, CampaignState::Completed);
    assert_eq!(count(&practice, id, 0, Channel::Email, MessageState::Cancelled).await, 4);
    // A message that a worker gave back after the end is swept up at the next look.
    practice.move_all(id, MessageState::Cancelled, MessageState::Queued).await;
    assert_eq!(complete_due(&practice.app, &clock).await.unwrap(), 0);
    assert_eq!(count(&practice, id, 0, Channel::Email, MessageState::Cancelled).await, 4);
}

#[tokio::test]
async fn a_reminder_goes_to_non_respondents_only() {
    let (practice, id, patients) = launched().await;
    assert_eq!(code_of(remind(&practice.app, &manager(), id).await), "WAVE_UNFINISHED");
    practice.send_everything(id).await;
    practice.acknowledge(id, patients[0], practice.now()).await;
    practice.acknowledge(id, patients[3], practice.now()).await;
    let before = funnel(practice.app.database.reader(), id).await.unwrap();
    assert_eq!((before.acknowledged, before.non_respondents, before.never_sent), (2, 2, 0));
    assert_eq!(remind(&practice.app, &manager(), id).await.unwrap().wave, 1);
    for channel in [Channel::Email, Channel::Sms] {
        assert_eq!(count(&practice, id, 1, channel, MessageState::Queued).await, 2);
        assert_eq!(count(&practice, id, 1, channel, MessageState::Suppressed).await, 0);
    }
}

#[tokio::test]
async fn a_reminder_that_is_asked_for_again_is_sent_once() {
    const KEY: Option<&str> = Some("5f0c9c51-3c0e-4a55-9d0c-6b7f3d6c2f10");
    let (practice, id, _) = launched().await;
    let app = &practice.app;
    practice.send_everything(id).await;
    assert_eq!(remind_once(app, &manager(), id, KEY).await.unwrap().wave, 1);
    assert_eq!(remind_once(app, &manager(), id, KEY).await.unwrap().wave, 1);
    assert_eq!(count(&practice, id, 1, Channel::Email, MessageState::Queued).await, 4);
    practice.send_everything(id).await;
    assert_eq!(remind_once(app, &manager(), id, KEY).await.unwrap().wave, 1);
    let other = create(app, &manager(), flu()).await.unwrap().id.into();
    assert_eq!(code_of(remind_once(app, &manager(), other, KEY).await), "CONFLICT");
    assert_eq!(remind(app, &manager(), id).await.unwrap().wave, 2);
}

#[tokio::test]
async fn nobody_is_reminded_when_all_have_acknowledged() {
    let (practice, id, patients) = launched().await;
    practice.send_everything(id).await;
    for patient in patients {
        practice.acknowledge(id, patient, practice.now()).await;
    }
    assert_eq!(code_of(remind(&practice.app, &manager(), id).await), "NOBODY_LEFT");
    assert_eq!(get(practice.app.database.reader(), id).await.unwrap().wave, 0);
}

#[tokio::test]
async fn only_failed_messages_are_tried_again() {
    let (practice, id, _) = launched().await;
    assert_eq!(code_of(retry_failed(&practice.app, &manager(), id).await), "NOTHING_FAILED");
    practice.move_all(id, MessageState::Queued, MessageState::Failed).await;
    retry_failed(&practice.app, &manager(), id).await.unwrap();
    assert_eq!(count(&practice, id, 0, Channel::Email, MessageState::Queued).await, 4);
    practice.move_all(id, MessageState::Queued, MessageState::Uncertain).await;
    assert_eq!(code_of(retry_failed(&practice.app, &manager(), id).await), "NOTHING_FAILED");
}
