//! What is handed over is paid for: units are counted when messages become `sending`, and given back for those that
//! the provider did not take, each with what it costs by the prices of now: what was charged stays when prices change. A
//! campaign with a budget never hands over more than it allows.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use shared::{
    channel::Channel,
    money::Money,
    plan::Plan,
    prices::{Charge, Price},
};

use super::render::Letter;
use crate::{database::Engine, domain::Result};

/// Units by campaign.
pub(super) type Units = BTreeMap<i64, i64>;

/// What a letter is paid for: an email once, a text for each of its segments.
pub(super) fn units(letter: &Letter) -> i64 {
    letter.segments.map_or(1, i64::from)
}

/// A channel and what it costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Priced<'a> {
    pub channel: Channel,
    pub price: &'a Price,
}

/// Charges units (or, below nought, gives them back).
pub(super) async fn add(transaction: &impl ConnectionTrait, priced: Priced<'_>, units: &Units) -> Result<()> {
    let sql = "INSERT INTO spend (campaign_id, channel, units, charge) VALUES (?, ?, ?, ?) \
               ON CONFLICT (campaign_id, channel) \
               DO UPDATE SET units = spend.units + excluded.units, charge = spend.charge + excluded.charge";
    for (&campaign, &units) in units.iter().filter(|(_, units)| **units != 0) {
        let charge = priced.price.charge(units).stored();
        let values = [campaign.into(), priced.channel.as_str().into(), units.into(), charge.into()];
        transaction.execute_raw(Engine::of(transaction).statement(sql, values)).await?;
    }
    Ok(())
}

/// Those of the letters that their campaigns can pay for, and the campaigns that cannot pay for all of theirs, with
/// their budgets. Of a campaign with a budget nobody else spends until the transaction ends.
pub(super) async fn affordable<'a>(
    transaction: &impl ConnectionTrait,
    priced: Priced<'_>,
    letters: &'a [Letter],
) -> Result<(Vec<&'a Letter>, Vec<(i64, Money)>)> {
    let mut campaigns: Vec<i64> = letters.iter().map(|letter| letter.message.campaign_id).collect();
    campaigns.sort_unstable();
    campaigns.dedup();
    let mut left = BTreeMap::new();
    for campaign in campaigns {
        if let Some(budget) = budget(transaction, campaign).await? {
            left.insert(campaign, (budget, spent(transaction, campaign, true).await?));
        }
    }
    let mut exhausted = Vec::new();
    let mut fit = Vec::with_capacity(letters.len());
    for letter in letters {
        let campaign = letter.message.campaign_id;
        match left.get_mut(&campaign) {
            None => fit.push(letter),
            Some((budget, spent)) => {
                let units = units(letter);
                let next = spent.and(priced.channel, units, priced.price.charge(units));
                if next.cost() <= *budget {
                    *spent = next;
                    fit.push(letter);
                } else if !exhausted.contains(&(campaign, *budget)) {
                    exhausted.push((campaign, *budget));
                }
            }
        }
    }
    Ok((fit, exhausted))
}

/// What a campaign has handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    pub emails: i64,
    pub segments: i64,
    /// At the prices of the time.
    pub charge: Charge,
}

impl Spent {
    pub fn cost(self) -> Money {
        self.charge.money()
    }

    fn and(self, channel: Channel, units: i64, charge: Charge) -> Self {
        let charge = self.charge + charge;
        match channel {
            Channel::Email => Self { emails: self.emails + units, charge, ..self },
            Channel::Sms => Self { segments: self.segments + units, charge, ..self },
        }
    }
}

/// What a campaign has spent so far; held until the transaction ends where `hold` is set.
pub async fn spent(connection: &impl ConnectionTrait, campaign: i64, hold: bool) -> Result<Spent> {
    let engine = Engine::of(connection);
    let sql = if hold {
        "INSERT INTO spend (campaign_id, channel, units, charge) VALUES (?, 'email', 0, 0), (?, 'sms', 0, 0) \
         ON CONFLICT (campaign_id, channel) DO UPDATE SET units = spend.units RETURNING channel, units, charge"
    } else {
        "SELECT channel, units, charge FROM spend WHERE campaign_id IN (?, ?)"
    };
    let mut spent = Spent::default();
    for row in connection.query_all_raw(engine.statement(sql, [campaign.into(), campaign.into()])).await? {
        let charge = Charge::from_stored(row.try_get("", "charge")?);
        spent = spent.and(row.try_get("", "channel")?, row.try_get("", "units")?, charge);
    }
    Ok(spent)
}

async fn budget(connection: &impl ConnectionTrait, campaign: i64) -> Result<Option<Money>> {
    let sql = "SELECT plan FROM campaign WHERE id = ?";
    let row = connection.query_one_raw(Engine::of(connection).statement(sql, [campaign.into()])).await?;
    let Some(row) = row else { return Ok(None) };
    let plan: serde_json::Value = row.try_get("", "plan")?;
    let plan: Plan = serde_json::from_value(plan).map_err(anyhow::Error::from)?;
    Ok(plan.budget)
}
