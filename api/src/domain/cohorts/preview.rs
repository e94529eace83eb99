//! The live count of a rule while somebody writes it.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use shared::cohort::{CohortRule, sentence};

use super::{
    compile::compile,
    reach::{Reach, reach},
};
use crate::domain::Result;

/// How many patients a rule selects, and the rule in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub reach: Reach,
    pub sentence: String,
}

/// Counts the patients a rule selects today. Tells counts only, so it leaves no audit event.
pub async fn preview(connection: &impl ConnectionTrait, rule: &CohortRule, today: NaiveDate) -> Result<Preview> {
    let cohort = compile(connection, rule, today).await?;
    Ok(Preview { reach: reach(connection, &cohort, false).await?, sentence: sentence(rule) })
}
