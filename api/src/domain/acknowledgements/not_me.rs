//! "This is not for me": a stranger reads the message. Nothing more goes there until staff have put it right.

use entity::values::EventKind;

use super::{
    event::{Event, Outcome},
    link::{self, Closed},
};
use crate::{domain::Result, state::App};

/// Whether the link leads to a message that may be disowned; for the page that asks whether they are sure.
pub async fn ask_not_me(app: &App, token: &str) -> Result<Result<(), Closed>> {
    Ok(link::find(app, token).await?.map(drop))
}

/// Suppresses the patient's phone numbers and email addresses, which of them went astray is not known; takes queued
/// messages back, closes the link and tells staff.
pub async fn not_me(app: &App, token: &str) -> Result<Result<(), Closed>> {
    let invitation = match link::find(app, token).await? {
        Ok(invitation) => invitation,
        Err(closed) => return Ok(Err(closed)),
    };
    let event = Event::new(invitation.recipient, EventKind::NotMe, app.clock.timestamp());
    if app.recorder.record(event).await? == Outcome::Recorded {
        let app = app.clone();
        let id = format!("{}-not-me", invitation.recipient);
        // The page does not wait for a mail server.
        tokio::spawn(async move { tell_staff(&app, &id).await });
    }
    Ok(Ok(()))
}

async fn tell_staff(app: &App, id: &str) {
    let text = format!(
        "Somebody opened a message and said that it is not for them.\n\n\
         Nothing more is sent to the phone number and the email address of that patient until the record was put \
         right and the suppression with the reason \"wrong person\" was lifted: {}/\n",
        app.config.http.base_url()
    );
    if let Err(error) = app.notices.send(id, "Recall: a message reached somebody else", &text).await {
        tracing::error!(%error, "the notice of a message that went astray was not sent");
    }
}
