//! Money in ten-thousandths of a pound.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
