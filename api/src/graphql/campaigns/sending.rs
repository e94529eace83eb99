//! A campaign on its way: how far it is and how fast, what it has cost, its waves.

use async_graphql::{Context, Enum, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{campaign, time::Timestamp};
use shared::{channel::CampaignState, ids::CampaignId, permission::Permission};

use crate::{
    domain::{
        campaigns::{self, Rates, counts},
        messages::spending,
    },
    graphql::{
        context::{app, require},
        error::OrGraphql,
        scalars::{Channel, Money},
    },
};

/// How far a campaign is with its sending, and how long it still takes.
#[derive(SimpleObject, Debug)]
pub struct Sending {
    /// Messages that wait or are on their way.
    waiting: i64,
    /// Messages a second over the last seconds; only over the subscription, which has watched them.
    per_second: Option<f64>,
    /// At the watched rates, or else at the configured ones, over the hours of the window; null where nothing waits or
    /// nothing can be said.
    seconds_left: Option<i64>,
    /// Whether messages may leave at this hour.
    is_open: bool,
    /// When they may next, where they may not now.
    opens_at: Option<DateTime<Utc>>,
}

pub async fn sending(ctx: &Context<'_>, campaign: &campaign::Model, seen: Option<&Rates>) -> Result<Sending> {
    require(ctx, Permission::ViewCampaigns)?;
    let outlook = campaigns::outlook(app(ctx)?, campaign, seen).await.or_graphql()?;
    Ok(Sending {
        waiting: outlook.waiting,
        per_second: seen.map(|rates| rates.values().sum()),
        seconds_left: outlook.seconds_left,
        is_open: outlook.is_open,
        opens_at: outlook.opens_at,
    })
}

/// What was handed over and is to be paid for; what the provider did not take costs nothing.
#[derive(SimpleObject, Debug)]
pub struct Spent {
    emails: i64,
    segments: i64,
    cost: Money,
}

pub async fn spent(ctx: &Context<'_>, campaign: &campaign::Model) -> Result<Spent> {
    require(ctx, Permission::ViewCampaigns)?;
    let spent = spending::spent(app(ctx)?.database.reader(), campaign.id, false).await.or_graphql()?;
    Ok(Spent { emails: spent.emails, segments: spent.segments, cost: spent.cost().into() })
}

/// What made a wave.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaveCause {
    Launch,
    Plan,
    Person,
}

/// A wave that was queued.
#[derive(SimpleObject, Debug)]
pub struct Wave {
    /// 0 is the first sending, 1 and on are the reminders.
    number: i32,
    cause: WaveCause,
    channels: Vec<Channel>,
    queued_at: DateTime<Utc>,
}

pub async fn waves(ctx: &Context<'_>, id: CampaignId) -> Result<Vec<Wave>> {
    require(ctx, Permission::ViewCampaigns)?;
    let waves = campaigns::waves_of(app(ctx)?.database.reader(), id).await.or_graphql()?;
    let wave = |row: entity::wave::Model| {
        let channels: Vec<shared::channel::Channel> = serde_json::from_value(row.channels).unwrap_or_default();
        Wave {
            number: row.number,
            cause: match row.cause.as_str() {
                "launch" => WaveCause::Launch,
                "plan" => WaveCause::Plan,
                _ => WaveCause::Person,
            },
            channels: channels.into_iter().map(Channel::from).collect(),
            queued_at: row.queued_at.to_utc(),
        }
    };
    Ok(waves.into_iter().map(wave).collect())
}

/// A reminder that is still to come.
#[derive(SimpleObject, Debug)]
pub struct PlannedReminder {
    wave: i32,
    channels: Vec<Channel>,
    /// At the earliest; null before the launch.
    due_at: Option<DateTime<Utc>>,
    /// How many it would go to if it were sent now; null before the launch.
    recipients: Option<i64>,
}

pub async fn planned(ctx: &Context<'_>, campaign: &campaign::Model) -> Result<Vec<PlannedReminder>> {
    require(ctx, Permission::ViewCampaigns)?;
    let reader = app(ctx)?.database.reader();
    let planned = campaigns::planned(reader, campaign).await.or_graphql()?;
    let mut reminders = Vec::with_capacity(planned.len());
    for one in planned {
        let recipients = if launched(campaign) {
            Some(campaigns::would_go_to(reader, campaign, &one.channels).await.or_graphql()?)
        } else {
            None
        };
        reminders.push(PlannedReminder {
            wave: one.wave,
            channels: one.channels.into_iter().map(Channel::from).collect(),
            due_at: one.due_at.map(Timestamp::to_utc),
            recipients,
        });
    }
    Ok(reminders)
}

pub async fn to_remind(ctx: &Context<'_>, campaign: &campaign::Model) -> Result<Option<i64>> {
    require(ctx, Permission::ViewCampaigns)?;
    if !launched(campaign) {
        return Ok(None);
    }
    let channels = campaigns::channels_of(campaign).or_graphql()?;
    campaigns::would_go_to(app(ctx)?.database.reader(), campaign, &channels).await.or_graphql().map(Some)
}

fn launched(campaign: &campaign::Model) -> bool {
    !matches!(campaign.state, CampaignState::Draft | CampaignState::Scheduled)
}

/// Messages of a channel that have ended, for its rate.
pub fn ended(ledger: &counts::Ledger, channel: shared::channel::Channel) -> i64 {
    let of_channel = ledger.iter().filter(|((_, on), _)| *on == channel);
    of_channel.flat_map(|(_, states)| states).filter(|(state, _)| state.is_terminal()).map(|(_, n)| n).sum()
}
