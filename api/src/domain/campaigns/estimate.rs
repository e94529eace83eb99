//! What a launch would do: how many, how many cannot be reached, what it costs and how long it takes.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use entity::campaign;
use shared::{
    channel::{CampaignState, Channel},
    money::Money,
    sms,
    template::{MessageValues, Template},
};

use super::find::{channels_of, plan_of, rule_of, templates_of};
use crate::{
    config::{Config, PracticeConfig},
    domain::{
        Result,
        cohorts::{self, CompiledCohort, LeftOut, OutOfReach, Tally},
        hours::Hours,
        messages::preview::EXAMPLE_TOKEN,
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
    let segments = if texts > 0 { segments(app, campaign, &tally, is_draft).await? } else { 0 };
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

/// SMS segments of all texts. Of the names only their lengths are known: a text is rendered once for
/// each pair of lengths, with letters that every phone knows.
async fn segments(app: &App, campaign: &campaign::Model, tally: &Tally, active: bool) -> Result<i64> {
    let templates = templates_of(app.database.reader(), campaign.id.into()).await?;
    let Some(text) = templates.iter().find(|template| template.channel == Channel::Sms) else {
        return Ok(0);
    };
    let template = Template::compile(Channel::Sms, None, &text.body).map_err(anyhow::Error::from)?;
    let mut lengths: BTreeMap<NameLengths, i64> = BTreeMap::new();
    for group in tally.reached(Channel::Sms, active) {
        *lengths.entry(NameLengths { given: group.given, family: group.family }).or_default() += group.patients;
    }
    let practice = settings::practice(app).await;
    lengths
        .iter()
        .map(|(names, n)| Ok(n * segments_of(&template, &app.config, &practice, &campaign.name, names)?))
        .sum()
}

/// In characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NameLengths {
    given: i64,
    family: i64,
}

fn segments_of(
    template: &Template,
    config: &Config,
    practice: &PracticeConfig,
    campaign: &str,
    names: &NameLengths,
) -> Result<i64> {
    let letters = |n: i64| "x".repeat(usize::try_from(n).unwrap_or(0));
    let values = MessageValues {
        given_name: &letters(names.given),
        family_name: &letters(names.family),
        practice: &practice.name,
        practice_phone: &practice.phone,
        booking_link: practice.booking_link.as_deref().unwrap_or_default(),
        link: &format!("{}/m/{}", config.http.base_url(), EXAMPLE_TOKEN),
        campaign,
    };
    let rendered = template.render(&values).map_err(anyhow::Error::from)?;
    Ok(i64::try_from(sms::segments(&rendered.body).segments).unwrap_or(i64::MAX))
}
