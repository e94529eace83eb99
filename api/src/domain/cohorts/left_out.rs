//! Patients that a rule selects and a launch leaves out, by reason.

use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{compile::CompiledCohort, reach::MAY_BE_WRITTEN_TO};
use crate::{database::Engine, domain::Result};

/// Each patient counts once, under the first of these reasons that holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct LeftOut {
    pub deceased: i64,
    pub left: i64,
    pub restricted: i64,
    pub never_contact: i64,
}

/// Counts those of a cohort who may not be written to.
pub async fn left_out(connection: &impl ConnectionTrait, cohort: &CompiledCohort) -> Result<LeftOut> {
    let sql = format!(
        "SELECT COUNT(*) FILTER (WHERE p.status = 'deceased') AS deceased, \
           COUNT(*) FILTER (WHERE p.status = 'left') AS \"left\", \
           COUNT(*) FILTER (WHERE p.status = 'restricted') AS restricted, \
           COUNT(*) FILTER (WHERE p.status = 'active') AS never_contact \
         FROM patient p WHERE NOT ({MAY_BE_WRITTEN_TO}) AND {}",
        cohort.sql
    );
    let statement = Engine::of(connection).statement(&sql, cohort.values.iter().cloned());
    Ok(LeftOut::find_by_statement(statement).one(connection).await?.unwrap_or_default())
}
