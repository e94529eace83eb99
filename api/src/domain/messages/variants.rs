//! The templates of a campaign, compiled: that of its draft, those of reminders and of other languages.

use std::collections::HashMap;

use entity::{template, template_variant};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{channel::Channel, template::Template};

use crate::domain::Result;

/// A template of a campaign, from a wave on and for a language; that of the draft is for wave 0 and everybody.
#[derive(Debug)]
pub(in crate::domain) struct Variant {
    wave: i32,
    language: String,
    pub template: Template,
}

impl Variant {
    /// None for everybody's.
    pub fn language(&self) -> Option<&str> {
        (!self.language.is_empty()).then_some(self.language.as_str())
    }
}

/// The variants of some campaigns on a channel. One that does not compile is left out, with a word in the log.
pub(in crate::domain) async fn load(
    connection: &impl ConnectionTrait,
    channel: Channel,
    campaigns: Vec<i64>,
) -> Result<HashMap<i64, Vec<Variant>>> {
    let templates = template::Entity::find()
        .filter(template::Column::CampaignId.is_in(campaigns.clone()))
        .filter(template::Column::Channel.eq(channel))
        .all(connection)
        .await?;
    let others = template_variant::Entity::find()
        .filter(template_variant::Column::CampaignId.is_in(campaigns))
        .filter(template_variant::Column::Channel.eq(channel))
        .all(connection)
        .await?;
    let first = templates.iter().map(|row| (row.campaign_id, 0, "", &row.subject, &row.body));
    let others = others.iter().map(|row| (row.campaign_id, row.wave, row.language.as_str(), &row.subject, &row.body));
    let mut variants: HashMap<i64, Vec<Variant>> = HashMap::new();
    for (campaign, wave, language, subject, body) in first.chain(others) {
        let subject = (channel == Channel::Email).then_some(subject.as_str());
        match Template::compile(channel, subject, body) {
            Ok(template) => {
                variants.entry(campaign).or_default().push(Variant { wave, language: language.to_owned(), template });
            }
            Err(error) => tracing::error!(campaign, %channel, %error, "a template does not compile"),
        }
    }
    Ok(variants)
}

/// The one that fits best: first by language, then by the newest wave. A language fits itself and its dialects.
pub(in crate::domain) fn best<'a>(variants: &'a [Variant], wave: i32, language: Option<&str>) -> Option<&'a Variant> {
    let language = language.unwrap_or_default().to_lowercase();
    let fits = |variant: &&Variant| {
        let begins = language.strip_prefix(variant.language.as_str());
        variant.wave <= wave
            && begins.is_some_and(|rest| variant.language.is_empty() || rest.is_empty() || rest.starts_with('-'))
    };
    variants.iter().filter(fits).max_by_key(|variant| (variant.language.len(), variant.wave))
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
