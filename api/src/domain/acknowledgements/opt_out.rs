//! "Do not message me about this": nothing more is sent to the contact points of this patient.
//!
//! Every link that was ever sent is good for it: one of an ended campaign, or one that was replaced, lies in a mailbox
//! for years.

use entity::values::EventKind;
use shared::suppression::SuppressionReason;

use super::{
    effects::suppress_again,
    event::Event,
    link::{self, Genuine, PatientLanguage, Refused},
};
use crate::{domain::Result, state::App};

/// Whether the link leads to somebody who can opt out; for the page that asks whether they are sure.
pub async fn ask_opt_out(app: &App, token: &str) -> Result<Result<PatientLanguage, Refused>> {
    Ok(link::genuine(app, token).await?.map(|genuine| genuine.row.preferred_language).ok_or(Refused::WRONG))
}

/// Suppresses the patient's phone numbers and email addresses and takes queued messages back. Of an erased patient there
/// is nothing left to suppress, and nothing is written down.
pub async fn opt_out(app: &App, token: &str) -> Result<Result<PatientLanguage, Refused>> {
    let Some(Genuine { recipient, row, .. }) = link::genuine(app, token).await? else {
        return Ok(Err(Refused::WRONG));
    };
    if row.erased_at.is_some() {
        return Ok(Ok(row.preferred_language));
    }
    let at = app.clock.timestamp();
    if row.opted_out_at.is_none() {
        app.recorder.record(Event::new(recipient, EventKind::OptedOut, at)).await?;
    } else {
        // Said again, perhaps after messages were switched on again or to a new address.
        let transaction = app.database.begin().await?;
        let who = (recipient.get(), at);
        suppress_again(&transaction, who, SuppressionReason::OptedOut, "recipient.opted_out").await?;
        transaction.commit().await?;
    }
    Ok(Ok(row.preferred_language))
}
