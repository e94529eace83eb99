//! An application on a database of its own with made-up patients, for the tests of cohorts and campaigns.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::NaiveDate;
use entity::{
    code_set, code_set_code, condition, contact_point, patient, recipient, suppression, time::Timestamp,
    values::ContactKind,
};
use migration::MigratorTrait;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use serde_json::json;
use shared::{
    channel::{Channel, MessageState},
    coding::CodeSystem,
    cohort::CohortRule,
    ids::{CampaignId, PatientId},
    permission::Role,
    person::{PatientStatus, Sex},
    phone::E164Phone,
};

use super::{
    Draft, TemplateText,
    counts::{self, Stage},
};
use crate::{
    clients::{
        certificates::HttpsCertificates,
        clock::{Clock, FixedClock},
        delivery::{Accepted, SendError},
        delivery_logs::NoDeliveryLogs,
        email::{Email, EmailSender},
        notices::Notices,
        objects::folder::FolderStore,
        random::{OsRandom, token},
        sms::{Sms, SmsSender, opt_outs::NoOptOuts},
        subscriptions::SnsSubscriptions,
    },
    config::Config,
    crypto::KeyRing,
    database::{Database, Engine},
    domain::{
        Actor,
        acknowledgements::{LinkReader, Recorder},
        cohorts::{self, KeptCounts},
        feedback::Verifier,
        forms::{AnswerReader, AnswerWriter, FormReader, Versions},
        patients::columns,
        settings::PracticeCopy,
    },
    state::App,
};

pub const LUNG: &str = "lung";
pub const ASTHMA: &str = "195967001";
pub const ACUTE_BRONCHITIS: &str = "10509002";

/// Nothing leaves in these tests.
#[derive(Debug)]
struct Nowhere;

#[async_trait::async_trait]
impl SmsSender for Nowhere {
    async fn send(&self, _: &Sms) -> Result<Accepted, SendError> {
        Err(SendError::Refused("no texts leave a test".to_owned()))
    }
}

#[async_trait::async_trait]
impl EmailSender for Nowhere {
    async fn send(&self, _: &Email) -> Result<Accepted, SendError> {
        Err(SendError::Refused("no emails leave a test".to_owned()))
    }
}

/// The application, its clock, and the folder or database that goes with it.
pub struct Practice {
    pub app: App,
    pub clock: Arc<FixedClock>,
    _folder: tempfile::TempDir,
}

impl Practice {
    /// On an SQLite file of its own; it is 10 o'clock on Sunday 22 November 2026.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("recall.sqlite").display());
        Self::on(&url, folder).await
    }

    /// The same on a new PostgreSQL database, where RECALL_TEST_POSTGRES_URL names a server.
    pub async fn open_postgres() -> Option<Self> {
        let Ok(server) = std::env::var("RECALL_TEST_POSTGRES_URL") else {
            eprintln!("skipped on PostgreSQL: RECALL_TEST_POSTGRES_URL is not set");
            return None;
        };
        let name = format!("recall_unit_{}", token(&OsRandom, 16).to_lowercase());
        let admin = Database::connect(&server, 1).await.unwrap();
        for sql in [format!("CREATE DATABASE {name}"), format!("ALTER DATABASE {name} SET synchronous_commit = off")] {
            admin.writer().execute_unprepared(&sql).await.unwrap();
        }
        let (base, query) = server.split_once('?').map_or((server.as_str(), ""), |(base, query)| (base, query));
        let (host, _) = base.rsplit_once('/').unwrap();
        Some(Self::on(&format!("{host}/{name}?{query}"), tempfile::tempdir().unwrap()).await)
    }

    async fn on(url: &str, folder: tempfile::TempDir) -> Self {
        let database = Database::connect(url, 4).await.unwrap();
        if database.engine() == Engine::Sqlite {
            // Nothing has to survive a power cut here.
            database.writer().execute_unprepared("PRAGMA synchronous = off").await.unwrap();
        }
        migration::Migrator::up(database.writer(), None).await.unwrap();
        let clock = Arc::new(FixedClock::at("2026-11-22T10:00:00Z".parse().unwrap()));
        let email: Arc<dyn EmailSender> = Arc::new(Nowhere);
        let keys = Arc::new(KeyRing::generate(&OsRandom));
        let app = App {
            recorder: Recorder::start(database.clone()),
            answers: AnswerWriter::start(database.clone(), keys.clone()),
            links: LinkReader::start(&database),
            form_reader: FormReader::start(&database),
            answer_reader: AnswerReader::start(&database),
            database,
            config: Arc::new(Config::default()),
            clock: clock.clone(),
            random: Arc::new(OsRandom),
            keys,
            sms: Arc::new(Nowhere),
            email: email.clone(),
            notices: Arc::new(Notices::new(email, Vec::new(), None)),
            snapshot_places: Arc::new(Vec::new()),
            form_pages: Arc::new(FolderStore::new(folder.path().join("pages"))),
            form_files: Arc::new(FolderStore::new(folder.path().join("files"))),
            forms: Versions::default(),
            practice: PracticeCopy::default(),
            feedback: Arc::new(Verifier::new(Arc::new(HttpsCertificates::new().unwrap()))),
            subscriptions: Arc::new(SnsSubscriptions { endpoint_url: None }),
            opt_outs: Arc::new(NoOptOuts),
            delivery_logs: Arc::new(NoDeliveryLogs),
            counts: KeptCounts::default(),
        };
        let practice = Self { app, clock, _folder: folder };
        practice.add_lung_code_set().await;
        practice
    }

    pub fn now(&self) -> Timestamp {
        self.clock.timestamp()
    }

    /// Asthma (SNOMED CT) and everything from J40 to J47 (ICD-10).
    async fn add_lung_code_set(&self) {
        let set = code_set::ActiveModel {
            id: NotSet,
            name: Set(LUNG.to_owned()),
            title: Set("Long-term lung conditions".to_owned()),
            version: Set("1".to_owned()),
            source: Set("made up".to_owned()),
            shipped: Set(false),
            size: Set(2),
            created_at: Set(self.now()),
        };
        let set = set.insert(self.app.database.writer()).await.unwrap();
        for (system, code, until) in [(CodeSystem::SnomedCt, ASTHMA, None), (CodeSystem::Icd10, "J40", Some("J48"))] {
            let code = code_set_code::ActiveModel {
                id: NotSet,
                code_set_id: Set(set.id),
                system: Set(system),
                code: Set(code.to_owned()),
                code_until: Set(until.map(str::to_owned)),
                term: Set(String::new()),
            };
            code.insert(self.app.database.writer()).await.unwrap();
        }
    }

    pub async fn add(&self, new: NewPatient) -> PatientId {
        let writer = self.app.database.writer();
        let row = patient::ActiveModel {
            id: NotSet,
            source: Set("test".to_owned()),
            local_id: Set(Some(token(&OsRandom, 20))),
            nhs_sealed: Set(None),
            nhs_index: Set(None),
            given_name: Set("Ada".to_owned()),
            family_name: Set("Test".to_owned()),
            name_key: Set("test ada".to_owned()),
            birth_date: Set(new.birth_date),
            sex: Set(new.sex),
            address_sealed: Set(None),
            postcode: Set(new.postcode),
            status: Set(new.status),
            preferred_language: Set(None),
            content_hash: Set(vec![0; 16]),
            import_id: Set(None),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            ..Default::default()
        };
        let id = row.insert(writer).await.unwrap().id;
        let points = [(ContactKind::Phone, columns::PHONE, new.phone), (ContactKind::Email, columns::EMAIL, new.email)];
        for (kind, column, value) in points {
            let Some(value) = value else { continue };
            let point = contact_point::ActiveModel {
                id: NotSet,
                patient_id: Set(id),
                kind: Set(kind),
                position: Set(0),
                value_sealed: Set(self.app.keys.seal(column, value.as_bytes(), &OsRandom)),
                value_index: Set(self.app.keys.blind_index(column, &value).to_vec()),
                textable: Set((kind == ContactKind::Phone).then(|| E164Phone::parse(&value).unwrap().is_mobile())),
            };
            point.insert(writer).await.unwrap();
        }
        for (system, code, onset, abatement) in new.conditions {
            let row = condition::ActiveModel {
                id: NotSet,
                patient_id: Set(id),
                system: Set(system),
                code: Set(code),
                term: Set(String::new()),
                onset: Set(onset),
                abatement: Set(abatement),
            };
            row.insert(writer).await.unwrap();
        }
        cohorts::changed(writer).await.unwrap();
        id.into()
    }

    pub async fn suppress(&self, kind: ContactKind, value: &str) {
        let column = if kind == ContactKind::Phone { columns::PHONE } else { columns::EMAIL };
        let row = suppression::ActiveModel {
            id: NotSet,
            kind: Set(kind),
            value_index: Set(self.app.keys.blind_index(column, value).to_vec()),
            reason: Set("opted_out".to_owned()),
            created_at: Set(self.now()),
            ..Default::default()
        };
        row.insert(self.app.database.writer()).await.unwrap();
    }

    /// Does what the dispatch does to everything queued: sent, with the counts.
    pub async fn send_everything(&self, id: CampaignId) {
        let writer = self.app.database.writer();
        let engine = Engine::of(writer);
        let sql = "UPDATE recipient SET first_sent_at = ? WHERE campaign_id = ? AND first_sent_at IS NULL AND EXISTS \
                   (SELECT 1 FROM message m WHERE m.recipient_id = recipient.id AND m.state = 'queued')";
        let values = [self.now().0.into(), id.get().into()];
        let first = writer.execute_raw(engine.statement(sql, values)).await.unwrap().rows_affected();
        counts::add_recipients(writer, id, Stage::Sent, 0, i64::try_from(first).unwrap()).await.unwrap();
        let sql = "UPDATE message SET sent_at = ? WHERE campaign_id = ? AND state = 'queued'";
        writer.execute_raw(engine.statement(sql, [self.now().0.into(), id.get().into()])).await.unwrap();
        self.move_all(id, MessageState::Queued, MessageState::Sent).await;
    }

    /// Moves every message of a campaign from one state to another, with the counts.
    pub async fn move_all(&self, id: CampaignId, from: MessageState, to: MessageState) {
        let writer = self.app.database.writer();
        let ledger = counts::ledger(writer, id).await.unwrap();
        let sql = "UPDATE message SET state = ? WHERE campaign_id = ? AND wave = ? AND channel = ? AND state = ?";
        for (wave, channel) in ledger.into_keys() {
            let values =
                [to.as_str().into(), id.get().into(), wave.into(), channel.as_str().into(), from.as_str().into()];
            let moved = writer.execute_raw(Engine::of(writer).statement(sql, values)).await.unwrap().rows_affected();
            let n = i64::try_from(moved).unwrap();
            counts::move_messages(writer, id, wave, channel, from, to, n).await.unwrap();
        }
    }

    /// The patient pressed the button.
    pub async fn acknowledge(&self, campaign: CampaignId, patient: PatientId, at: Timestamp) {
        let writer = self.app.database.writer();
        recipient::Entity::update_many()
            .col_expr(recipient::Column::AcknowledgedAt, sea_orm::sea_query::Expr::value(at))
            .filter(recipient::Column::CampaignId.eq(campaign.get()))
            .filter(recipient::Column::PatientId.eq(patient.get()))
            .exec(writer)
            .await
            .unwrap();
        counts::add_recipients(writer, campaign, Stage::Acknowledged, patient.get(), 1).await.unwrap();
    }
}

/// A patient to add; by default an active one about whom nothing is known.
pub struct NewPatient {
    pub birth_date: Option<NaiveDate>,
    pub sex: Sex,
    pub status: PatientStatus,
    pub postcode: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub conditions: Vec<(CodeSystem, String, Option<NaiveDate>, Option<NaiveDate>)>,
}

impl Default for NewPatient {
    fn default() -> Self {
        Self {
            birth_date: None,
            sex: Sex::Unknown,
            status: PatientStatus::Active,
            postcode: None,
            phone: None,
            email: None,
            conditions: Vec::new(),
        }
    }
}

impl NewPatient {
    /// With asthma since 2001.
    pub fn with_asthma(phone: Option<&str>, email: Option<&str>) -> Self {
        let onset = NaiveDate::from_ymd_opt(2001, 1, 1);
        Self {
            phone: phone.map(str::to_owned),
            email: email.map(str::to_owned),
            conditions: vec![(CodeSystem::SnomedCt, ASTHMA.to_owned(), onset, None)],
            ..Self::default()
        }
    }
}

pub fn manager() -> Actor {
    Actor::user(1.into(), "Mo", Role::Manager)
}

pub fn command() -> Actor {
    Actor::command("test")
}

/// A flu campaign by email and SMS for those with a long-term lung condition.
pub fn flu() -> Draft {
    Draft {
        name: "Flu 2026".to_owned(),
        kind: "flu".to_owned(),
        rule: CohortRule::code_set(LUNG),
        channels: vec![Channel::Sms, Channel::Email],
        templates: vec![
            TemplateText {
                channel: Channel::Email,
                subject: Some(shared::template::default_email_subject().to_owned()),
                body: shared::template::default_email_body().to_owned(),
            },
            TemplateText { channel: Channel::Sms, subject: None, body: shared::template::default_sms().to_owned() },
        ],
        expires_at: None,
        plan: shared::plan::Plan::default(),
        variants: Vec::new(),
    }
}

/// The same by SMS only.
pub fn flu_by_text() -> Draft {
    let mut draft = flu();
    draft.channels = vec![Channel::Sms];
    draft.templates.retain(|text| text.channel == Channel::Sms);
    draft
}

/// A flu campaign as it stands in the database, for rules about past acknowledgements.
pub async fn past_campaign(practice: &Practice, kind: &str) -> CampaignId {
    let at = practice.now();
    let row = entity::campaign::ActiveModel {
        id: NotSet,
        name: Set("Past".to_owned()),
        kind: Set(kind.to_owned()),
        state: Set(shared::channel::CampaignState::Completed),
        rule: Set(json!({ "status": "active" })),
        channels: Set(json!(["email"])),
        wave: Set(0),
        expires_at: Set(at),
        created_by: Set("test".to_owned()),
        created_at: Set(at),
        launched_at: Set(Some(at)),
        launched_by: Set(None),
        completed_at: Set(Some(at)),
        scheduled_at: Set(None),
        scheduled_by: Set(None),
        ..Default::default()
    };
    row.insert(practice.app.database.writer()).await.unwrap().id.into()
}
