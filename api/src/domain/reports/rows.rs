//! The rows of a run, page by page in their frozen order.

use entity::{report_row, report_run};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use shared::{ids::ReportRunId, permission::Permission};

use crate::{
    domain::{Actor, Result, audit},
    state::App,
};

pub use report_row::Model as Row;

/// At most `limit` rows after position `after` (from 0). Rows name patients, so seeing them takes
/// that permission too, and leaves an audit event.
pub async fn rows(app: &App, actor: &Actor, run: &report_run::Model, after: i64, limit: u64) -> Result<Vec<Row>> {
    actor.require(Permission::ViewReports)?;
    actor.require(Permission::ViewPatients)?;
    let rows = page(app, run.id, after, limit).await?;
    let entry = audit::Entry {
        action: "report.viewed",
        subject: Some(ReportRunId::from(run.id).to_string()),
        detail: json!({ "after": after, "rows": rows.len() }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(rows)
}

pub(super) async fn page(app: &App, run: i64, after: i64, limit: u64) -> Result<Vec<Row>> {
    let rows = report_row::Entity::find()
        .filter(report_row::Column::RunId.eq(run))
        .filter(report_row::Column::Position.gt(after))
        .order_by_asc(report_row::Column::Position)
        .limit(limit)
        .all(app.database.reader())
        .await?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::audit_event;
    use sea_orm::QueryOrder;
    use shared::{permission::Role, report::ReportKind};

    use super::super::{Trigger, fixture::Fixture, run_now};
    use super::*;

    #[tokio::test]
    async fn rows_come_page_by_page_and_looking_at_them_is_written_down() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let run = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        let first = rows(&fixture.app, &fixture.actor, &run, 0, 1).await.unwrap();
        let second = rows(&fixture.app, &fixture.actor, &run, first[0].position, 9).await.unwrap();
        assert_eq!((first[0].patient_id, second[0].patient_id), (fixture.adams, fixture.brown));
        let last = audit_event::Entity::find().order_by_desc(audit_event::Column::Id);
        let last = last.one(fixture.app.database.reader()).await.unwrap().unwrap();
        assert_eq!(
            (last.action.as_str(), last.subject, last.detail),
            ("report.viewed", Some("report-run-1".to_owned()), json!({ "after": 1, "rows": 1 }))
        );
    }

    #[tokio::test]
    async fn an_auditor_sees_runs_but_no_patient() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let run = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        let auditor = Actor::user(1.into(), "A", Role::Auditor);
        assert_eq!(rows(&fixture.app, &auditor, &run, 0, 1).await.unwrap_err().code(), "FORBIDDEN");
    }
}
