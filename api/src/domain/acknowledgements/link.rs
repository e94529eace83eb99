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

/// As the patient prefers it, such as `cy`; none where it is not known.
pub type PatientLanguage = Option<String>;

/// A link that shows no message, and in whose language to say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub closed: Closed,
    pub language: PatientLanguage,
}

impl Refused {
    pub const WRONG: Self = Self { closed: Closed::Wrong, language: None };
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
    pub language: PatientLanguage,
    /// What the campaign says; empty where its templates are gone.
    pub templates: Arc<Vec<Variant>>,
}

/// A recipient as a genuine link finds them, whatever has become of the campaign since.
pub(super) struct Genuine {
    pub recipient: RecipientId,
    pub row: Row,
    pub campaign: Arc<Campaign>,
    /// The link was replaced by a newer one.
    pub is_replaced: bool,
}

/// Reads the recipient in one look; none where the link was never made by this practice. A forged token and a
/// recipient that does not exist take the same steps.
pub(super) async fn genuine(app: &App, token: &str) -> Result<Option<Genuine>> {
    let Some(recipient) = KeyRing::link_recipient(token) else { return Ok(None) };
    let found = app.links.get(recipient).await?;
    let version = found.as_ref().map_or(1, |found| found.row.link_version);
    let is_newest = app.keys.is_link(token, recipient, version);
    let Some(Found { row, campaign }) = found else { return Ok(None) };
    let is_replaced = !is_newest && (1..version).any(|old| app.keys.is_link(token, recipient, old));
    Ok((is_newest || is_replaced).then_some(Genuine { recipient, row, campaign, is_replaced }))
}

/// The recipient to whom a link still shows its message.
pub(in crate::domain) async fn find(app: &App, token: &str) -> Result<Result<Invitation, Refused>> {
    let Some(Genuine { recipient, row, campaign, is_replaced }) = genuine(app, token).await? else {
        return Ok(Err(Refused::WRONG));
    };
    let closed = match closed(&row, &campaign, app.clock.timestamp()) {
        _ if row.erased_at.is_some() => Some(Closed::Withdrawn),
        _ if is_replaced => Some(Closed::Revoked),
        closed => closed,
    };
    if let Some(closed) = closed {
        return Ok(Err(Refused { closed, language: row.preferred_language }));
    }
    Ok(Ok(Invitation {
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
    }))
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
