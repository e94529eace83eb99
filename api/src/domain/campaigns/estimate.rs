//! What a launch would do: how many, how many cannot be reached, what it costs and how long it takes.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, NaiveDate, Utc};
use entity::campaign;
use shared::{
    channel::{CampaignState, Channel},
    money::Money,
    sms,
    template::{MessageValues, Template},
};

use super::find::{channels_of, plan_of, rule_of};
use crate::{
    config::{Config, PracticeConfig},
    domain::{
        Result,
        cohorts::{self, CompiledCohort, LeftOut, OutOfReach, Tally},
        hours::Hours,
        messages::{
            preview::EXAMPLE_TOKEN,
            variants::{self, Variant},
        },
        settings,
    },
    state::App,
};

/// Messages a second where no limit is configured: about what the local outbox takes.
const UNLIMITED: u32 = 2_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    pub recipients: i64,
    /// Recipients that no channel of the campaign reaches.
    pub unreachable: i64,
    /// The same by the first reason that holds.
    pub out_of_reach: OutOfReach,
    pub emails: i64,
    pub texts: i64,
    /// Recipients that get an email and a text.
    pub email_and_text: i64,
    pub email_only: i64,
    pub text_only: i64,
    /// SMS segments of all texts; what is paid for.
    pub segments: i64,
    pub cost: Money,
    pub email_cost: Money,
    pub sms_cost: Money,
    /// How long sending takes at the configured rates; channels are sent side by side.
    pub duration_seconds: i64,
    /// When the last message would leave if the first one left now, by the window and the spread of the plan.
    pub finishes_at: Option<DateTime<Utc>>,
    /// Patients the rule of a draft selects and a launch leaves out, by the first reason that holds.
    pub left_out: LeftOut,
}

/// The estimate of a draft on the patients of today, or of a launched campaign on its recipients.
pub async fn estimate(app: &App, campaign: &campaign::Model, today: NaiveDate) -> Result<Estimate> {
    let connection = app.database.reader();
    let channels = channels_of(campaign)?;
    let is_draft = matches!(campaign.state, CampaignState::Draft | CampaignState::Scheduled);
    let cohort = if is_draft {
        cohorts::compile(connection, &rule_of(campaign)?, today).await?
    } else {
        recipients_of(campaign)
    };
    let tally = cohorts::tally(app, &cohort).await?;
    let reach = tally.reach(is_draft);
    let left_out = if is_draft { tally.left_out() } else { LeftOut::default() };
    let on = |channel| if channels.contains(&channel) { reach.on(channel) } else { 0 };
    let (emails, texts) = (on(Channel::Email), on(Channel::Sms));
    let segments = if texts > 0 { segments(app, campaign, &cohort, &tally, is_draft).await? } else { 0 };
    let units = |n: i64| u64::try_from(n).unwrap_or(0);
    let email_and_text = if emails > 0 && texts > 0 { reach.both } else { 0 };
    let email_cost = app.config.prices.email.cost(units(emails));
    let sms_cost = app.config.prices.sms.cost(units(segments));
    let plan = plan_of(campaign)?;
    let at_rate =
        seconds(emails, rate_of(&app.config, Channel::Email)).max(seconds(texts, rate_of(&app.config, Channel::Sms)));
    let duration_seconds = if emails + texts > 0 { at_rate.max(i64::from(plan.spread_hours) * 3_600) } else { 0 };
    let hours = Hours { window: plan.window.as_ref(), closed_days: &app.config.sending.closed_days };
    let work = Duration::from_secs(u64::try_from(duration_seconds).unwrap_or(0));
    Ok(Estimate {
        recipients: reach.patients,
        unreachable: reach.unreachable(&channels),
        out_of_reach: tally.out_of_reach(&channels, is_draft),
        emails,
        texts,
        email_and_text,
        email_only: emails - email_and_text,
        text_only: texts - email_and_text,
        segments,
        cost: email_cost + sms_cost,
        email_cost,
        sms_cost,
        duration_seconds,
        finishes_at: hours.after(app.clock.now(), work),
        left_out,
    })
}

fn recipients_of(campaign: &campaign::Model) -> CompiledCohort {
    CompiledCohort {
        sql: "p.id IN (SELECT r.patient_id FROM recipient r WHERE r.campaign_id = ?)".to_owned(),
        values: vec![campaign.id.into()],
        may_be_kept: true,
    }
}

/// Messages a second of a channel.
pub(super) fn rate_of(config: &Config, channel: Channel) -> u32 {
    let configured = match channel {
        Channel::Email => config.email.per_second,
        Channel::Sms => config.sms.per_second,
    };
    if configured == 0 { UNLIMITED } else { configured }
}

fn seconds(messages: i64, per_second: u32) -> i64 {
    let rate = i64::from(per_second);
    messages / rate + i64::from(messages % rate > 0)
}

/// SMS segments of all texts, each in the language of its patient. Of the names only their lengths are known, and whether
/// they fit the alphabet of texts: a text is rendered once for each kind of pair, with letters of the same price.
async fn segments(
    app: &App,
    campaign: &campaign::Model,
    cohort: &CompiledCohort,
    tally: &Tally,
    active: bool,
) -> Result<i64> {
    let mut loaded = variants::load(app.database.reader(), Channel::Sms, vec![campaign.id]).await?;
    let variants = loaded.remove(&campaign.id).unwrap_or_default();
    let Some(everybodys) = variants::best(&variants, 0, None) else { return Ok(0) };
    let practice = settings::practice(app).await;
    let texts = Texts { config: &app.config, practice: &practice, campaign: &campaign.name, active };
    let mut segments = texts.segments(&everybodys.template, tally)?;
    let languages = languages_of(&variants);
    for language in &languages {
        let Some(own) = variants::best(&variants, 0, Some(language)) else { continue };
        let speakers = cohorts::tally(app, &speakers_of(cohort, language, &languages)).await?;
        segments += texts.segments(&own.template, &speakers)? - texts.segments(&everybodys.template, &speakers)?;
    }
    Ok(segments)
}

/// The languages that have a first message of their own.
fn languages_of(variants: &[Variant]) -> BTreeSet<&str> {
    let all = variants.iter().filter_map(Variant::language);
    all.filter(|language| variants::best(variants, 0, Some(language)).and_then(Variant::language) == Some(*language))
        .collect()
}

/// Those of a cohort who get the message of a language: it and its dialects, but for a dialect with one of its own.
fn speakers_of(cohort: &CompiledCohort, language: &str, languages: &BTreeSet<&str>) -> CompiledCohort {
    const SPEAKS: &str = "(LOWER(p.preferred_language) = ? OR LOWER(p.preferred_language) LIKE ?)";
    let mut speakers = cohort.clone();
    speakers.sql = format!("({}) AND {SPEAKS}", cohort.sql);
    let dialects =
        languages.iter().filter(|other| other.strip_prefix(language).is_some_and(|rest| rest.starts_with('-')));
    for (place, tag) in std::iter::once(&language).chain(dialects).enumerate() {
        if place > 0 {
            speakers.sql.push_str(" AND NOT ");
            speakers.sql.push_str(SPEAKS);
        }
        speakers.values.extend([(*tag).into(), format!("{tag}-%").into()]);
    }
    speakers
}

/// A name as far as the price of a text goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    /// In characters.
    length: i64,
    /// It has letters outside the alphabet of texts.
    is_wide: bool,
}

impl Name {
    /// As many letters, that fit the alphabet of texts or do not.
    fn letters(self) -> String {
        let letter = if self.is_wide { "ŵ" } else { "x" };
        letter.repeat(usize::try_from(self.length).unwrap_or(0))
    }
}

/// What texts say besides their template.
struct Texts<'a> {
    config: &'a Config,
    practice: &'a PracticeConfig,
    campaign: &'a str,
    /// Only those who may be written to.
    active: bool,
}

impl Texts<'_> {
    /// Segments of the texts of a template to everybody whom a text reaches.
    fn segments(&self, template: &Template, tally: &Tally) -> Result<i64> {
        let mut names: BTreeMap<(Name, Name), i64> = BTreeMap::new();
        for group in tally.reached(Channel::Sms, self.active) {
            let given = Name { length: group.given, is_wide: group.given_is_wide };
            let family = Name { length: group.family, is_wide: group.family_is_wide };
            *names.entry((given, family)).or_default() += group.patients;
        }
        names.iter().map(|(&(given, family), n)| Ok(n * self.segments_of(template, given, family)?)).sum()
    }

    fn segments_of(&self, template: &Template, given: Name, family: Name) -> Result<i64> {
        let values = MessageValues {
            given_name: &given.letters(),
            family_name: &family.letters(),
            practice: &self.practice.name,
            practice_phone: &self.practice.phone,
            booking_link: self.practice.booking_link.as_deref().unwrap_or_default(),
            link: &format!("{}/m/{}", self.config.http.base_url(), EXAMPLE_TOKEN),
            campaign: self.campaign,
        };
        let rendered = template.render(&values).map_err(anyhow::Error::from)?;
        Ok(i64::try_from(sms::segments(&rendered.body).segments).unwrap_or(i64::MAX))
    }
}
