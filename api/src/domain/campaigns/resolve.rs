//! Deciding about messages in doubt: a person says what became of them.

use entity::campaign;
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel},
    ids::CampaignId,
    permission::Permission,
};

use super::find::get;
use crate::{
    domain::{
        Actor, Error, Result, audit,
        messages::{InDoubt, Resolution, Resolved, resolve_uncertain},
    },
    state::App,
};

/// Decides about the messages of a campaign that are in doubt: about these, or about all of them.
/// A message that was sent once more before is not sent a third time; it stays in doubt.
pub async fn resolve(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    which: InDoubt<'_>,
    resolution: Resolution,
) -> Result<campaign::Model> {
    actor.require(Permission::LaunchCampaigns)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let campaign = get(&transaction, id).await?;
    let goes_on = matches!(campaign.state, CampaignState::Running | CampaignState::Paused) && campaign.expires_at > now;
    if resolution == Resolution::SendAgain && !goes_on {
        let message = format!("Only a running or paused campaign sends again; this one is {}.", campaign.state);
        return Err(Error::refused("NOT_RUNNING", message));
    }
    let Resolved { changed, sent_twice, superseded } = resolve_uncertain(&transaction, id, which, resolution).await?;
    if changed + superseded == 0 {
        return Err(nothing(sent_twice));
    }
    let entry = audit::Entry {
        action: "campaign.uncertain_resolved",
        subject: Some(id.to_string()),
        detail: json!({ "resolution": resolution.as_str(), "messages": changed, "sent_twice": sent_twice,
            "superseded": superseded, "channel": which.channel.map(Channel::as_str), "wave": which.wave }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    Ok(campaign)
}

fn nothing(sent_twice: u64) -> Error {
    if sent_twice == 0 {
        let message = "None of these messages is in doubt any more; nothing was changed.";
        return Error::refused("NOTHING_UNCERTAIN", message);
    }
    let message = format!(
        "{sent_twice} messages in doubt were sent once more before and are not sent a third time. \
         Find out whether they arrived, or give them up."
    );
    Error::refused("SENT_TWICE", message)
}
