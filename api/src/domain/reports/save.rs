//! Making a report, and giving it another name.

use entity::{campaign, report};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use shared::{
    ids::{CampaignId, ReportId},
    permission::Permission,
    report::ReportKind,
};

use super::find;
use crate::{
    domain::{Actor, Error, Result, audit, once},
    state::App,
};

/// What [`once`] calls it.
const SAVE: &str = "report.save";

const LONGEST_NAME: usize = 200; // characters: two lines on the screen

/// A report that does not exist yet.
#[derive(Clone, Debug)]
pub struct NewReport {
    pub name: String,
    pub kind: ReportKind,
    pub campaign: CampaignId,
}

/// Makes a report of a campaign.
pub async fn save(app: &App, actor: &Actor, new: NewReport) -> Result<report::Model> {
    save_once(app, actor, new, None).await
}

/// The same for a caller who may ask again: one `request_id` makes one report.
pub async fn save_once(app: &App, actor: &Actor, new: NewReport, request_id: Option<&str>) -> Result<report::Model> {
    actor.require(Permission::ManageReports)?;
    let name = checked_name(&new.name)?;
    let transaction = app.database.begin().await?;
    if let Some(made) = once::recall(&transaction, actor, SAVE, request_id).await? {
        return find(&transaction, made.into()).await;
    }
    if campaign::Entity::find_by_id(new.campaign.get()).one(&transaction).await?.is_none() {
        return Err(Error::NotFound("campaign"));
    }
    let report = insert(&transaction, app, actor, NewReport { name, ..new }).await?;
    once::record(&transaction, actor, SAVE, request_id, report.id, app.clock.timestamp()).await?;
    transaction.commit().await?;
    Ok(report)
}

/// Gives a report another name. Kind and campaign stay: frozen runs are answers to the question as it was.
pub async fn rename(app: &App, actor: &Actor, id: ReportId, name: &str) -> Result<report::Model> {
    actor.require(Permission::ManageReports)?;
    let name = checked_name(name)?;
    let transaction = app.database.begin().await?;
    let mut report = find(&transaction, id).await?.into_active_model();
    report.name = Set(name);
    let report = report.update(&transaction).await?;
    let entry = audit::Entry { action: "report.renamed", subject: Some(id.to_string()), detail: json!({}) };
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(report)
}

/// Writes the row and its audit event; last in the transaction.
pub(super) async fn insert(
    transaction: &impl ConnectionTrait,
    app: &App,
    actor: &Actor,
    new: NewReport,
) -> Result<report::Model> {
    let now = app.clock.timestamp();
    let row = report::ActiveModel {
        name: Set(new.name),
        kind: Set(new.kind),
        campaign_id: Set(Some(new.campaign.get())),
        cron: Set(None),
        created_by: Set(actor.id.clone()),
        created_at: Set(now),
        ..Default::default()
    };
    let report = row.insert(transaction).await?;
    let entry = audit::Entry {
        action: "report.saved",
        subject: Some(ReportId::from(report.id).to_string()),
        detail: json!({ "kind": new.kind, "campaign": new.campaign }),
    };
    audit::record(transaction, now, actor, entry).await?;
    Ok(report)
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid("name", format!("Give the report a name of at most {LONGEST_NAME} characters.")));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::permission::Role;

    use super::super::fixture::Fixture;
    use super::*;

    #[tokio::test]
    async fn a_report_is_saved_renamed_and_listed_newest_first() {
        let fixture = Fixture::new().await;
        let new =
            |name: &str| NewReport { name: name.to_owned(), kind: ReportKind::Followed, campaign: fixture.campaign };
        let first = save(&fixture.app, &fixture.actor, new(" First ")).await.unwrap();
        let second = save(&fixture.app, &fixture.actor, new("Second")).await.unwrap();
        let renamed = rename(&fixture.app, &fixture.actor, first.id.into(), "Opened").await.unwrap();
        assert_eq!((renamed.name.as_str(), renamed.kind), ("Opened", ReportKind::Followed));
        let reader = fixture.app.database.reader();
        assert_eq!(super::super::list(reader, None, 9).await.unwrap(), [second.clone(), renamed.clone()]);
        assert_eq!(super::super::list(reader, Some(second.id.into()), 9).await.unwrap(), [renamed]);
        assert_eq!(super::super::count(reader).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_report_wants_a_name_a_campaign_and_the_permission() {
        let fixture = Fixture::new().await;
        let new = NewReport { name: "A".to_owned(), kind: ReportKind::Followed, campaign: fixture.campaign };
        let nameless = NewReport { name: "  ".to_owned(), ..new.clone() };
        assert_eq!(save(&fixture.app, &fixture.actor, nameless).await.unwrap_err().code(), "INVALID_INPUT");
        let nowhere = NewReport { campaign: 99.into(), ..new.clone() };
        assert_eq!(save(&fixture.app, &fixture.actor, nowhere).await.unwrap_err().code(), "NOT_FOUND");
        let viewer = Actor::user(1.into(), "V", Role::Viewer);
        assert_eq!(save(&fixture.app, &viewer, new).await.unwrap_err().code(), "FORBIDDEN");
    }
}
