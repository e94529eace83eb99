//! The messages as an invented patient would get them, while they are being written.

use leptos::prelude::*;
use shared::template::{MessageValues, Rendered, TemplateError, preview};

use super::Wizard;
use super::form::shared_channel;
use crate::api::campaigns::Channel;
use crate::text::preview as words;

/// The message of a channel for an invented patient, or what is wrong with its template. Tracks.
pub fn invented(wizard: Wizard, channel: Channel) -> Result<Rendered, TemplateError> {
    let library = wizard.library.latest();
    let practice = library.as_ref().map(|library| &library.practice);
    let (subject, body) = match channel {
        Channel::Email => (Some(wizard.form.fields().subject.get()), wizard.form.fields().email_body.get()),
        Channel::Sms => (None, wizard.form.fields().sms_body.get()),
    };
    let campaign = wizard.form.fields().name.get();
    let values = MessageValues {
        given_name: words::GIVEN_NAME,
        family_name: words::FAMILY_NAME,
        practice: practice.map_or("", |practice| practice.name.as_str()),
        practice_phone: practice.map_or("", |practice| practice.phone.as_str()),
        booking_link: practice.and_then(|practice| practice.booking_link.as_deref()).unwrap_or_default(),
        link: words::LINK,
        campaign: campaign.trim(),
    };
    preview(shared_channel(channel), subject.as_deref(), &body, &values)
}

/// A preview that keeps the last message that could be read while another is being typed.
pub fn last_good(rendered: Memo<Option<(String, String)>>) -> Memo<(String, String)> {
    Memo::new(move |before: Option<&(String, String)>| {
        rendered.get().or_else(|| before.cloned()).unwrap_or_else(|| (String::new(), words::WAITING.to_owned()))
    })
}
