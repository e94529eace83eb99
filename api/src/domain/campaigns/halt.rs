//! A campaign that cannot go on by itself is paused, once, and staff are told.

use entity::campaign;
use sea_orm::ConnectionTrait;
use serde_json::{Value as Json, json};
use shared::ids::CampaignId;

use super::find::get;
use crate::{
    database::Engine,
    domain::{Actor, Result, audit},
    state::App,
};

/// A campaign that was paused just now. Once that is committed, staff are to be told.
#[derive(Debug)]
#[must_use = "staff are to be told"]
pub struct Halted {
    /// Stable and of this pause alone.
    id: String,
    text: String,
}

impl Halted {
    pub(super) fn new(app: &App, campaign: &campaign::Model, why: &str, what_to_do: &str) -> Self {
        let text = format!(
            "The campaign \"{}\" is paused: {why}.\n\nNothing more of it is sent until somebody resumes it. {what_to_do}\n\n\
             Look at it under Campaigns: {}/\n",
            campaign.name,
            app.config.http.base_url()
        );
        Self { id: format!("campaign-{}-paused-{}", campaign.id, app.clock.timestamp().0), text }
    }

    /// Does not wait for a mail server: what is on its way has its time.
    pub fn tell_staff(self, app: &App) {
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = app.notices.send(&self.id, "Recall: a campaign is paused", &self.text).await {
                tracing::error!(id = self.id, %error, "the notice of a campaign that is paused was not sent");
            }
        });
    }
}

/// Pauses a campaign whose messages the provider takes and does not send, with its reason in our words. None where it is
/// not running any more.
pub(in crate::domain) async fn halt_for_provider(
    app: &App,
    transaction: &impl ConnectionTrait,
    id: CampaignId,
    reason: &str,
) -> Result<Option<Halted>> {
    if !pause(transaction, id).await? {
        return Ok(None);
    }
    note(app, transaction, id, "provider", "campaign.provider_stopped", json!({ "reason": reason })).await?;
    tracing::warn!(
        campaign = id.get(),
        reason,
        "a provider takes messages and does not send them; their campaign is paused"
    );
    let why = format!("the provider takes its messages and does not send them ({reason})");
    let what_to_do =
        "Ask whoever manages the account there to put it right. Then resume the campaign and try what failed again.";
    Ok(Some(Halted::new(app, &get(transaction, id).await?, &why, what_to_do)))
}

/// Whether it was running until now.
pub(super) async fn pause(transaction: &impl ConnectionTrait, id: CampaignId) -> Result<bool> {
    let sql = "UPDATE campaign SET state = 'paused' WHERE id = ? AND state = 'running'";
    let done = transaction.execute_raw(Engine::of(transaction).statement(sql, [id.get().into()])).await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn note(
    app: &App,
    transaction: &impl ConnectionTrait,
    id: CampaignId,
    by: &str,
    action: &'static str,
    detail: Json,
) -> Result<()> {
    let entry = audit::Entry { action, subject: Some(id.to_string()), detail };
    audit::record(transaction, app.clock.timestamp(), &Actor::system(by), entry).await
}
