//! A campaign with recipients at every stage, in a database of its own.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Value};
use shared::{
    ids::{CampaignId, ReportId},
    report::ReportKind,
};

use super::{NewReport, save};
use crate::{
    clients::clock::FixedClock,
    config::Config,
    domain::{Actor, patients::columns},
    state::App,
};

/// A Monday at 08:00 in London.
pub const NOW: &str = "2026-10-05T07:00:00Z";

pub struct Fixture {
    pub app: App,
    pub actor: Actor,
    pub campaign: CampaignId,
    /// Sent two waves, opened the link, has not acknowledged.
    pub adams: i64,
    /// Sent one wave, did nothing.
    pub brown: i64,
    /// Sent one wave, opened the link and acknowledged.
    pub clark: i64,
    /// Never sent anything.
    pub davis: i64,
    folder: tempfile::TempDir,
}

impl Fixture {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.data_dir.0 = folder.path().join("data");
        config.email.notices_to = vec!["staff@practice.example".to_owned()];
        let mut app = App::open(config).await.unwrap();
        app.clock = std::sync::Arc::new(FixedClock::at(NOW.parse::<DateTime<Utc>>().unwrap()));
        app.migrate().await.unwrap();
        let mut fixture = Self {
            app,
            actor: Actor::command("test"),
            campaign: 1.into(),
            adams: 0,
            brown: 0,
            clark: 0,
            davis: 0,
            folder,
        };
        fixture
            .sql(
                "INSERT INTO campaign (id, name, kind, state, rule, channels, wave, expires_at, created_by, created_at) \
                 VALUES (1, 'Flu 2026', 'flu', 'running', '{}', '[\"email\",\"sms\"]', 1, 9999999999999, 'user-1', 0)",
            )
            .await;
        fixture.clark = fixture.patient("Clark", "=1+1", [Some(30), Some(40), Some(50)], &[(0, "sms")]).await;
        fixture.brown = fixture.patient("Brown", "Bea", [Some(20), None, None], &[(0, "sms")]).await;
        let waves = [(0, "sms"), (1, "sms"), (1, "email")];
        fixture.adams = fixture.patient("Adams", "Ann", [Some(10), Some(60), None], &waves).await;
        fixture.davis = fixture.patient("Davis", "Dan", [None, None, None], &[]).await;
        fixture
    }

    /// A patient with a phone, an email and an NHS number, who is a recipient of the campaign:
    /// when first sent, followed and acknowledged, and what was sent.
    async fn patient(&self, family: &str, given: &str, times: [Option<i64>; 3], sent: &[(i32, &str)]) -> i64 {
        let (keys, random) = (&self.app.keys, self.app.random.as_ref());
        let nhs_number = keys.seal(columns::NHS_NUMBER, b"9434765919", random);
        self.with_values(
            "INSERT INTO patient (source, local_id, nhs_sealed, nhs_index, given_name, family_name, name_key, birth_date, sex, \
             postcode, status, content_hash, created_at, updated_at) \
             VALUES ('t', ?, ?, ?, ?, ?, ?, '1950-02-01', 'female', 'LS1 4AB', 'active', x'00', 0, 0)",
            vec![
                family.into(),
                nhs_number.into(),
                family.as_bytes().to_vec().into(),
                given.into(),
                family.into(),
                shared::person::name_key(family, given).into(),
            ],
        )
        .await;
        let patient = self.number("SELECT MAX(id) AS n FROM patient").await;
        let points = [("phone", columns::PHONE, "+447700900123"), ("email", columns::EMAIL, "a@example.org")];
        for (kind, context, value) in points {
            self.with_values(
                "INSERT INTO contact_point (patient_id, kind, position, value_sealed, value_index) VALUES (?, ?, 0, ?, x'00')",
                vec![patient.into(), kind.into(), keys.seal(context, value.as_bytes(), random).into()],
            )
            .await;
        }
        self.with_values(
            "INSERT INTO recipient (campaign_id, patient_id, link_version, first_sent_at, followed_at, acknowledged_at, created_at) \
             VALUES (1, ?, 1, ?, ?, ?, 0)",
            vec![patient.into(), times[0].into(), times[1].into(), times[2].into()],
        )
        .await;
        let recipient = self.number("SELECT MAX(id) AS n FROM recipient").await;
        for (wave, channel) in sent {
            self.with_values(
                "INSERT INTO message (campaign_id, recipient_id, wave, channel, state, attempts, epoch, available_at, created_at, \
                 updated_at, sent_at) VALUES (1, ?, ?, ?, 'sent', 1, 1, 0, 0, 0, 10)",
                vec![recipient.into(), (*wave).into(), (*channel).into()],
            )
            .await;
        }
        patient
    }

    pub async fn report(&self, kind: ReportKind) -> ReportId {
        let new = NewReport { name: kind.title().to_owned(), kind, campaign: self.campaign };
        save(&self.app, &self.actor, new).await.unwrap().id.into()
    }

    pub async fn acknowledge(&self, patient: i64) {
        let sql = "UPDATE recipient SET acknowledged_at = 99 WHERE patient_id = ?";
        self.with_values(sql, vec![patient.into()]).await;
    }

    pub async fn sql(&self, sql: &str) {
        self.with_values(sql, Vec::new()).await;
    }

    /// What lies in the local outbox, all files together.
    pub fn outbox(&self) -> String {
        let mut text = String::new();
        let mut folders = vec![self.folder.path().join("data/outbox")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    text.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        text
    }

    async fn with_values(&self, sql: &str, values: Vec<Value>) {
        let database = &self.app.database;
        database.writer().execute_raw(database.statement(sql, values)).await.unwrap();
    }

    async fn number(&self, sql: &str) -> i64 {
        let database = &self.app.database;
        let row = database.reader().query_one_raw(database.statement(sql, [])).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }
}
