//! What this browser keeps of an upload that is not finished: where it goes, and how to know the file again.

use serde::{Deserialize, Serialize};
use web_sys::File;

use super::digest;
use crate::browser;

/// How much of a file its fingerprint reads; more would keep people waiting for large files.
const FINGERPRINT_BYTES: f64 = 1_048_576.0;

/// Which of the files of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Patients,
    /// The second file of a mapping.
    Conditions,
}

impl Slot {
    fn key(self) -> &'static str {
        match self {
            Self::Patients => "recall-upload-patients",
            Self::Conditions => "recall-upload-conditions",
        }
    }
}

/// Tells two files apart, by more than their names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fingerprint {
    pub name: String,
    /// In bytes.
    pub size: f64,
    /// Milliseconds since 1970.
    modified: f64,
    /// SHA-256 of the beginning, where the browser can tell.
    beginning: Option<String>,
}

impl Fingerprint {
    pub async fn of(file: &File) -> Self {
        let beginning = match digest::read(file, 0.0, FINGERPRINT_BYTES).await {
            Some(bytes) => digest::sha256(&bytes).await,
            None => None,
        };
        Self { name: file.name(), size: file.size(), modified: file.last_modified(), beginning }
    }
}

/// An upload that can be gone on with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Its address on the server, `/uploads/…`.
    pub path: String,
    pub file: Fingerprint,
    /// How many bytes had arrived when this was written.
    pub done: f64,
}

impl Kept {
    pub fn read(slot: Slot) -> Option<Self> {
        serde_json::from_str(&browser::stored(slot.key())?).ok()
    }

    pub fn write(&self, slot: Slot) {
        browser::store(slot.key(), serde_json::to_string(self).ok().as_deref());
    }

    pub fn forget(slot: Slot) {
        browser::store(slot.key(), None);
    }

    /// The last part of the address, by which an import names the upload.
    pub fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_is_named_by_the_end_of_its_address() {
        let file = Fingerprint { name: "patients.csv".into(), size: 28.0, modified: 0.0, beginning: None };
        let kept = Kept { path: "/uploads/4fGh".into(), file, done: 0.0 };
        assert_eq!(kept.id(), "4fGh");
    }
}
