//! "Do not message me about this": nothing more is sent to the contact points of this patient.

use entity::values::EventKind;

use super::{
    event::Event,
    link::{self, Closed},
};
use crate::{domain::Result, state::App};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptedOut {
    pub given_name: String,
}

/// Whether the link leads to somebody who can opt out; for the page that asks whether they are sure.
pub async fn ask_opt_out(app: &App, token: &str) -> Result<Result<OptedOut, Closed>> {
    Ok(link::find(app, token).await?.map(|invitation| OptedOut { given_name: invitation.given_name }))
}

/// Suppresses the patient's phone numbers and email addresses and takes queued messages back.
pub async fn opt_out(app: &App, token: &str) -> Result<Result<OptedOut, Closed>> {
    let invitation = match link::find(app, token).await? {
        Ok(invitation) => invitation,
        Err(closed) => return Ok(Err(closed)),
    };
    if invitation.opted_out_at.is_none() {
        let at = app.clock.timestamp();
        app.recorder.record(Event::new(invitation.recipient, EventKind::OptedOut, at)).await?;
    }
    Ok(Ok(OptedOut { given_name: invitation.given_name }))
}
