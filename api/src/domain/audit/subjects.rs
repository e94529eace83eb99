//! What people call the things that audit events were done to.

use std::{collections::HashMap, fmt::Display, str::FromStr};

use entity::{api_client, campaign, code_set, form, import, message_template, report, report_run, snapshot, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    ids::{
        ApiClientId, CampaignId, CodeSetId, FormId, ImportId, ReportId, ReportRunId, SavedTemplateId, SnapshotId,
        UserId,
    },
    permission::Permission,
};

use crate::domain::{Actor, Result};

/// The names of subjects by their ids (`campaign-7`), as far as the actor may know them; a query for each kind of
/// thing at most. Patients have none here: a name belongs to a record, and who reads that leaves an event.
pub async fn names_of_subjects(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    ids: &[String],
) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    // Whoever reads the log is told by name who did what; so also to whom.
    names.extend(named::<UserId, user::Entity>(connection, ids, user::Column::Id, user::Column::Name).await?);
    let (id, name) = (api_client::Column::Id, api_client::Column::Name);
    names.extend(named::<ApiClientId, api_client::Entity>(connection, ids, id, name).await?);
    let (id, name) = (code_set::Column::Id, code_set::Column::Title);
    names.extend(named::<CodeSetId, code_set::Entity>(connection, ids, id, name).await?);
    if actor.may(Permission::ViewCampaigns) {
        let (id, name) = (campaign::Column::Id, campaign::Column::Name);
        names.extend(named::<CampaignId, campaign::Entity>(connection, ids, id, name).await?);
        let (id, name) = (message_template::Column::Id, message_template::Column::Name);
        names.extend(named::<SavedTemplateId, message_template::Entity>(connection, ids, id, name).await?);
    }
    if actor.may(Permission::ImportPatients) {
        let (id, name) = (import::Column::Id, import::Column::FileName);
        names.extend(named::<ImportId, import::Entity>(connection, ids, id, name).await?);
    }
    if actor.may(Permission::ViewSnapshots) {
        let (id, name) = (snapshot::Column::Id, snapshot::Column::FileName);
        names.extend(named::<SnapshotId, snapshot::Entity>(connection, ids, id, name).await?);
    }
    if actor.may(Permission::ViewForms) {
        names.extend(named::<FormId, form::Entity>(connection, ids, form::Column::Id, form::Column::Name).await?);
    }
    if actor.may(Permission::ViewReports) {
        names.extend(reports(connection, ids).await?);
    }
    Ok(names)
}

/// Reports by their names, and each run by the name of its report.
async fn reports(connection: &impl ConnectionTrait, ids: &[String]) -> Result<HashMap<String, String>> {
    let runs = numbers_of::<ReportRunId>(ids);
    let runs: Vec<(i64, i64)> = if runs.is_empty() {
        Vec::new()
    } else {
        let found = report_run::Entity::find().select_only();
        let found = found.column(report_run::Column::Id).column(report_run::Column::ReportId);
        found.filter(report_run::Column::Id.is_in(runs)).into_tuple().all(connection).await?
    };
    let of_runs = runs.iter().map(|(_, report)| ReportId::from(*report).to_string());
    let all: Vec<String> = ids.iter().cloned().chain(of_runs).collect();
    let mut names =
        named::<ReportId, report::Entity>(connection, &all, report::Column::Id, report::Column::Name).await?;
    for (run, report) in runs {
        if let Some(name) = names.get(&ReportId::from(report).to_string()).cloned() {
            names.insert(ReportRunId::from(run).to_string(), name);
        }
    }
    Ok(names)
}

/// The names of those of the ids that are of one kind.
async fn named<K, E>(
    connection: &impl ConnectionTrait,
    ids: &[String],
    id: E::Column,
    name: E::Column,
) -> Result<HashMap<String, String>>
where
    K: FromStr + Display + From<i64> + Into<i64>,
    E: EntityTrait,
{
    let numbers = numbers_of::<K>(ids);
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let found = E::find().select_only().column(id).column(name).filter(id.is_in(numbers));
    let found: Vec<(i64, String)> = found.into_tuple().all(connection).await?;
    Ok(found.into_iter().map(|(number, name)| (K::from(number).to_string(), name)).collect())
}

fn numbers_of<K: FromStr + Into<i64>>(ids: &[String]) -> Vec<i64> {
    ids.iter().filter_map(|id| id.parse::<K>().ok()).map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::permission::Role;

    use super::*;
    use crate::testing::migrated;

    #[tokio::test]
    async fn things_have_their_names_as_far_as_one_may_see_them_and_patients_none() {
        let (_folder, database) = migrated().await;
        for sql in [
            "INSERT INTO user_account (id, email, name, role, state, failed_attempts, created_at) \
             VALUES (7, 'g@example.org', 'Gwen', 'manager', 'active', 0, 0)",
            "INSERT INTO campaign (id, name, kind, state, rule, channels, wave, expires_at, created_by, \
             created_at) VALUES (3, 'Flu 2026', 'flu', 'draft', '{}', '[]', 0, 0, 'user-7', 0)",
            "INSERT INTO report (id, name, kind, campaign_id, created_by, created_at) \
             VALUES (5, 'Not acknowledged', 'non_respondents', 3, 'user-7', 0)",
            "INSERT INTO report_run (id, report_id, campaign_id, state, trigger, row_count, started_at) \
             VALUES (9, 5, 3, 'done', 'user-7', 0, 0)",
        ] {
            database.writer().execute_unprepared(sql).await.unwrap();
        }
        let ids = ["user-7", "campaign-3", "report-run-9", "campaign-4", "patient-1"].map(str::to_owned);
        let auditor = Actor::user(UserId::from(1), "Ada", Role::Auditor);
        let names = names_of_subjects(database.reader(), &auditor, &ids).await.unwrap();
        let told = ids.each_ref().map(|id| names.get(id).map(String::as_str));
        assert_eq!(told, [Some("Gwen"), Some("Flu 2026"), Some("Not acknowledged"), None, None]);
        let other = Actor::client("client-1", "Practice system", vec![Permission::ViewAudit]);
        let names = names_of_subjects(database.reader(), &other, &ids).await.unwrap();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), [("user-7".to_owned(), "Gwen".to_owned())]);
    }
}
