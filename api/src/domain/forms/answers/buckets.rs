//! Ranges that numbers and dates are shown in: few enough to be looked at, with ends that people count in.

use std::collections::BTreeMap;

use shared::form::{Decimal, MONTHS};

use super::summary::Count;

const MOST: i64 = 12; // ranges of numbers: bars that can be told apart on a phone
const MOST_POINTS: i64 = 21; // of a scale: -10 to 10
const MOST_MONTHS: i64 = 36;
const MOST_YEARS: i64 = 40;
const ONE: i64 = 1_000_000; // in millionths
const STEPS: [i64; 3] = [1, 2, 5];

/// What is known of the numbers that were answered to a field, in millionths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numbers {
    pub least: i64,
    pub most: i64,
    pub answers: i64,
    pub total: f64,
}

impl Numbers {
    /// Those of both.
    pub fn with(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
            answers: self.answers + other.answers,
            total: self.total + other.total,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "a mean for people to look at")]
    pub fn mean(self) -> f64 {
        self.total / self.answers as f64 / ONE as f64
    }
}

/// Millionths as a number to be drawn.
#[allow(clippy::cast_precision_loss, reason = "for a chart, which shows no more digits")]
pub(super) fn units(millionths: i64) -> f64 {
    millionths as f64 / ONE as f64
}

/// Ranges of the same width side by side, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Buckets {
    pub start: i64,
    pub width: i64,
    /// How many there are.
    many: i64,
    /// From a number to the next that can be answered.
    unit: i64,
}

impl Buckets {
    /// A bucket for each point, or ranges where another version asked for any number.
    pub fn of_scale(from: i32, to: i32, numbers: Option<Numbers>) -> Self {
        let scale = Numbers { least: i64::from(from) * ONE, most: i64::from(to) * ONE, answers: 0, total: 0.0 };
        let numbers = numbers.map_or(scale, |numbers| numbers.with(scale));
        let many = (numbers.most - numbers.least) / ONE + 1;
        if many > MOST_POINTS {
            return Self::between(numbers, 0);
        }
        Self { start: numbers.least, width: ONE, many, unit: ONE }
    }

    /// At most twelve that hold all of these numbers, which have so many digits behind the point.
    pub fn between(numbers: Numbers, decimals: u8) -> Self {
        let unit = ONE / 10_i64.pow(u32::from(decimals.min(6)));
        let mut power = unit;
        loop {
            for width in STEPS.map(|step| power.saturating_mul(step)) {
                let start = numbers.least.div_euclid(width) * width;
                let many = numbers.most.saturating_sub(start) / width + 1;
                if many <= MOST {
                    return Self { start, width, many, unit };
                }
            }
            power = power.saturating_mul(10);
        }
    }

    /// Every bucket in order, out of how many numbers are in which.
    pub fn counts(&self, counted: &BTreeMap<i64, i64>) -> Vec<Count> {
        let count = |at: i64| {
            let from = self.start + at * self.width;
            let (value, last) = (text(from), text(from + self.width - self.unit));
            let label = if value == last { value.clone() } else { format!("{value} to {last}") };
            Count { value, label, count: counted.get(&at).copied().unwrap_or(0) }
        };
        (0..self.many).map(count).collect()
    }
}

fn text(millionths: i64) -> String {
    Decimal::from_millionths(millionths).map_or_else(|| units(millionths).to_string(), |number| number.to_string())
}

/// Months (`1957-03`) side by side where they are few, else years, else decades.
pub(super) fn months(by_month: &BTreeMap<&str, i64>) -> Vec<Count> {
    let months = by_month.iter().filter_map(|(text, n)| {
        let (year, month) = text.split_once('-')?;
        Some((year.parse::<i64>().ok()? * 12 + month.parse::<i64>().ok()? - 1, *n))
    });
    let months: BTreeMap<i64, i64> = months.collect();
    let (Some((&first, _)), Some((&last, _))) = (months.first_key_value(), months.last_key_value()) else {
        return Vec::new();
    };
    let width = match last - first {
        span if span < MOST_MONTHS => 1,
        span if span < MOST_YEARS * 12 => 12,
        _ => 120,
    };
    let mut counted: BTreeMap<i64, i64> = (first / width..=last / width).map(|at| (at, 0)).collect();
    for (month, n) in months {
        *counted.entry(month / width).or_default() += n;
    }
    counted.into_iter().map(|(at, count)| named(at, width, count)).collect()
}

fn named(at: i64, width: i64, count: i64) -> Count {
    let year = at * width / 12;
    let (value, label) = match width {
        1 => {
            let month = usize::try_from(at % 12).unwrap_or_default();
            (format!("{year:04}-{:02}", month + 1), format!("{} {year}", MONTHS[month]))
        }
        12 => (format!("{year:04}"), year.to_string()),
        _ => (format!("{year:04}"), format!("{year} to {}", year + 9)),
    };
    Count { value, label, count }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(least: i64, most: i64, decimals: u8) -> Vec<String> {
        let numbers = Numbers { least, most, answers: 1, total: 0.0 };
        Buckets::between(numbers, decimals).counts(&BTreeMap::new()).into_iter().map(|count| count.label).collect()
    }

    #[test]
    fn few_numbers_stand_alone_and_many_in_round_ranges() {
        assert_eq!(between(2 * ONE, 4 * ONE, 0), ["2", "3", "4"]);
        let ages = between(16 * ONE, 101 * ONE, 0);
        assert_eq!((ages.len(), ages[0].as_str(), ages[8].as_str()), (10, "10 to 19", "90 to 99"));
        assert_eq!(between(-3 * ONE, 21 * ONE, 0)[0], "-5 to -1");
        let heights = between(1_725_000 * 100, 1_731_000 * 100, 1);
        assert_eq!((heights[0].as_str(), heights.len()), ("172.5", 7));
        assert_eq!(between(0, 999_999_999 * ONE, 0).len(), 10);
    }

    #[test]
    fn a_scale_shows_every_point() {
        let counts = Buckets::of_scale(0, 10, None).counts(&BTreeMap::from([(7, 3)]));
        assert_eq!((counts.len(), counts[7].label.as_str(), counts[7].count, counts[8].count), (11, "7", 3, 0));
    }

    #[test]
    fn a_scale_that_was_any_number_before_stays_a_chart() {
        let numbers = Numbers { least: 3 * ONE, most: 999_999_999 * ONE, answers: 2, total: 0.0 };
        let counts = Buckets::of_scale(0, 10, Some(numbers)).counts(&BTreeMap::new());
        assert!(counts.len() <= 12, "{}", counts.len());
        let more = Buckets::of_scale(0, 10, Some(Numbers { most: 20 * ONE, ..numbers })).counts(&BTreeMap::new());
        assert_eq!((more.len(), more[20].label.as_str()), (21, "20"));
    }

    #[test]
    fn dates_stand_in_months_years_or_decades() {
        let of = |dates: &[&str]| months(&dates.iter().map(|date| (*date, 2)).collect());
        let near = of(&["2026-11", "2027-01"]);
        let labels: Vec<&str> = near.iter().map(|count| count.label.as_str()).collect();
        assert_eq!(labels, ["November 2026", "December 2026", "January 2027"]);
        assert_eq!((near[0].value.as_str(), near[1].count, near[2].count), ("2026-11", 0, 2));
        let years = of(&["2001-05", "2007-05", "2007-06"]);
        assert_eq!((years.len(), years[6].value.as_str(), years[6].count), (7, "2007", 4));
        let births = of(&["1931-05", "2007-05"]);
        assert_eq!((births.len(), births[0].label.as_str()), (8, "1930 to 1939"));
        assert!(of(&[]).is_empty());
    }
}
