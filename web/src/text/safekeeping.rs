//! Words of backups: how they stand, the key they are encrypted to, and how to restore one.

pub mod backups {
    use crate::text::plural;

    pub const CAPTION: &str = "Backups";
    pub const TAKE: &str = "Back up now";
    pub const TAKING: &str = "Starting…";
    pub const UNDER_WAY: &str = "Backup under way";
    pub const PREPARING: &str = "Getting ready…";
    pub const CHECKING: &str = "Everything is read. Copying, and reading every copy back to check it…";
    pub const FINISHED: &str = "The backup has been made and checked.";
    pub const LIST: &str = "All backups";
    pub const NONE: &str = "No backups yet";
    pub const NONE_ADVICE: &str = "The first one is made tonight, or now if you ask for it.";
    pub const NEVER: &str = "There is no backup yet.";
    pub const NO_KEY: &str = "No backup can be made: the key to encrypt it with is missing.";
    pub const SETTINGS: &str = "How backups are made";
    pub const WHEN: &str = "When";
    pub const NEXT: &str = "Next";
    pub const PLACES: &str = "Where copies go";
    pub const KEPT: &str = "How many are kept";
    pub const KEYS: &str = "Encrypted to";
    pub const CHANGE_KEYS: &str = "Change keys";
    pub const STARTED: &str = "When";
    pub const SIZE: &str = "Size";
    pub const CHECKED: &str = "Checked";
    pub const PLACES_COLUMN: &str = "Places";
    pub const TRIGGER: &str = "Made by";
    pub const BY_SCHEDULE: &str = "Schedule";
    pub const BY_PERSON: &str = "A person";
    pub const BY_COMMAND: &str = "Command line";
    pub const VERIFIED: &str = "Verified";
    pub const WRITTEN: &str = "Not checked yet";
    pub const RUNNING: &str = "Under way";
    pub const FAILED: &str = "Failed";
    pub const FAILED_ADVICE: &str = "Check that every place has room and can be reached, then back up again.";

    pub fn trigger(trigger: &str) -> &str {
        match trigger {
            "schedule" => BY_SCHEDULE,
            "person" => BY_PERSON,
            "command" => BY_COMMAND,
            other => other,
        }
    }

    /// "Last backup tonight at 02:00, verified, 24 MB, in 1 place."
    pub fn last(when: &str, verified: bool, size: &str, places: i32) -> String {
        let checked = if verified { "verified" } else { "not verified" };
        format!("Last backup {when}, {checked}, {size}, in {places} {}.", plural(places, "place", "places"))
    }

    pub fn last_failed(when: &str, why: &str) -> String {
        format!("The backup {when} failed. {why}")
    }

    pub fn none_verified(shown: i32) -> String {
        format!("None of the latest {shown} backups is verified.")
    }

    pub fn progress(done: &str, total: &str) -> String {
        format!("{done} of about {total} rows read")
    }

    pub fn kept(keep: i32) -> String {
        match keep {
            ..=0 => "All of them".into(),
            1 => "The latest one in each place".into(),
            more => format!("The latest {more} in each place"),
        }
    }

    pub fn today(time: &str) -> String {
        format!("today at {time}")
    }

    /// Between midnight and dawn of today.
    pub fn tonight(time: &str) -> String {
        format!("tonight at {time}")
    }

    pub fn yesterday(time: &str) -> String {
        format!("yesterday at {time}")
    }

    pub fn on(moment: &str) -> String {
        format!("on {moment}")
    }
}

pub mod backup_keys {
    pub const TITLE: &str = "Set up the backup key";
    pub const CHANGE_TITLE: &str = "Change the backup keys";
    pub const EXPLAIN: &str = "A backup is encrypted with a public key, which Recall keeps. Only the secret key that belongs to it opens a backup, and that one Recall never sees: whoever breaks into the server finds backups that nobody can read there, not even the server itself.";
    pub const WITHOUT: &str = "Without the secret key no backup can be restored, by anybody. Keep it in a safe, and a second copy in another place.";
    pub const NOT_YOU: &str = "Ask an administrator to set up the key.";
    pub const MAKE: &str = "Make a key pair in this browser";
    pub const MAKE_HINT: &str = "It is made on this computer. The secret key does not leave it.";
    pub const MAKING: &str = "Making the keys…";
    pub const CANNOT_MAKE: &str = "This browser cannot make keys here. Make them on the server with the command “recall snapshot keygen --out secret-key.txt”, keep that file in a safe, and paste the public key below.";
    pub const MADE: &str = "A key pair has been made. Save the secret key now: it is not kept anywhere else.";
    pub const DOWNLOAD: &str = "Download the secret key";
    pub const DOWNLOADED: &str =
        "The secret key has been downloaded. Put the file into a safe, and delete it from this computer.";
    pub const NOT_DOWNLOADED: &str = "Download the secret key first: without it nobody can read the backups";
    pub const KEYS: &str = "Public keys";
    pub const KEYS_HINT: &str =
        "One a line, each begins with age1. A backup can be opened with the secret key of any of them.";
    pub const KEYS_MISSING: &str = "Paste a public key, or make a key pair";
    pub const SECRET_PASTED: &str = "This is a secret key. It has been taken out of the field again and was not sent. Paste the public key, which begins with age1.";
    pub const CODE: &str = "Code of your authenticator";
    pub const CODE_HINT: &str = "Six digits, fresh: it works once.";
    pub const SAVE: &str = "Save keys";
    pub const SAVED: &str = "The keys have been saved. The next backup is encrypted to them.";
    pub const FILE: &str = "recall-secret-key.txt";

    pub fn wrong_key(line: usize) -> String {
        format!(
            "Line {line} is not a public key, or a character of it is wrong. It begins with age1 and has 62 characters"
        )
    }

    /// The file for the safe, as `recall snapshot keygen` writes it.
    pub fn file(public: &str, secret: &str) -> String {
        format!(
            "# Secret key of the backups of Recall. Keep it in a safe; without it no backup can be read.\n# public key: {public}\n{secret}\n"
        )
    }
}

pub mod restore {
    pub const TITLE: &str = "How to restore";
    pub const INTRODUCTION: &str =
        "A backup is restored on the command line, into an empty database. The running system is not touched.";
    pub const FETCH: &str = "Take the file of the backup from one of its places, and the secret key out of the safe.";
    pub const CHECK: &str = "Check that the key opens the backup, down to the last row:";
    pub const RESTORE: &str = "Restore it into an empty database. The address begins with sqlite: or postgres://.";
    pub const KEY_RING: &str = "Beside the data, the command writes a new key ring, restored-keys.json, which opens the sealed fields. Set keys.file to it, or move it into the data folder as keys.json.";
    pub const START: &str = "Start Recall with the address of the restored database, sign in, and look whether patients and campaigns are there.";
    pub const PAUSED: &str = "Before you let it send, compare with what was sent since the backup: campaigns go on where the backup was made.";
    pub const PRACTISE: &str = "Practise this twice a year: a backup that was never restored is a hope.";
    pub const VERIFY_COMMAND: &str = "recall snapshot verify FILE --identity KEY";
    pub const RESTORE_COMMAND: &str = "recall snapshot restore FILE --identity KEY --into URL";
}
