//! Making, naming, running and scheduling reports.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::permission::Permission;

use super::types::{Report, ReportKind, ReportRun};
use crate::{
    domain::reports::{self, NewReport, Trigger},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        scalars::parse_id,
    },
};

#[derive(InputObject)]
struct SaveReportInput {
    name: String,
    kind: ReportKind,
    campaign_id: ID,
    /// A text of the caller's own, as a UUID: the same again gives the same report instead of another.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
struct SaveReportPayload {
    report: Report,
}

#[derive(InputObject)]
struct RenameReportInput {
    id: ID,
    name: String,
}

#[derive(SimpleObject)]
struct RenameReportPayload {
    report: Report,
}

#[derive(InputObject)]
struct RunReportInput {
    id: ID,
    /// A text of the caller's own, as a UUID: the same again gives the same run instead of another.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
struct RunReportPayload {
    /// Running; ask for it again until it is done.
    run: ReportRun,
}

#[derive(InputObject)]
struct ScheduleReportInput {
    id: ID,
    /// Minute (one number), hour, day of the month, month and weekday in the time of Europe/London,
    /// as `0 8 * * MON`; null takes the schedule away.
    cron: Option<String>,
}

#[derive(SimpleObject)]
struct ScheduleReportPayload {
    report: Report,
}

#[derive(InputObject)]
struct DeleteReportInput {
    id: ID,
}

#[derive(Default)]
pub struct ReportMutation;

#[Object]
impl ReportMutation {
    /// Makes a report of a campaign.
    async fn save_report(&self, ctx: &Context<'_>, input: SaveReportInput) -> Result<SaveReportPayload> {
        let actor = require(ctx, Permission::ManageReports)?;
        let campaign = parse_id("campaignId", &input.campaign_id)?;
        let new = NewReport { name: input.name, kind: input.kind.into(), campaign };
        let report = reports::save_once(app(ctx)?, actor, new, input.request_id.as_deref()).await.or_graphql()?;
        Ok(SaveReportPayload { report: Report(report) })
    }

    async fn rename_report(&self, ctx: &Context<'_>, input: RenameReportInput) -> Result<RenameReportPayload> {
        let actor = require(ctx, Permission::ManageReports)?;
        let id = parse_id("id", &input.id)?;
        let report = reports::rename(app(ctx)?, actor, id, &input.name).await.or_graphql()?;
        Ok(RenameReportPayload { report: Report(report) })
    }

    /// Freezes an answer of today.
    async fn run_report(&self, ctx: &Context<'_>, input: RunReportInput) -> Result<RunReportPayload> {
        let actor = require(ctx, Permission::RunReports)?;
        let id = parse_id("id", &input.id)?;
        let key = input.request_id.as_deref();
        let run = reports::request_once(app(ctx)?, actor, id, Trigger::Manual, key).await.or_graphql()?;
        Ok(RunReportPayload { run: ReportRun(run) })
    }

    /// False when there is no such report, or no longer.
    async fn delete_report(&self, ctx: &Context<'_>, input: DeleteReportInput) -> Result<bool> {
        let actor = require(ctx, Permission::ManageReports)?;
        reports::delete(app(ctx)?, actor, parse_id("id", &input.id)?).await.or_graphql()
    }

    async fn schedule_report(&self, ctx: &Context<'_>, input: ScheduleReportInput) -> Result<ScheduleReportPayload> {
        let actor = require(ctx, Permission::ManageReports)?;
        let id = parse_id("id", &input.id)?;
        let report = reports::schedule(app(ctx)?, actor, id, input.cron.as_deref()).await.or_graphql()?;
        Ok(ScheduleReportPayload { report: Report(report) })
    }
}
