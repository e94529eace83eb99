//! The ledger row by row, and what was done to a campaign.

use shared::{
    channel::{Channel, MessageState},
    permission::Role,
};

use crate::domain::{
    Actor, Error,
    campaigns::{
        MessageFilter, MessagePosition, MessageWindow, activity, counts, create,
        fixtures::{NewPatient, Practice, command, flu, manager},
        launch_unattended, pause, read_messages, remind,
    },
};

async fn practices() -> Vec<Practice> {
    let mut practices = vec![Practice::open().await];
    practices.extend(Practice::open_postgres().await);
    practices
}

#[tokio::test]
async fn the_newest_wave_comes_first_and_pages_meet() {
    for practice in practices().await {
        let app = &practice.app;
        for n in 1..=3 {
            let email = format!("p{n}@example.org");
            practice.add(NewPatient::with_asthma((n == 1).then_some("+447700900001"), Some(&email))).await;
        }
        let id = create(app, &manager(), flu()).await.unwrap().id.into();
        launch_unattended(app, &command(), id).await.unwrap();
        practice.send_everything(id).await;
        remind(app, &manager(), id).await.unwrap();
        let read = async |filter, from, backward, limit| {
            let window = MessageWindow { from, backward, limit };
            read_messages(app, &manager(), id, filter, window).await.unwrap()
        };
        let all = MessageFilter::default();
        let whole = read(all, None, false, 100).await;
        let order: Vec<_> = whole.iter().map(|row| (-row.wave, -row.recipient_id, row.channel)).collect();
        assert_eq!(order.len(), 12);
        let mut sorted = order.clone();
        sorted.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.cmp(&a.2)));
        assert_eq!(order, sorted);

        // Page by page forward, and back again.
        let mut pages = read(all, None, false, 5).await;
        while let Some(last) = pages.last().map(MessagePosition::from) {
            let next = read(all, Some(last), false, 5).await;
            if next.is_empty() {
                break;
            }
            pages.extend(next);
        }
        assert_eq!(pages, whole);
        let mut before = read(all, Some(MessagePosition::from(&whole[7])), true, 7).await;
        before.reverse();
        assert_eq!(before, whole[..7]);

        let ledger = counts::ledger(app.database.reader(), id).await.unwrap();
        for filter in [
            all,
            MessageFilter { state: Some(MessageState::Suppressed), ..all },
            MessageFilter { channel: Some(Channel::Sms), wave: Some(1), ..all },
            MessageFilter { state: Some(MessageState::Failed), ..all },
            MessageFilter { state: Some(MessageState::Sent), channel: Some(Channel::Email), wave: Some(0) },
            MessageFilter { wave: Some(9), ..all },
        ] {
            let rows = read(filter, None, false, 100).await;
            assert_eq!(filter.total(&ledger), i64::try_from(rows.len()).unwrap(), "{filter:?}");
        }
        practice.move_all(id, MessageState::Queued, MessageState::Failed).await;
        let failed = MessageFilter { state: Some(MessageState::Failed), ..all };
        assert_eq!(read(failed, None, false, 100).await.len(), 4);
        let auditor = Actor::user(3.into(), "Al", Role::Auditor);
        let window = MessageWindow { from: None, backward: false, limit: 2 };
        assert!(matches!(read_messages(app, &auditor, id, all, window).await, Err(Error::Forbidden(_))));
    }
}

#[tokio::test]
async fn activity_is_what_was_done_and_not_who_looked() {
    let practice = Practice::open().await;
    let app = &practice.app;
    practice.add(NewPatient::with_asthma(None, Some("a@example.org"))).await;
    let id = create(app, &manager(), flu()).await.unwrap().id.into();
    create(app, &manager(), flu()).await.unwrap();
    launch_unattended(app, &command(), id).await.unwrap();
    let window = MessageWindow { from: None, backward: false, limit: 2 };
    read_messages(app, &manager(), id, MessageFilter::default(), window).await.unwrap();
    pause(app, &manager(), id).await.unwrap();
    let events = activity(app.database.reader(), id).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(told, ["campaign.paused", "campaign.launched", "campaign.created"]);
}
