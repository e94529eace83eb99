//! What messages cost, with date and source.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::NaiveDate;
use shared::permission::Permission;

use crate::graphql::{
    context::{app, require},
    scalars::{Channel, Money},
};

/// What estimates and budgets are reckoned with on a channel.
#[derive(SimpleObject, Debug)]
pub struct ChannelPrice {
    channel: Channel,
    /// The price of `per` units.
    price: Money,
    /// Units the price is for: emails, or segments of texts.
    per: u32,
    /// When the price was looked up.
    as_of: NaiveDate,
    /// Where it is from.
    source: String,
}

#[derive(Default)]
pub struct PriceQuery;

#[Object]
impl PriceQuery {
    /// What messages cost from now on; what was charged before stays as it was.
    async fn prices(&self, ctx: &Context<'_>) -> Result<Vec<ChannelPrice>> {
        require(ctx, Permission::ViewCampaigns)?;
        let prices = &app(ctx)?.config.prices;
        let of = |&channel: &shared::channel::Channel| {
            let price = prices.of(channel).clone();
            ChannelPrice {
                channel: channel.into(),
                price: price.amount.into(),
                per: price.per,
                as_of: price.as_of,
                source: price.source,
            }
        };
        Ok(shared::channel::Channel::ALL.iter().map(of).collect())
    }
}
