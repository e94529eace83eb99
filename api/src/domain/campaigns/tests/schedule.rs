//! Launches at a later time.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::{audit_event, job, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use shared::{channel::CampaignState, ids::CampaignId, permission::Role};

use crate::{
    domain::{
        Actor, Error,
        campaigns::{
            DraftChange, ScheduledLaunch, cancel, create, enqueue_overdue,
            fixtures::{NewPatient, Practice, command, flu, manager},
            funnel, get, launch_scheduled, launch_unattended, save_draft, schedule,
        },
        identity::users::{NewUser, create_with_credentials},
    },
    queue::claim::any_unfinished,
};

const AT: &str = "2026-11-24T08:00:00Z";
const LATER: &str = "2026-11-25T08:00:00Z";
const TWO_DAYS: Duration = Duration::from_hours(46); // from the time the practice stands at to AT

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

/// Somebody who may launch, with an authenticator.
pub(super) struct Mo {
    pub actor: Actor,
    totp: totp_rs::Totp,
}

impl Mo {
    async fn of(practice: &Practice) -> Self {
        Self::named(practice, "Mo").await
    }

    pub async fn named(practice: &Practice, name: &str) -> Self {
        let email = format!("{}@example.org", name.to_lowercase()).parse().unwrap();
        let new = NewUser { email, name: name.to_owned(), role: Role::Manager };
        let made = create_with_credentials(&practice.app, &command(), &new).await.unwrap();
        let secret = totp_rs::Secret::try_from_base32(&made.totp.secret).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        Self { actor: Actor::user(made.user, name, Role::Manager), totp }
    }

    /// A code that was not used before: the clock moves on by a minute.
    pub fn code(&self, practice: &Practice) -> String {
        practice.clock.advance(Duration::from_mins(1));
        self.totp.generate(u64::try_from(practice.now().0 / 1000).unwrap()).to_string()
    }
}

async fn scheduled() -> (Practice, Mo, CampaignId) {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(None, Some("a@example.org"))).await;
    let mo = Mo::of(&practice).await;
    let id = create(&practice.app, &manager(), flu()).await.unwrap().id.into();
    let code = mo.code(&practice);
    let campaign = schedule(&practice.app, &mo.actor, id, &code, time(AT)).await.unwrap();
    assert_eq!((campaign.state, campaign.scheduled_at), (CampaignState::Scheduled, Some(Timestamp::from(time(AT)))));
    (practice, mo, id)
}

async fn launch_of(practice: &Practice, id: CampaignId, at: &str) -> ScheduledLaunch {
    launch_scheduled(&practice.app, id, time(at).into()).await.unwrap()
}

async fn state(practice: &Practice, id: CampaignId) -> CampaignState {
    get(practice.app.database.reader(), id).await.unwrap().state
}

#[tokio::test]
async fn the_cohort_is_frozen_at_the_time_of_the_launch() {
    let (practice, _, id) = scheduled().await;
    let reader = practice.app.database.reader();
    let job = job::Entity::find().one(reader).await.unwrap().unwrap();
    let at = Timestamp::from(time(AT));
    assert_eq!((job.kind.as_str(), job.run_at), ("launch_campaign", at));
    assert_eq!(job.payload, json!({ "campaign": 1, "at": at.0 }));
    assert_eq!(funnel(reader, id).await.unwrap().recipients, 0);

    practice.add(NewPatient::with_asthma(Some("+447700900002"), None)).await;
    practice.clock.advance(TWO_DAYS);
    assert!(matches!(launch_of(&practice, id, AT).await, ScheduledLaunch::Launched(_)));
    let campaign = get(reader, id).await.unwrap();
    assert_eq!((campaign.state, campaign.launched_at), (CampaignState::Running, Some(practice.now())));
    assert_eq!(funnel(reader, id).await.unwrap().recipients, 2, "the one who came meanwhile too");
    assert!(matches!(launch_of(&practice, id, AT).await, ScheduledLaunch::NothingToDo), "a job may begin twice");
}

#[tokio::test]
async fn a_campaign_that_was_cancelled_or_scheduled_anew_is_not_launched() {
    let (practice, mo, id) = scheduled().await;
    let code = mo.code(&practice);
    schedule(&practice.app, &mo.actor, id, &code, time(LATER)).await.unwrap();
    practice.clock.advance(TWO_DAYS);
    assert!(matches!(launch_of(&practice, id, AT).await, ScheduledLaunch::NothingToDo));
    assert_eq!(state(&practice, id).await, CampaignState::Scheduled);
    cancel(&practice.app, &manager(), id).await.unwrap();
    assert!(matches!(launch_of(&practice, id, LATER).await, ScheduledLaunch::NothingToDo));
    assert_eq!(state(&practice, id).await, CampaignState::Cancelled);
    assert!(matches!(launch_of(&practice, 99.into(), AT).await, ScheduledLaunch::NothingToDo));
}

#[tokio::test]
async fn a_campaign_that_waits_for_its_launch_is_not_changed() {
    let (practice, _, id) = scheduled().await;
    let change = DraftChange { name: Some("Other".to_owned()), ..DraftChange::default() };
    assert_eq!(code_of(save_draft(&practice.app, &manager(), id, change).await), "ALREADY_LAUNCHED");
}

#[tokio::test]
async fn a_launch_that_the_rules_refuse_leaves_a_draft_and_says_why() {
    let (practice, _, id) = scheduled().await;
    let database = &practice.app.database;
    database.writer().execute_unprepared("UPDATE patient SET status = 'left'").await.unwrap();
    practice.clock.advance(TWO_DAYS);
    let outcome = launch_of(&practice, id, AT).await;
    assert!(matches!(&outcome, ScheduledLaunch::PutBack { reason, .. } if reason.contains("no active patient")));
    let campaign = get(database.reader(), id).await.unwrap();
    assert_eq!((campaign.state, campaign.scheduled_at, campaign.launched_at), (CampaignState::Draft, None, None));
    let last = audit_event::Entity::find().order_by_desc(audit_event::Column::Id);
    let last = last.one(database.reader()).await.unwrap().unwrap();
    assert_eq!((last.action.as_str(), &last.detail["code"]), ("campaign.launch_failed", &json!("EMPTY_COHORT")));
}

#[tokio::test]
async fn scheduling_takes_a_fresh_code_a_time_to_come_and_every_template() {
    let practice = Practice::open().await;
    let mo = Mo::of(&practice).await;
    let app = &practice.app;
    let mut without = flu();
    without.templates.truncate(1);
    let id = create(app, &manager(), without).await.unwrap().id.into();
    assert_eq!(code_of(schedule(app, &mo.actor, id, "no code", time(AT)).await), "WRONG_CODE");
    let code = mo.code(&practice);
    assert_eq!(code_of(schedule(app, &mo.actor, id, &code, time("2026-11-22T10:00:00Z")).await), "INVALID_INPUT");
    assert_eq!(code_of(schedule(app, &mo.actor, id, &code, time("2028-01-01T00:00:00Z")).await), "INVALID_INPUT");
    assert_eq!(code_of(schedule(app, &mo.actor, id, &code, time(AT)).await), "MISSING_TEMPLATE");
    let client = Actor::client("client-1", "PAS", shared::permission::Permission::ALL.to_vec());
    assert_eq!(code_of(schedule(app, &client, id, &code, time(AT)).await), "PEOPLE_ONLY");
    assert_eq!(state(&practice, id).await, CampaignState::Draft);

    let whole = create(app, &manager(), flu()).await.unwrap().id.into();
    schedule(app, &mo.actor, whole, &code, time(AT)).await.unwrap();
    assert_eq!(code_of(schedule(app, &mo.actor, whole, &code, time(LATER)).await), "CODE_ALREADY_USED");
}

#[tokio::test]
async fn a_launched_campaign_is_not_scheduled() {
    let (practice, mo, id) = scheduled().await;
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    let code = mo.code(&practice);
    assert_eq!(code_of(schedule(&practice.app, &mo.actor, id, &code, time(LATER)).await), "ALREADY_LAUNCHED");
}

#[tokio::test]
async fn a_launch_whose_job_was_lost_is_enqueued_again() {
    let (practice, _, _) = scheduled().await;
    let database = &practice.app.database;
    assert_eq!(enqueue_overdue(&practice.app).await.unwrap(), 0);
    database.writer().execute_unprepared("UPDATE job SET state = 'failed'").await.unwrap();
    practice.clock.advance(TWO_DAYS);
    for _ in 0..2 {
        assert_eq!(enqueue_overdue(&practice.app).await.unwrap(), 1);
    }
    let waiting = job::Entity::find().filter(job::Column::State.eq(entity::values::JobState::Queued));
    assert_eq!(waiting.all(database.reader()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_who_waits_for_all_work_waits_for_a_launch_to_come() {
    let (practice, _, _) = scheduled().await;
    let database = &practice.app.database;
    database.writer().execute_unprepared("UPDATE job SET run_at = 99999999999999").await.unwrap();
    assert!(!any_unfinished(database).await.unwrap());
    database.writer().execute_unprepared("UPDATE job SET run_at = 0").await.unwrap();
    assert!(any_unfinished(database).await.unwrap());
}
