//! What messages cost, told beside every cost with when and where it was looked up.

use cynic::QueryBuilder;
use leptos::prelude::*;

use crate::api::campaigns::Channel;
use crate::api::drafts::Money;
use crate::api::prices::{ChannelPrice, PriceList};
use crate::read::Read;
use crate::session::Session;
use crate::text::cost as words;
use crate::{number, time};

pub fn read(session: Session) -> Read<PriceList> {
    Read::new(move || session.run(PriceList::build(())))
}

/// What so many units cost on a channel; nothing until the prices are known. Tracks.
pub fn cost(read: Read<PriceList>, channel: Channel, units: u64) -> Option<String> {
    let list = read.latest()?;
    cost_of(list.prices.iter().find(|price| price.channel == channel)?, units)
}

fn cost_of(price: &ChannelPrice, units: u64) -> Option<String> {
    let amount = price.price.amount.parse().ok()?;
    let cost = shared::prices::cost(amount, u32::try_from(price.per).ok()?, units);
    Some(number::money(&cost.amount(), &price.price.currency))
}

/// The prices of these channels in words; nothing until they are known.
pub fn note(read: Read<PriceList>, channels: &'static [Channel]) -> AnyView {
    let view = move || {
        let list = read.latest()?;
        let said = list.prices.iter().filter(|price| channels.contains(&price.channel)).map(sentence);
        let said: Vec<_> = said.map(|said| view! { <p class="campaign__quiet">{said}</p> }).collect();
        Some(said)
    };
    view.into_any()
}

fn sentence(price: &ChannelPrice) -> String {
    let Money { amount, currency } = &price.price;
    words::price(
        price.channel,
        &number::exact_money(amount, currency),
        price.per,
        &number::count(price.per),
        &time::day(&price.as_of),
        &price.source,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::scalars::Date;

    fn texts(amount: &str, per: i32) -> ChannelPrice {
        ChannelPrice {
            channel: Channel::Sms,
            price: Money { amount: amount.into(), currency: "GBP".into() },
            per,
            as_of: Date("2026-11-01".into()),
            source: "bill of October".into(),
        }
    }

    #[test]
    fn a_price_says_since_when_and_from_where() {
        let said = sentence(&texts("3100.00", 112_500));
        assert_eq!(said, "Texts: £3,100.00 for 112,500 segments (1 Nov 2026, bill of October)");
        assert_eq!(sentence(&texts("0.0431", 1)), "Texts: £0.0431 for 1 segment (1 Nov 2026, bill of October)");
    }

    #[test]
    fn a_cost_is_reckoned_with_the_price_that_holds() {
        assert_eq!(cost_of(&texts("3100.00", 112_500), 112_500).as_deref(), Some("£3,100.00"));
        assert_eq!(cost_of(&texts("0.0431", 1), 1_000).as_deref(), Some("£43.10"));
    }
}
