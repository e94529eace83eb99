//! One file a job kind, and which job goes where.

pub mod campaigns;
pub mod feedback;
pub mod forms;
pub mod imports;
pub mod reports;
pub mod snapshots;

use crate::{
    queue::{job::Job, retry::JobError},
    state::App,
};

/// Does what the job says. It may have been begun before, by a process that was lost.
pub async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    match *job {
        Job::CheckImport { import } => imports::check(app, import).await,
        Job::CommitImport { import } => imports::commit(app, import).await,
        Job::RunReport { run } => reports::run(app, run).await,
        Job::RunSavedReport { report } => reports::saved(app, report).await,
        Job::WeeklyReports {} => reports::weekly(app).await,
        Job::PublishForm { version } => forms::publish(app, version).await,
        Job::ShowFormPage { form } => forms::show(app, form).await,
        Job::RefreshFormPages {} => forms::refresh(app).await,
        Job::SweepFormFiles {} => forms::sweep(app).await,
        Job::TakeSnapshot { snapshot } => snapshots::take(app, snapshot).await,
        Job::NightlySnapshot {} => snapshots::nightly(app).await,
        Job::LaunchCampaign { campaign, at } => campaigns::launch(app, campaign, at).await,
        Job::CompleteCampaigns {} => campaigns::complete(app).await,
        Job::SettleDoubts {} => campaigns::settle_doubts(app).await,
        Job::SendReminders {} => campaigns::remind(app).await,
        Job::ReadOptOuts {} => feedback::read_opt_outs(app).await,
        Job::ReadDeliveryLogs {} => feedback::read_delivery_logs(app).await,
    }
}
