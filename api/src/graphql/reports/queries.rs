//! Finding reports and their runs.

use async_graphql::{
    Context, ID, Object, Result,
    connection::{Connection, EmptyFields},
};
use shared::{ids::ReportId, permission::Permission};

use super::types::{Report, ReportRun};
use crate::{
    domain::{Error, reports},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        page::{PageRequest, connection, encode},
        scalars::parse_id,
    },
};

#[derive(Default)]
pub struct ReportQuery;

#[Object]
impl ReportQuery {
    /// Newest first.
    async fn reports(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, Report, ReportTotal, EmptyFields>> {
        require(ctx, Permission::ViewReports)?;
        let page = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let before = page.from.map(ReportId::from);
        let rows = reports::list(app(ctx)?.database.reader(), before, page.fetch()).await.or_graphql()?;
        Ok(connection(page.page(rows), ReportTotal, |report| encode(&report.id), Report))
    }

    async fn report(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Report>> {
        require(ctx, Permission::ViewReports)?;
        let found = reports::find(app(ctx)?.database.reader(), parse_id("id", &id)?).await;
        if_there(found.map(Report))
    }

    async fn report_run(&self, ctx: &Context<'_>, id: ID) -> Result<Option<ReportRun>> {
        require(ctx, Permission::ViewReports)?;
        let found = reports::find_run(app(ctx)?.database.reader(), parse_id("id", &id)?).await;
        if_there(found.map(ReportRun))
    }
}

fn if_there<T>(found: crate::domain::Result<T>) -> Result<Option<T>> {
    match found {
        Err(Error::NotFound(_)) => Ok(None),
        found => found.map(Some).or_graphql(),
    }
}

pub struct ReportTotal;

#[Object]
impl ReportTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        reports::count(app(ctx)?.database.reader()).await.or_graphql()
    }
}
