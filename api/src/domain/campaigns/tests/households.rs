//! Several patients with one number or address: one message, and nobody forgotten.

use entity::{contact_point, message, values::ContactKind};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use shared::{
    channel::{Channel, MessageState},
    ids::{CampaignId, PatientId},
    phone::E164Phone,
    plan::{Household, Plan},
};

use crate::{
    clients::sms::local::LocalSms,
    domain::{
        campaigns::{
            Draft, counts, create, estimate,
            fixtures::{NewPatient, Practice, command, flu_by_text, manager},
            funnel, get, launch_unattended, remind, settle_households, unreachable_csv,
        },
        messages::{dispatch, reason},
        patients::{columns, look_at_phones},
    },
    state::App,
};

const FAMILY: &str = "+447700900001";
const LANDLINE: &str = "+442079460018";

async fn practices() -> Vec<Practice> {
    let mut practices = vec![Practice::open().await];
    practices.extend(Practice::open_postgres().await);
    practices
}

/// The application with a client that takes every text, and the folder of its outbox.
fn sending(practice: &Practice) -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (App { sms: std::sync::Arc::new(LocalSms::new(folder.path())), ..practice.app.clone() }, folder)
}

/// A further number of a patient, behind those that are there.
async fn add_phone(practice: &Practice, patient: PatientId, value: &str) {
    let point = contact_point::ActiveModel {
        id: NotSet,
        patient_id: Set(patient.get()),
        kind: Set(ContactKind::Phone),
        position: Set(1),
        value_sealed: Set(practice.app.keys.seal(columns::PHONE, value.as_bytes(), &*practice.app.random)),
        value_index: Set(practice.app.keys.blind_index(columns::PHONE, value).to_vec()),
        textable: Set(Some(E164Phone::parse(value).unwrap().is_mobile())),
    };
    point.insert(practice.app.database.writer()).await.unwrap();
}

async fn execute(practice: &Practice, sql: &str) {
    practice.app.database.writer().execute_unprepared(sql).await.unwrap();
}

/// Launches a campaign of texts, one a contact point.
async fn launched(practice: &Practice) -> CampaignId {
    let plan = Plan { household: Household::PerContactPoint, ..Plan::default() };
    let draft = Draft { plan, ..flu_by_text() };
    let id = create(&practice.app, &manager(), draft).await.unwrap().id.into();
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    id
}

/// The newest text to a patient.
async fn text_to(practice: &Practice, patient: PatientId) -> (i32, MessageState, Option<String>) {
    let sql = "SELECT MAX(m.id) AS id FROM message m JOIN recipient r ON r.id = m.recipient_id WHERE r.patient_id = ?";
    let database = &practice.app.database;
    let row = database.reader().query_one_raw(database.statement(sql, [patient.get().into()])).await.unwrap().unwrap();
    let id: i64 = row.try_get("", "id").unwrap();
    let row = message::Entity::find_by_id(id).one(database.reader()).await.unwrap().unwrap();
    (row.wave, row.state, row.reason)
}

/// The kept counts are those of the rows.
async fn check_counts(practice: &Practice, id: CampaignId) {
    let reader = practice.app.database.reader();
    let of_campaign = message::Entity::find().filter(message::Column::CampaignId.eq(id.get()));
    let mut counted = counts::Ledger::new();
    for row in of_campaign.all(reader).await.unwrap() {
        *counted.entry((row.wave, row.channel)).or_default().entry(row.state).or_default() += 1;
    }
    assert_eq!(counts::ledger(reader, id).await.unwrap(), counted);
}

#[tokio::test]
async fn the_next_of_a_household_takes_the_turn_of_one_who_is_not_written_to() {
    for practice in practices().await {
        let mut family = Vec::new();
        for _ in 0..3 {
            family.push(practice.add(NewPatient::with_asthma(Some(FAMILY), None)).await);
        }
        let id = launched(&practice).await;
        let (app, _outbox) = sending(&practice);
        assert_eq!(settle_households(&app).await.unwrap(), 0, "the first one's message still waits");
        for (one, status) in [(family[0], "deceased"), (family[1], "left")] {
            execute(&practice, &format!("UPDATE patient SET status = '{status}' WHERE id = {}", one.get())).await;
            dispatch::run_once(&app, "worker").await.unwrap();
            assert_eq!(text_to(&practice, one).await, (0, MessageState::Suppressed, Some(status.to_owned())));
            assert_eq!(settle_households(&app).await.unwrap(), 1);
            check_counts(&practice, id).await;
        }
        assert_eq!(dispatch::run_once(&app, "worker").await.unwrap().sent, 1);
        assert_eq!(text_to(&practice, family[2]).await, (0, MessageState::Sent, None));
        assert_eq!(settle_households(&app).await.unwrap(), 0);
        check_counts(&practice, id).await;
    }
}

#[tokio::test]
async fn whose_household_was_written_to_is_reminded_when_the_other_has_answered() {
    for practice in practices().await {
        let answers = practice.add(NewPatient::with_asthma(Some(FAMILY), None)).await;
        let waits = practice.add(NewPatient::with_asthma(Some(FAMILY), None)).await;
        let id = launched(&practice).await;
        let app = &practice.app;
        practice.send_everything(id).await;
        settle_households(app).await.unwrap();
        let reached = funnel(app.database.reader(), id).await.unwrap();
        assert_eq!((reached.sent, reached.never_sent, reached.non_respondents), (2, 0, 2));
        settle_households(app).await.unwrap();
        assert_eq!(funnel(app.database.reader(), id).await.unwrap(), reached, "each counts once");
        practice.acknowledge(id, answers, practice.now()).await;
        remind(app, &manager(), id).await.unwrap();
        assert_eq!(text_to(&practice, waits).await, (1, MessageState::Queued, None));
        check_counts(&practice, id).await;
    }
}

#[tokio::test]
async fn a_number_that_was_written_to_gets_no_second_text_of_the_wave() {
    for practice in practices().await {
        let other = "+447700900002";
        let first = practice.add(NewPatient::with_asthma(Some(FAMILY), None)).await;
        let second = practice.add(NewPatient::with_asthma(Some(FAMILY), None)).await;
        add_phone(&practice, second, other).await;
        let third = practice.add(NewPatient::with_asthma(Some(FAMILY), None)).await;
        add_phone(&practice, third, "+447700900003").await;
        practice.add(NewPatient::with_asthma(Some(other), None)).await;
        let id = launched(&practice).await;
        practice.send_everything(id).await;
        let bounced = format!(
            "UPDATE message SET state = 'bounced' WHERE recipient_id = (SELECT id FROM recipient WHERE patient_id = {})",
            first.get()
        );
        execute(&practice, &bounced).await;
        let (from, to) = (MessageState::Sent, MessageState::Bounced);
        let writer = practice.app.database.writer();
        counts::move_messages(writer, id, 0, Channel::Sms, from, to, 1).await.unwrap();
        assert_eq!(settle_households(&practice.app).await.unwrap(), 0, "the number is the same for all of them");
        practice.suppress(ContactKind::Phone, FAMILY).await;
        assert_eq!(settle_households(&practice.app).await.unwrap(), 0, "the second one's other number was written to");
        let held = (0, MessageState::Suppressed, Some(reason::HOUSEHOLD.to_owned()));
        assert_eq!(text_to(&practice, second).await, held);
        assert_eq!(settle_households(&practice.app).await.unwrap(), 1, "the third one's was not");
        assert_eq!(text_to(&practice, third).await, (0, MessageState::Queued, None));
        check_counts(&practice, id).await;
    }
}

#[tokio::test]
async fn a_household_shares_what_takes_a_text_and_not_its_landline() {
    for practice in practices().await {
        let with = async |landline: &str, mobile: &str| {
            let patient = practice.add(NewPatient::with_asthma(Some(landline), None)).await;
            add_phone(&practice, patient, mobile).await;
            patient
        };
        let apart = [with(LANDLINE, "+447700900001").await, with(LANDLINE, "+447700900002").await];
        let together = [with("+442079460019", "+447700900003").await, with("+442079460020", "+447700900003").await];
        launched(&practice).await;
        for patient in [apart[0], apart[1], together[0]] {
            assert_eq!(text_to(&practice, patient).await, (0, MessageState::Queued, None));
        }
        assert_eq!(text_to(&practice, together[1]).await.1, MessageState::Suppressed);
    }
}

#[tokio::test]
async fn who_has_a_landline_only_is_out_of_reach_of_texts_and_listed_for_letters() {
    use futures::TryStreamExt;
    for practice in practices().await {
        let app = &practice.app;
        practice.add(NewPatient::with_asthma(Some(FAMILY), None)).await;
        practice.add(NewPatient::with_asthma(Some(LANDLINE), None)).await;
        practice.add(NewPatient::with_asthma(None, None)).await;
        practice.add(NewPatient::with_asthma(Some("+447700900002"), None)).await;
        practice.suppress(ContactKind::Phone, "+447700900002").await;
        let draft = create(app, &manager(), flu_by_text()).await.unwrap();
        let today = app.clock.now().date_naive();
        // As it was before the numbers were looked at.
        execute(&practice, "UPDATE contact_point SET textable = NULL").await;
        assert_eq!(estimate(app, &draft, today).await.unwrap().texts, 2);
        assert_eq!(look_at_phones(&app.database, &app.keys).await.unwrap(), 3);
        assert_eq!(look_at_phones(&app.database, &app.keys).await.unwrap(), 0);
        let told = estimate(app, &draft, today).await.unwrap();
        assert_eq!((told.texts, told.unreachable), (1, 3));
        let why = told.out_of_reach;
        assert_eq!((why.stopped, why.no_mobile, why.no_contact_point), (1, 1, 1));

        launch_unattended(app, &command(), draft.id.into()).await.unwrap();
        let id = CampaignId::from(get(app.database.reader(), draft.id.into()).await.unwrap().id);
        assert_eq!(funnel(app.database.reader(), id).await.unwrap().unreachable, 3);
        let list = unreachable_csv(app, &manager(), id).await.unwrap();
        let bytes: Vec<_> = list.chunks.try_collect().await.unwrap();
        let text = String::from_utf8(bytes.concat()).unwrap();
        let reasons: Vec<&str> = text.lines().skip(1).filter_map(|line| line.rsplit(',').next()).collect();
        assert_eq!(reasons, ["no_mobile", "no_contact_point", "opted_out"], "{text}");
    }
}
