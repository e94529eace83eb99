//! Money in ten-thousandths of a pound, and what a message costs on each channel.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::channel::Channel;
use crate::time::thousands;

/// Ten-thousandths of a pound in a pound: fine enough for the price of one email, exact in 64 bits.
const PER_POUND: i64 = 10_000;

/// An amount in pounds sterling; in JSON its ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// ISO 4217.
    pub const CURRENCY: &'static str = "GBP";
    pub const ZERO: Self = Self(0);

    /// An amount in whole pounds.
    pub const fn pounds(pounds: i64) -> Self {
        Self(pounds * PER_POUND)
    }

    /// An amount in ten-thousandths of a pound, as stored.
    pub const fn from_ten_thousandths(amount: i64) -> Self {
        Self(amount)
    }

    /// The amount in ten-thousandths of a pound, as stored.
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// ISO 4217 code of the currency.
    pub const fn currency(self) -> &'static str {
        Self::CURRENCY
    }

    /// The amount as a decimal, with two places, or up to four where pence do not hold it: `3036.00`, `0.0276`.
    pub fn amount(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (pounds, fraction) = (self.0.unsigned_abs() / 10_000, self.0.unsigned_abs() % 10_000);
        let mut text = format!("{sign}{pounds}.{fraction:04}");
        for _ in 0..2 {
            if text.ends_with('0') {
                text.pop();
            }
        }
        text
    }
}

/// To the penny, halves away from nought, with separators: `£3,036.00`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pence = self.0.unsigned_abs().saturating_add(50) / 100;
        let sign = if self.0 < 0 && pence > 0 { "-" } else { "" };
        write!(f, "{sign}£{}.{:02}", thousands(pence / 100), pence % 100)
    }
}

/// A text that is no amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an amount is written 3036.00, with at most four decimals")]
pub struct NoMoney;

/// Reads an amount as [`Money::amount`] writes it.
impl FromStr for Money {
    type Err = NoMoney;

    fn from_str(text: &str) -> Result<Self, NoMoney> {
        let text = text.trim();
        let (pounds, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_number = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
        if pounds.is_empty() || pounds.len() > 12 || fraction.len() > 4 || !is_number(pounds) || !is_number(fraction) {
            return Err(NoMoney);
        }
        let amount = format!("{pounds}{fraction:0<4}");
        amount.parse().map(Self).map_err(|_| NoMoney)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// What a channel costs: so much for so many, kept as two whole numbers because one text is no round amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelPrice {
    pub channel: Channel,
    /// The price of `per` units.
    pub price: Money,
    /// Units the price is for; an email is one unit, an SMS as many as it has segments.
    pub per: u32,
    /// When the price was looked up.
    pub as_of: NaiveDate,
    /// Where it is from.
    pub source: &'static str,
}

impl ChannelPrice {
    /// The price of this many units, halves rounded up to the ten-thousandth of a pound.
    pub fn cost(&self, units: u64) -> Money {
        let per = i128::from(self.per.max(1));
        let total = i128::from(self.price.0) * i128::from(units);
        let rounded = (total * 2 + per).div_euclid(per * 2);
        Money(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}

const REFERENCE_MESSAGES: u32 = 112_500; // patients with a long-term lung condition in the reference case of 150,000
const REFERENCE_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The shipped price of a channel, the reference case's: £2 for 112,500 emails, £3,100 for as many SMS segments.
pub const fn shipped_price(channel: Channel) -> ChannelPrice {
    match channel {
        Channel::Email => ChannelPrice {
            channel,
            price: Money::pounds(2),
            per: REFERENCE_MESSAGES,
            as_of: REFERENCE_DATE,
            source: "reference case: £2 for 112,500 emails",
        },
        Channel::Sms => ChannelPrice {
            channel,
            price: Money::pounds(3100),
            per: REFERENCE_MESSAGES,
            as_of: REFERENCE_DATE,
            source: "reference case: £3,100 for 112,500 SMS segments to UK numbers",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_reference_case_costs_what_it_says() {
        assert_eq!(shipped_price(Channel::Email).cost(112_500), Money::pounds(2));
        assert_eq!(shipped_price(Channel::Sms).cost(112_500), Money::pounds(3100));
        assert_eq!(shipped_price(Channel::Sms).cost(1).amount(), "0.0276");
        assert_eq!(shipped_price(Channel::Sms).cost(0), Money::ZERO);
    }

    #[test]
    fn amounts_have_two_places_or_what_they_need() {
        for (ten_thousandths, amount, shown) in [
            (30_360_000, "3036.00", "£3,036.00"),
            (0, "0.00", "£0.00"),
            (276, "0.0276", "£0.03"),
            (1_250, "0.125", "£0.13"),
            (-15_000, "-1.50", "-£1.50"),
            (-1, "-0.0001", "£0.00"),
        ] {
            let money = Money::from_ten_thousandths(ten_thousandths);
            assert_eq!((money.amount().as_str(), money.to_string().as_str()), (amount, shown));
        }
    }

    #[test]
    fn an_amount_is_read_as_it_is_written() {
        for amount in ["3036.00", "0.0276", "0.125"] {
            assert_eq!(amount.parse::<Money>().map(Money::amount), Ok(amount.to_owned()));
        }
        assert_eq!("250".parse(), Ok(Money::pounds(250)));
        for wrong in ["", "-1", "1,000", "£5", "0.00001", "1.", "x"] {
            let expected = if wrong == "1." { Ok(Money::pounds(1)) } else { Err(NoMoney) };
            assert_eq!(wrong.parse::<Money>(), expected, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn more_messages_never_cost_less(units in 0..10_000_000_u64) {
            for &channel in Channel::ALL {
                let price = shipped_price(channel);
                prop_assert!(price.cost(units) <= price.cost(units + 1));
            }
        }
    }
}
