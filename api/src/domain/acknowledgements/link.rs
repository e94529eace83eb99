//! From the token in a link to the recipient it was made for.

use std::sync::Arc;

use entity::time::Timestamp;
use shared::{
    channel::CampaignState,
    ids::{CampaignId, FormVersionId, PatientId, RecipientId},
    person::PatientStatus,
};

use super::reader::{Campaign, Found, Row};
use crate::{
    crypto::KeyRing,
    domain::{Result, messages::variants::Variant},
    state::App,
};

/// Why a link shows no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Never made by this practice, or changed on the way.
    Wrong,
    /// Replaced by a newer one.
    Revoked,
    /// The campaign has ended.
    Expired,
    /// Somebody else reads the message, and said so.
    Astray,
    /// The campaign was cancelled, or the patient is no longer to be written to.
    Withdrawn,
}

/// The recipient of a genuine link whose campaign goes on.
#[derive(Clone, Debug)]
pub(in crate::domain) struct Invitation {
    pub recipient: RecipientId,
    pub campaign: CampaignId,
    pub patient: PatientId,
    /// The version of a form that the campaign asks them to fill in.
    pub form: Option<FormVersionId>,
    /// Whether that form still takes answers.
    pub form_is_open: bool,
    pub given_name: String,
    pub followed_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub opted_out_at: Option<Timestamp>,
    /// The last reminder they were sent; 0 is the first sending.
    pub wave: i32,
    pub language: Option<String>,
    /// What the campaign says; empty where its templates are gone.
    pub templates: Arc<Vec<Variant>>,
}

/// Reads the recipient in one look. A forged token and a recipient that does not exist take the same steps.
pub(in crate::domain) async fn find(app: &App, token: &str) -> Result<Result<Invitation, Closed>> {
    let Some(recipient) = KeyRing::link_recipient(token) else { return Ok(Err(Closed::Wrong)) };
    let found = app.links.find(recipient).await?;
    let version = found.as_ref().map_or(1, |found| found.row.link_version);
    let genuine = app.keys.is_link(token, recipient, version);
    let Some(Found { row, campaign }) = found else { return Ok(Err(Closed::Wrong)) };
    if !genuine {
        let replaced = (1..version).any(|old| app.keys.is_link(token, recipient, old));
        return Ok(Err(if replaced { Closed::Revoked } else { Closed::Wrong }));
    }
    Ok(match closed(&row, &campaign, app.clock.timestamp()) {
        Some(closed) => Err(closed),
        None => Ok(Invitation {
            recipient,
            campaign: row.campaign_id.into(),
            patient: row.patient_id.into(),
            form: campaign.form,
            form_is_open: campaign.form_is_open,
            wave: row.last_wave_sent.unwrap_or_default(),
            language: row.preferred_language,
            templates: campaign.templates.clone(),
            given_name: row.given_name,
            followed_at: row.followed_at,
            acknowledged_at: row.acknowledged_at,
            opted_out_at: row.opted_out_at,
        }),
    })
}

fn closed(row: &Row, campaign: &Campaign, now: Timestamp) -> Option<Closed> {
    match (campaign.state, row.status) {
        (CampaignState::Draft | CampaignState::Scheduled, _) => Some(Closed::Wrong),
        _ if row.not_me_at.is_some() => Some(Closed::Astray),
        (CampaignState::Cancelled, _) => Some(Closed::Withdrawn),
        (_, PatientStatus::Deceased | PatientStatus::Left | PatientStatus::Restricted) => Some(Closed::Withdrawn),
        (CampaignState::Completed, PatientStatus::Active) => Some(Closed::Expired),
        (CampaignState::Running | CampaignState::Paused, PatientStatus::Active) => {
            (campaign.expires_at <= now).then_some(Closed::Expired)
        }
    }
}
