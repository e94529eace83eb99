//! What has left, by the files of whoever took it: the local outbox, or sinks that are no part of this process.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use shared::channel::Channel;

use crate::{
    clients::{email, sms},
    crypto::KeyRing,
};

/// Where it stands.
#[derive(Debug)]
pub(super) enum Logs {
    /// The folder with the files of `docs/outbox.md`.
    Outbox(PathBuf),
    /// A line for each text, its id and the token of its link; and mails as they came, one after the other.
    Outside { texts: PathBuf, mails: PathBuf },
}

/// The message that a line is about, as far as it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum About {
    Message(i64),
    /// The one text to this recipient.
    TextTo(i64),
}

/// The lines about each message: the ids that the provider gave, empty where it gives none.
pub(super) type Taken = HashMap<About, Vec<String>>;

impl Logs {
    /// How a message is named here.
    pub fn about(&self, channel: Channel, message: i64, recipient: i64) -> About {
        match (self, channel) {
            (Self::Outside { .. }, Channel::Sms) => About::TextTo(recipient),
            _ => About::Message(message),
        }
    }

    pub fn read(&self, keys: &KeyRing) -> anyhow::Result<Taken> {
        let mut taken = Taken::new();
        match self {
            Self::Outbox(folder) => {
                for file in [email::local::FILE, sms::local::FILE] {
                    each_line(&folder.join(file), |line| outbox(line, &mut taken))?;
                }
            }
            Self::Outside { texts, mails } => {
                each_line(texts, |line| text(line, keys, &mut taken))?;
                each_line(mails, |line| mail(line, &mut taken))?;
            }
        }
        Ok(taken)
    }
}

fn each_line(path: &Path, mut read: impl FnMut(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    for line in BufReader::new(file).split(b'\n') {
        read(&String::from_utf8_lossy(&line?))?;
    }
    Ok(())
}

/// A line that a kill has cut off is none.
fn outbox(line: &str, taken: &mut Taken) -> anyhow::Result<()> {
    let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { return Ok(()) };
    let id = message["id"].as_str().and_then(number).context("a line without a message")?;
    taken.entry(About::Message(id)).or_default().push(String::new());
    Ok(())
}

fn text(line: &str, keys: &KeyRing, taken: &mut Taken) -> anyhow::Result<()> {
    let (id, token) = line.split_once(' ').with_context(|| format!("this is no line about a text: {line}"))?;
    let recipient = KeyRing::link_recipient(token).context("a text without a link")?;
    ensure!(keys.is_link(token, recipient, 1), "a text with a link that is not ours");
    taken.entry(About::TextTo(recipient.get())).or_default().push(id.to_owned());
    Ok(())
}

fn mail(line: &str, taken: &mut Taken) -> anyhow::Result<()> {
    let Some(id) = line.strip_prefix("Message-ID: <") else { return Ok(()) };
    let id = id.split_once('@').and_then(|(left, _)| number(left)).context("a mail without a message")?;
    taken.entry(About::Message(id)).or_default().push(String::new());
    Ok(())
}

fn number(mark: &str) -> Option<i64> {
    mark.strip_prefix("message-")?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::ids::RecipientId;

    use super::*;
    use crate::clients::random::OsRandom;

    #[test]
    fn lines_of_every_kind_name_their_message() {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyRing::generate(&OsRandom);
        let (texts, mails) = (folder.path().join("texts"), folder.path().join("mails"));
        let token = keys.link_token(RecipientId::from(7), 1);
        std::fs::write(&texts, format!("a {token}\nb {token}\n")).unwrap();
        std::fs::write(&mails, "X-Mail-Args: <a@b>\nMessage-ID: <message-12@b>\n\nHello\n").unwrap();
        let logs = Logs::Outside { texts: texts.clone(), mails };
        let taken = logs.read(&keys).unwrap();
        assert_eq!(taken[&About::TextTo(7)], ["a", "b"]);
        assert_eq!(taken[&About::Message(12)].len(), 1);
        let stranger = KeyRing::generate(&OsRandom);
        assert!(logs.read(&stranger).is_err(), "a link of somebody else's");
        std::fs::write(folder.path().join(email::local::FILE), "{\"id\":\"message-3\"}\n{\"id\":\"mess").unwrap();
        std::fs::write(folder.path().join(sms::local::FILE), "").unwrap();
        let taken = Logs::Outbox(folder.path().to_owned()).read(&keys).unwrap();
        assert_eq!((taken.len(), taken[&About::Message(3)].len()), (1, 1));
    }
}
