//! A report, its runs and their rows.

use async_graphql::{
    Context, Enum, ID, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, Utc};
use entity::{report, report_row, report_run, values};
use shared::{
    ids::{CampaignId, PatientId, ReportId, ReportRunId},
    permission::Permission,
};

use crate::{
    domain::reports,
    graphql::{
        campaigns::{Campaign, load_campaign},
        context::{app, require, viewer},
        error::OrGraphql,
        page::{PageRequest, connection, encode},
        patients::{Patient, load_patient},
    },
};

/// What a report lists.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::report::ReportKind")]
pub enum ReportKind {
    /// Recipients who were sent a wave and have not acknowledged.
    NonRespondents,
    /// Recipients whose link was opened: weak evidence, machines open links too.
    Followed,
}

/// How far a run has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "values::RunState")]
pub enum RunState {
    Running,
    Done,
    /// It is tried again by itself for some minutes.
    Failed,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "reports::Breakdown")]
pub enum ReportBreakdown {
    Age,
    PostcodeArea,
    WavesSent,
}

#[derive(SimpleObject)]
pub struct BreakdownBar {
    label: String,
    rows: i64,
}

/// A question that can be asked again, by hand or by the clock.
pub struct Report(pub report::Model);

#[Object]
impl Report {
    async fn id(&self) -> ID {
        self.key().to_string().into()
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn kind(&self) -> ReportKind {
        self.0.kind.into()
    }

    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        match self.0.campaign_id {
            Some(id) => load_campaign(ctx, CampaignId::from(id)).await,
            None => Ok(None),
        }
    }

    /// When it is asked by itself: minute, hour, day, month and weekday in the time of Europe/London.
    async fn cron(&self) -> Option<&str> {
        self.0.cron.as_deref()
    }

    async fn next_run_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        let next = reports::next_run_at(app(ctx)?.database.reader(), &self.0).await.or_graphql()?;
        Ok(next.map(entity::time::Timestamp::to_utc))
    }

    /// Its answers, newest first.
    async fn runs(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, ReportRun, RunTotal, EmptyFields>> {
        let page = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let before = page.from.map(ReportRunId::from);
        let runs = reports::runs(app(ctx)?.database.reader(), self.key(), before, page.fetch()).await.or_graphql()?;
        Ok(connection(page.page(runs), RunTotal(self.key()), |run| encode(&run.id), ReportRun))
    }
}

impl Report {
    fn key(&self) -> ReportId {
        self.0.id.into()
    }
}

pub struct RunTotal(ReportId);

#[Object]
impl RunTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        reports::run_count(app(ctx)?.database.reader(), self.0).await.or_graphql()
    }
}

/// One frozen answer to a report.
pub struct ReportRun(pub report_run::Model);

#[Object]
impl ReportRun {
    async fn id(&self) -> ID {
        self.key().to_string().into()
    }

    async fn report(&self, ctx: &Context<'_>) -> Result<Report> {
        reports::find(app(ctx)?.database.reader(), self.0.report_id.into()).await.map(Report).or_graphql()
    }

    async fn state(&self) -> RunState {
        self.0.state.into()
    }

    async fn row_count(&self) -> i64 {
        self.0.row_count
    }

    async fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at.to_utc()
    }

    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at.map(entity::time::Timestamp::to_utc)
    }

    /// What to do about a run that failed.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Path of the rows as CSV, to be asked for with the same bearer token; null until the run is
    /// done, and for those who may not see patients.
    async fn csv_url(&self, ctx: &Context<'_>) -> Option<String> {
        let may = viewer(ctx).is_some_and(|actor| actor.may(Permission::ViewPatients));
        (may && self.0.state == values::RunState::Done).then(|| format!("/reports/runs/{}.csv", self.key()))
    }

    /// By name of the patient, as frozen.
    async fn rows(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, ReportRow, RowTotal, EmptyFields>> {
        let actor = require(ctx, Permission::ViewPatients)?;
        let page = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let position = page.from.unwrap_or(0);
        let rows = reports::rows(app(ctx)?, actor, &self.0, position, page.fetch()).await.or_graphql()?;
        Ok(connection(page.page(rows), RowTotal(self.0.row_count), |row| encode(&row.position), ReportRow))
    }

    /// How its rows fall into groups.
    async fn breakdown(&self, ctx: &Context<'_>, by: ReportBreakdown) -> Result<Vec<BreakdownBar>> {
        let actor = require(ctx, Permission::ViewPatients)?;
        let bars = reports::breakdown(app(ctx)?, actor, &self.0, by.into()).await.or_graphql()?;
        Ok(bars.into_iter().map(|bar| BreakdownBar { label: bar.label, rows: bar.rows }).collect())
    }
}

impl ReportRun {
    fn key(&self) -> ReportRunId {
        self.0.id.into()
    }
}

pub struct RowTotal(i64);

#[Object]
impl RowTotal {
    async fn total_count(&self) -> i64 {
        self.0
    }
}

/// A recipient in a frozen answer; what is said of the recipient is as it was then.
pub struct ReportRow(report_row::Model);

#[Object]
impl ReportRow {
    /// From 1.
    async fn position(&self) -> i64 {
        self.0.position
    }

    /// The patient as they are now.
    async fn patient(&self, ctx: &Context<'_>) -> Result<Patient> {
        load_patient(ctx, PatientId::from(self.0.patient_id)).await
    }

    async fn first_sent_at(&self) -> Option<DateTime<Utc>> {
        self.0.first_sent_at.map(entity::time::Timestamp::to_utc)
    }

    async fn followed_at(&self) -> Option<DateTime<Utc>> {
        self.0.followed_at.map(entity::time::Timestamp::to_utc)
    }

    async fn acknowledged_at(&self) -> Option<DateTime<Utc>> {
        self.0.acknowledged_at.map(entity::time::Timestamp::to_utc)
    }

    /// In how many waves at least one message was sent.
    async fn waves_sent(&self) -> i32 {
        self.0.waves_sent
    }
}
