//! Reports: one run, the run of a schedule, and all of them every Monday.

use crate::{
    domain::{
        Actor,
        reports::{self, Trigger},
    },
    queue::retry::JobError,
    state::App,
};

/// Answers a run that was recorded.
pub async fn run(app: &App, run: i64) -> Result<(), JobError> {
    let run = reports::execute(app, &Actor::system("run_report"), run.into()).await?;
    tracing::info!(run = run.id, rows = run.row_count, "a report was made");
    Ok(())
}

/// A report's own schedule has come: records a run, which is a job of its own, so that trying the
/// answer again makes no second run.
pub async fn saved(app: &App, report: i64) -> Result<(), JobError> {
    reports::request(app, &Actor::system("report_schedule"), report.into(), Trigger::Schedule).await?;
    Ok(())
}

pub async fn weekly(app: &App) -> Result<(), JobError> {
    let runs = reports::weekly(app).await?;
    tracing::info!(runs = runs.len(), "the weekly reports were made");
    Ok(())
}
