//! Answers over time as columns: a day each, those without answers too, or a month each where days would be too many.

use std::collections::BTreeMap;

use crate::api::forms::DayCount;
use crate::components::chart::Point;
use crate::text::date::MONTHS;
use crate::text::form_charts as words;
use crate::{london, time};

/// Columns of days that can still be told apart; a longer time is shown by months.
const MOST_DAYS: i64 = 200;
const MONTHS_OF_YEAR: i64 = 12;

/// What a column stands for, and the columns from the first answer to the last. Days come in order.
pub fn columns(days: &[DayCount]) -> (&'static str, &'static str, Vec<Point>) {
    let numbered: BTreeMap<i64, i32> =
        days.iter().filter_map(|day| Some((london::read_day(&day.day.0)?, day.count))).collect();
    let (Some((first, _)), Some((last, _))) = (numbered.first_key_value(), numbered.last_key_value()) else {
        return (words::BY_DAY, words::DAY, Vec::new());
    };
    if last - first < MOST_DAYS {
        let point = |day: i64| Point {
            label: time::short_day(&crate::api::scalars::Date(london::write_day(day))),
            value: numbered.get(&day).copied().unwrap_or(0),
        };
        return (words::BY_DAY, words::DAY, (*first..=*last).map(point).collect());
    }
    (words::BY_MONTH, words::MONTH, months(days))
}

fn months(days: &[DayCount]) -> Vec<Point> {
    let mut counted: BTreeMap<i64, i32> = BTreeMap::new();
    for day in days {
        if let Some(month) = month_of(&day.day.0) {
            *counted.entry(month).or_default() += day.count;
        }
    }
    let (Some(first), Some(last)) = (counted.keys().next(), counted.keys().next_back()) else { return Vec::new() };
    let point = |month: i64| {
        let name = usize::try_from(month.rem_euclid(MONTHS_OF_YEAR)).ok().and_then(|index| MONTHS.get(index));
        Point {
            label: format!("{} {}", name.copied().unwrap_or_default(), month.div_euclid(MONTHS_OF_YEAR)),
            value: counted.get(&month).copied().unwrap_or(0),
        }
    };
    (*first..=*last).map(point).collect()
}

/// Months since the year 0.
fn month_of(day: &str) -> Option<i64> {
    let (year, rest) = day.split_once('-')?;
    let month: i64 = rest.split('-').next()?.parse().ok()?;
    Some(year.parse::<i64>().ok()? * MONTHS_OF_YEAR + month - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::scalars::Date;

    fn on(days: &[(&str, i32)]) -> Vec<DayCount> {
        days.iter().map(|(day, count)| DayCount { day: Date((*day).to_owned()), count: *count }).collect()
    }

    fn seen(points: &[Point]) -> Vec<(&str, i32)> {
        points.iter().map(|point| (point.label.as_str(), point.value)).collect()
    }

    #[test]
    fn days_without_answers_have_a_column_of_nothing() {
        let (_, _, points) = columns(&on(&[("2026-11-29", 3), ("2026-12-02", 1)]));
        assert_eq!(seen(&points), [("29 Nov", 3), ("30 Nov", 0), ("1 Dec", 0), ("2 Dec", 1)]);
        assert_eq!(columns(&[]).2, []);
    }

    #[test]
    fn a_long_time_is_shown_by_months() {
        let (title, _, points) = columns(&on(&[("2025-11-03", 3), ("2025-11-30", 1), ("2026-06-01", 2)]));
        assert_eq!((title, points.len()), (words::BY_MONTH, 8));
        assert_eq!(seen(&points)[..2], [("Nov 2025", 4), ("Dec 2025", 0)]);
        assert_eq!(seen(&points)[7], ("Jun 2026", 2));
    }
}
