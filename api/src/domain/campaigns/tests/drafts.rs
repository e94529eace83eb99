//! Drafts that are asked for twice, changed and removed.

use std::time::Duration;

use entity::{campaign, report, template};
use sea_orm::{EntityTrait, PaginatorTrait};
use shared::{
    channel::{CampaignState, Channel},
    cohort::CohortRule,
    ids::CampaignId,
    permission::Role,
    person::Sex,
    report::ReportKind,
};

use crate::domain::{
    Actor, Error,
    campaigns::{
        DraftChange, ScheduledLaunch, TemplateText, cancel, channels_of, create, create_once, delete_draft,
        enqueue_overdue,
        fixtures::{NewPatient, Practice, command, flu, manager},
        get, launch_scheduled, launch_unattended, rule_of, save_draft, templates_of,
    },
    reports::{NewReport, save},
};

const KEY: Option<&str> = Some("4b7de7b4-5f4c-4b5e-8f39-3a1d4f6f5f10");

fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

#[tokio::test]
async fn asking_again_makes_no_second_campaign() {
    let practice = Practice::open().await;
    let first = create_once(&practice.app, &manager(), flu(), KEY).await.unwrap();
    let again = create_once(&practice.app, &manager(), flu(), KEY).await.unwrap();
    assert_eq!(again, first);
    assert_eq!(campaign::Entity::find().count(practice.app.database.reader()).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_not_said_of_a_draft_stays() {
    let practice = Practice::open().await;
    let (app, reader) = (&practice.app, practice.app.database.reader());
    let before = create(app, &manager(), flu()).await.unwrap();
    let id = before.id.into();
    let change = DraftChange { name: Some(" Winter ".to_owned()), ..DraftChange::default() };
    let after = save_draft(app, &manager(), id, change).await.unwrap();
    assert_eq!(after, campaign::Model { name: "Winter".to_owned(), ..before });
    assert_eq!(templates_of(reader, id).await.unwrap().len(), 2);

    let rule = CohortRule::Sex(Sex::Female);
    let text = TemplateText { channel: Channel::Sms, subject: None, body: "Read {{ link }}".to_owned() };
    let change = DraftChange {
        rule: Some(rule.clone()),
        channels: Some(vec![Channel::Sms]),
        templates: Some(vec![text]),
        ..DraftChange::default()
    };
    let after = save_draft(app, &manager(), id, change).await.unwrap();
    assert_eq!((rule_of(&after).unwrap(), channels_of(&after).unwrap()), (rule, vec![Channel::Sms]));
    let templates = templates_of(reader, id).await.unwrap();
    assert_eq!(templates.iter().map(|one| one.body.as_str()).collect::<Vec<_>>(), ["Read {{ link }}"]);
}

#[tokio::test]
async fn the_moment_that_is_meant_for_the_launch_is_kept_and_launches_nothing() {
    let practice = Practice::open().await;
    let (app, reader) = (&practice.app, practice.app.database.reader());
    let id: CampaignId = create(app, &manager(), flu()).await.unwrap().id.into();
    let at = practice.now().plus(Duration::from_hours(1));
    let plan = |at| DraftChange { planned_at: Some(at), ..DraftChange::default() };
    save_draft(app, &manager(), id, plan(Some(at.to_utc()))).await.unwrap();
    let other = DraftChange { name: Some("Winter".to_owned()), ..DraftChange::default() };
    assert_eq!(save_draft(app, &manager(), id, other).await.unwrap().scheduled_at, Some(at));
    practice.clock.advance(Duration::from_hours(2));
    assert_eq!(enqueue_overdue(app).await.unwrap(), 0);
    let untouched = launch_scheduled(app, id, at).await.unwrap();
    assert!(matches!(untouched, ScheduledLaunch::NothingToDo));
    assert_eq!(get(reader, id).await.unwrap().state, CampaignState::Draft);
    assert_eq!(save_draft(app, &manager(), id, plan(None)).await.unwrap().scheduled_at, None);
}

#[tokio::test]
async fn a_channel_that_is_left_out_loses_its_template() {
    let practice = Practice::open().await;
    let id = create(&practice.app, &manager(), flu()).await.unwrap().id.into();
    let change = DraftChange { channels: Some(vec![Channel::Email]), ..DraftChange::default() };
    save_draft(&practice.app, &manager(), id, change).await.unwrap();
    let templates = templates_of(practice.app.database.reader(), id).await.unwrap();
    assert_eq!(templates.iter().map(|one| one.channel).collect::<Vec<_>>(), [Channel::Email]);
}

#[tokio::test]
async fn a_change_is_checked_as_a_new_draft_is() {
    let practice = Practice::open().await;
    let before = create(&practice.app, &manager(), flu()).await.unwrap();
    let change = async |change| match save_draft(&practice.app, &manager(), before.id.into(), change).await {
        Err(Error::Invalid { field, message }) => (field, message),
        other => panic!("{other:?}"),
    };
    let none = DraftChange::default;
    assert_eq!(change(DraftChange { name: Some(String::new()), ..none() }).await.0, "name");
    assert_eq!(change(DraftChange { kind: Some("Flu jab".to_owned()), ..none() }).await.0, "kind");
    assert_eq!(change(DraftChange { channels: Some(Vec::new()), ..none() }).await.0, "channels");
    assert_eq!(
        change(DraftChange { rule: Some(CohortRule::code_set("nowhere")), ..none() }).await.0,
        "rule.condition.codeSet"
    );
    let past = Some("2026-11-22T10:00:00Z".parse().unwrap());
    assert_eq!(change(DraftChange { expires_at: past, ..none() }).await.0, "expiresAt");
    let text = TemplateText { channel: Channel::Sms, subject: None, body: "No link".to_owned() };
    let (field, message) = change(DraftChange { templates: Some(vec![text]), ..none() }).await;
    assert_eq!(field, "templates[0]");
    assert!(message.starts_with("SMS: the body must contain {{ link }}"), "{message}");
    let reader = practice.app.database.reader();
    assert_eq!(get(reader, before.id.into()).await.unwrap(), before);
    assert_eq!(templates_of(reader, before.id.into()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_draft_goes_with_its_templates_and_leaves_reports_without_a_campaign() {
    let practice = Practice::open().await;
    let (app, reader) = (&practice.app, practice.app.database.reader());
    let id = create(app, &manager(), flu()).await.unwrap().id.into();
    let new = NewReport { name: "Monday".to_owned(), kind: ReportKind::Followed, campaign: id };
    save(app, &manager(), new).await.unwrap();
    let viewer = Actor::user(2.into(), "Vi", Role::Viewer);
    assert_eq!(code_of(delete_draft(app, &viewer, id).await), "FORBIDDEN");
    assert!(delete_draft(app, &manager(), id).await.unwrap());
    assert!(!delete_draft(app, &manager(), id).await.unwrap(), "asked again it is gone already");
    assert_eq!(code_of(get(reader, id).await), "NOT_FOUND");
    assert_eq!(template::Entity::find().count(reader).await.unwrap(), 0);
    assert_eq!(report::Entity::find().one(reader).await.unwrap().unwrap().campaign_id, None);
}

#[tokio::test]
async fn what_was_launched_or_cancelled_is_no_draft_any_more() {
    let practice = Practice::open().await;
    let app = &practice.app;
    practice.add(NewPatient::with_asthma(None, Some("a@example.org"))).await;
    let launched = create(app, &manager(), flu()).await.unwrap().id.into();
    launch_unattended(app, &command(), launched).await.unwrap();
    let cancelled = create(app, &manager(), flu()).await.unwrap().id.into();
    cancel(app, &manager(), cancelled).await.unwrap();
    for id in [launched, cancelled] {
        let change = DraftChange { name: Some("Other".to_owned()), ..DraftChange::default() };
        assert_eq!(code_of(save_draft(app, &manager(), id, change).await), "ALREADY_LAUNCHED");
        assert_eq!(code_of(delete_draft(app, &manager(), id).await), "ALREADY_LAUNCHED");
    }
}
