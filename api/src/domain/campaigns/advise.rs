//! Templates while they are written: what is worth a second look.

use shared::{
    channel::Channel,
    permission::Permission,
    template::{Advised, MessageValues, advise as advise_one},
};

use super::{checks::check_templates, draft::TemplateText};
use crate::{
    domain::{Actor, Error, Result, messages::preview::EXAMPLE_TOKEN, settings},
    state::App,
};

/// What `{{ campaign }}` becomes while the campaign has no name.
const EXAMPLE_CAMPAIGN: &str = "Flu vaccination";

#[derive(sea_orm::FromQueryResult)]
struct Longest {
    given: Option<String>,
    family: Option<String>,
}

/// What is worth a second look in each of the templates of a campaign of this name, rendered for the patient with the
/// longest name.
pub async fn advise(
    app: &App,
    actor: &Actor,
    templates: &[TemplateText],
    campaign: Option<&str>,
) -> Result<Vec<(Channel, Advised)>> {
    actor.require(Permission::ViewCampaigns)?;
    check_templates(templates, Channel::ALL)?;
    let practice = settings::practice(app).await;
    let (given, family) = longest_name(app).await?;
    let link = format!("{}/m/{EXAMPLE_TOKEN}", app.config.http.base_url());
    let values = MessageValues {
        given_name: &given,
        family_name: &family,
        practice: &practice.name,
        practice_phone: &practice.phone,
        booking_link: practice.booking_link.as_deref().unwrap_or_default(),
        link: &link,
        campaign: campaign.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(EXAMPLE_CAMPAIGN),
    };
    let advised = templates.iter().map(|text| {
        let advised = advise_one(text.channel, text.subject.as_deref(), &text.body, &values);
        advised.map(|advised| (text.channel, advised)).map_err(|error| Error::from(anyhow::Error::from(error)))
    });
    advised.collect()
}

/// As many letters as the longest names have, none of which is anybody's.
async fn longest_name(app: &App) -> Result<(String, String)> {
    use sea_orm::FromQueryResult;
    let sql = "SELECT CAST(MAX(LENGTH(given_name)) AS TEXT) AS given, CAST(MAX(LENGTH(family_name)) AS TEXT) AS family FROM patient";
    let row = Longest::find_by_statement(app.database.statement(sql, [])).one(app.database.reader()).await?;
    let letters = |length: Option<String>| "x".repeat(length.and_then(|n| n.parse().ok()).unwrap_or(10_usize).min(100));
    Ok(row.map_or_else(|| (letters(None), letters(None)), |row| (letters(row.given), letters(row.family))))
}
