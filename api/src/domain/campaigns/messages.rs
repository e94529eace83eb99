//! The ledger of a campaign row by row. Who was sent what tells of their health, so every look leaves an audit event.
//!
//! The newest wave comes first, and within a wave the recipients in reverse. That order walks two
//! indexes that the sending needs anyway, so a page costs the same at the beginning and at the end of
//! 300,000 messages, and the sending keeps no index for the screen alone.

use entity::message;
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
    permission::Permission,
};

use super::counts::{self, Ledger};
use crate::{
    database::Database,
    domain::{Actor, Result, audit},
    state::App,
};

/// Which messages are wanted; what is `None` does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageFilter {
    pub state: Option<MessageState>,
    pub channel: Option<Channel>,
    pub wave: Option<i32>,
}

impl MessageFilter {
    /// How many messages it lets through, by the kept counts.
    pub fn total(&self, ledger: &Ledger) -> i64 {
        let wanted = ledger.iter().filter(|(key, _)| self.lets_through(**key));
        wanted
            .map(|(_, states)| states.iter().map(|(state, n)| if self.wants(*state) { *n } else { 0 }).sum::<i64>())
            .sum()
    }

    fn lets_through(&self, (wave, channel): (i32, Channel)) -> bool {
        self.wave.is_none_or(|wanted| wanted == wave) && self.channel.is_none_or(|wanted| wanted == channel)
    }

    fn wants(&self, state: MessageState) -> bool {
        self.state.is_none_or(|wanted| wanted == state)
    }

    /// The waves that have such messages, the newest first.
    fn waves(&self, ledger: &Ledger) -> Vec<i32> {
        let mut waves: Vec<i32> = ledger
            .iter()
            .filter(|(key, states)| {
                self.lets_through(**key) && states.iter().any(|(state, n)| self.wants(*state) && *n > 0)
            })
            .map(|((wave, _), _)| *wave)
            .collect();
        waves.dedup();
        waves.reverse();
        waves
    }
}

/// Where a message stands in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagePosition {
    pub wave: i32,
    pub recipient: i64,
    pub channel: Channel,
}

impl From<&message::Model> for MessagePosition {
    fn from(row: &message::Model) -> Self {
        Self { wave: row.wave, recipient: row.recipient_id, channel: row.channel }
    }
}

/// Which part of the list is read: at most `limit` rows after (or, going `backward`, before) `from`.
#[derive(Clone, Copy, Debug)]
pub struct MessageWindow {
    pub from: Option<MessagePosition>,
    pub backward: bool,
    pub limit: u64,
}

/// Messages of a campaign in the direction of travel, with an audit event of the look.
pub async fn read_messages(
    app: &App,
    actor: &Actor,
    campaign: CampaignId,
    filter: MessageFilter,
    window: MessageWindow,
) -> Result<Vec<message::Model>> {
    actor.require(Permission::ViewPatients)?;
    let ledger = counts::ledger(app.database.reader(), campaign).await?;
    let mut waves = filter.waves(&ledger);
    if window.backward {
        waves.reverse();
    }
    if let Some(from) = window.from {
        waves.retain(|&wave| if window.backward { wave >= from.wave } else { wave <= from.wave });
    }
    let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
    let mut rows: Vec<message::Model> = Vec::new();
    for wave in waves {
        if rows.len() >= limit {
            break;
        }
        rows.extend(of_wave(&app.database, campaign, wave, filter, window, limit - rows.len()).await?);
    }
    let entry = audit::Entry {
        action: "campaign.messages_read",
        subject: Some(campaign.to_string()),
        detail: json!({
            "state": filter.state.map(MessageState::as_str),
            "channel": filter.channel.map(Channel::as_str),
            "wave": filter.wave,
            "rows": rows.len(),
        }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(rows)
}

async fn of_wave(
    database: &Database,
    campaign: CampaignId,
    wave: i32,
    filter: MessageFilter,
    window: MessageWindow,
    limit: usize,
) -> Result<Vec<message::Model>> {
    let mut sql = "SELECT m.* FROM recipient r JOIN message m ON m.recipient_id = r.id AND m.wave = ? \
                   WHERE r.campaign_id = ?"
        .to_owned();
    let mut values: Vec<Value> = vec![wave.into(), campaign.get().into()];
    if let Some(channel) = filter.channel {
        sql.push_str(" AND m.channel = ?");
        values.push(channel.as_str().into());
    }
    if let Some(state) = filter.state {
        sql += &format!(" AND m.state = '{state}'");
        // Few among many: found by the index that is kept for them.
        if matches!(state, MessageState::Failed | MessageState::Uncertain) {
            sql.push_str(" AND m.campaign_id = ? AND m.state IN ('failed', 'uncertain')");
            values.push(campaign.get().into());
        }
    }
    let (beyond, direction) = if window.backward { (">", "ASC") } else { ("<", "DESC") };
    if let Some(from) = window.from.filter(|from| from.wave == wave) {
        sql += &format!(" AND (r.id {beyond} ? OR (r.id = ? AND m.channel {beyond} ?))");
        values.extend([from.recipient.into(), from.recipient.into(), from.channel.as_str().into()]);
    }
    sql += &format!(" ORDER BY r.id {direction}, m.channel {direction} LIMIT ?");
    values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
    Ok(message::Model::find_by_statement(database.statement(&sql, values)).all(database.reader()).await?)
}
