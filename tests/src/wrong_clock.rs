//! A clock that can be set while a program runs, by libfaketime: for that program alone, and not the clock by which it waits.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::{Result, peers};

/// For every program that is started with its settings; right until it is set.
pub struct WrongClock {
    library: String,
    folder: TempDir,
}

impl WrongClock {
    /// Nothing, with a word on standard error, where there is no libfaketime.
    pub fn find() -> Result<Option<Self>> {
        let Some(library) = peers::found("RECALL_TEST_WRONG_CLOCK") else { return Ok(None) };
        let clock = Self { library, folder: TempDir::with_prefix("recall-clock-")? };
        clock.set("+0")?;
        Ok(Some(clock))
    }

    /// What makes a program live by this clock.
    pub fn settings(&self) -> Vec<(String, String)> {
        [
            ("LD_PRELOAD", self.library.clone()),
            ("FAKETIME_TIMESTAMP_FILE", self.file().display().to_string()),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Sets it so far ahead or back, as `+1d` or `-1d`; `+0` is right.
    pub fn set(&self, ahead: &str) -> Result {
        // In one step: who looks at it in between must not find half of it.
        let new = self.folder.path().join("new");
        fs::write(&new, ahead)?;
        Ok(fs::rename(new, self.file())?)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("clock")
    }
}
