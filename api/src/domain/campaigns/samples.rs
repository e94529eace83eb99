//! How messages look to some of a campaign's patients, or to one while a template is written.

use chrono::NaiveDate;
use entity::{campaign, patient};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel},
    ids::{CampaignId, PatientId},
    permission::Permission,
    template::TemplateSet,
};

use super::{checks::check_templates, draft::TemplateText, find::rule_of};
use crate::{
    domain::{
        Actor, Result, audit, cohorts,
        messages::{
            preview::{self, Preview},
            variants,
        },
        patients,
    },
    state::App,
};

const SHOWN: usize = 3; // enough to see a long name and a short one
const LOOKED_AT: i64 = 20; // among so many there are three whom a message reaches
/// What `{{ campaign }}` becomes while a template is written.
const EXAMPLE_CAMPAIGN: &str = "Flu vaccination";

/// What three patients of a draft's cohort of today, or three recipients of a launched campaign,
/// would get. Looking at them leaves an audit event.
pub async fn samples(app: &App, actor: &Actor, campaign: &campaign::Model, today: NaiveDate) -> Result<Vec<Preview>> {
    actor.require(Permission::ViewCampaigns)?;
    actor.require(Permission::ViewPatients)?;
    let reader = app.database.reader();
    let mut templates = Vec::with_capacity(Channel::ALL.len());
    for &channel in Channel::ALL {
        let variants = variants::load(reader, channel, vec![campaign.id]).await?.remove(&campaign.id);
        templates.push((channel, variants.unwrap_or_default()));
    }
    // As the newest wave says it, in the patient's language.
    let template = |channel: Channel, language: Option<&str>| {
        let (_, variants) = templates.iter().find(|(of, _)| *of == channel)?;
        variants::best(variants, campaign.wave, language).map(|variant| &variant.template)
    };
    let patients = some_patients(app, campaign, today).await?;
    let previews = preview::of_patients(app, &campaign.name, template, patients, SHOWN).await?;
    let shown: Vec<_> = previews.iter().filter_map(|one| Some(PatientId::from(one.patient.as_ref()?.id))).collect();
    let entry = audit::Entry {
        action: "campaign.samples_read",
        subject: Some(CampaignId::from(campaign.id).to_string()),
        detail: json!({ "patients": shown }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(previews)
}

async fn some_patients(app: &App, campaign: &campaign::Model, today: NaiveDate) -> Result<Vec<patient::Model>> {
    let connection = app.database.reader();
    if matches!(campaign.state, CampaignState::Draft | CampaignState::Scheduled) {
        let cohort = cohorts::compile(connection, &rule_of(campaign)?, today).await?;
        let first = cohorts::first(app, &cohort).await?;
        let patients = patient::Entity::find().filter(patient::Column::Id.is_in(first.iter().copied()));
        return Ok(patients.order_by_asc(patient::Column::Id).all(connection).await?);
    }
    let sql = "SELECT p.* FROM recipient r JOIN patient p ON p.id = r.patient_id \
               WHERE r.campaign_id = ? AND p.erased_at IS NULL ORDER BY r.id LIMIT ?";
    let statement = app.database.statement(sql, [campaign.id.into(), LOOKED_AT.into()]);
    Ok(patient::Model::find_by_statement(statement).all(connection).await?)
}

/// What one patient, or an invented one, would get by templates that are not saved. A look at a
/// patient leaves an audit event.
pub async fn message_preview(
    app: &App,
    actor: &Actor,
    templates: &[TemplateText],
    patient: Option<PatientId>,
) -> Result<Preview> {
    actor.require(Permission::ViewCampaigns)?;
    check_templates(templates, Channel::ALL)?;
    let texts = templates.iter().map(|text| (text.channel, text.subject.as_deref(), text.body.as_str()));
    let templates = TemplateSet::compile(texts).map_err(anyhow::Error::from)?;
    let Some(patient) = patient else {
        return preview::of_nobody(app, EXAMPLE_CAMPAIGN, &templates).await;
    };
    let patient = patients::view(app, actor, patient).await?;
    let mut previews =
        preview::of_patients(app, EXAMPLE_CAMPAIGN, |channel, _| templates.get(channel), vec![patient], 1).await?;
    Ok(previews.pop().ok_or_else(|| anyhow::anyhow!("a patient has one preview"))?)
}
