//! Templates while they are written: what is worth a second look.

use anyhow::Context;
use shared::{
    channel::Channel,
    permission::Permission,
    template::{Advised, MessageValues, advise as advise_one},
};

use super::{checks::check_templates, draft::TemplateText};
use crate::{
    domain::{
        Actor, Result,
        cohorts::{self, LongestName},
        messages::preview::EXAMPLE_TOKEN,
        settings,
    },
    state::App,
};

/// What `{{ campaign }}` becomes while the campaign has no name.
const EXAMPLE_CAMPAIGN: &str = "Flu vaccination";

/// Nobody's name, for a practice without patients.
const EXAMPLE_LETTERS: i64 = 10;
const MOST_LETTERS: i64 = 100; // longer ones are mistakes of an import

/// What is worth a second look in each of the templates of a campaign of this name, rendered for the patients with the
/// longest names.
pub async fn advise(
    app: &App,
    actor: &Actor,
    templates: &[TemplateText],
    campaign: Option<&str>,
) -> Result<Vec<(Channel, Advised)>> {
    actor.require(Permission::ViewCampaigns)?;
    check_templates(templates, Channel::ALL)?;
    let practice = settings::practice(app).await;
    let link = format!("{}/m/{EXAMPLE_TOKEN}", app.config.http.base_url());
    let campaign = campaign.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(EXAMPLE_CAMPAIGN);
    let names = longest_names(app).await?;
    let advised = templates.iter().map(|text| {
        let looks = names.iter().map(|(given_name, family_name)| {
            let values = MessageValues {
                given_name,
                family_name,
                practice: &practice.name,
                practice_phone: &practice.phone,
                booking_link: practice.booking_link.as_deref().unwrap_or_default(),
                link: &link,
                campaign,
            };
            advise_one(text.channel, text.subject.as_deref(), &text.body, &values).map_err(anyhow::Error::from)
        });
        let all = looks.collect::<Result<Vec<_>, _>>()?;
        let advised = all.into_iter().reduce(Advised::or_longer).context("nobody has a name")?;
        Ok((text.channel, advised))
    });
    advised.collect()
}

/// As many letters as the longest names have, none of which is anybody's: first one that fits the alphabet of texts, then
/// those that do not.
async fn longest_names(app: &App) -> Result<Vec<(String, String)>> {
    let letters = |number: i64, is_wide: bool| {
        let letter = if is_wide { "ŵ" } else { "x" };
        letter.repeat(usize::try_from(number.clamp(0, MOST_LETTERS)).unwrap_or(0))
    };
    let all = cohorts::longest_names(app.database.reader()).await?;
    let of_all = |length: fn(&LongestName) -> i64| all.iter().map(length).max().unwrap_or(EXAMPLE_LETTERS);
    let plain = (letters(of_all(|name| name.given), false), letters(of_all(|name| name.family), false));
    let wide = all.iter().filter(|name| name.given_is_wide + name.family_is_wide > 0);
    let wide =
        wide.map(|name| (letters(name.given, name.given_is_wide > 0), letters(name.family, name.family_is_wide > 0)));
    Ok(std::iter::once(plain).chain(wide).collect())
}
