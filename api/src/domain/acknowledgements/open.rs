//! A link is opened: weak evidence, machines open links too.

use entity::{time::Timestamp, values::EventKind};

use super::{
    event::Event,
    link::{self, PatientLanguage, Refused},
    text::{self, Text},
    visit::Visit,
};
use crate::{
    domain::{Result, settings},
    state::App,
};

/// What the recipient is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    pub given_name: String,
    pub language: PatientLanguage,
    pub text: Text,
    /// Acknowledged before, and when.
    pub acknowledged_at: Option<Timestamp>,
    pub opted_out_at: Option<Timestamp>,
    /// Whether the campaign asks them to fill in a form that takes answers.
    pub has_form: bool,
}

/// Shows the message and, where `visit` is given, records that the link was followed. It never
/// acknowledges. Known machines are recorded as weak evidence and not counted.
pub async fn open(app: &App, token: &str, visit: Option<&Visit>) -> Result<Result<Shown, Refused>> {
    let invitation = match link::find(app, token).await? {
        Ok(invitation) => invitation,
        Err(refused) => return Ok(Err(refused)),
    };
    if let Some(visit) = visit
        && invitation.followed_at.is_none()
    {
        let event = Event {
            recipient: invitation.recipient,
            kind: EventKind::Followed,
            at: app.clock.timestamp(),
            weak: visit.is_machine(),
            agent: visit.machine(),
        };
        app.recorder.record(event).await?;
    }
    Ok(Ok(Shown {
        text: text::of(&*settings::practice(app).await, &invitation)?,
        has_form: invitation.form_is_open,
        given_name: invitation.given_name,
        acknowledged_at: invitation.acknowledged_at,
        opted_out_at: invitation.opted_out_at,
        language: invitation.language,
    }))
}
