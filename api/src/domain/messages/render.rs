//! From a checked message to what leaves: template, personal link, segments.

use std::{collections::HashMap, sync::Arc};

use entity::{campaign, template, template_variant};
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
};
use crate::{
    clients::{email::Email, sms::Sms},
    config::PracticeConfig,
    domain::{Result, settings},
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

/// A template of a campaign, from a wave on and for a language; that of the draft is for wave 0 and everybody.
struct Variant {
    wave: i32,
    language: String,
    template: Template,
}

/// The one that fits best: first by language, then by the newest wave. A language fits itself and its dialects.
fn best<'a>(variants: &'a [Variant], wave: i32, language: Option<&str>) -> Option<&'a Variant> {
    let language = language.unwrap_or_default().to_lowercase();
    let fits = |variant: &&Variant| {
        let begins = language.strip_prefix(variant.language.as_str());
        variant.wave <= wave
            && begins.is_some_and(|rest| variant.language.is_empty() || rest.is_empty() || rest.starts_with('-'))
    };
    variants.iter().filter(fits).max_by_key(|variant| (variant.language.len(), variant.wave))
}

impl Templates {
    pub(super) async fn load(app: &App, channel: Channel, batch: &[Claimed]) -> Result<Self> {
        let mut campaigns: Vec<i64> = batch.iter().map(|message| message.campaign_id).collect();
        campaigns.dedup();
        let reader = app.database.reader();
        let rows = campaign::Entity::find().filter(campaign::Column::Id.is_in(campaigns.clone())).all(reader).await?;
        let templates = template::Entity::find()
            .filter(template::Column::CampaignId.is_in(campaigns.clone()))
            .filter(template::Column::Channel.eq(channel))
            .all(reader)
            .await?;
        let others = template_variant::Entity::find()
            .filter(template_variant::Column::CampaignId.is_in(campaigns))
            .filter(template_variant::Column::Channel.eq(channel))
            .all(reader)
            .await?;
        let compile = |campaign: i64| -> Vec<Variant> {
            let first = templates.iter().map(|row| (row.campaign_id, 0, "", &row.subject, &row.body));
            let others =
                others.iter().map(|row| (row.campaign_id, row.wave, row.language.as_str(), &row.subject, &row.body));
            let own = first.chain(others).filter(|(of, ..)| *of == campaign);
            let compiled = own.filter_map(|(_, wave, language, subject, body)| {
                let subject = (channel == Channel::Email).then_some(subject.as_str());
                let template = Template::compile(channel, subject, body)
                    .inspect_err(|error| tracing::error!(campaign, %channel, %error, "a template does not compile"))
                    .ok()?;
                Some(Variant { wave, language: language.to_owned(), template })
            });
            compiled.collect()
        };
        let of_campaigns = rows.into_iter().map(|row| (row.id, (row.name, compile(row.id)))).collect();
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
                let segments = shared::sms::segments(&rendered.body).segments;
                Letter {
                    message,
                    content: Content::Sms(Sms { message: id, to, body: rendered.body }),
                    segments: i32::try_from(segments).ok(),
                }
            }
            Address::Email(to) => {
                let email = Email {
                    id: id.to_string(),
                    to,
                    subject: rendered.subject.unwrap_or_default(),
                    html: Some(html::of(&rendered.body, &link)),
                    text: rendered.body,
                    unsubscribe: Some(html::unsubscribe(&link)),
                };
                Letter { message, content: Content::Email(email), segments: None }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_patient_s_language_counts_before_the_wave() {
        let variant = |wave, language: &str| Variant {
            wave,
            language: language.to_owned(),
            template: Template::compile(Channel::Sms, None, "{{ link }}").unwrap(),
        };
        let variants = [variant(0, ""), variant(1, ""), variant(0, "cy"), variant(3, "cy")];
        let found = |wave, language| {
            let best = best(&variants, wave, language).unwrap();
            (best.wave, best.language.as_str())
        };
        assert_eq!(found(0, None), (0, ""));
        assert_eq!(found(2, Some("pl")), (1, ""));
        assert_eq!(found(2, Some("cy-GB")), (0, "cy"));
        assert_eq!(found(3, Some("CY")), (3, "cy"));
        assert_eq!(found(3, Some("cym")), (1, ""), "another language that begins alike");
    }
}
