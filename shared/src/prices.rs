//! What a message costs on each channel, and how what was charged for messages adds up.

use std::iter::Sum;
use std::ops::Add;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::channel::Channel;
use crate::money::Money;

/// What a channel costs: so much for so many, kept as two whole numbers because one text is no round amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The price of `per` units.
    #[serde(serialize_with = "write_amount", deserialize_with = "read_amount")]
    pub amount: Money,
    /// Units the price is for; an email is one unit, an SMS as many as it has segments.
    pub per: u32,
    /// When the price was looked up.
    pub as_of: NaiveDate,
    /// Where it is from.
    pub source: String,
}

impl Price {
    /// The price of this many units, halves rounded up to the ten-thousandth of a pound.
    pub fn cost(&self, units: u64) -> Money {
        cost(self.amount, self.per, units)
    }

    /// What is charged for units or, below nought, given back for them.
    pub fn charge(&self, units: i64) -> Charge {
        charge(self.amount, self.per, units)
    }
}

/// What units cost of which `per` cost `amount`, halves rounded up to the ten-thousandth of a pound.
pub fn cost(amount: Money, per: u32, units: u64) -> Money {
    charge(amount, per, i64::try_from(units).unwrap_or(i64::MAX)).money()
}

fn charge(amount: Money, per: u32, units: i64) -> Charge {
    let total = i128::from(amount.ten_thousandths()) * i128::from(units);
    Charge(narrow(rounded(total.saturating_mul(FINE), i128::from(per.max(1)))))
}

/// The prices of all channels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    pub email: Price,
    pub sms: Price,
}

impl Prices {
    pub const fn of(&self, channel: Channel) -> &Price {
        match channel {
            Channel::Email => &self.email,
            Channel::Sms => &self.sms,
        }
    }
}

const REFERENCE_MESSAGES: u32 = 112_500; // patients with a long-term lung condition in the reference case of 150,000
const REFERENCE_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The shipped prices, those of the reference case: £2 for 112,500 emails, £3,100 for as many segments of texts.
impl Default for Prices {
    fn default() -> Self {
        let price = |pounds, source: &str| Price {
            amount: Money::pounds(pounds),
            per: REFERENCE_MESSAGES,
            as_of: REFERENCE_DATE,
            source: source.to_owned(),
        };
        Self {
            email: price(2, "reference case: £2 for 112,500 emails"),
            sms: price(3100, "reference case: £3,100 for 112,500 SMS segments to UK numbers"),
        }
    }
}

const FINE: i128 = 1_000_000;

/// What was charged, in millionths of a ten-thousandth of a pound: a million messages that are charged one by one add up
/// to the ten-thousandth of a pound, and 64 bits hold 900 million pounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Charge(i64);

impl Charge {
    /// As stored.
    pub const fn from_stored(charge: i64) -> Self {
        Self(charge)
    }

    /// As stored.
    pub const fn stored(self) -> i64 {
        self.0
    }

    /// Halves rounded up to the ten-thousandth of a pound.
    pub fn money(self) -> Money {
        Money::from_ten_thousandths(narrow(rounded(i128::from(self.0), FINE)))
    }
}

impl Add for Charge {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Charge {
    fn sum<I: Iterator<Item = Self>>(charges: I) -> Self {
        charges.fold(Self::default(), Add::add)
    }
}

/// `total` divided by `by`, halves up.
const fn rounded(total: i128, by: i128) -> i128 {
    total.saturating_mul(2).saturating_add(by).div_euclid(by * 2)
}

fn narrow(wide: i128) -> i64 {
    i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn write_amount<S: Serializer>(amount: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&amount.amount())
}

/// As text, or as the number that an environment variable or an unquoted value becomes.
fn read_amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Whole(u64),
        Number(f64),
    }
    let text = match Written::deserialize(deserializer)? {
        Written::Text(text) => text,
        Written::Whole(number) => number.to_string(),
        Written::Number(number) => number.to_string(),
    };
    text.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_reference_case_costs_what_it_says() {
        let shipped = Prices::default();
        assert_eq!(shipped.of(Channel::Email).cost(112_500), Money::pounds(2));
        assert_eq!(shipped.of(Channel::Sms).cost(112_500), Money::pounds(3100));
        assert_eq!(shipped.sms.cost(1).amount(), "0.0276");
        assert_eq!(shipped.sms.cost(0), Money::ZERO);
    }

    #[test]
    fn what_is_charged_one_by_one_adds_up_to_the_price_of_all() {
        let Prices { email, sms } = Prices::default();
        for price in [email, sms] {
            let one_by_one: Charge = (0..112_500).map(|_| price.charge(1)).sum();
            assert_eq!(one_by_one.money(), price.amount);
        }
    }

    #[test]
    fn an_amount_is_read_as_text_or_as_a_number() {
        for amount in ["\"0.0431\"", "0.0431"] {
            let text = format!(r#"{{"amount":{amount},"per":1,"as_of":"2026-12-01","source":"bill"}}"#);
            let price = serde_json::from_str::<Price>(&text).map(|price| price.amount.amount());
            assert!(price.is_ok_and(|amount| amount == "0.0431"));
        }
        let wrong = serde_json::from_str::<Price>(r#"{"amount":"£5","per":1,"as_of":"2026-12-01","source":"bill"}"#);
        assert!(wrong.is_err_and(|error| error.to_string().starts_with("an amount is written 3036.00")));
    }

    proptest! {
        #[test]
        fn more_messages_never_cost_less(units in 0..10_000_000_u64) {
            let prices = Prices::default();
            for &channel in Channel::ALL {
                let price = prices.of(channel);
                prop_assert!(price.cost(units) <= price.cost(units + 1));
            }
        }

        #[test]
        fn what_is_given_back_is_what_was_charged(units in 0..200_000_i64, back in 0..200_000_i64) {
            let back = back.min(units);
            let Prices { sms, .. } = Prices::default();
            let left = sms.charge(units) + sms.charge(-back);
            prop_assert_eq!(left.money(), sms.charge(units - back).money());
        }
    }
}
