//! The local outbox: what would have left, one JSON object a line, in files that any program can read.
//! `docs/outbox.md` describes the lines.

use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::delivery::{Accepted, Answer, SendError};

/// One file of the outbox, only ever appended to.
#[derive(Clone, Debug)]
pub(super) struct Outbox {
    path: PathBuf,
}

impl Outbox {
    pub(super) fn new(folder: &Path, file: &str) -> Self {
        Self { path: folder.join(file) }
    }

    /// Appends all lines in one write, which is with the operating system when this returns: the
    /// end of this process cannot take it back.
    pub(super) async fn append<L: Serialize>(&self, lines: impl Iterator<Item = L>) -> Vec<Answer> {
        let mut text = Vec::new();
        let mut answers = Vec::new();
        for line in lines {
            answers.push(match serde_json::to_writer(&mut text, &line) {
                Ok(()) => Ok(Accepted { provider_id: None }),
                Err(_) => Err(SendError::Refused("it does not become JSON".to_owned())),
            });
            text.push(b'\n');
        }
        let path = self.path.clone();
        let written = tokio::task::spawn_blocking(move || write(&path, &text)).await;
        let error = match written {
            Ok(Ok(())) => return answers,
            Ok(Err(error)) => error,
            Err(_) => SendError::Unknown("writing to the outbox was broken off".to_owned()),
        };
        answers.iter().map(|_| Err(error.clone())).collect()
    }
}

fn write(path: &Path, text: &[u8]) -> Result<(), SendError> {
    let not_open = |error: std::io::Error| SendError::NotConnected(format!("the outbox cannot be opened: {error}"));
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(not_open)?;
    }
    // The lines hold addresses and links: nobody else may read them.
    let mut file = fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path).map_err(not_open)?;
    let written = match file.write(text) {
        Ok(written) => written,
        Err(error) => return Err(SendError::NotConnected(format!("the outbox cannot be written: {error}"))),
    };
    // A disk that fills up cuts the write; how much of it counts is for people to see.
    file.write_all(&text[written..])
        .map_err(|error| SendError::Unknown(format!("the outbox took only a part: {error}")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[tokio::test]
    async fn lines_are_appended_to_a_file_that_nobody_else_can_read() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(&folder.path().join("outbox"), "sms.jsonl");
        assert_eq!(outbox.append(["a", "b"].into_iter()).await.len(), 2);
        assert!(outbox.append(["c"].into_iter()).await[0].is_ok());
        let path = folder.path().join("outbox/sms.jsonl");
        assert_eq!(fs::read_to_string(&path).unwrap(), "\"a\"\n\"b\"\n\"c\"\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[tokio::test]
    async fn an_outbox_that_cannot_be_opened_sent_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("outbox"), "a file in the way").unwrap();
        let outbox = Outbox::new(&folder.path().join("outbox"), "sms.jsonl");
        assert!(matches!(outbox.append(["a"].into_iter()).await[0], Err(SendError::NotConnected(_))));
    }
}
