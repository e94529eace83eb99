//! Every Monday: who has not responded, campaign by campaign, and one notice to staff.

use anyhow::Context;
use chrono::NaiveDate;
use chrono_tz::Europe::London;
use entity::{campaign, report, report_run, values::RunState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    channel::CampaignState,
    ids::{CampaignId, ReportId},
    report::ReportKind,
    time::thousands,
};

use super::{NewReport, Trigger, run::execute, run_now, save::insert};
use crate::{
    domain::{
        Actor, Result,
        campaigns::counts::{self, Stage},
    },
    state::App,
};

/// Makes the reports of today and tells staff. Tried again on the same day, it goes on where it
/// stopped. Returns the runs.
pub async fn weekly(app: &App) -> Result<Vec<report_run::Model>> {
    let actor = Actor::system("weekly_reports");
    let today = app.clock.now().with_timezone(&London).date_naive();
    let campaigns = campaign::Entity::find()
        .filter(campaign::Column::State.is_in([CampaignState::Running, CampaignState::Paused]))
        .order_by_asc(campaign::Column::Id)
        .all(app.database.reader())
        .await?;
    let mut runs = Vec::new();
    let mut lines = Vec::new();
    for campaign in campaigns {
        let report = report_of(app, &actor, &campaign).await?;
        let run = run_of_today(app, &actor, report, today).await?;
        lines.push(line(app, &campaign, &run).await?);
        runs.push(run);
    }
    if !runs.is_empty() {
        let text = notice(&lines, &app.config.http.base_url());
        let id = format!("weekly-reports-{today}");
        let sent = app.notices.send(&id, "Recall: weekly report of non-respondents", &text).await;
        sent.context("the notice of the weekly reports was not sent")?;
    }
    Ok(runs)
}

/// The campaign's oldest report of non-respondents; made where there is none.
async fn report_of(app: &App, actor: &Actor, campaign: &campaign::Model) -> Result<ReportId> {
    let transaction = app.database.begin().await?;
    let found = report::Entity::find()
        .filter(report::Column::CampaignId.eq(campaign.id))
        .filter(report::Column::Kind.eq(ReportKind::NonRespondents))
        .order_by_asc(report::Column::Id)
        .one(&transaction)
        .await?;
    let report = if let Some(report) = found {
        report
    } else {
        let kind = ReportKind::NonRespondents;
        let name = format!("{}: {}", campaign.name, kind.title().to_lowercase());
        insert(&transaction, app, actor, NewReport { name, kind, campaign: campaign.id.into() }).await?
    };
    transaction.commit().await?;
    Ok(report.id.into())
}

async fn run_of_today(app: &App, actor: &Actor, report: ReportId, today: NaiveDate) -> Result<report_run::Model> {
    let trigger = Trigger::Weekly(today);
    let found = report_run::Entity::find()
        .filter(report_run::Column::ReportId.eq(report.get()))
        .filter(report_run::Column::Trigger.eq(trigger.to_string()))
        .one(app.database.reader())
        .await?;
    match found {
        Some(run) if run.state == RunState::Done => Ok(run),
        Some(run) => execute(app, actor, run.id.into()).await,
        None => run_now(app, actor, report, trigger).await,
    }
}

async fn line(app: &App, campaign: &campaign::Model, run: &report_run::Model) -> Result<String> {
    let stages = counts::recipients(app.database.reader(), CampaignId::from(campaign.id)).await?;
    let number = |n: i64| thousands(u64::try_from(n).unwrap_or(0));
    let stage = |stage: Stage| number(stages.get(&stage).copied().unwrap_or(0));
    Ok(format!(
        "{}: {} have not responded. {} were sent a message, {} acknowledged.",
        campaign.name,
        number(run.row_count),
        stage(Stage::Sent),
        stage(Stage::Acknowledged)
    ))
}

fn notice(lines: &[String], base_url: &str) -> String {
    format!(
        "The weekly reports of non-respondents are ready.\n\n{}\n\nSign in to see who they are: {base_url}/\n\n\
         This message holds no patient data. Please add none when you forward it.\n",
        lines.join("\n")
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixture::Fixture;
    use super::*;

    #[tokio::test]
    async fn every_running_campaign_gets_its_report_and_staff_one_notice_without_patient_data() {
        let fixture = Fixture::new().await;
        fixture.sql("INSERT INTO recipient_count (campaign_id, stage, shard, n) VALUES (1, 'sent', 0, 3)").await;
        let runs = weekly(&fixture.app).await.unwrap();
        assert_eq!((runs.len(), runs[0].row_count, runs[0].state), (1, 2, RunState::Done));
        let report = super::super::find(fixture.app.database.reader(), runs[0].report_id.into()).await.unwrap();
        assert_eq!(report.name, "Flu 2026: non-respondents");
        let sent = fixture.outbox();
        assert!(sent.contains("Flu 2026: 2 have not responded. 3 were sent a message, 0 acknowledged."), "{sent}");
        assert!(!["Adams", "Ann", "Brown", "900123"].iter().any(|part| sent.contains(part)), "{sent}");
    }

    #[tokio::test]
    async fn a_second_attempt_on_the_same_day_makes_no_second_run() {
        let fixture = Fixture::new().await;
        let first = weekly(&fixture.app).await.unwrap();
        assert_eq!(weekly(&fixture.app).await.unwrap(), first);
    }

    #[tokio::test]
    async fn nothing_is_made_or_sent_when_no_campaign_runs() {
        let fixture = Fixture::new().await;
        fixture.sql("UPDATE campaign SET state = 'completed'").await;
        assert_eq!(weekly(&fixture.app).await.unwrap(), []);
        assert_eq!(fixture.outbox(), "");
    }
}
