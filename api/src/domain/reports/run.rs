//! Asking a report: the answer is frozen by one statement, in one transaction.

use chrono::NaiveDate;
use entity::{report_run, time::Timestamp, values::RunState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde_json::json;
use shared::{
    ids::{ReportId, ReportRunId},
    permission::Permission,
    report::ReportKind,
};

use super::{breakdown, find};
use crate::{
    database::{Engine, tell_planner},
    domain::{Actor, Error, Result, audit, once},
    queue::{job::Job, store::enqueue},
    state::App,
};

/// What [`once`] calls it.
const RUN: &str = "report.run";

/// What made a report be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Somebody who pressed the button.
    Manual,
    /// The report's own schedule.
    Schedule,
    /// The weekly reports of this day.
    Weekly(NaiveDate),
    /// Somebody at the command line.
    Command,
}

impl std::fmt::Display for Trigger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Manual => f.write_str("manual"),
            Self::Schedule => f.write_str("schedule"),
            Self::Weekly(day) => write!(f, "weekly {day}"),
            Self::Command => f.write_str("command"),
        }
    }
}

pub async fn find_run(connection: &impl ConnectionTrait, id: ReportRunId) -> Result<report_run::Model> {
    report_run::Entity::find_by_id(id.get()).one(connection).await?.ok_or(Error::NotFound("report run"))
}

/// Records a run and leaves the answer to a worker.
pub async fn request(app: &App, actor: &Actor, report: ReportId, trigger: Trigger) -> Result<report_run::Model> {
    request_once(app, actor, report, trigger, None).await
}

/// The same for a caller who may ask again: one `request_id` makes one run.
pub async fn request_once(
    app: &App,
    actor: &Actor,
    report: ReportId,
    trigger: Trigger,
    request_id: Option<&str>,
) -> Result<report_run::Model> {
    actor.require(Permission::RunReports)?;
    let transaction = app.database.begin().await?;
    if let Some(made) = once::recall(&transaction, actor, RUN, request_id).await? {
        return find_run(&transaction, made.into()).await;
    }
    let run = record(&transaction, app, actor, report, trigger).await?;
    let id = ReportRunId::from(run.id).to_string();
    enqueue(&transaction, &Job::RunReport { run: run.id }, Some(&id)).await?;
    once::record(&transaction, actor, RUN, request_id, run.id, run.started_at).await?;
    transaction.commit().await?;
    Ok(run)
}

/// Records a run and answers it.
pub async fn run_now(app: &App, actor: &Actor, report: ReportId, trigger: Trigger) -> Result<report_run::Model> {
    let transaction = app.database.begin().await?;
    let run = record(&transaction, app, actor, report, trigger).await?;
    transaction.commit().await?;
    execute(app, actor, run.id.into()).await
}

async fn record(
    transaction: &impl ConnectionTrait,
    app: &App,
    actor: &Actor,
    report: ReportId,
    trigger: Trigger,
) -> Result<report_run::Model> {
    actor.require(Permission::RunReports)?;
    let campaign = find(transaction, report).await?.campaign_id.ok_or_else(|| {
        Error::refused("REPORT_WITHOUT_CAMPAIGN", "This report belongs to no campaign. Make one for a campaign.")
    })?;
    let now = app.clock.timestamp();
    let run = report_run::ActiveModel {
        report_id: Set(report.get()),
        campaign_id: Set(campaign),
        state: Set(RunState::Running),
        trigger: Set(trigger.to_string()),
        row_count: Set(0),
        message: Set(None),
        started_at: Set(now),
        finished_at: Set(None),
        breakdowns: Set(None),
        ..Default::default()
    };
    let run = run.insert(transaction).await?;
    let entry = audit::Entry {
        action: "report.requested",
        subject: Some(ReportRunId::from(run.id).to_string()),
        detail: json!({ "report": report, "trigger": run.trigger }),
    };
    audit::record(transaction, now, actor, entry).await?;
    Ok(run)
}

/// Answers a run that was recorded; answering it again changes nothing. A run that failed is
/// marked so until another attempt succeeds.
pub async fn execute(app: &App, actor: &Actor, id: ReportRunId) -> Result<report_run::Model> {
    match freeze(app, actor, id).await {
        Err(error) if error.is_internal() => {
            let failed = mark_failed(app, id).await;
            if let Err(second) = failed {
                tracing::error!(run = %id, error = %format!("{second:#}"), "a failed report run could not be marked");
            }
            Err(error)
        }
        answer => answer,
    }
}

async fn freeze(app: &App, actor: &Actor, id: ReportRunId) -> Result<report_run::Model> {
    let transaction = app.database.begin().await?;
    // Also holds the row, so that of two workers one waits and finds the answer there.
    let claim = "UPDATE report_run SET state = 'running' WHERE id = ? AND state <> 'done'";
    let claimed = transaction.execute_raw(app.database.statement(claim, [id.get().into()])).await?;
    let run = find_run(&transaction, id).await?;
    if claimed.rows_affected() == 0 {
        return Ok(run);
    }
    let report = find(&transaction, run.report_id.into()).await?;
    let rows = insert_rows(&transaction, &run, report.kind).await?;
    tell_planner(&transaction, "report_row").await?;
    let breakdowns = breakdown::all(&transaction, &run).await?;
    let now = app.clock.timestamp();
    let done = report_run::ActiveModel {
        id: Set(run.id),
        state: Set(RunState::Done),
        row_count: Set(i64::try_from(rows).unwrap_or(i64::MAX)),
        message: Set(None),
        finished_at: Set(Some(now)),
        breakdowns: Set(Some(breakdowns)),
        ..Default::default()
    };
    let run = done.update(&transaction).await?;
    let entry = audit::Entry {
        action: "report.frozen",
        subject: Some(id.to_string()),
        detail: json!({ "report": ReportId::from(run.report_id), "kind": report.kind, "rows": rows }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    Ok(run)
}

/// Patients by name, as staff look for them; two of the same name in the order they came.
async fn insert_rows(transaction: &impl ConnectionTrait, run: &report_run::Model, kind: ReportKind) -> Result<u64> {
    let belongs = match kind {
        ReportKind::NonRespondents => "r.first_sent_at IS NOT NULL AND r.acknowledged_at IS NULL",
        ReportKind::Followed => "r.followed_at IS NOT NULL",
    };
    let sql = format!(
        "INSERT INTO report_row (run_id, position, recipient_id, patient_id, first_sent_at, waves_sent, followed_at, acknowledged_at) \
         SELECT ?, ROW_NUMBER() OVER (ORDER BY p.name_key, p.id), r.id, r.patient_id, r.first_sent_at, \
                (SELECT COUNT(DISTINCT m.wave) FROM message m LEFT JOIN message x ON x.id = m.held_by \
                 WHERE m.recipient_id = r.id AND (COALESCE(x.sent_at, m.sent_at) IS NOT NULL OR m.state IN ('sent', 'delivered'))), \
                r.followed_at, r.acknowledged_at \
         FROM recipient r JOIN patient p ON p.id = r.patient_id \
         WHERE r.campaign_id = ? AND p.erased_at IS NULL AND {belongs}"
    );
    let values = [run.id.into(), run.campaign_id.into()];
    let done = transaction.execute_raw(Engine::of(transaction).statement(&sql, values)).await?;
    Ok(done.rows_affected())
}

async fn mark_failed(app: &App, id: ReportRunId) -> Result<()> {
    let sql = "UPDATE report_run SET state = 'failed', message = ?, finished_at = ? WHERE id = ? AND state = 'running'";
    let message = "The report could not be made. It is tried again by itself for some minutes; \
                   if it stays so, run it again or ask an administrator to look into the server's log.";
    let Timestamp(now) = app.clock.timestamp();
    let values = [message.into(), now.into(), id.get().into()];
    app.database.writer().execute_raw(app.database.statement(sql, values)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::{job, report_row};
    use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

    use super::super::fixture::Fixture;
    use super::*;

    async fn answer(fixture: &Fixture, run: &report_run::Model) -> Vec<report_row::Model> {
        report_row::Entity::find()
            .filter(report_row::Column::RunId.eq(run.id))
            .order_by_asc(report_row::Column::Position)
            .all(fixture.app.database.reader())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn non_respondents_are_those_who_were_sent_something_and_have_not_acknowledged() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let run = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        assert_eq!((run.state, run.row_count), (RunState::Done, 2));
        let rows = answer(&fixture, &run).await;
        let told: Vec<_> = rows.iter().map(|row| (row.position, row.patient_id, row.waves_sent)).collect();
        // By name: Adams before Brown. Adams was sent two waves, one of them on both channels.
        assert_eq!(told, [(1, fixture.adams, 2), (2, fixture.brown, 1)]);
        assert!(rows[0].followed_at.is_some() && rows[1].followed_at.is_none());
    }

    #[tokio::test]
    async fn followed_are_those_whose_link_was_opened_acknowledged_or_not() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::Followed).await;
        let run = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        let rows = answer(&fixture, &run).await;
        let told: Vec<_> = rows.iter().map(|row| (row.patient_id, row.acknowledged_at.is_some())).collect();
        assert_eq!(told, [(fixture.adams, false), (fixture.clark, true)]);
    }

    #[tokio::test]
    async fn a_frozen_run_does_not_change_when_somebody_acknowledges_later() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let first = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        fixture.acknowledge(fixture.brown).await;
        let again = execute(&fixture.app, &fixture.actor, first.id.into()).await.unwrap();
        assert_eq!(again, first);
        assert_eq!(answer(&fixture, &first).await.len(), 2);
        let second = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        assert_eq!(second.row_count, 1);
    }

    #[tokio::test]
    async fn a_requested_run_waits_for_a_worker() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let run = request(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        assert_eq!(run.state, RunState::Running);
        let job = job::Entity::find().one(fixture.app.database.reader()).await.unwrap().unwrap();
        assert_eq!((job.kind.as_str(), &job.payload), ("run_report", &json!({ "run": run.id })));
        let done = execute(&fixture.app, &fixture.actor, run.id.into()).await.unwrap();
        assert_eq!((done.state, done.row_count), (RunState::Done, 2));
    }

    #[tokio::test]
    async fn a_run_that_fails_is_marked_and_can_be_tried_again() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let run = request(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        fixture.sql("ALTER TABLE report_row RENAME TO hidden").await;
        assert!(execute(&fixture.app, &fixture.actor, run.id.into()).await.is_err());
        let failed = find_run(fixture.app.database.reader(), run.id.into()).await.unwrap();
        assert_eq!(failed.state, RunState::Failed);
        assert!(failed.message.is_some() && failed.finished_at.is_some());
        fixture.sql("ALTER TABLE hidden RENAME TO report_row").await;
        let done = execute(&fixture.app, &fixture.actor, run.id.into()).await.unwrap();
        assert_eq!((done.state, done.message), (RunState::Done, None));
    }
}
