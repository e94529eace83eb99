//! How the frozen rows of a run fall into groups: counted once, when the run is made, and kept with it.
//!
//! Age and postcode are those of the patients as they were known then, the age on the day of the run. Of a run
//! from before they were kept they are counted whenever somebody looks, as the patients are known now.

use chrono::NaiveDate;
use entity::report_run;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::{birth_date::latest_birth_date, permission::Permission};

use crate::{
    database::Engine,
    domain::{Actor, Result, day},
    state::App,
};

/// What the rows are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breakdown {
    Age,
    /// The letters a postcode begins with, as `LS`.
    PostcodeArea,
    /// In how many waves at least one message was sent.
    WavesSent,
}

/// A group and how many rows fall into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub label: String,
    pub rows: i64,
}

/// The youngest age of each band, in years, and what people call it; from the oldest.
const BANDS: [(u32, &str); 6] =
    [(85, "85 and over"), (75, "75–84"), (65, "65–74"), (40, "40–64"), (18, "18–39"), (0, "Under 18")];
const UNKNOWN: &str = "Unknown";

#[derive(FromQueryResult)]
struct Group {
    name: Option<String>,
    n: i64,
}

/// Groups the rows of a run. A small group tells of a single person, so it takes the permission to see patients.
pub async fn breakdown(app: &App, actor: &Actor, run: &report_run::Model, by: Breakdown) -> Result<Vec<Bar>> {
    actor.require(Permission::ViewReports)?;
    actor.require(Permission::ViewPatients)?;
    let Some(kept) = &run.breakdowns else { return count(app.database.reader(), run, by).await };
    let kept: Kept = serde_json::from_value(kept.clone()).map_err(anyhow::Error::from)?;
    Ok(match by {
        Breakdown::Age => kept.age,
        Breakdown::PostcodeArea => kept.postcode_area,
        Breakdown::WavesSent => kept.waves_sent,
    })
}

/// What is kept with a run.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    age: Vec<Bar>,
    postcode_area: Vec<Bar>,
    waves_sent: Vec<Bar>,
}

/// Every breakdown of a run whose rows are there, to be kept with it.
pub(super) async fn all(transaction: &impl ConnectionTrait, run: &report_run::Model) -> Result<serde_json::Value> {
    let kept = Kept {
        age: count(transaction, run, Breakdown::Age).await?,
        postcode_area: count(transaction, run, Breakdown::PostcodeArea).await?,
        waves_sent: count(transaction, run, Breakdown::WavesSent).await?,
    };
    Ok(serde_json::to_value(kept).map_err(anyhow::Error::from)?)
}

async fn count(connection: &impl ConnectionTrait, run: &report_run::Model, by: Breakdown) -> Result<Vec<Bar>> {
    let plain = |name: &str| (name.to_owned(), Vec::new());
    Ok(match by {
        Breakdown::Age => ages(groups(connection, run, age_band(day::of(run.started_at.to_utc()))).await?),
        Breakdown::PostcodeArea => areas(groups(connection, run, plain(POSTCODE_AREA)).await?),
        Breakdown::WavesSent => waves(groups(connection, run, plain("CAST(w.waves_sent AS TEXT)")).await?),
    })
}

/// SQL of a text to group by, with its values.
type Grouping = (String, Vec<Value>);

async fn groups(
    connection: &impl ConnectionTrait,
    run: &report_run::Model,
    (name, values): Grouping,
) -> Result<Vec<Group>> {
    let sql = format!(
        "SELECT {name} AS name, COUNT(*) AS n FROM report_row w LEFT JOIN patient p ON p.id = w.patient_id \
         WHERE w.run_id = ? GROUP BY 1"
    );
    let values = values.into_iter().chain([run.id.into()]);
    Ok(Group::find_by_statement(Engine::of(connection).statement(&sql, values)).all(connection).await?)
}

/// The number of the band in [`BANDS`], by bounds on the birth date.
fn age_band(on: NaiveDate) -> Grouping {
    let mut sql = "CASE WHEN p.birth_date IS NULL THEN NULL".to_owned();
    let mut values = Vec::new();
    for (number, (from, _)) in BANDS.iter().enumerate() {
        if *from == 0 {
            sql += &format!(" ELSE '{number}' END");
        } else if let Some(latest) = latest_birth_date(*from, on) {
            sql += &format!(" WHEN p.birth_date <= ? THEN '{number}'");
            values.push(latest.into());
        }
    }
    (sql, values)
}

/// A letter is what has two cases; digits and spaces have one.
const POSTCODE_AREA: &str = "CASE \
    WHEN p.postcode IS NULL OR UPPER(SUBSTR(p.postcode, 1, 1)) = LOWER(SUBSTR(p.postcode, 1, 1)) THEN NULL \
    WHEN UPPER(SUBSTR(p.postcode, 2, 1)) = LOWER(SUBSTR(p.postcode, 2, 1)) THEN UPPER(SUBSTR(p.postcode, 1, 1)) \
    ELSE UPPER(SUBSTR(p.postcode, 1, 2)) END";

/// Every band from the youngest, those nobody is in too, so that two runs look alike; the unknown last.
fn ages(groups: Vec<Group>) -> Vec<Bar> {
    if groups.is_empty() {
        return Vec::new();
    }
    let of = |name: Option<String>| groups.iter().find(|group| group.name == name).map_or(0, |group| group.n);
    let bands = BANDS.iter().enumerate().rev();
    let mut bars: Vec<Bar> = bands
        .map(|(number, (_, label))| Bar { label: (*label).to_owned(), rows: of(Some(number.to_string())) })
        .collect();
    bars.extend(unknown(of(None)));
    bars
}

/// The largest area first, the unknown last.
fn areas(groups: Vec<Group>) -> Vec<Bar> {
    let nowhere = groups.iter().find(|group| group.name.is_none()).map_or(0, |group| group.n);
    let mut bars: Vec<Bar> =
        groups.into_iter().filter_map(|group| Some(Bar { label: group.name?, rows: group.n })).collect();
    bars.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.label.cmp(&b.label)));
    bars.extend(unknown(nowhere));
    bars
}

/// From the fewest waves to the most.
fn waves(groups: Vec<Group>) -> Vec<Bar> {
    let mut counted: Vec<(u32, i64)> =
        groups.into_iter().map(|group| (group.name.and_then(|name| name.parse().ok()).unwrap_or(0), group.n)).collect();
    counted.sort_unstable();
    let label = |waves| match waves {
        0 => "No message".to_owned(),
        1 => "First message only".to_owned(),
        2 => "First message and a reminder".to_owned(),
        n => format!("First message and {} reminders", n - 1),
    };
    counted.into_iter().map(|(waves, rows)| Bar { label: label(waves), rows }).collect()
}

fn unknown(rows: i64) -> Option<Bar> {
    (rows > 0).then(|| Bar { label: UNKNOWN.to_owned(), rows })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::{permission::Role, report::ReportKind};

    use super::super::{Trigger, find_run, fixture::Fixture, run_now};
    use super::*;

    async fn run(fixture: &Fixture) -> report_run::Model {
        let report = fixture.report(ReportKind::NonRespondents).await;
        run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap()
    }

    async fn bars(fixture: &Fixture, run: &report_run::Model, by: Breakdown) -> Vec<(String, i64)> {
        let bars = breakdown(&fixture.app, &fixture.actor, run, by).await.unwrap();
        bars.into_iter().map(|bar| (bar.label, bar.rows)).collect()
    }

    fn told(bars: &[(&str, i64)]) -> Vec<(String, i64)> {
        bars.iter().map(|(label, rows)| ((*label).to_owned(), *rows)).collect()
    }

    #[tokio::test]
    async fn ages_are_those_on_the_day_of_the_run() {
        let fixture = Fixture::new().await;
        // 65 on the day of the run, and a day too young for it.
        fixture.sql("UPDATE patient SET birth_date = '1961-10-05' WHERE family_name = 'Adams'").await;
        fixture.sql("UPDATE patient SET birth_date = '1961-10-06' WHERE family_name = 'Brown'").await;
        let first = run(&fixture).await;
        let mut expected =
            told(&[("Under 18", 0), ("18–39", 0), ("40–64", 1), ("65–74", 1), ("75–84", 0), ("85 and over", 0)]);
        assert_eq!(bars(&fixture, &first, Breakdown::Age).await, expected);
        fixture.sql("UPDATE patient SET birth_date = NULL WHERE family_name = 'Brown'").await;
        expected[2].1 = 0;
        expected.push(("Unknown".to_owned(), 1));
        assert_eq!(bars(&fixture, &run(&fixture).await, Breakdown::Age).await, expected);
    }

    #[tokio::test]
    async fn an_area_is_the_letters_a_postcode_begins_with() {
        let fixture = Fixture::new().await;
        fixture.sql("UPDATE patient SET postcode = 'M1 1AE' WHERE family_name = 'Adams'").await;
        let first = run(&fixture).await;
        assert_eq!(bars(&fixture, &first, Breakdown::PostcodeArea).await, told(&[("LS", 1), ("M", 1)]));
        fixture.sql("UPDATE patient SET postcode = NULL WHERE family_name = 'Adams'").await;
        let second = run(&fixture).await;
        assert_eq!(bars(&fixture, &second, Breakdown::PostcodeArea).await, told(&[("LS", 1), ("Unknown", 1)]));
    }

    #[tokio::test]
    async fn groups_stay_as_they_were_when_the_run_was_made() {
        let fixture = Fixture::new().await;
        let run = run(&fixture).await;
        let mut before = Vec::new();
        for by in [Breakdown::Age, Breakdown::PostcodeArea, Breakdown::WavesSent] {
            before.push(bars(&fixture, &run, by).await);
        }
        fixture.sql("UPDATE patient SET postcode = NULL, birth_date = '2020-01-01'").await;
        let again = find_run(fixture.app.database.reader(), run.id.into()).await.unwrap();
        for (by, before) in [Breakdown::Age, Breakdown::PostcodeArea, Breakdown::WavesSent].into_iter().zip(before) {
            assert_eq!(bars(&fixture, &again, by).await, before);
        }
    }

    #[tokio::test]
    async fn a_run_from_before_groups_were_kept_has_them_too() {
        let fixture = Fixture::new().await;
        let run = run(&fixture).await;
        let old = report_run::Model { breakdowns: None, ..run.clone() };
        for by in [Breakdown::Age, Breakdown::PostcodeArea, Breakdown::WavesSent] {
            assert_eq!(bars(&fixture, &old, by).await, bars(&fixture, &run, by).await);
        }
    }

    #[tokio::test]
    async fn waves_are_counted_as_frozen() {
        let fixture = Fixture::new().await;
        let run = run(&fixture).await;
        assert_eq!(
            bars(&fixture, &run, Breakdown::WavesSent).await,
            told(&[("First message only", 1), ("First message and a reminder", 1)])
        );
    }

    #[tokio::test]
    async fn an_auditor_sees_no_groups_of_patients() {
        let fixture = Fixture::new().await;
        let run = run(&fixture).await;
        let auditor = Actor::user(1.into(), "A", Role::Auditor);
        assert_eq!(breakdown(&fixture.app, &auditor, &run, Breakdown::Age).await.unwrap_err().code(), "FORBIDDEN");
    }
}
