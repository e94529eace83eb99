//! Links that are opened at the same time are looked up together.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use entity::time::Timestamp;
use sea_orm::FromQueryResult;
use shared::{
    channel::{CampaignState, Channel},
    ids::{FormVersionId, RecipientId},
    person::PatientStatus,
};

use crate::{
    database::{Database, ids},
    domain::{
        Result,
        group_read::{GroupRead, Read},
        messages::variants::{self, Variant},
    },
};

const KEPT: usize = 64; // campaigns whose templates stay compiled; more than run at once

/// A recipient as their link finds them.
#[derive(Clone, Debug)]
pub struct Found {
    pub(super) row: Row,
    pub(super) campaign: Arc<Campaign>,
}

/// What holds for all recipients of a campaign.
#[derive(Debug)]
pub(super) struct Campaign {
    pub state: CampaignState,
    pub expires_at: Timestamp,
    /// The version of a form that recipients are asked to fill in.
    pub form: Option<FormVersionId>,
    /// Whether that form still takes answers.
    pub form_is_open: bool,
    /// What the campaign says on its page; empty where its templates are gone.
    pub templates: Arc<Vec<Variant>>,
}

impl Campaign {
    fn new(row: CampaignRow, open_forms: &HashSet<i64>, templates: Arc<Vec<Variant>>) -> Self {
        let form = row.form();
        let form_is_open = form.is_some_and(|form| open_forms.contains(&form.get()));
        Self { state: row.state, expires_at: row.expires_at, form, form_is_open, templates }
    }
}

impl CampaignRow {
    /// What is no id was put there by hand: the button is there without a form.
    fn form(&self) -> Option<FormVersionId> {
        self.plan.get("form")?.as_str()?.parse().ok()
    }
}

#[derive(FromQueryResult)]
struct CampaignRow {
    id: i64,
    state: CampaignState,
    expires_at: Timestamp,
    template_version: i32,
    plan: serde_json::Value,
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
    pub given_name: String,
    pub preferred_language: Option<String>,
    pub status: PatientStatus,
    pub erased_at: Option<Timestamp>,
}

/// Looks links up, many in one query.
pub type LinkReader = GroupRead<Links>;

/// Recipients by their links.
#[derive(Debug, Default)]
pub struct Links {
    templates: Templates,
}

impl GroupRead<Links> {
    pub fn start(database: &Database) -> Self {
        Self::with(database.clone(), Links::default())
    }
}

impl Read for Links {
    type Key = RecipientId;
    type Value = Found;

    async fn read(&mut self, database: &Database, recipients: &[RecipientId]) -> Result<HashMap<RecipientId, Found>> {
        find(database, &mut self.templates, recipients).await
    }
}

async fn find(
    database: &Database,
    templates: &mut Templates,
    recipients: &[RecipientId],
) -> Result<HashMap<RecipientId, Found>> {
    let engine = database.engine();
    let sql = format!(
        "SELECT r.id, r.campaign_id, r.patient_id, r.link_version, r.followed_at, r.acknowledged_at, r.opted_out_at, \
         r.not_me_at, r.last_wave_sent, p.given_name, p.preferred_language, p.status, p.erased_at \
         FROM recipient r JOIN patient p ON p.id = r.patient_id WHERE {}",
        engine.is_among("r.id")
    );
    let these = ids(recipients.iter().map(|recipient| recipient.get()));
    let rows = Row::find_by_statement(database.statement(&sql, [these])).all(database.reader()).await?;
    // Those who open links at the same time are mostly of one campaign: it is read once.
    let sql =
        format!("SELECT id, state, expires_at, template_version, plan FROM campaign WHERE {}", engine.is_among("id"));
    let these = ids(rows.iter().map(|row| row.campaign_id));
    let mut campaigns = HashMap::new();
    let found = CampaignRow::find_by_statement(database.statement(&sql, [these])).all(database.reader()).await?;
    let open_forms = open_forms(database, found.iter().filter_map(CampaignRow::form)).await?;
    for campaign in found {
        let templates = templates.of(database, campaign.id, campaign.template_version).await?;
        campaigns.insert(campaign.id, Arc::new(Campaign::new(campaign, &open_forms, templates)));
    }
    let with_campaign =
        |row: Row| Some((row.id.into(), Found { campaign: campaigns.get(&row.campaign_id)?.clone(), row }));
    Ok(rows.into_iter().filter_map(with_campaign).collect())
}

/// Which of these versions belong to forms that take answers. Most campaigns ask for none.
async fn open_forms(database: &Database, versions: impl Iterator<Item = FormVersionId>) -> Result<HashSet<i64>> {
    #[derive(FromQueryResult)]
    struct Open {
        id: i64,
    }
    let versions: Vec<i64> = versions.map(FormVersionId::get).collect();
    if versions.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = format!(
        "SELECT v.id FROM form_version v JOIN form f ON f.id = v.form_id WHERE f.state = 'published' AND {}",
        database.engine().is_among("v.id")
    );
    let rows = Open::find_by_statement(database.statement(&sql, [ids(versions)])).all(database.reader());
    Ok(rows.await?.into_iter().map(|open| open.id).collect())
}

/// A campaign, and a version of its templates.
type TemplateKey = (i64, i32);

/// Compiled templates: a version never changes, so none of these is ever out of date.
#[derive(Debug, Default)]
struct Templates(HashMap<TemplateKey, Arc<Vec<Variant>>>);

impl Templates {
    async fn of(&mut self, database: &Database, campaign: i64, version: i32) -> Result<Arc<Vec<Variant>>> {
        let key = (campaign, version);
        if let Some(known) = self.0.get(&key) {
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
        if self.0.len() >= KEPT {
            self.0.clear();
        }
        self.0.insert(key, variants.clone());
        Ok(variants)
    }
}
