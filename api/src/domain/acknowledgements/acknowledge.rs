//! The button is pressed: the only thing that counts.

use entity::{time::Timestamp, values::EventKind};

use super::{
    event::Event,
    link::{self, PatientLanguage, Refused},
};
use crate::{domain::Result, state::App};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    pub given_name: String,
    pub language: PatientLanguage,
    /// When the button was pressed for the first time, where this was not it.
    pub before: Option<Timestamp>,
}

/// Records that the recipient has read the message; once, however often the button is pressed.
pub async fn acknowledge(app: &App, token: &str) -> Result<Result<Acknowledged, Refused>> {
    let invitation = match link::find(app, token).await? {
        Ok(invitation) => invitation,
        Err(refused) => return Ok(Err(refused)),
    };
    if invitation.acknowledged_at.is_none() {
        let at = app.clock.timestamp();
        app.recorder.record(Event::new(invitation.recipient, EventKind::Acknowledged, at)).await?;
    }
    Ok(Ok(Acknowledged {
        given_name: invitation.given_name,
        language: invitation.language,
        before: invitation.acknowledged_at,
    }))
}
