//! Set-based changes of the ledger: a table of rows as one parameter, and the counts that go with them.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, Value};
use serde::Serialize;
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
};

use crate::{
    database::Engine,
    domain::{Result, campaigns::counts},
};

/// The state of messages that are looked up by their ids, out of reach of the partial indexes of states. PostgreSQL,
/// whose statistics know of no lease, would read all of `message_leased` for each group, with the entries that the last
/// thousands of messages left behind.
pub(super) const STATE: &str = "(message.state || '')";

/// The type of a column of [`rows`].
#[derive(Clone, Copy)]
pub(in crate::domain) enum Column {
    Integer,
    Text,
}

/// A table named `o` for a FROM clause, made of one parameter (see [`parameter`]).
pub(in crate::domain) fn rows(engine: Engine, columns: &[(&str, Column)]) -> String {
    let list = |column: &dyn Fn(&str, Column) -> String| {
        columns.iter().map(|&(name, kind)| column(name, kind)).collect::<Vec<_>>().join(", ")
    };
    match engine {
        Engine::Sqlite => {
            format!("(SELECT {} FROM json_each(?)) AS o", list(&|name, _| format!("value ->> '{name}' AS {name}")))
        }
        Engine::Postgres => {
            let of = |name: &str, kind| match kind {
                Column::Integer => format!("{name} bigint"),
                Column::Text => format!("{name} text"),
            };
            format!("jsonb_to_recordset(CAST(? AS jsonb)) AS o({})", list(&of))
        }
    }
}

/// A condition: the id is among those that `select` finds. On PostgreSQL they are found first, or it
/// would read the whole ledger to join them.
pub(in crate::domain) fn among(engine: Engine, select: &str) -> String {
    match engine {
        Engine::Sqlite => format!("id IN ({select})"),
        Engine::Postgres => format!("id = ANY(ARRAY({select}))"),
    }
}

/// The parameter of [`rows`]: a JSON array of objects.
pub(in crate::domain) fn parameter(rows: &[impl Serialize]) -> Result<Value> {
    Ok(serde_json::to_string(rows).map_err(anyhow::Error::from)?.into())
}

/// Changes of the counts of one transaction, written once at its end and in a fixed order, so that
/// two transactions never wait for each other's counter.
#[derive(Debug, Default)]
pub(in crate::domain) struct Tally(BTreeMap<(i64, i32, Channel, &'static str), (MessageState, i64)>);

impl Tally {
    pub(in crate::domain) fn moved(
        &mut self,
        campaign: i64,
        wave: i32,
        channel: Channel,
        from: MessageState,
        to: MessageState,
    ) {
        self.moved_many((campaign, wave, channel), from, to, 1);
    }

    /// The same for `n` messages of a campaign, a wave and a channel.
    pub(in crate::domain) fn moved_many(
        &mut self,
        (campaign, wave, channel): (i64, i32, Channel),
        from: MessageState,
        to: MessageState,
        n: i64,
    ) {
        for (state, n) in [(from, -n), (to, n)] {
            self.0.entry((campaign, wave, channel, state.as_str())).or_insert((state, 0)).1 += n;
        }
    }

    /// Writes the changes; call it last in the transaction.
    pub(in crate::domain) async fn write(self, transaction: &impl ConnectionTrait) -> Result<()> {
        for ((campaign, wave, channel, _), (state, n)) in self.0 {
            counts::add_messages(transaction, CampaignId::from(campaign), wave, channel, state, n).await?;
        }
        Ok(())
    }
}
