//! Backups: the key, and one taken by hand.

use recall_tests::{App, Engine, Result, browser};

use super::Button::OnPage;
use super::Once::{Holds, More};
use super::Step::{Fill, Visit};
use super::Write;
use super::stage::play;

#[tokio::test]
async fn what_is_done_about_backups_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    play("writes-backups", &app, &[], BACKUPS).await
}

const BACKUPS: &[Write] = &[
    Write {
        name: "save the backup key",
        steps: &[
            Visit("/backups"),
            Fill("Public keys", "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"),
        ],
        button: OnPage("Save keys"),
        code: Some("backup-code"),
        mutation: "saveBackupKeys",
        once: Holds("{ backupSettings { keys } }", "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"),
        done: "The keys have been saved.",
        learns: false,
    },
    Write {
        name: "take a backup",
        steps: &[Visit("/backups")],
        button: OnPage("Back up now"),
        code: None,
        mutation: "takeSnapshot",
        once: More("{ snapshots(first: 50) { totalCount } }"),
        done: "Last backup",
        learns: false,
    },
];
