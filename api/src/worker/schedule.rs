//! Schedules: cron patterns in a time zone, each started once however many processes run.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use croner::Cron;
use entity::{schedule, time::Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockBehavior, sea_query::LockType,
};
use serde_json::json;

use crate::{
    database::{Database, Engine},
    domain::{Error, Result, reports, snapshots},
    queue::{job::Job, store},
    state::App,
};

const TIME_ZONE: &str = "Europe/London";

/// Makes the schedules that the product has, with the patterns of the configuration. A pattern that
/// was changed there counts from now on.
pub async fn ensure(app: &App) -> Result<()> {
    let config = &app.config.worker;
    let wanted = [
        (reports::WEEKLY, Job::WeeklyReports {}, config.report_cron.as_str()),
        (snapshots::NIGHTLY, Job::NightlySnapshot {}, config.snapshot_cron.as_str()),
        // Apart from one another, so that they do not begin together.
        ("complete_campaigns", Job::CompleteCampaigns {}, "2-59/5 * * * *"),
        ("settle_doubts", Job::SettleDoubts {}, "3-59/5 * * * *"),
        ("send_reminders", Job::SendReminders {}, "4-59/5 * * * *"),
        ("read_opt_outs", Job::ReadOptOuts {}, "40 6 * * *"), // before the first messages of the day
        ("read_delivery_logs", Job::ReadDeliveryLogs {}, "1-59/5 * * * *"),
        ("refresh_form_pages", Job::RefreshFormPages {}, "50 3 * * *"),
        ("sweep_form_files", Job::SweepFormFiles {}, "20 3 * * *"), // after the nightly snapshot
    ];
    let at = database_time(&app.database).await?;
    for (name, job, cron) in wanted {
        let known = schedule::Entity::find_by_id(name).one(app.database.reader()).await?;
        if known.is_some_and(|row| row.cron == cron && row.time_zone == TIME_ZONE) {
            continue;
        }
        let row = schedule::ActiveModel {
            name: Set(name.to_owned()),
            kind: Set(job.kind().to_owned()),
            payload: Set(json!({})),
            cron: Set(cron.to_owned()),
            time_zone: Set(TIME_ZONE.to_owned()),
            enabled: Set(true),
            next_run_at: Set(next_run(cron, TIME_ZONE, at)?),
            last_run_at: Set(None),
        };
        let changed = [schedule::Column::Cron, schedule::Column::TimeZone, schedule::Column::NextRunAt];
        let conflict =
            sea_orm::sea_query::OnConflict::column(schedule::Column::Name).update_columns(changed).to_owned();
        schedule::Entity::insert(row).on_conflict(conflict).exec_without_returning(app.database.writer()).await?;
    }
    Ok(())
}

/// Enqueues what is due by the database's clock. A run that was missed while no process lived
/// happens once, now.
pub async fn tick(app: &App) -> Result<()> {
    let at = database_time(&app.database).await?;
    tick_at(&app.database, at).await
}

async fn tick_at(database: &Database, at: Timestamp) -> Result<()> {
    bring_back(database, at).await?;
    let due = || {
        schedule::Entity::find()
            .filter(schedule::Column::Enabled.eq(true))
            .filter(schedule::Column::NextRunAt.lte(at))
            .order_by_asc(schedule::Column::Name)
    };
    if due().one(database.reader()).await?.is_none() {
        return Ok(());
    }
    let transaction = database.begin().await?;
    let due = match database.engine() {
        Engine::Sqlite => due(),
        Engine::Postgres => due().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked),
    };
    for row in due.all(&transaction).await? {
        let next = next_run(&row.cron, &row.time_zone, at.max(row.next_run_at))?;
        let job: Job = serde_json::from_value(json!({ "kind": row.kind, "payload": row.payload }))
            .map_err(|error| anyhow::anyhow!("the schedule {} cannot be read: {error}", row.name))?;
        store::enqueue(&transaction, &job, Some(&format!("schedule {}", row.name))).await?;
        schedule::Entity::update_many()
            .col_expr(schedule::Column::NextRunAt, next.0.into())
            .col_expr(schedule::Column::LastRunAt, at.0.into())
            .filter(schedule::Column::Name.eq(&row.name))
            .exec(&transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Brings back what a clock that has been set back since has put far ahead: a schedule with more than one of its times
/// between now and its next run. With one in between it waits, because that time was counted already.
async fn bring_back(database: &Database, at: Timestamp) -> Result<()> {
    let waiting = schedule::Entity::find()
        .filter(schedule::Column::Enabled.eq(true))
        .filter(schedule::Column::NextRunAt.gt(at))
        .all(database.reader())
        .await?;
    for row in waiting {
        let next = next_run(&row.cron, &row.time_zone, at)?;
        if row.next_run_at <= next || row.next_run_at <= next_run(&row.cron, &row.time_zone, next)? {
            continue;
        }
        schedule::Entity::update_many()
            .col_expr(schedule::Column::NextRunAt, next.0.into())
            .filter(schedule::Column::Name.eq(&row.name))
            .filter(schedule::Column::NextRunAt.eq(row.next_run_at))
            .exec(database.writer())
            .await?;
        tracing::warn!(schedule = row.name, "the clock was set back: the next run is brought back with it");
    }
    Ok(())
}

/// The first time after `after` that matches the pattern in the zone. A time that the change of the
/// clocks skips counts at its end; one that comes twice counts once.
pub fn next_run(cron: &str, time_zone: &str, after: Timestamp) -> Result<Timestamp> {
    let wrong = |what: &str| Error::invalid("cron", format!("{cron:?} in {time_zone} {what}"));
    let pattern: Cron = cron.parse().map_err(|_| wrong("is no cron pattern of five fields, as 0 8 * * MON"))?;
    let zone: Tz = time_zone.parse().map_err(|_| wrong("is no time zone, as Europe/London"))?;
    let next = pattern
        .find_next_occurrence(&after.to_utc().with_timezone(&zone), false)
        .map_err(|_| wrong("never comes again"))?;
    let next: DateTime<Utc> = next.with_timezone(&Utc);
    Ok(next.into())
}

async fn database_time(database: &Database) -> Result<Timestamp> {
    let sql = format!("SELECT {} AS at", database.engine().now());
    let row = database.reader().query_one_raw(database.statement(&sql, [])).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the database does not tell the time"))?;
    Ok(Timestamp(row.try_get("", "at")?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::job;

    use super::*;
    use crate::testing::TestApp;

    fn at(text: &str) -> Timestamp {
        text.parse::<DateTime<Utc>>().unwrap().into()
    }

    #[test]
    fn monday_at_eight_is_at_eight_in_london_summer_and_winter() {
        let next = |after| next_run("0 8 * * MON", "Europe/London", at(after)).unwrap();
        assert_eq!(next("2026-10-20T00:00:00Z"), at("2026-10-26T08:00:00Z"));
        assert_eq!(next("2026-07-01T00:00:00Z"), at("2026-07-06T07:00:00Z"));
        assert_eq!(next("2026-07-06T07:00:00Z"), at("2026-07-13T07:00:00Z"), "never the same moment again");
    }

    #[test]
    fn a_time_that_the_clocks_skip_counts_at_its_end() {
        let next = next_run("30 1 * * *", "Europe/London", at("2027-03-28T00:00:00Z")).unwrap();
        assert_eq!(next, at("2027-03-28T01:00:00Z"));
    }

    #[test]
    fn a_wrong_pattern_says_so() {
        let error = next_run("every monday", "Europe/London", Timestamp(0)).unwrap_err();
        assert!(error.to_string().contains("no cron pattern"), "{error}");
    }

    /// How often each schedule is to run at these times of the database's clock, one after the other.
    async fn runs(times: &[&str]) -> std::collections::BTreeMap<String, usize> {
        let test = TestApp::start().await;
        let database = &test.app.database;
        ensure(&test.app).await.unwrap();
        for row in schedule::Entity::find().all(database.reader()).await.unwrap() {
            let first = next_run(&row.cron, &row.time_zone, at(times[0])).unwrap();
            schedule::Entity::update_many()
                .col_expr(schedule::Column::NextRunAt, first.0.into())
                .filter(schedule::Column::Name.eq(&row.name))
                .exec(database.writer())
                .await
                .unwrap();
        }
        let mut runs = std::collections::BTreeMap::new();
        for &time in times {
            tick_at(database, at(time)).await.unwrap();
            for job in job::Entity::find().all(database.reader()).await.unwrap() {
                *runs.entry(job.kind).or_default() += 1;
            }
            job::Entity::delete_many().exec(database.writer()).await.unwrap();
        }
        runs
    }

    #[tokio::test]
    async fn a_clock_set_back_a_day_neither_stalls_a_frequent_schedule_nor_runs_a_daily_one_twice() {
        // Monday morning, half an hour in which the machine believes that it is Sunday, and Monday again.
        let runs = runs(&[
            "2026-11-23T01:30:00Z",
            "2026-11-23T02:10:00Z",
            "2026-11-22T02:20:00Z",
            "2026-11-22T02:30:00Z",
            "2026-11-22T02:40:00Z",
            "2026-11-23T02:50:00Z",
            "2026-11-23T03:00:00Z",
        ])
        .await;
        assert_eq!(runs["nightly_snapshot"], 1, "{runs:?}");
        assert_eq!(runs["complete_campaigns"], 5, "once when it was found out, then with every look: {runs:?}");
    }

    #[tokio::test]
    async fn a_clock_set_a_day_ahead_and_right_again_skips_no_later_run() {
        let runs = runs(&[
            "2026-11-23T07:50:00Z",
            "2026-11-24T07:55:00Z",
            "2026-11-23T08:01:00Z",
            "2026-11-23T08:10:00Z",
            "2026-11-24T02:01:00Z",
            "2026-11-25T02:01:00Z",
            "2026-11-30T08:01:00Z",
        ])
        .await;
        assert_eq!(runs["weekly_reports"], 2, "the Mondays of the 23rd, early, and of the 30th: {runs:?}");
        assert!(runs["complete_campaigns"] >= 5, "{runs:?}");
    }

    #[tokio::test]
    async fn a_missed_run_happens_once_whoever_looks() {
        let test = TestApp::start().await;
        let (app, database) = (&test.app, &test.app.database);
        ensure(app).await.unwrap();
        let jobs = async || job::Entity::find().all(database.reader()).await.unwrap();
        tick(app).await.unwrap();
        assert!(jobs().await.is_empty());
        schedule::Entity::update_many()
            .col_expr(schedule::Column::NextRunAt, 1_000.into())
            .filter(schedule::Column::Name.eq("nightly_snapshot"))
            .exec(database.writer())
            .await
            .unwrap();
        let (one, two) = tokio::join!(tick(app), tick(app));
        one.and(two).unwrap();
        let jobs = jobs().await;
        assert_eq!(jobs.iter().map(|job| job.kind.as_str()).collect::<Vec<_>>(), ["nightly_snapshot"]);
        ensure(app).await.unwrap();
        let row = schedule::Entity::find_by_id("nightly_snapshot").one(database.reader()).await.unwrap().unwrap();
        assert!(row.next_run_at > row.last_run_at.unwrap());
    }
}
