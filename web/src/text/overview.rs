//! Words of the dashboard and its cards.

pub mod dashboard {
    pub const LIVE: &str = "Live";
    pub const POLLING: &str = "Updates every 5 seconds";
    pub const NEW_CAMPAIGN: &str = "New campaign";
    pub const NO_RECOVERY_CODES: &str =
        "You have no recovery codes. With one of them you can sign in when your phone is lost or broken.";
    pub const MAKE_RECOVERY_CODES: &str = "Make recovery codes";

    pub fn greeting(hour: u32) -> &'static str {
        match hour {
            5..=11 => "Good morning",
            12..=17 => "Good afternoon",
            _ => "Good evening",
        }
    }
}

pub mod first_steps {
    pub const TITLE: &str = "Your first campaign";
    pub const PATIENTS: &str = "Upload your patients";
    pub const PATIENTS_ADVICE: &str =
        "A file from your clinical system. You see what it would change before anything is saved.";
    pub const UPLOAD: &str = "Upload a file";
    pub const CAMPAIGN: &str = "Make a campaign";
    pub const CAMPAIGN_ADVICE: &str = "Choose the patients, write the messages, check, send. Nothing is sent before you have seen how many and what it costs.";
    pub const CREATE: &str = "New campaign";
    pub const BACKUPS: &str = "Set up backups";
    pub const BACKUPS_ADVICE: &str = "Every night a locked copy of everything, kept in your own building.";
    pub const SET_UP: &str = "Set up";
    pub const DONE: &str = "Done";
}

pub mod needs_you {
    use crate::text::plural;

    pub const TITLE: &str = "Needs you";
    pub const NOTHING: &str = "Nothing at the moment.";
    pub const UNCERTAIN_WHY: &str = "It is not known whether they were sent";
    pub const FAILED_WHY: &str = "They could not be sent";
    pub const UNREACHABLE_WHY: &str = "No phone or email that can be used";
    pub const BACKUP_FAILED: &str = "The last backup failed";
    pub const BACKUP_FAILED_WHY: &str = "See why, and take one now";
    pub const BACKUP_OLD: &str = "No backup since yesterday";
    pub const BACKUP_OLD_WHY: &str = "One should be made every night";

    pub const BACKUP_UNVERIFIED: &str = "The last backup was not checked";
    pub const BACKUP_UNVERIFIED_WHY: &str = "Nobody knows whether it can be read: take one now";
    pub const BACKUP_NEVER: &str = "No backup has ever been made";
    pub const BACKUP_NEVER_WHY: &str = "Set a key and take one now";

    pub fn report_failed(name: &str) -> String {
        format!("The report “{name}” failed")
    }

    pub fn report_failed_why(when: &str) -> String {
        format!("{when}: see why, and run it again")
    }

    pub fn of_campaign(why: &str, campaign: &str) -> String {
        format!("{why} · {campaign}")
    }

    pub fn uncertain(count: i32, number: &str) -> String {
        format!("{number} {} in doubt", plural(count, "message", "messages"))
    }

    pub fn failed(count: i32, number: &str) -> String {
        format!("{number} {} failed", plural(count, "message", "messages"))
    }

    pub fn unreachable(count: i32, number: &str) -> String {
        format!("{number} {} cannot be reached", plural(count, "patient", "patients"))
    }
}

pub mod campaign {
    pub const SELECTED: &str = "selected";
    pub const SENT: &str = "sent";
    pub const FOLLOWED: &str = "followed the link";
    pub const ACKNOWLEDGED: &str = "acknowledged";
    pub const DAYS: &str = "Acknowledged a day";
    pub const DAY: &str = "Day";
    pub const NO_DAYS: &str = "Nobody has acknowledged yet. Each day’s number will show here.";

    pub fn share_of_selected(percent: &str) -> String {
        format!("{percent} of selected")
    }

    pub fn share_of_sent(percent: &str) -> String {
        format!("{percent} of sent")
    }
}

pub mod ledger {
    pub const CAPTION: &str = "Where every message is";
    pub const MESSAGES: &str = "Messages";
    pub const QUEUED: &str = "Queued";
    pub const SENDING: &str = "Sending";
    pub const SENT: &str = "Sent";
    pub const DELIVERED: &str = "Delivered";
    pub const BOUNCED: &str = "Came back";
    pub const FAILED: &str = "Failed";
    pub const IN_DOUBT: &str = "In doubt";
    pub const SUPPRESSED: &str = "Held back";
    pub const CANCELLED: &str = "Cancelled";
    pub const TOTAL: &str = "Total";
    pub const ADDS_UP: &str = "The states add up to the total";

    pub fn is_off_by(difference: &str) -> String {
        format!("off by {difference}")
    }
}

pub mod backup {
    use crate::text::plural;

    pub const TITLE: &str = "Last backup";
    pub const NONE: &str = "No backup has been made yet.";
    pub const VERIFIED: &str = "Checked and readable";
    pub const UNVERIFIED: &str = "Written, not checked yet";
    pub const RUNNING: &str = "Under way";
    pub const FAILED: &str = "Failed";

    pub fn in_places(count: i32) -> String {
        format!("in {count} {}", plural(count, "place", "places"))
    }
}

pub mod report {
    use crate::text::plural;

    pub const TITLE: &str = "Next report";
    pub const NONE: &str = "None is scheduled";
    pub const RUNNING: &str = "A run is under way";

    pub fn last_found(count: i32, number: &str, when: &str) -> String {
        format!("Last time {number} {}, {when}", plural(count, "patient", "patients"))
    }

    pub fn last_failed(when: &str) -> String {
        format!("The last run failed, {when}")
    }
}
