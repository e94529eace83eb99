//! Group reads: links that are opened at the same time are looked up by one query, so that the server answers more of
//! them a second than the database takes queries.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex as Lock, PoisonError},
};

use entity::time::Timestamp;
use sea_orm::FromQueryResult;
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel},
    ids::RecipientId,
    person::PatientStatus,
};
use tokio::sync::{Mutex, mpsc, oneshot};

use crate::{
    database::{Database, Engine},
    domain::{
        Error, Result,
        json_rows::JsonRows,
        messages::variants::{self, Variant},
    },
};

const WAITING: usize = 4096; // links in memory; requests beyond wait for their turn
const GROUP: usize = 256; // links in one query
const AT_ONCE: usize = 2; // queries: one that waits for the disk does not hold up the next
const KEPT: usize = 64; // campaigns whose templates stay compiled; more than run at once

/// A recipient as their link finds them.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub row: Row,
    /// What the campaign says on its page; empty where its templates are gone.
    pub templates: Arc<Vec<Variant>>,
}

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Row {
    pub id: i64,
    pub campaign_id: i64,
    pub patient_id: i64,
    pub link_version: i32,
    pub followed_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub opted_out_at: Option<Timestamp>,
    pub not_me_at: Option<Timestamp>,
    pub last_wave_sent: Option<i32>,
    pub state: CampaignState,
    pub expires_at: Timestamp,
    pub template_version: i32,
    /// The id of the version of a form in the campaign's plan.
    pub form: Option<String>,
    pub given_name: String,
    pub preferred_language: Option<String>,
    pub status: PatientStatus,
}

type Answer = std::result::Result<Option<Found>, String>;

#[derive(Debug)]
struct Waiting {
    recipient: RecipientId,
    answer: oneshot::Sender<Answer>,
}

/// The way to the tasks that read. Cheap to clone; they end with the last of them.
#[derive(Clone, Debug)]
pub struct LinkReader {
    queue: mpsc::Sender<Waiting>,
}

impl LinkReader {
    pub fn start(database: &Database) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        let templates = Arc::new(Templates::default());
        for _ in 0..AT_ONCE {
            tokio::spawn(answer(database.clone(), waiting.clone(), templates.clone()));
        }
        Self { queue }
    }

    /// The recipient as of now; none where there is no such.
    pub(super) async fn find(&self, recipient: RecipientId) -> Result<Option<Found>> {
        let (answer, answered) = oneshot::channel();
        let ended = || Error::Internal(anyhow::anyhow!("the tasks that look links up have ended"));
        self.queue.send(Waiting { recipient, answer }).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?.map_err(|error| Error::Internal(anyhow::anyhow!(error)))
    }
}

async fn answer(database: Database, waiting: Arc<Mutex<mpsc::Receiver<Waiting>>>, templates: Arc<Templates>) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.lock().await.recv_many(&mut group, GROUP).await > 0 {
        match find(&database, &templates, &group).await {
            // A requester that has gone away needs no answer.
            Ok(found) => group.drain(..).for_each(|one| {
                let _ = one.answer.send(Ok(found.get(&one.recipient.get()).cloned()));
            }),
            Err(error) => group.drain(..).for_each(|one| {
                let _ = one.answer.send(Err(error.to_string()));
            }),
        }
    }
}

async fn find(database: &Database, templates: &Templates, group: &[Waiting]) -> Result<HashMap<i64, Found>> {
    // The derived table comes first in SQLite's plan because of the CROSS JOIN; PostgreSQL chooses so by itself.
    let form = match database.engine() {
        Engine::Sqlite => "json_extract(c.plan, '$.form')",
        Engine::Postgres => "c.plan ->> 'form'",
    };
    let sql = format!(
        "SELECT r.id, r.campaign_id, r.patient_id, r.link_version, r.followed_at, r.acknowledged_at, r.opted_out_at, r.not_me_at, \
         r.last_wave_sent, c.state, c.expires_at, c.template_version, {form} AS form, p.given_name, p.preferred_language, p.status \
         FROM {} CROSS JOIN recipient r JOIN campaign c ON c.id = r.campaign_id JOIN patient p ON p.id = r.patient_id \
         WHERE r.id = v.id",
        JsonRows::ids(database.engine())
    );
    let mut ids: Vec<i64> = group.iter().map(|one| one.recipient.get()).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = Row::find_by_statement(database.statement(&sql, [json!(ids).to_string().into()]))
        .all(database.reader())
        .await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let templates = templates.of(database, row.campaign_id, row.template_version).await?;
        found.insert(row.id, Found { row, templates });
    }
    Ok(found)
}

/// A campaign, and a version of its templates.
type TemplateKey = (i64, i32);

/// Compiled templates: a version never changes, so none of these is ever out of date.
#[derive(Debug, Default)]
struct Templates(Lock<HashMap<TemplateKey, Arc<Vec<Variant>>>>);

impl Templates {
    async fn of(&self, database: &Database, campaign: i64, version: i32) -> Result<Arc<Vec<Variant>>> {
        let key = (campaign, version);
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(known.clone());
        }
        // The email says more than the text; the text has to do where there is no email.
        let mut variants = Vec::new();
        for channel in [Channel::Email, Channel::Sms] {
            if variants.is_empty() {
                variants = variants::load(database.reader(), channel, vec![campaign])
                    .await?
                    .remove(&campaign)
                    .unwrap_or_default();
            }
        }
        let variants = Arc::new(variants);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, variants.clone());
        Ok(variants)
    }
}
