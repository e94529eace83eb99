//! From a checked message to what leaves: template, personal link, segments.

use std::{collections::HashMap, sync::Arc};

use entity::campaign;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    channel::Channel,
    ids::{MessageId, RecipientId},
    template::{MessageValues, Rendered, Template, TemplateError},
};

use super::{
    check::{Address, Checked},
    claim::Claimed,
    html, reason,
    variants::{self, Variant, best},
};
use crate::{
    clients::{email::Email, sms::Sms},
    config::PracticeConfig,
    domain::{Result, patients::columns, settings},
    state::App,
};

/// What is handed to a channel's client.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Sms(Sms),
    Email(Email),
}

/// A message ready to go.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub message: Claimed,
    pub content: Content,
    /// How many SMS it takes; none for an email.
    pub segments: Option<i32>,
    /// Blind index of the contact point.
    pub contact: Vec<u8>,
}

/// Whom a message speaks to, and with which link.
pub(super) struct Addressee<'a> {
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub link: &'a str,
}

/// The public address behind a token.
pub(super) fn link(app: &App, token: &str) -> String {
    format!("{}/m/{token}", app.config.http.base_url())
}

/// The words of one message.
pub(super) fn render(
    template: &Template,
    practice: &PracticeConfig,
    campaign: &str,
    to: &Addressee<'_>,
) -> Result<Rendered, TemplateError> {
    template.render(&MessageValues {
        given_name: to.given_name,
        family_name: to.family_name,
        practice: &practice.name,
        practice_phone: &practice.phone,
        booking_link: practice.booking_link.as_deref().unwrap_or_default(),
        link: to.link,
        campaign,
    })
}

/// The templates of the campaigns of a batch. They are compiled once a batch and not kept longer, so
/// that a corrected template counts from the next batch on.
pub(super) struct Templates {
    practice: Arc<PracticeConfig>,
    of_campaigns: HashMap<i64, (String, Vec<Variant>)>,
}

impl Templates {
    pub(super) async fn load(app: &App, channel: Channel, batch: &[Claimed]) -> Result<Self> {
        let mut campaigns: Vec<i64> = batch.iter().map(|message| message.campaign_id).collect();
        campaigns.dedup();
        let reader = app.database.reader();
        let rows = campaign::Entity::find().filter(campaign::Column::Id.is_in(campaigns.clone())).all(reader).await?;
        let mut variants = variants::load(reader, channel, campaigns).await?;
        let of_campaigns =
            rows.into_iter().map(|row| (row.id, (row.name, variants.remove(&row.id).unwrap_or_default()))).collect();
        Ok(Self { practice: settings::practice(app).await, of_campaigns })
    }

    /// The letter, or the reason why there is none.
    pub(super) fn render(&self, app: &App, checked: Checked) -> Result<Letter, (Claimed, &'static str)> {
        let message = checked.message;
        let failed = (message, reason::NO_TEMPLATE);
        let (campaign, variants) = self.of_campaigns.get(&message.campaign_id).ok_or(failed)?;
        let recipient = RecipientId::from(message.recipient_id);
        let link = link(app, &app.keys.link_token(recipient, checked.link_version));
        let to = Addressee { given_name: &checked.given_name, family_name: &checked.family_name, link: &link };
        let variant = best(variants, message.wave, checked.language.as_deref()).ok_or(failed)?;
        let rendered = render(&variant.template, &self.practice, campaign, &to).map_err(|_| failed)?;
        let id = MessageId::from(message.id);
        Ok(match checked.to {
            Address::Phone(to) => {
                let contact = app.keys.blind_index(columns::PHONE, to.as_str()).to_vec();
                let segments = shared::sms::segments(&rendered.body).segments;
                Letter {
                    message,
                    content: Content::Sms(Sms { message: id, to, body: rendered.body }),
                    segments: i32::try_from(segments).ok(),
                    contact,
                }
            }
            Address::Email(to) => {
                let contact = app.keys.blind_index(columns::EMAIL, &to.key()).to_vec();
                let email = Email {
                    id: id.to_string(),
                    to,
                    subject: rendered.subject.unwrap_or_default(),
                    html: Some(html::of(&rendered.body, &link, variant.language())),
                    text: rendered.body,
                    unsubscribe: Some(html::unsubscribe(&link)),
                };
                Letter { message, content: Content::Email(email), segments: None, contact }
            }
        })
    }
}
