//! What a plan changes at the launch and after it: households, reminders, approval; templates and their history.

use std::time::Duration;

use futures::TryStreamExt;
use shared::{
    channel::{CampaignState, Channel, MessageState},
    ids::CampaignId,
    plan::{Household, Plan, ReminderPlan},
};

use crate::{
    config::Config,
    domain::{
        Actor, Error,
        campaigns::{
            Draft, DraftChange, TemplateText, TemplateVariant, counts, create,
            fixtures::{NewPatient, Practice, command, flu, manager},
            funnel, get, launch_unattended, planned, remind_due, save_draft, template_versions, unreachable_csv,
            variants_of, waves_of, would_go_to,
        },
    },
    state::App,
};

const DAY: Duration = Duration::from_hours(24);

async fn draft(practice: &Practice, plan: Plan) -> CampaignId {
    create(&practice.app, &manager(), Draft { plan, ..flu() }).await.unwrap().id.into()
}

async fn count(practice: &Practice, id: CampaignId, wave: i32, channel: Channel, state: MessageState) -> i64 {
    let ledger = counts::ledger(practice.app.database.reader(), id).await.unwrap();
    ledger.get(&(wave, channel)).and_then(|states| states.get(&state)).copied().unwrap_or(0)
}

fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

async fn one_message_a_household(practice: Practice) {
    let (phone, email) = (Some("+447700900001"), Some("family@example.org"));
    practice.add(NewPatient::with_asthma(phone, email)).await;
    practice.add(NewPatient::with_asthma(phone, email)).await;
    practice.add(NewPatient::with_asthma(Some("+447700900002"), email)).await;
    practice.add(NewPatient::with_asthma(None, None)).await;
    let id = draft(&practice, Plan { household: Household::PerContactPoint, ..Plan::default() }).await;
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    assert_eq!(count(&practice, id, 0, Channel::Sms, MessageState::Queued).await, 2);
    assert_eq!(count(&practice, id, 0, Channel::Sms, MessageState::Suppressed).await, 2);
    assert_eq!(count(&practice, id, 0, Channel::Email, MessageState::Queued).await, 1);
    assert_eq!(count(&practice, id, 0, Channel::Email, MessageState::Suppressed).await, 3);
    let funnel = funnel(practice.app.database.reader(), id).await.unwrap();
    assert_eq!((funnel.recipients, funnel.unreachable), (4, 1), "who shares an address is not out of reach");
}

#[tokio::test]
async fn a_household_gets_one_message_on_each_contact_point() {
    one_message_a_household(Practice::open().await).await;
    if let Some(practice) = Practice::open_postgres().await {
        one_message_a_household(practice).await;
    }
}

#[tokio::test]
async fn planned_reminders_come_when_they_are_due_to_those_who_have_not_answered() {
    let practice = Practice::open().await;
    let answers = practice.add(NewPatient::with_asthma(Some("+447700900001"), Some("a@example.org"))).await;
    practice.add(NewPatient::with_asthma(Some("+447700900002"), None)).await;
    let week = ReminderPlan { after_days: 7, channels: vec![Channel::Sms] };
    let later = ReminderPlan { after_days: 14, channels: Vec::new() };
    let id = draft(&practice, Plan { reminders: vec![week, later], ..Plan::default() }).await;
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    let (app, reader) = (&practice.app, practice.app.database.reader());
    let launched_at = practice.now();
    let to_come = planned(reader, &get(reader, id).await.unwrap()).await.unwrap();
    let due: Vec<_> = to_come.iter().map(|one| (one.wave, one.due_at.unwrap(), one.channels.len())).collect();
    assert_eq!(due, [(1, launched_at.plus(DAY * 7), 1), (2, launched_at.plus(DAY * 21), 2)]);

    practice.clock.advance(DAY * 7);
    assert_eq!(remind_due(app).await.unwrap(), 0, "the first wave is still going out");
    practice.send_everything(id).await;
    practice.acknowledge(id, answers, practice.now()).await;
    assert_eq!(remind_due(app).await.unwrap(), 1);
    assert_eq!(remind_due(app).await.unwrap(), 0, "once");
    assert_eq!(count(&practice, id, 1, Channel::Sms, MessageState::Queued).await, 1);
    assert_eq!(count(&practice, id, 1, Channel::Email, MessageState::Queued).await, 0);
    let causes: Vec<_> = waves_of(reader, id).await.unwrap().into_iter().map(|wave| wave.cause).collect();
    assert_eq!(causes, ["launch", "plan"]);

    practice.send_everything(id).await;
    practice.clock.advance(DAY * 13);
    assert_eq!(remind_due(app).await.unwrap(), 0);
    practice.clock.advance(DAY);
    assert_eq!(remind_due(app).await.unwrap(), 1);
    assert!(planned(reader, &get(reader, id).await.unwrap()).await.unwrap().is_empty());
}

async fn nobody_by_text_then_somebody_by_email(practice: Practice) {
    let answers = practice.add(NewPatient::with_asthma(Some("+447700900001"), None)).await;
    practice.add(NewPatient::with_asthma(None, Some("b@example.org"))).await;
    let reminder = |channel| ReminderPlan { after_days: 7, channels: vec![channel] };
    let reminders = vec![reminder(Channel::Sms), reminder(Channel::Email)];
    let id = draft(&practice, Plan { reminders, ..Plan::default() }).await;
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    practice.send_everything(id).await;
    let (app, reader) = (&practice.app, practice.app.database.reader());
    let campaign = get(reader, id).await.unwrap();
    assert_eq!(would_go_to(reader, &campaign, &[Channel::Sms]).await.unwrap(), 1);
    practice.acknowledge(id, answers, practice.now()).await;
    assert_eq!(would_go_to(reader, &campaign, &[Channel::Sms]).await.unwrap(), 0);
    assert_eq!(would_go_to(reader, &campaign, &[Channel::Sms, Channel::Email]).await.unwrap(), 1);
    practice.clock.advance(DAY * 7);
    remind_due(app).await.unwrap();
    assert_eq!(count(&practice, id, 1, Channel::Sms, MessageState::Queued).await, 0);
    assert_eq!(get(reader, id).await.unwrap().wave, 1, "a wave of no messages");
    practice.clock.advance(DAY * 7);
    remind_due(app).await.unwrap();
    assert_eq!(count(&practice, id, 2, Channel::Email, MessageState::Queued).await, 1);
}

#[tokio::test]
async fn a_planned_reminder_with_nobody_to_go_to_lets_the_next_one_come() {
    nobody_by_text_then_somebody_by_email(Practice::open().await).await;
    if let Some(practice) = Practice::open_postgres().await {
        nobody_by_text_then_somebody_by_email(practice).await;
    }
}

#[tokio::test]
async fn a_large_launch_takes_a_second_person_and_a_change_takes_the_approval_back() {
    let practice = Practice::open().await;
    for n in 1..=3 {
        practice.add(NewPatient::with_asthma(Some(&format!("+44770090000{n}")), None)).await;
    }
    let mut config = Config::default();
    config.sending.approval_above = 2;
    let app = App { config: config.into(), ..practice.app.clone() };
    let id: CampaignId = create(&app, &manager(), flu()).await.unwrap().id.into();
    assert_eq!(code_of(launch_unattended(&app, &command(), id).await), "APPROVAL_NEEDED");
    let approve = |by: &str| {
        let sql = "UPDATE campaign SET approved_at = 1, approved_by = ? WHERE id = ?";
        app.database.statement(sql, [by.to_owned().into(), id.get().into()])
    };
    let writer = app.database.writer();
    sea_orm::ConnectionTrait::execute_raw(writer, approve(&command().id)).await.unwrap();
    assert_eq!(code_of(launch_unattended(&app, &command(), id).await), "APPROVAL_NEEDED", "the same person");
    sea_orm::ConnectionTrait::execute_raw(writer, approve("user-9")).await.unwrap();
    let change = DraftChange { name: Some("Another".to_owned()), ..DraftChange::default() };
    save_draft(&app, &manager(), id, change).await.unwrap();
    assert_eq!(code_of(launch_unattended(&app, &command(), id).await), "APPROVAL_NEEDED", "it was changed since");
    sea_orm::ConnectionTrait::execute_raw(writer, approve("user-9")).await.unwrap();
    assert_eq!(launch_unattended(&app, &command(), id).await.unwrap().state, CampaignState::Running);
}

#[tokio::test]
async fn templates_of_other_languages_are_checked_and_every_version_is_kept() {
    let practice = Practice::open().await;
    let (app, reader) = (&practice.app, practice.app.database.reader());
    let id = draft(&practice, Plan::default()).await;
    let variant = |language: &str, body: &str| TemplateVariant {
        text: TemplateText { channel: Channel::Sms, subject: None, body: body.to_owned() },
        wave: 0,
        language: language.to_owned(),
    };
    let save = async |variants| {
        save_draft(app, &manager(), id, DraftChange { variants: Some(variants), ..DraftChange::default() }).await
    };
    for wrong in [variant("cy", "Heb ddolen"), variant("", "{{ link }}"), variant("Cymraeg!", "{{ link }}")] {
        assert_eq!(code_of(save(vec![wrong]).await), "INVALID_INPUT");
    }
    save(vec![variant("cy", "Darllenwch {{ link }}")]).await.unwrap();
    assert_eq!(variants_of(reader, id).await.unwrap().len(), 1);
    let campaign = get(reader, id).await.unwrap();
    let versions = template_versions(reader, &campaign).await.unwrap();
    assert_eq!(versions.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
    assert!(versions[0].templates.to_string().contains("Darllenwch"));
    assert!(!versions[1].templates.to_string().contains("Darllenwch"));
}

#[tokio::test]
async fn whom_no_channel_reaches_is_listed_for_letters() {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(Some("+447700900001"), None)).await;
    let out_of_reach = practice.add(NewPatient::with_asthma(None, None)).await;
    let id = draft(&practice, Plan::default()).await;
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    let list = unreachable_csv(&practice.app, &manager(), id).await.unwrap();
    let bytes: Vec<_> = list.chunks.try_collect().await.unwrap();
    let text = String::from_utf8(bytes.concat()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[1].starts_with(&format!("{out_of_reach},")) && lines[1].ends_with("no_contact_point"), "{text}");
    let auditor = Actor::user(3.into(), "Al", shared::permission::Role::Auditor);
    assert!(matches!(unreachable_csv(&practice.app, &auditor, id).await, Err(Error::Forbidden(_))));
}
