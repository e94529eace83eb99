//! Words of reports: the list, one report, one run; and of schedules.

pub mod reports {
    use crate::api::reports::ReportKind;
    use crate::text::plural;

    pub const CAPTION: &str = "Reports";
    pub const NAME: &str = "Report";
    pub const CAMPAIGN: &str = "Campaign";
    pub const LISTS: &str = "Lists";
    pub const SCHEDULE: &str = "Runs by itself";
    pub const NEXT: &str = "Next run";
    pub const LAST_ROWS: &str = "Last time";
    pub const NO_CAMPAIGN: &str = "None";
    pub const NOT_YET: &str = "Not yet";
    pub const NONE: &str = "No reports yet";
    pub const NONE_ADVICE: &str =
        "A report lists the patients of a campaign who have not answered, every week by itself or when you ask.";
    pub const NEW: &str = "New report";
    pub const NEW_NAME: &str = "Name";
    pub const NEW_NAME_HINT: &str = "How you find it in the list, such as “Flu 2026, not acknowledged”.";
    pub const NEW_NAME_MISSING: &str = "Enter a name for the report";
    pub const CHOOSE_CAMPAIGN: &str = "Choose a campaign";
    pub const CAMPAIGN_MISSING: &str = "Choose the campaign the report is about";
    pub const NO_CAMPAIGNS: &str = "There is no campaign yet. Make a campaign first, then a report about it.";
    pub const KIND: &str = "What it lists";
    pub const MAKE: &str = "Make the report";
    pub const MAKING: &str = "Making…";
    pub const RUNNING: &str = "Under way";
    pub const FAILED: &str = "Failed";

    pub fn kind(kind: ReportKind) -> &'static str {
        match kind {
            ReportKind::NonRespondents => "Not acknowledged",
            ReportKind::Followed => "Opened the link",
        }
    }

    pub fn kind_hint(kind: ReportKind) -> &'static str {
        match kind {
            ReportKind::NonRespondents => "Patients who were sent a message and have not acknowledged it.",
            ReportKind::Followed => "Patients whose link was opened. Weak evidence: machines open links too.",
        }
    }

    pub fn rows(count: i32, number: &str) -> String {
        format!("{number} {}", plural(count, "patient", "patients"))
    }
}

pub mod one_report {
    use crate::text::plural;

    pub const TITLE: &str = "Report";
    pub const GONE: &str = "There is no such report";
    pub const GONE_ADVICE: &str = "It may have been deleted. The list of reports has those that are there.";
    pub const TO_LIST: &str = "All reports";
    pub const TO_REPORT: &str = "All runs of this report";
    pub const RUN: &str = "Run now";
    pub const RUN_STARTED: &str = "The report is being made.";
    pub const ACTIONS: &str = "More actions";
    pub const CHANGE_SCHEDULE: &str = "Change schedule";
    pub const RENAME: &str = "Rename";
    pub const RENAMED: &str = "Renamed.";
    pub const DELETE: &str = "Delete";
    pub const DELETED: &str = "The report has been deleted.";
    pub const DELETE_VERB: &str = "Delete the report";
    pub const SCHEDULE_SAVED: &str = "The schedule has been saved.";
    pub const SCHEDULE_SAVE: &str = "Save schedule";
    pub const BY_ITSELF: &str = "Run by itself";
    pub const BY_ITSELF_HINT: &str = "Times are of the United Kingdom.";
    pub const DAYS: &str = "On these days";
    pub const DAYS_MISSING: &str = "Choose at least one day";
    pub const TIME: &str = "At";
    pub const TIME_MISSING: &str = "Enter a time, such as 08:00";
    pub const TOO_COMPLEX: &str =
        "The schedule of today says more than days and a time. What you save here takes its place.";
    pub const RUNS: &str = "Runs";
    pub const RUN_CAPTION: &str = "Runs of this report";
    pub const STARTED: &str = "Run";
    pub const STATE: &str = "State";
    pub const ROWS: &str = "Patients";
    pub const DONE: &str = "Done";
    pub const NO_RUNS: &str = "It has not run yet";
    pub const NO_RUNS_ADVICE: &str = "Each run keeps its answer as it was on that day, so that you can compare.";
    pub const OVER_TIME: &str = "Patients listed at each run";
    pub const DAY: &str = "Run";

    pub fn delete_text(runs: i32, number: &str) -> String {
        match runs {
            0 => "The report is deleted. It has not run yet. This cannot be undone.".into(),
            _ => format!(
                "The report is deleted, and with it the frozen answers of {number} {}. This cannot be undone.",
                plural(runs, "run", "runs")
            ),
        }
    }

    pub fn only_latest(shown: &str, total: &str) -> String {
        format!("The latest {shown} of {total} runs.")
    }
}

pub mod report_run {
    pub const TITLE: &str = "Run of a report";
    pub const GONE: &str = "There is no such run";
    pub const GONE_ADVICE: &str = "Its report may have been deleted. The list of reports has those that are there.";
    pub const DOWNLOAD: &str = "Download CSV";
    pub const DOWNLOADING: &str = "Fetching the file…";
    pub const DOWNLOADED: &str =
        "The file has been saved. It holds patient data: keep it where only your team can read it.";
    pub const PRINT: &str = "Print";
    pub const PRINTING: &str = "Fetching all rows…";
    pub const RUNNING: &str = "The list is being made. It shows here by itself.";
    pub const CAPTION: &str = "Patients in this run";
    pub const POSITION: &str = "No.";
    pub const PATIENT: &str = "Patient";
    pub const BORN: &str = "Born";
    pub const CONTACT: &str = "Contact";
    pub const SENT: &str = "First sent";
    pub const FOLLOWED: &str = "Link opened";
    pub const WAVES: &str = "Messages";
    pub const NOT_OPENED: &str = "Not opened";
    pub const NOT_KNOWN: &str = "Not known";
    pub const GROUPS: &str = "Who they are";
    pub const BY_AGE: &str = "By age";
    pub const BY_AREA: &str = "By postcode area";
    pub const BY_WAVES: &str = "By number of messages sent";
    pub const EMPTY: &str = "Nobody is on this list";
    pub const EMPTY_ADVICE: &str = "On that day, no patient of the campaign fitted the report.";
    pub const NO_PATIENTS: &str = "Your role sees the numbers of a report, not the patients in it.";

    /// Of one page of the rows on paper.
    pub fn part(first: &str, last: &str, total: &str) -> String {
        format!("This sheet lists the patients {first} to {last} of {total}. “Print” on the page prints all of them.")
    }

    /// Of more rows than are printed.
    pub fn beginning(printed: &str, total: &str) -> String {
        format!("These sheets list the first {printed} of {total} patients. The CSV file has all of them.")
    }

    pub fn frozen(when: &str) -> String {
        format!(
            "Frozen on {when}. Who is listed and how far each had come does not change; name, birth date and contact are as they are now."
        )
    }

    pub fn failed(message: &str) -> String {
        format!("This run failed. {message}")
    }

    pub const FAILED_ADVICE: &str =
        "It is tried again by itself for some minutes. If it stays so, run the report again.";
}

pub mod schedule {
    use crate::schedule::Weekly;

    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    pub const NOT_BY_ITSELF: &str = "Not by itself";

    pub const WEEKLY: &str = "Weekly, with its campaign";

    /// When a report runs by itself; without a pattern of its own it may still run with the weekly ones.
    pub fn by_itself(cron: Option<&str>, runs: bool) -> String {
        match cron {
            Some(cron) => sentence(cron),
            None if runs => WEEKLY.to_owned(),
            None => NOT_BY_ITSELF.to_owned(),
        }
    }

    pub fn day(index: usize) -> &'static str {
        DAYS[index % DAYS.len()]
    }

    /// A pattern in words, as far as it is a weekly one.
    pub fn in_words(cron: &str) -> String {
        match Weekly::read(cron) {
            Some(weekly) => format!("every {} at {}", days(weekly.days), weekly.time()),
            None => format!("by the pattern {cron}"),
        }
    }

    /// The same at the beginning of a sentence.
    pub fn sentence(cron: &str) -> String {
        let words = in_words(cron);
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    fn days(days: [bool; 7]) -> String {
        let chosen: Vec<&str> = DAYS.iter().zip(days).filter(|(_, on)| *on).map(|(day, _)| *day).collect();
        match chosen.as_slice() {
            all if all.len() == DAYS.len() => "day".into(),
            _ if days == [true, true, true, true, true, false, false] => "weekday".into(),
            [] => "no day".into(),
            [only] => (*only).into(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_schedule_reads_as_people_say_it() {
            assert_eq!(in_words("0 8 * * MON"), "every Monday at 08:00");
            assert_eq!(in_words("30 17 * * MON,THU"), "every Monday and Thursday at 17:30");
            assert_eq!(in_words("0 2 * * *"), "every day at 02:00");
            assert_eq!(in_words("0 8 * * MON-FRI"), "every weekday at 08:00");
            assert_eq!(sentence("0 8 * * MON,WED,SUN"), "Every Monday, Wednesday and Sunday at 08:00");
            assert_eq!(in_words("0 8 1 * *"), "by the pattern 0 8 1 * *");
        }
    }
}
