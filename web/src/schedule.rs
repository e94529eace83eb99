//! Weekly schedules as cron patterns: minute, hour, day of the month, month and weekday.

/// The weekdays as cron names them, Monday first.
const DAYS: [&str; 7] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

/// On some days of every week at one time of the day, in London.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekly {
    /// Monday first.
    pub days: [bool; 7],
    pub hour: u8,
    pub minute: u8,
}

impl Weekly {
    /// Mondays at eight, when the practice opens and the week begins.
    pub const MONDAY_MORNING: Self =
        Self { days: [true, false, false, false, false, false, false], hour: 8, minute: 0 };

    /// Reads a pattern; nothing for one that says more than weekdays and a time.
    pub fn read(cron: &str) -> Option<Self> {
        let mut fields = cron.split_whitespace();
        let minute = fields.next()?.parse().ok().filter(|minute| *minute < 60)?;
        let hour = fields.next()?.parse().ok().filter(|hour| *hour < 24)?;
        if !is_any(fields.next()?) || !is_any(fields.next()?) {
            return None;
        }
        let days = read_days(fields.next()?)?;
        fields.next().is_none().then_some(Self { days, hour, minute })
    }

    pub fn cron(&self) -> String {
        let chosen: Vec<&str> = DAYS.iter().zip(self.days).filter(|(_, on)| *on).map(|(day, _)| *day).collect();
        let days = if chosen.len() == DAYS.len() { "*".to_owned() } else { chosen.join(",") };
        format!("{} {} * * {days}", self.minute, self.hour)
    }

    /// `08:00`
    pub fn time(&self) -> String {
        format!("{:02}:{:02}", self.hour, self.minute)
    }

    /// From what a time field holds, such as `08:00`.
    pub fn read_time(text: &str) -> Option<(u8, u8)> {
        let mut parts = text.trim().splitn(3, ':');
        let hour = parts.next()?.parse().ok().filter(|hour| *hour < 24)?;
        let minute = parts.next()?.parse().ok().filter(|minute| *minute < 60)?;
        Some((hour, minute))
    }
}

fn is_any(field: &str) -> bool {
    matches!(field, "*" | "?")
}

/// A list of days and ranges of days, by name or by number (0 and 7 are Sunday).
fn read_days(field: &str) -> Option<[bool; 7]> {
    if is_any(field) {
        return Some([true; 7]);
    }
    let mut days = [false; 7];
    for part in field.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        if first > last {
            return None;
        }
        days[first..=last].fill(true);
    }
    Some(days)
}

fn day(text: &str) -> Option<usize> {
    match text.parse::<usize>() {
        Ok(number) if number <= 7 => Some((number + 6) % 7),
        Ok(_) => None,
        Err(_) => DAYS.iter().position(|day| day.eq_ignore_ascii_case(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekly_pattern_is_read_and_written() {
        let monday = Weekly::read("0 8 * * MON");
        assert_eq!(monday, Some(Weekly::MONDAY_MORNING));
        assert_eq!(Weekly::read("0 8 * * 1"), monday);
        assert_eq!(Weekly::MONDAY_MORNING.cron(), "0 8 * * MON");
        let days = [true, false, false, true, false, false, true];
        let some = Weekly { days, hour: 17, minute: 30 };
        assert_eq!(some.cron(), "30 17 * * MON,THU,SUN");
        assert_eq!(Weekly::read(&some.cron()), Some(some));
    }

    #[test]
    fn ranges_and_every_day_are_understood() {
        let weekdays = Weekly::read("0 8 * * MON-FRI").map(|weekly| weekly.days);
        assert_eq!(weekdays, Some([true, true, true, true, true, false, false]));
        let daily = Weekly { days: [true; 7], hour: 2, minute: 0 };
        assert_eq!(Weekly::read("0 2 * * *"), Some(daily));
        assert_eq!(daily.cron(), "0 2 * * *");
        assert_eq!(Weekly::read("0 2 * * 0").map(|weekly| weekly.days[6]), Some(true));
        assert_eq!(Weekly::read("0 2 * * 7").map(|weekly| weekly.days[6]), Some(true));
    }

    #[test]
    fn what_is_more_than_weekly_is_not_taken_for_it() {
        for cron in ["", "* 8 * * MON", "0 8 1 * *", "0 8 * 6 MON", "0 24 * * MON", "0 8 * * MON#1", "0 0 8 * * MON"] {
            assert_eq!(Weekly::read(cron), None, "{cron}");
        }
    }

    #[test]
    fn a_time_is_read_as_browsers_give_it() {
        assert_eq!(Weekly::read_time("08:05"), Some((8, 5)));
        assert_eq!(Weekly::read_time("08:05:00"), Some((8, 5)));
        assert_eq!(Weekly::read_time("25:00"), None);
        assert_eq!(Weekly::read_time(""), None);
    }
}
