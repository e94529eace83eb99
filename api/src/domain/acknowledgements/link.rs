//! From the token in a link to the recipient it was made for.

use entity::time::Timestamp;
use sea_orm::FromQueryResult;
use shared::{
    channel::{CampaignState, Channel},
    ids::{CampaignId, RecipientId},
    person::PatientStatus,
};

use super::text::Source;
use crate::{crypto::KeyRing, domain::Result, state::App};

const SQL: &str = "SELECT r.campaign_id, r.link_version, r.followed_at, r.acknowledged_at, \
     r.opted_out_at, r.not_me_at, c.state, c.expires_at, p.given_name, p.status, \
     email.subject AS email_subject, email.body AS email_body, sms.body AS sms_body \
     FROM recipient r JOIN campaign c ON c.id = r.campaign_id JOIN patient p ON p.id = r.patient_id \
     LEFT JOIN template email ON email.campaign_id = r.campaign_id AND email.channel = 'email' \
     LEFT JOIN template sms ON sms.campaign_id = r.campaign_id AND sms.channel = 'sms' WHERE r.id = ?";

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
pub(super) struct Invitation {
    pub recipient: RecipientId,
    pub campaign: CampaignId,
    pub given_name: String,
    pub followed_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub opted_out_at: Option<Timestamp>,
    /// What the campaign says; none where its templates are gone.
    pub template: Option<Source>,
}

#[derive(FromQueryResult)]
struct Row {
    campaign_id: i64,
    link_version: i32,
    followed_at: Option<Timestamp>,
    acknowledged_at: Option<Timestamp>,
    opted_out_at: Option<Timestamp>,
    not_me_at: Option<Timestamp>,
    state: CampaignState,
    expires_at: Timestamp,
    given_name: String,
    status: PatientStatus,
    email_subject: Option<String>,
    email_body: Option<String>,
    sms_body: Option<String>,
}

impl Row {
    /// The email says more than the text; the text has to do where there is no email.
    fn template(&mut self) -> Option<Source> {
        let email = self.email_body.take().map(|body| Source {
            channel: Channel::Email,
            subject: self.email_subject.take(),
            body,
        });
        email.or_else(|| self.sms_body.take().map(|body| Source { channel: Channel::Sms, subject: None, body }))
    }
}

/// Reads the recipient in one look. A forged token and a recipient that does not exist take the same steps.
pub(super) async fn find(app: &App, token: &str) -> Result<Result<Invitation, Closed>> {
    let Some(recipient) = KeyRing::link_recipient(token) else { return Ok(Err(Closed::Wrong)) };
    let row = Row::find_by_statement(app.database.statement(SQL, [recipient.get().into()]))
        .one(app.database.reader())
        .await?;
    let version = row.as_ref().map_or(1, |row| row.link_version);
    let genuine = app.keys.is_link(token, recipient, version);
    let Some(mut row) = row else { return Ok(Err(Closed::Wrong)) };
    if !genuine {
        let replaced = (1..version).any(|old| app.keys.is_link(token, recipient, old));
        return Ok(Err(if replaced { Closed::Revoked } else { Closed::Wrong }));
    }
    Ok(match closed(&row, app.clock.timestamp()) {
        Some(closed) => Err(closed),
        None => Ok(Invitation {
            recipient,
            campaign: row.campaign_id.into(),
            template: row.template(),
            given_name: row.given_name,
            followed_at: row.followed_at,
            acknowledged_at: row.acknowledged_at,
            opted_out_at: row.opted_out_at,
        }),
    })
}

fn closed(row: &Row, now: Timestamp) -> Option<Closed> {
    match (row.state, row.status) {
        (CampaignState::Draft | CampaignState::Scheduled, _) => Some(Closed::Wrong),
        _ if row.not_me_at.is_some() => Some(Closed::Astray),
        (CampaignState::Cancelled, _) => Some(Closed::Withdrawn),
        (_, PatientStatus::Deceased | PatientStatus::Left | PatientStatus::Restricted) => Some(Closed::Withdrawn),
        (CampaignState::Completed, PatientStatus::Active) => Some(Closed::Expired),
        (CampaignState::Running | CampaignState::Paused, PatientStatus::Active) => {
            (row.expires_at <= now).then_some(Closed::Expired)
        }
    }
}
