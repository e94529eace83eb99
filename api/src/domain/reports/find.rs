//! Reports and their runs, newest first.

use entity::{report, report_run};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::ids::{ReportId, ReportRunId};

use crate::domain::{Error, Result};

pub async fn find(connection: &impl ConnectionTrait, id: ReportId) -> Result<report::Model> {
    report::Entity::find_by_id(id.get()).one(connection).await?.ok_or(Error::NotFound("report"))
}

/// At most `limit` reports older than `before`.
pub async fn list(
    connection: &impl ConnectionTrait,
    before: Option<ReportId>,
    limit: u64,
) -> Result<Vec<report::Model>> {
    let mut query = report::Entity::find().order_by_desc(report::Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(report::Column::Id.lt(before.get()));
    }
    Ok(query.all(connection).await?)
}

pub async fn count(connection: &impl ConnectionTrait) -> Result<u64> {
    Ok(report::Entity::find().count(connection).await?)
}

/// At most `limit` runs of a report older than `before`.
pub async fn runs(
    connection: &impl ConnectionTrait,
    report: ReportId,
    before: Option<ReportRunId>,
    limit: u64,
) -> Result<Vec<report_run::Model>> {
    let mut query = report_run::Entity::find()
        .filter(report_run::Column::ReportId.eq(report.get()))
        .order_by_desc(report_run::Column::Id)
        .limit(limit);
    if let Some(before) = before {
        query = query.filter(report_run::Column::Id.lt(before.get()));
    }
    Ok(query.all(connection).await?)
}

pub async fn run_count(connection: &impl ConnectionTrait, report: ReportId) -> Result<u64> {
    Ok(report_run::Entity::find().filter(report_run::Column::ReportId.eq(report.get())).count(connection).await?)
}
