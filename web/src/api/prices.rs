//! What messages cost, with date and source.

use super::campaigns::Channel;
use super::drafts::Money;
use super::scalars::Date;
use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct PriceList {
    pub prices: Vec<ChannelPrice>,
}

/// What estimates and budgets are reckoned with on a channel.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct ChannelPrice {
    pub channel: Channel,
    /// The price of `per` units.
    pub price: Money,
    /// Units the price is for: emails, or segments of texts.
    pub per: i32,
    pub as_of: Date,
    pub source: String,
}
