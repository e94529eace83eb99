//! What the demo did, for people and for programs.

use serde::Serialize;
use shared::time::thousands;

use super::{folder::DemoFolder, steps::Step};

#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    pub patients: u64,
    pub seed: u64,
    pub engine: &'static str,
    pub steps: Vec<Step>,
    pub counts: Counts,
    pub checks: Vec<Check>,
    pub seconds: f64,
    /// Most memory this process had at any time (`VmHWM`); `None` where the system does not tell.
    pub peak_memory_bytes: Option<u64>,
    pub administrator: Administrator,
}

/// The numbers of the whole job.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    pub rows: u64,
    pub imported: u64,
    pub rejected: u64,
    pub cohort: i64,
    pub recipients: i64,
    pub unreachable: i64,
    pub followed: i64,
    pub acknowledged: i64,
    pub non_respondents: i64,
    pub never_sent: i64,
    pub second_wave_messages: i64,
    pub second_wave_recipients: i64,
    pub report_rows: i64,
    pub outbox_emails: u64,
    pub outbox_texts: u64,
    pub snapshot_bytes: i64,
    pub restored_rows: u64,
    pub audit_events: u64,
    /// Messages by `wave/channel/state`.
    pub ledger: std::collections::BTreeMap<String, i64>,
}

/// Two numbers that must be the same.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub name: String,
    pub left: i64,
    pub right: i64,
    pub holds: bool,
}

/// How to sign in to the demo.
#[derive(Clone, Debug, Serialize)]
pub struct Administrator {
    pub email: String,
    pub password: String,
    pub totp_secret: String,
    pub otpauth_uri: String,
}

impl Summary {
    pub fn adds_up(&self) -> bool {
        self.checks.iter().all(|check| check.holds)
    }

    pub fn text(&self, folder: &DemoFolder) -> String {
        let counts = &self.counts;
        let number = |n: i64| thousands(n.unsigned_abs());
        let mut out = String::from("\nThe whole job\n");
        let mut line = |label: &str, value: String| out.push_str(&format!("  {label:<44} {value:>12}\n"));
        line("patients in the file", thousands(counts.rows));
        line("imported", thousands(counts.imported));
        line("selected: long-term lung condition", number(counts.recipients));
        line("emails in the outbox", thousands(counts.outbox_emails));
        line("texts in the outbox", thousands(counts.outbox_texts));
        line("cannot be reached", number(counts.unreachable));
        line("followed their link", number(counts.followed));
        line("acknowledged", number(counts.acknowledged));
        line("reminded in the second wave", number(counts.second_wave_recipients));
        line("not acknowledged, in the report", number(counts.report_rows));
        line("rows in the snapshot, restored", thousands(counts.restored_rows));
        out.push_str("\nDo the sums add up?\n");
        for check in &self.checks {
            let sign = if check.holds { '✓' } else { '✗' };
            out.push_str(&format!(
                "  {sign} {:<58} {:>10} = {}\n",
                check.name,
                number(check.left),
                number(check.right)
            ));
        }
        out.push_str(&format!("\n{:.1} seconds", self.seconds));
        if let Some(peak) = self.peak_memory_bytes {
            out.push_str(&format!(", {} MiB of memory at most", peak / (1024 * 1024)));
        }
        out.push_str(&format!(". Everything is in {}\n", folder.path().display()));
        out
    }
}
