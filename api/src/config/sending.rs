//! The rules of sending that hold for every campaign.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described {
        key: "sending.approval_above",
        meaning: "Launching to more recipients than this takes the approval of a second person; 0 asks nobody.",
    },
    Described {
        key: "sending.closed_days",
        meaning: "Days that count as bank holidays besides those of England, as `[\"2027-06-14\"]`.",
    },
    Described {
        key: "sending.attempts",
        meaning: "How often a message that the provider puts off is tried before it has failed.",
    },
];

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SendingConfig {
    pub approval_above: u32,
    pub closed_days: Vec<NaiveDate>,
    pub attempts: u32,
}

impl Default for SendingConfig {
    fn default() -> Self {
        // With the back-off of a quarter of an hour, twenty attempts are half a working day: longer than greylisting.
        Self { approval_above: 0, closed_days: Vec::new(), attempts: 20 }
    }
}

impl SendingConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(self.attempts > 0, "sending.attempts: at least 1");
        Ok(())
    }
}
