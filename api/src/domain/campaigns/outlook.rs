//! How much a campaign still has to send, whether it may at this hour, and how long it takes.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};
use entity::campaign;
use shared::channel::{CampaignState, Channel};

use super::{
    counts::{self, Ledger},
    estimate::rate_of,
    find::plan_of,
};
use crate::{
    domain::{Result, hours::Hours},
    state::App,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Messages that wait or are on their way.
    pub waiting: i64,
    pub seconds_left: Option<i64>,
    pub is_open: bool,
    /// When it opens next, where it is closed.
    pub opens_at: Option<DateTime<Utc>>,
}

/// Messages a second that were seen to leave, by channel.
pub type Rates = BTreeMap<Channel, f64>;

/// The outlook at the rates that were seen, and else at the configured ones and the plan's. Channels are sent side by
/// side: the slowest decides.
pub async fn outlook(app: &App, campaign: &campaign::Model, seen: Option<&Rates>) -> Result<Outlook> {
    let plan = plan_of(campaign)?;
    let now = app.clock.now();
    let hours = Hours { window: plan.window.as_ref(), closed_days: &app.config.sending.closed_days };
    let ledger = counts::ledger(app.database.reader(), campaign.id.into()).await?;
    let spread = f64::from(plan.spread_hours) * 3_600.0;
    let seconds = |channel: Channel| {
        let waiting = waiting_on(&ledger, channel);
        let rate = seen.and_then(|rates| rates.get(&channel)).copied().filter(|rate| *rate > 0.0);
        rate.map_or_else(
            || {
                let configured = float(waiting) / f64::from(rate_of(&app.config, channel));
                configured.max(spread * float(waiting) / float(newest_wave_on(&ledger, channel).max(1)))
            },
            |rate| float(waiting) / rate,
        )
    };
    let waiting: i64 = Channel::ALL.iter().map(|&channel| waiting_on(&ledger, channel)).sum();
    let is_open = hours.is_open(now);
    let work = Channel::ALL.iter().map(|&channel| seconds(channel)).fold(0.0, f64::max);
    let running = campaign.state == CampaignState::Running && waiting > 0;
    let ends = Duration::try_from_secs_f64(work).ok().and_then(|work| hours.after(now, work)).filter(|_| running);
    Ok(Outlook {
        waiting,
        seconds_left: ends.map(|ends| (ends - now).num_seconds()),
        is_open,
        opens_at: if is_open { None } else { hours.opens_at(now) },
    })
}

fn waiting_on(ledger: &Ledger, channel: Channel) -> i64 {
    let of_channel = ledger.iter().filter(|((_, on), _)| *on == channel);
    of_channel.flat_map(|(_, states)| states).filter(|(state, _)| !state.is_terminal()).map(|(_, n)| *n).sum()
}

/// How many messages the newest wave on a channel has: what the plan spreads over its hours.
fn newest_wave_on(ledger: &Ledger, channel: Channel) -> i64 {
    let newest = ledger.iter().filter(|((_, on), _)| *on == channel).max_by_key(|((wave, _), _)| *wave);
    newest.map_or(0, |(_, states)| states.values().sum())
}

#[allow(clippy::cast_precision_loss, reason = "a rate is an estimate")]
fn float(n: i64) -> f64 {
    n as f64
}
