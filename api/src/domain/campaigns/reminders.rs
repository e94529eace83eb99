//! Reminders that were planned: each is due some days after the wave before it.

use std::{collections::BTreeMap, time::Duration};

use entity::{campaign, time::Timestamp, wave};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    channel::{CampaignState, Channel},
    ids::CampaignId,
};

use super::{
    find::{channels_of, plan_of},
    waves::{self, BY_PLAN},
};
use crate::{
    domain::{Actor, Error, Result},
    state::App,
};

const DAY: Duration = Duration::from_hours(24);

/// A reminder that is still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub wave: i32,
    pub channels: Vec<Channel>,
    /// At the earliest; `None` before the launch. Those after the next one are counted from when that one is due.
    pub due_at: Option<Timestamp>,
}

/// The waves that were queued, the first one first.
pub async fn waves_of(connection: &impl ConnectionTrait, id: CampaignId) -> Result<Vec<wave::Model>> {
    Ok(wave::Entity::find()
        .filter(wave::Column::CampaignId.eq(id.get()))
        .order_by_asc(wave::Column::Number)
        .all(connection)
        .await?)
}

/// The reminders of a campaign that are still to come, the next one first.
pub async fn planned(connection: &impl ConnectionTrait, campaign: &campaign::Model) -> Result<Vec<Planned>> {
    if campaign.state.is_terminal() {
        return Ok(Vec::new());
    }
    let plan = plan_of(campaign)?;
    let all = channels_of(campaign)?;
    let queued: BTreeMap<i32, Timestamp> =
        waves_of(connection, campaign.id.into()).await?.into_iter().map(|row| (row.number, row.queued_at)).collect();
    let mut before = queued.get(&campaign.wave).copied().or(campaign.launched_at);
    let mut planned = Vec::new();
    for (wave, reminder) in (1..).zip(plan.reminders) {
        if campaign.launched_at.is_some() && wave <= campaign.wave {
            continue;
        }
        before = before.map(|at| at.plus(DAY * reminder.after_days));
        let channels = if reminder.channels.is_empty() { all.clone() } else { reminder.channels };
        planned.push(Planned { wave, channels, due_at: before });
    }
    Ok(planned)
}

/// Queues the reminders that are due. One whose wave before is still going out comes later; one that has nobody left to
/// remind is a wave of no messages, so that the next one comes. Returns how many campaigns had one.
pub async fn remind_due(app: &App) -> Result<usize> {
    let now = app.clock.timestamp();
    let running = campaign::Entity::find()
        .filter(campaign::Column::State.eq(CampaignState::Running))
        .filter(campaign::Column::ExpiresAt.gt(now))
        .all(app.database.reader())
        .await?;
    let mut reminded = 0;
    for campaign in running {
        let next = planned(app.database.reader(), &campaign).await?.into_iter().next();
        let Some(next) = next.filter(|next| next.due_at.is_some_and(|at| at <= now)) else { continue };
        let wanted = waves::Reminder {
            expected: Some(next.wave),
            channels: Some(&next.channels),
            cause: BY_PLAN,
            request_id: None,
        };
        match waves::queue(app, &Actor::system("planned_reminder"), campaign.id.into(), wanted).await {
            Ok(_) => reminded += 1,
            // Another process was faster, or the wave before still goes out.
            Err(Error::Refused { code, .. }) => {
                tracing::debug!(campaign = campaign.id, code, "a planned reminder was not sent");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(reminded)
}
