//! Removing a report with everything it answered.

use entity::{report, report_run, schedule};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use shared::{ids::ReportId, permission::Permission};

use super::find;
use crate::{
    domain::{Actor, Error, Result, audit},
    state::App,
};

/// Removes a report, its runs, their rows and its schedule. False when it was not there.
pub async fn delete(app: &App, actor: &Actor, id: ReportId) -> Result<bool> {
    actor.require(Permission::ManageReports)?;
    let transaction = app.database.begin().await?;
    let report = match find(&transaction, id).await {
        Err(Error::NotFound(_)) => return Ok(false),
        found => found?,
    };
    let runs = report_run::Entity::find().filter(report_run::Column::ReportId.eq(id.get())).count(&transaction).await?;
    schedule::Entity::delete_by_id(id.to_string()).exec(&transaction).await?;
    report::Entity::delete_by_id(id.get()).exec(&transaction).await?; // with its runs and rows, by the foreign keys
    let entry = audit::Entry {
        action: "report.deleted",
        subject: Some(id.to_string()),
        detail: json!({ "kind": report.kind, "campaign": report.campaign_id, "runs": runs }),
    };
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::report_row;
    use shared::{permission::Role, report::ReportKind};

    use super::super::{Trigger, fixture::Fixture, run_now, schedule as plan};
    use super::*;

    #[tokio::test]
    async fn a_report_goes_with_its_runs_rows_and_schedule() {
        let fixture = Fixture::new().await;
        let (app, actor) = (&fixture.app, &fixture.actor);
        let (gone, stays) =
            (fixture.report(ReportKind::NonRespondents).await, fixture.report(ReportKind::Followed).await);
        run_now(app, actor, gone, Trigger::Manual).await.unwrap();
        let kept = run_now(app, actor, stays, Trigger::Manual).await.unwrap();
        plan(app, actor, gone, Some("0 8 * * MON")).await.unwrap();
        let viewer = Actor::user(1.into(), "V", Role::Viewer);
        assert_eq!(delete(app, &viewer, gone).await.unwrap_err().code(), "FORBIDDEN");
        assert!(delete(app, actor, gone).await.unwrap());
        let reader = app.database.reader();
        assert_eq!(find(reader, gone).await.unwrap_err().code(), "NOT_FOUND");
        assert_eq!(report_run::Entity::find().all(reader).await.unwrap(), std::slice::from_ref(&kept));
        assert_eq!(report_row::Entity::find().count(reader).await.unwrap(), u64::try_from(kept.row_count).unwrap());
        assert_eq!(schedule::Entity::find().count(reader).await.unwrap(), 0);
        assert!(!delete(app, actor, gone).await.unwrap(), "asked again it is gone already");
    }
}
