//! How much a campaign still has to send, whether it may at this hour, and how long it takes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::campaign;
use shared::channel::{CampaignState, Channel};

use super::{counts, estimate::rate_of, find::plan_of};
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

/// The outlook at a rate that was seen, or else at the configured ones and the plan's.
pub async fn outlook(app: &App, campaign: &campaign::Model, per_second: Option<f64>) -> Result<Outlook> {
    let plan = plan_of(campaign)?;
    let now = app.clock.now();
    let hours = Hours { window: plan.window.as_ref(), closed_days: &app.config.sending.closed_days };
    let ledger = counts::ledger(app.database.reader(), campaign.id.into()).await?;
    let waiting_on = |channel: Channel| -> i64 {
        let of_channel = ledger.iter().filter(|((_, on), _)| *on == channel);
        of_channel.flat_map(|(_, states)| states).filter(|(state, _)| !state.is_terminal()).map(|(_, n)| *n).sum()
    };
    let all_on = |channel: Channel| -> i64 {
        ledger.iter().filter(|((_, on), _)| *on == channel).flat_map(|(_, states)| states.values()).sum()
    };
    let waiting: i64 = Channel::ALL.iter().map(|&channel| waiting_on(channel)).sum();
    let is_open = hours.is_open(now);
    let seen = per_second.filter(|rate| *rate > 0.0);
    #[allow(clippy::cast_precision_loss, reason = "a rate is an estimate")]
    let work = match seen {
        Some(rate) => waiting as f64 / rate,
        None => Channel::ALL
            .iter()
            .map(|&channel| {
                let spread = f64::from(plan.spread_hours) * 3_600.0 * waiting_on(channel) as f64
                    / (all_on(channel).max(1) as f64);
                (waiting_on(channel) as f64 / f64::from(rate_of(&app.config, channel))).max(spread)
            })
            .fold(0.0, f64::max),
    };
    let running = campaign.state == CampaignState::Running && waiting > 0;
    let ends = Duration::try_from_secs_f64(work).ok().and_then(|work| hours.after(now, work)).filter(|_| running);
    Ok(Outlook {
        waiting,
        seconds_left: ends.map(|ends| (ends - now).num_seconds()),
        is_open,
        opens_at: if is_open { None } else { hours.opens_at(now) },
    })
}
