//! Both sinks at once, and their logs held against the ledger line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{bail, ensure};

use crate::{App, Result, ledger, wait};

use super::book::Attempt;
use super::{SmtpSink, SnsSink};

/// The providers of both channels, in the process of the test: whatever becomes of a worker, they remember.
pub struct Outside {
    pub sns: SnsSink,
    pub smtp: SmtpSink,
}

/// What the logs and the ledger say together, where they agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Ids of the messages in doubt.
    pub doubted: BTreeSet<i64>,
    /// Ids of the messages that are marked as possible duplicates.
    pub marked: BTreeSet<i64>,
    /// Messages that were taken twice.
    pub twice: BTreeSet<i64>,
}

impl Outside {
    /// They take everything, and let it wait so long for its answer.
    pub fn start(before_answer: Duration) -> Result<Self> {
        let outside = Self { sns: SnsSink::start()?, smtp: SmtpSink::start()? };
        outside.sns.answers_after(before_answer);
        outside.smtp.answers_after(before_answer);
        Ok(outside)
    }

    /// What makes Recall send everything here.
    pub fn settings(&self) -> Vec<(String, String)> {
        let mut settings = self.sns.settings();
        settings.extend(self.smtp.settings());
        settings
    }

    /// Waits until so many messages were taken and some of them have no answer yet.
    pub async fn in_flight(&self, taken: usize) -> Result {
        wait::until("requests to be in flight", || async {
            let enough = self.sns.attempts().len() + self.smtp.attempts().len() >= taken;
            Ok((enough && self.unanswered() > 0).then_some(()))
        })
        .await
    }

    /// Messages that were taken and not yet answered.
    pub fn unanswered(&self) -> usize {
        self.sns.unanswered() + self.smtp.unanswered()
    }

    /// Every line of the logs has its message in the ledger, and every message that was sent its line; what has more than
    /// one is marked. For a ledger in which nothing waits.
    pub async fn agree(&self, app: &App) -> Result<Standing> {
        let (mut texts, mut mails) = (by_recipient(self.sns.taken()), by_recipient(self.smtp.taken()));
        let mut standing = Standing { doubted: BTreeSet::new(), marked: BTreeSet::new(), twice: BTreeSet::new() };
        for row in ledger::read(app).await? {
            let is_text = row.channel == "sms";
            let lines = if is_text { texts.remove(&row.to) } else { mails.remove(&row.to) }.unwrap_or_default();
            ensure!(lines.len() <= if row.is_marked { 2 } else { 1 }, "taken too often: {row:?} {lines:?}");
            match row.state.as_str() {
                "sent" => ensure!(!lines.is_empty(), "lost: {row:?}"),
                "uncertain" => drop(standing.doubted.insert(row.id)),
                _ => bail!("it should have been sent: {row:?}"),
            }
            if is_text && row.state == "sent" {
                let is_known = row.provider_id.as_ref().is_some_and(|id| lines.contains(id));
                ensure!(is_known, "receipts would not find {row:?} by {lines:?}");
            }
            let own = format!("message-{}", row.id);
            ensure!(is_text || lines.iter().all(|line| *line == own), "somebody else's: {row:?} {lines:?}");
            if row.is_marked {
                standing.marked.insert(row.id);
            }
            if lines.len() == 2 {
                standing.twice.insert(row.id);
            }
        }
        ensure!(texts.is_empty() && mails.is_empty(), "taken, and not in the ledger: {texts:?} {mails:?}");
        Ok(standing)
    }
}

/// The ids of what each recipient got, in order.
fn by_recipient(taken: Vec<Attempt>) -> BTreeMap<String, Vec<String>> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for attempt in taken {
        lines.entry(attempt.to).or_default().extend(attempt.id);
    }
    lines
}
