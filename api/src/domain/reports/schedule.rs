//! The schedule of one report: a cron pattern that the scheduler of the worker follows.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::London;
use croner::{
    Cron,
    parser::{CronParser, Seconds},
};
use entity::{campaign, report, schedule as row, time::Timestamp};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::OnConflict,
};
use serde_json::json;
use shared::{channel::CampaignState, ids::ReportId, permission::Permission, report::ReportKind};

use super::find;
use crate::{
    domain::{Actor, Error, Result, audit},
    queue::job::Job,
    state::App,
};

/// Name of the schedule of the weekly reports.
pub const WEEKLY: &str = "weekly_reports";

/// Gives a report a schedule, in the time of Europe/London, or with `None` takes it away.
pub async fn schedule(app: &App, actor: &Actor, id: ReportId, cron: Option<&str>) -> Result<report::Model> {
    actor.require(Permission::ManageReports)?;
    let cron = cron.map(str::trim);
    let next = cron.map(|cron| next(cron, app.clock.now())).transpose()?;
    let transaction = app.database.begin().await?;
    let mut report = find(&transaction, id).await?.into_active_model();
    report.cron = Set(cron.map(ToOwned::to_owned));
    let report = report.update(&transaction).await?;
    // The name of the schedule is the id of its report.
    if let (Some(cron), Some(next)) = (cron, next) {
        let job = Job::RunSavedReport { report: id.get() };
        let row = row::ActiveModel {
            name: Set(id.to_string()),
            kind: Set(job.kind().to_owned()),
            payload: Set(json!({ "report": id.get() })),
            cron: Set(cron.to_owned()),
            time_zone: Set(London.name().to_owned()),
            enabled: Set(true),
            next_run_at: Set(next),
            last_run_at: Set(None),
        };
        let changed = [row::Column::Cron, row::Column::TimeZone, row::Column::Enabled, row::Column::NextRunAt];
        row::Entity::insert(row)
            .on_conflict(OnConflict::column(row::Column::Name).update_columns(changed).to_owned())
            .exec_without_returning(&transaction)
            .await?;
    } else {
        row::Entity::delete_by_id(id.to_string()).exec(&transaction).await?;
    }
    let entry =
        audit::Entry { action: "report.scheduled", subject: Some(id.to_string()), detail: json!({ "cron": cron }) };
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(report)
}

/// When the report is asked next: by its own schedule, or with the weekly reports of the campaigns that run.
pub async fn next_run_at(connection: &impl ConnectionTrait, report: &report::Model) -> Result<Option<Timestamp>> {
    let mut schedules = vec![ReportId::from(report.id).to_string()];
    if report.kind == ReportKind::NonRespondents && is_campaign_running(connection, report).await? {
        schedules.push(WEEKLY.to_owned());
    }
    let rows = row::Entity::find().filter(row::Column::Name.is_in(schedules)).all(connection).await?;
    Ok(rows.into_iter().filter(|row| row.enabled).map(|row| row.next_run_at).min())
}

async fn is_campaign_running(connection: &impl ConnectionTrait, report: &report::Model) -> Result<bool> {
    let Some(campaign) = report.campaign_id else { return Ok(false) };
    let campaign = campaign::Entity::find_by_id(campaign).one(connection).await?;
    Ok(campaign.is_some_and(|campaign| matches!(campaign.state, CampaignState::Running | CampaignState::Paused)))
}

fn next(cron: &str, now: DateTime<Utc>) -> Result<Timestamp> {
    let wrong = |why: String| {
        Error::invalid(
            "cron",
            format!("{why} Give minute, hour, day of the month, month and weekday, as `0 8 * * MON` for Mondays at 8."),
        )
    };
    // One minute of the hour: a report is made at most once an hour, whatever else the pattern says.
    if cron.split_whitespace().next().is_none_or(|minute| minute.parse::<u8>().is_err()) {
        return Err(wrong("The minute of a schedule must be one number: reports run at most once an hour.".to_owned()));
    }
    let parser = CronParser::builder().seconds(Seconds::Disallowed).build();
    let cron: Cron = parser.parse(cron).map_err(|error| wrong(format!("This is no cron pattern: {error}.")))?;
    let next = cron
        .find_next_occurrence(&now.with_timezone(&London), false)
        .map_err(|_| wrong("This schedule never comes.".to_owned()))?;
    Ok(next.to_utc().into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixture::{Fixture, NOW};
    use super::*;

    #[tokio::test]
    async fn a_schedule_is_made_changed_and_taken_away() {
        let fixture = Fixture::new().await;
        let (app, actor) = (&fixture.app, &fixture.actor);
        let id = fixture.report(ReportKind::NonRespondents).await;
        let reader = app.database.reader();
        schedule(app, actor, id, Some("0 8 * * MON")).await.unwrap();
        let report = schedule(app, actor, id, Some("30 9 * * FRI")).await.unwrap();
        assert_eq!(report.cron.as_deref(), Some("30 9 * * FRI"));
        let row = row::Entity::find_by_id("report-1").one(reader).await.unwrap().unwrap();
        assert_eq!((row.kind.as_str(), &row.payload), ("run_saved_report", &json!({ "report": 1 })));
        let next = next_run_at(reader, &report).await.unwrap().unwrap();
        assert_eq!(next.to_utc().to_rfc3339(), "2026-10-09T08:30:00+00:00");
        let report = schedule(app, actor, id, None).await.unwrap();
        assert_eq!((next_run_at(reader, &report).await.unwrap(), report.cron), (None, None));
    }

    #[test]
    fn schedules_follow_the_clocks_of_london() {
        let at = |now: &str| next("0 8 * * MON", now.parse().unwrap()).unwrap().to_utc().to_rfc3339();
        assert_eq!(at(NOW), "2026-10-12T07:00:00+00:00");
        assert_eq!(at("2026-10-20T00:00:00Z"), "2026-10-26T08:00:00+00:00");
    }

    #[test]
    fn a_wrong_pattern_says_what_is_wanted() {
        for cron in ["", "daily", "* * * * *", "*/5 8 * * *", "0 0 8 * * MON", "0 8 * * XYZ", "0 0 31 2 *"] {
            let error = next(cron, NOW.parse().unwrap()).unwrap_err();
            assert!(error.to_string().contains("0 8 * * MON"), "{cron}: {error}");
        }
    }
}
