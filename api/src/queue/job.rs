//! Versioned payloads of the jobs: what is to be done, apart from how.

use serde::{Deserialize, Serialize};

/// Raise it when a payload changes its meaning, and keep reading the old one.
pub const VERSION: i32 = 1;

/// A piece of durable work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Job {
    /// Read an uploaded file and show the difference.
    CheckImport { import: i64 },
    /// Write an import that was checked.
    CommitImport { import: i64 },
    /// Answer one run of a report that was already recorded as running.
    RunReport { run: i64 },
    /// The schedule of one report: record a run of it and enqueue the answer.
    RunSavedReport { report: i64 },
    /// Every Monday: a run of each report of non-respondents of the running campaigns.
    WeeklyReports {},
    /// Launch a campaign that still waits for its launch at this time (milliseconds since 1970 in UTC).
    LaunchCampaign { campaign: i64, at: i64 },
    /// The steps of publishing a version of a form, from the first that is not done.
    PublishForm { version: i64 },
    /// A form was made public, or no longer, or was retired: its page in the bucket comes or goes.
    ShowFormPage { form: i64 },
    /// After a start, with the practice's details, every night: stored pages of forms are as they would be made today.
    RefreshFormPages {},
    /// Every night: files that came with no answers, or whose answers are gone, are removed.
    SweepFormFiles {},
    /// Write, verify and prune; the row of the snapshot was already made.
    TakeSnapshot { snapshot: i64 },
    /// Every night: record a snapshot and take it.
    NightlySnapshot {},
    /// Every few minutes: campaigns past their end are completed.
    CompleteCampaigns {},
    /// Every few minutes: messages that were in doubt for too long are sent once more.
    SettleDoubts {},
    /// Every few minutes: reminders that were planned and are due.
    SendReminders {},
    /// Every day: numbers that opted out at the provider of texts are suppressed here too.
    ReadOptOuts {},
    /// Every few minutes: what the provider of texts has logged of their delivery.
    ReadDeliveryLogs {},
}

impl Job {
    /// The word in `job.kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CheckImport { .. } => "check_import",
            Self::CommitImport { .. } => "commit_import",
            Self::RunReport { .. } => "run_report",
            Self::RunSavedReport { .. } => "run_saved_report",
            Self::WeeklyReports {} => "weekly_reports",
            Self::LaunchCampaign { .. } => "launch_campaign",
            Self::PublishForm { .. } => "publish_form",
            Self::ShowFormPage { .. } => "show_form_page",
            Self::RefreshFormPages {} => "refresh_form_pages",
            Self::SweepFormFiles {} => "sweep_form_files",
            Self::TakeSnapshot { .. } => "take_snapshot",
            Self::NightlySnapshot {} => "nightly_snapshot",
            Self::CompleteCampaigns {} => "complete_campaigns",
            Self::SettleDoubts {} => "settle_doubts",
            Self::SendReminders {} => "send_reminders",
            Self::ReadOptOuts {} => "read_opt_outs",
            Self::ReadDeliveryLogs {} => "read_delivery_logs",
        }
    }
}
