//! Launching: what it makes, and what it refuses without changing anything.

use entity::{audit_event, message, recipient, values::ContactKind};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::{
    channel::{CampaignState, Channel, MessageState},
    cohort::CohortRule,
    ids::CampaignId,
    permission::Role,
    person::{PatientStatus, Sex},
};

use crate::domain::{
    Actor, Error,
    campaigns::{
        Draft, counts, create,
        fixtures::{NewPatient, Practice, command, flu, manager},
        funnel, get, launch, launch_unattended, remind,
    },
    identity::users::{NewUser, create_with_credentials},
    patients::set_never_contact,
};

async fn populated() -> Practice {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(Some("+447700900001"), Some("a@example.org"))).await;
    practice.add(NewPatient::with_asthma(Some("+447700900002"), None)).await;
    practice.add(NewPatient::with_asthma(None, Some("stop@example.org"))).await;
    practice.add(NewPatient::with_asthma(None, None)).await;
    practice.add(NewPatient::default()).await;
    for status in [PatientStatus::Deceased, PatientStatus::Left, PatientStatus::Restricted] {
        let phone = Some("+447700900003".to_owned());
        practice.add(NewPatient { status, phone, ..NewPatient::with_asthma(None, None) }).await;
    }
    practice.suppress(ContactKind::Email, "stop@example.org").await;
    practice
}

async fn draft(practice: &Practice, draft: Draft) -> CampaignId {
    create(&practice.app, &manager(), draft).await.unwrap().id.into()
}

fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

async fn assert_nothing_changed(practice: &Practice, id: CampaignId) {
    let reader = practice.app.database.reader();
    assert_eq!(get(reader, id).await.unwrap().state, CampaignState::Draft);
    assert_eq!(recipient::Entity::find().count(reader).await.unwrap(), 0);
    assert_eq!(message::Entity::find().count(reader).await.unwrap(), 0);
    assert_eq!(funnel(reader, id).await.unwrap().recipients, 0);
    let launched = audit_event::Entity::find().filter(audit_event::Column::Action.eq("campaign.launched"));
    assert_eq!(launched.count(reader).await.unwrap(), 0);
}

#[tokio::test]
async fn a_launch_freezes_active_patients_and_the_ledger_adds_up() {
    let practice = populated().await;
    let id = draft(&practice, flu()).await;
    let campaign = launch_unattended(&practice.app, &command(), id).await.unwrap();
    assert_eq!(campaign.state, CampaignState::Running);
    let reader = practice.app.database.reader();

    let funnel = funnel(reader, id).await.unwrap();
    assert_eq!((funnel.recipients, funnel.unreachable, funnel.never_sent), (4, 2, 4));
    let ledger = counts::ledger(reader, id).await.unwrap();
    for (&(wave, channel), states) in &ledger {
        assert_eq!(wave, 0);
        assert_eq!(states.values().sum::<i64>(), 4, "{channel}");
        for (&state, &n) in states {
            let rows = message::Entity::find()
                .filter(message::Column::Channel.eq(channel))
                .filter(message::Column::State.eq(state));
            assert_eq!(i64::try_from(rows.count(reader).await.unwrap()).unwrap(), n, "{channel} {state}");
        }
    }
    assert_eq!(ledger[&(0, Channel::Email)][&MessageState::Queued], 1);
    assert_eq!(ledger[&(0, Channel::Sms)][&MessageState::Queued], 2);

    let reasons = |wanted: &str| recipient::Entity::find().filter(recipient::Column::UnreachableReason.eq(wanted));
    assert_eq!(reasons("opted_out").count(reader).await.unwrap(), 1);
    assert_eq!(reasons("no_contact_point").count(reader).await.unwrap(), 1);
}

#[tokio::test]
async fn who_is_never_to_be_contacted_is_left_out_of_launch_and_reminder() {
    let practice = Practice::open().await;
    let mut patients = Vec::new();
    for last in 1..=3 {
        let phone = format!("+44770090000{last}");
        patients.push(practice.add(NewPatient::with_asthma(Some(&phone), None)).await);
    }
    set_never_contact(&practice.app, &manager(), patients[0], "asked us").await.unwrap();
    let id = draft(&practice, flu()).await;
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    assert_eq!(funnel(practice.app.database.reader(), id).await.unwrap().recipients, 2);
    practice.send_everything(id).await;
    set_never_contact(&practice.app, &manager(), patients[1], "asked us").await.unwrap();
    remind(&practice.app, &command(), id).await.unwrap();
    let ledger = counts::ledger(practice.app.database.reader(), id).await.unwrap();
    assert_eq!(ledger[&(1, Channel::Sms)][&MessageState::Queued], 1);
}

#[tokio::test]
async fn an_empty_cohort_is_refused() {
    let practice = populated().await;
    let id = draft(&practice, Draft { rule: CohortRule::Sex(Sex::Other), ..flu() }).await;
    assert_eq!(code_of(launch_unattended(&practice.app, &command(), id).await), "EMPTY_COHORT");
    assert_nothing_changed(&practice, id).await;
    // Deceased patients alone are no cohort either.
    let id = draft(&practice, Draft { rule: CohortRule::Status(PatientStatus::Deceased), ..flu() }).await;
    assert_eq!(code_of(launch_unattended(&practice.app, &command(), id).await), "EMPTY_COHORT");
}

#[tokio::test]
async fn a_channel_without_a_template_is_refused() {
    let practice = populated().await;
    let mut without = flu();
    without.templates.retain(|template| template.channel == Channel::Email);
    let id = draft(&practice, without).await;
    assert_eq!(code_of(launch_unattended(&practice.app, &command(), id).await), "MISSING_TEMPLATE");
    assert_nothing_changed(&practice, id).await;
}

#[tokio::test]
async fn a_second_launch_is_refused_and_changes_nothing() {
    let practice = populated().await;
    let id = draft(&practice, flu()).await;
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    let before = counts::ledger(practice.app.database.reader(), id).await.unwrap();
    assert_eq!(code_of(launch_unattended(&practice.app, &command(), id).await), "ALREADY_LAUNCHED");
    assert_eq!(counts::ledger(practice.app.database.reader(), id).await.unwrap(), before);
    assert_eq!(recipient::Entity::find().count(practice.app.database.reader()).await.unwrap(), 4);
}

#[tokio::test]
async fn a_launch_takes_the_permission_and_a_fresh_code() {
    let practice = populated().await;
    let id = draft(&practice, flu()).await;
    let viewer = Actor::user(2.into(), "Vi", Role::Viewer);
    assert_eq!(code_of(launch(&practice.app, &viewer, id, "123456").await), "FORBIDDEN");
    assert_eq!(code_of(launch_unattended(&practice.app, &manager(), id).await), "FORBIDDEN");
    let client = Actor::client("client-1", "PAS", shared::permission::Permission::ALL.to_vec());
    assert_eq!(code_of(launch(&practice.app, &client, id, "123456").await), "PEOPLE_ONLY");

    let new = NewUser { email: "mo@example.org".parse().unwrap(), name: "Mo".to_owned(), role: Role::Manager };
    let made = create_with_credentials(&practice.app, &command(), &new).await.unwrap();
    let mo = Actor::user(made.user, "Mo", Role::Manager);
    assert_eq!(code_of(launch(&practice.app, &mo, id, "no code").await), "WRONG_CODE");
    assert_nothing_changed(&practice, id).await;

    let secret = totp_rs::Secret::try_from_base32(&made.totp.secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let code = totp.generate(u64::try_from(practice.now().0 / 1000).unwrap()).to_string();
    launch(&practice.app, &mo, id, &code).await.unwrap();
    let second = draft(&practice, flu()).await;
    assert_eq!(code_of(launch(&practice.app, &mo, second, &code).await), "CODE_ALREADY_USED");
    assert_eq!(get(practice.app.database.reader(), second).await.unwrap().state, CampaignState::Draft);
}

#[tokio::test]
async fn a_launch_is_the_same_on_postgresql() {
    let Some(practice) = Practice::open_postgres().await else { return };
    practice.add(NewPatient::with_asthma(Some("+447700900001"), Some("a@example.org"))).await;
    practice.add(NewPatient::with_asthma(None, None)).await;
    let id = draft(&practice, flu()).await;
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    let ledger = counts::ledger(practice.app.database.reader(), id).await.unwrap();
    for states in ledger.values() {
        assert_eq!((states[&MessageState::Queued], states[&MessageState::Suppressed]), (1, 1));
    }
    assert_eq!(funnel(practice.app.database.reader(), id).await.unwrap().unreachable, 1);
    practice.send_everything(id).await;
    let reminded = crate::domain::campaigns::remind(&practice.app, &command(), id).await.unwrap();
    assert_eq!(reminded.wave, 1);
    crate::domain::campaigns::cancel(&practice.app, &command(), id).await.unwrap();
}
