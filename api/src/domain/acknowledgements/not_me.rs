//! "This is not for me": a stranger reads the message. Nothing more goes there until staff have put it right.

use entity::{recipient_event, values::EventKind};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::ids::RecipientId;

use super::{
    event::{Event, Outcome},
    link::{self, Genuine, PatientLanguage, Refused},
};
use crate::{domain::Result, state::App};

/// Whether the link leads to a message that may be disowned; for the page that asks whether they are sure.
pub async fn ask_not_me(app: &App, token: &str) -> Result<Result<PatientLanguage, Refused>> {
    Ok(link::genuine(app, token).await?.map(|genuine| genuine.row.preferred_language).ok_or(Refused::WRONG))
}

/// Suppresses the patient's phone numbers and email addresses, which of them went astray is not known; takes queued
/// messages back, closes the link and tells staff. Every link that was ever sent is good for it, but one that was
/// replaced after somebody had said it before tells nothing new: staff have put it right since.
pub async fn not_me(app: &App, token: &str) -> Result<Result<PatientLanguage, Refused>> {
    let Some(Genuine { recipient, row, is_replaced, .. }) = link::genuine(app, token).await? else {
        return Ok(Err(Refused::WRONG));
    };
    if row.erased_at.is_some() || (is_replaced && was_said(app, recipient).await?) {
        return Ok(Ok(row.preferred_language));
    }
    let event = Event::new(recipient, EventKind::NotMe, app.clock.timestamp());
    if app.recorder.record(event).await? == Outcome::Recorded {
        let app = app.clone();
        let id = format!("{recipient}-{}-not-me", row.link_version);
        // The page does not wait for a mail server.
        tokio::spawn(async move { tell_staff(&app, &id).await });
    }
    Ok(Ok(row.preferred_language))
}

async fn was_said(app: &App, recipient: RecipientId) -> Result<bool> {
    let said = recipient_event::Entity::find()
        .filter(recipient_event::Column::RecipientId.eq(recipient.get()))
        .filter(recipient_event::Column::Kind.eq(EventKind::NotMe));
    Ok(said.count(app.database.reader()).await? > 0)
}

async fn tell_staff(app: &App, id: &str) {
    let text = format!(
        "Somebody opened a message and said that it is not for them.\n\n\
         Nothing more is sent to the phone number and the email address of that patient. Put the record right, lift \
         the suppression with the reason \"wrong person\", and revoke the link of that patient in the campaign: the next \
         message then brings a new one. {}/\n",
        app.config.http.base_url()
    );
    if let Err(error) = app.notices.send(id, "Recall: a message reached somebody else", &text).await {
        tracing::error!(%error, "the notice of a message that went astray was not sent");
    }
}
