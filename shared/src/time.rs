//! Dates, durations and counts as people write them. Times here are local already: the caller knows the zone.

use chrono::{NaiveDate, NaiveDateTime};

/// `Mon 23 Nov 2026`.
pub fn show_date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// `23 Nov 2026`, for birth dates and tables.
pub fn show_date_short(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// `Mon 23 Nov 2026, 08:00`.
pub fn show_date_time(time: NaiveDateTime) -> String {
    time.format("%a %-d %b %Y, %H:%M").to_string()
}

/// `45 s`, `12 min`, `1 h 5 min`, `3 d 2 h`: the two largest units, cut off below.
pub fn show_duration(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    let pair = |large: u64, large_unit: &str, small: u64, small_unit: &str| {
        if small == 0 { format!("{large} {large_unit}") } else { format!("{large} {large_unit} {small} {small_unit}") }
    };
    if minutes == 0 {
        format!("{seconds} s")
    } else if hours == 0 {
        format!("{minutes} min")
    } else if days == 0 {
        pair(hours, "h", minutes % 60, "min")
    } else {
        pair(days, "d", hours % 24, "h")
    }
}

/// `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
        assert_eq!(show_date(date), "Tue 3 Nov 2026");
        assert_eq!(show_date_short(date), "3 Nov 2026");
        assert_eq!(show_date_time(date.and_hms_opt(8, 0, 59).unwrap()), "Tue 3 Nov 2026, 08:00");
    }

    #[test]
    fn durations_show_their_two_largest_units() {
        for (seconds, shown) in
            [(0, "0 s"), (59, "59 s"), (725, "12 min"), (3600, "1 h"), (3900, "1 h 5 min"), (266_400, "3 d 2 h")]
        {
            assert_eq!(show_duration(seconds), shown);
        }
    }

    #[test]
    fn large_numbers_have_separators() {
        for (number, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (112_500, "112,500"), (1_234_567, "1,234,567")]
        {
            assert_eq!(thousands(number), shown);
        }
    }
}
