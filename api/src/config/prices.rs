//! What messages cost: the prices that estimates and budgets are reckoned with.

use anyhow::ensure;
use shared::{
    channel::Channel,
    prices::{Price, Prices},
};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described {
        key: "prices.email.amount",
        meaning: "What `prices.email.per` emails cost, in pounds with at most four decimals, as `\"2.00\"`. What was charged before stays as it was.",
    },
    Described { key: "prices.email.per", meaning: "Emails that this amount pays for." },
    Described { key: "prices.email.as_of", meaning: "When the price was looked up, as `\"2026-11-01\"`." },
    Described {
        key: "prices.email.source",
        meaning: "Where the price is from, shown beside costs. To be given with every other price than the shipped one.",
    },
    Described {
        key: "prices.sms.amount",
        meaning: "What `prices.sms.per` segments of texts cost, in pounds with at most four decimals, as `\"0.0431\"`.",
    },
    Described { key: "prices.sms.per", meaning: "Segments that this amount pays for." },
    Described { key: "prices.sms.as_of", meaning: "When the price was looked up." },
    Described { key: "prices.sms.source", meaning: "Where the price is from, as for emails." },
];

pub(super) fn check(prices: &Prices) -> anyhow::Result<()> {
    let shipped = Prices::default();
    Channel::ALL.iter().try_for_each(|&channel| check_one(channel, prices.of(channel), shipped.of(channel)))
}

fn check_one(channel: Channel, price: &Price, shipped: &Price) -> anyhow::Result<()> {
    ensure!(price.per > 0, "prices.{channel}.per: at least 1");
    ensure!(!price.source.trim().is_empty(), "prices.{channel}.source: say where the price is from");
    let is_shipped = (price.amount, price.per) == (shipped.amount, shipped.per);
    ensure!(
        is_shipped || price.source != shipped.source,
        "prices.{channel}.source: this price is not the shipped one; say where it is from, and with prices.{channel}.as_of since when"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::super::Config;

    fn load(text: &str) -> Result<Config, String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, "{text}").unwrap();
        Config::load(Some(file.path())).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn a_price_is_set_with_where_it_is_from() {
        let source = "source = \"bill of November\"\nas_of = \"2026-12-01\"";
        let config = load(&format!("[prices.sms]\namount = \"0.0431\"\nper = 1\n{source}")).unwrap();
        assert_eq!(config.prices.sms.cost(1_000).amount(), "43.10");
        assert_eq!(config.prices.email.cost(112_500).amount(), "2.00", "the other one stays the shipped one");
    }

    #[test]
    fn what_is_wrong_with_a_price_is_named() {
        for (text, said) in [
            ("amount = \"0.05\"", "prices.sms.source: this price is not the shipped one"),
            ("per = 0", "prices.sms.per: at least 1"),
            ("source = \" \"", "prices.sms.source: say where"),
            ("amount = \"£5\"", "an amount is written 3036.00"),
            ("amount = -1", "prices.sms.amount"),
            ("as_of = \"yesterday\"", "prices.sms.as_of"),
            ("currency = \"USD\"", "currency"),
        ] {
            let error = load(&format!("[prices.sms]\n{text}")).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
