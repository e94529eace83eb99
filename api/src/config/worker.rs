//! How much the worker does at once.

use std::time::Duration;

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::Described;

/// A lease that ends further ahead was taken by a clock that has been set back since.
pub const LONGEST_LEASE: Duration = Duration::from_hours(1);

pub(super) const DESCRIBED: &[Described] = &[
    Described { key: "worker.batch", meaning: "Messages claimed at once." },
    Described {
        key: "worker.group",
        meaning: "Messages of a channel that are marked `sending` and handed over at the same time, in two halves: at most this many are in doubt after a crash.",
    },
    Described {
        key: "worker.lease_seconds",
        meaning: "How long a claim holds; longer than the slowest provider takes for a group.",
    },
    Described { key: "worker.poll_milliseconds", meaning: "How often an idle worker looks for work." },
    Described {
        key: "worker.report_cron",
        meaning: "When reports of non-respondents are made, as a cron pattern in Europe/London.",
    },
    Described {
        key: "worker.snapshot_cron",
        meaning: "When the snapshot is taken, as a cron pattern in Europe/London.",
    },
];

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkerConfig {
    pub batch: u32,
    pub group: u32,
    pub lease_seconds: u32,
    pub poll_milliseconds: u32,
    pub report_cron: String,
    pub snapshot_cron: String,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self {
            batch: 1000,
            group: 100,
            lease_seconds: 90,
            poll_milliseconds: 500,
            report_cron: "0 8 * * MON".into(),
            snapshot_cron: "0 2 * * *".into(),
        }
    }
}

impl WorkerConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if self.batch == 0 || self.group == 0 || self.group > self.batch {
            bail!("worker.group: at least 1 and not above worker.batch ({})", self.batch);
        }
        if self.lease_seconds < 10 {
            bail!("worker.lease_seconds: at least 10, or a slow provider makes messages uncertain");
        }
        if u64::from(self.lease_seconds) > LONGEST_LEASE.as_secs() {
            bail!(
                "worker.lease_seconds: at most {}, or what a lost worker held waits too long",
                LONGEST_LEASE.as_secs()
            );
        }
        for (key, cron) in [("worker.report_cron", &self.report_cron), ("worker.snapshot_cron", &self.snapshot_cron)] {
            if let Err(error) = cron.parse::<croner::Cron>() {
                bail!("{key}: {cron:?} is no cron pattern: {error}");
            }
        }
        Ok(())
    }
}
