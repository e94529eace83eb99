//! The live count of a rule while somebody writes it.

use chrono::NaiveDate;
use sea_orm::DatabaseConnection;
use shared::cohort::{CohortRule, sentence};

use super::{
    compile::compile,
    kept,
    reach::Reach,
    tally::{self, Tally},
};
use crate::{domain::Result, state::App};

/// How many patients a rule selects, and the rule in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub reach: Reach,
    pub sentence: String,
}

impl Preview {
    fn of(rule: &CohortRule, tally: &Tally) -> Self {
        Self { reach: tally.reach(false), sentence: sentence(rule) }
    }
}

/// Counts the patients a rule selects today. Tells counts only, so it leaves no audit event.
pub async fn preview(app: &App, rule: &CohortRule, today: NaiveDate) -> Result<Preview> {
    let cohort = compile(app.database.reader(), rule, today).await?;
    Ok(Preview::of(rule, kept::tally(app, &cohort).await?.as_ref()))
}

/// The same with a count that is made now, whatever is kept.
pub async fn count_now(connection: &DatabaseConnection, rule: &CohortRule, today: NaiveDate) -> Result<Preview> {
    let cohort = compile(connection, rule, today).await?;
    Ok(Preview::of(rule, &tally::count(connection, &cohort).await?))
}
