//! A run as CSV.

use std::{borrow::Cow, collections::HashMap};

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat};
use entity::{contact_point, patient, report_run, time::Timestamp, values::ContactKind, values::RunState};
use futures::stream::{BoxStream, StreamExt, try_unfold};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use shared::{
    ids::{PatientId, ReportRunId},
    permission::Permission,
    report::{ReportColumn, ReportKind},
};

use super::super::{
    find,
    rows::{Row, page},
    run::find_run,
};
use crate::{
    crypto::KeyRing,
    domain::{
        Actor, Error, Result, audit,
        csv_file::{CsvChunk, CsvFile},
        patients::columns,
    },
    state::App,
};

const PAGE: u64 = 500; // rows read, opened and sent at once: about 60 kB

/// Exports a finished run. The audit event is written before the first row leaves.
pub async fn csv(app: &App, actor: &Actor, id: ReportRunId) -> Result<CsvFile> {
    actor.require(Permission::ViewReports)?;
    actor.require(Permission::ViewPatients)?;
    let run = find_run(app.database.reader(), id).await?;
    if run.state != RunState::Done {
        return Err(Error::refused(
            "REPORT_NOT_READY",
            "This run has no answer yet. Wait until it is done, or run the report again.",
        ));
    }
    let report = find(app.database.reader(), run.report_id.into()).await?;
    let entry = audit::Entry {
        action: "report.exported",
        subject: Some(id.to_string()),
        detail: json!({ "format": "csv", "rows": run.row_count }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(CsvFile {
        file_name: format!("{}-{}-{id}.csv", report.kind, run.started_at.to_utc().format("%Y-%m-%d")),
        chunks: chunks(app.clone(), &run, report.kind),
    })
}

fn chunks(app: App, run: &report_run::Model, kind: ReportKind) -> BoxStream<'static, Result<Bytes>> {
    let run = run.id;
    let pages = try_unfold(Some(0), move |after| {
        let app = app.clone();
        async move {
            let Some(after) = after else { return Ok(None) };
            let rows = page(&app, run, after, PAGE).await?;
            let next = rows.last().map(|row| row.position);
            let chunk = write(&app, kind, &rows, after == 0).await?;
            Ok(Some((chunk, next)))
        }
    });
    pages.boxed()
}

/// Some rows as CSV, after the header line where they are the first.
async fn write(app: &App, kind: ReportKind, rows: &[Row], first: bool) -> Result<Bytes> {
    let mut chunk = if first { CsvChunk::first() } else { CsvChunk::further() };
    if first {
        let header = kind.columns().iter().map(|column| column.as_str());
        chunk.row(header).context("the header cannot be written")?;
    }
    let people = People::of(app, rows).await?;
    for row in rows {
        let wrong = || format!("row {} of {} cannot be written", row.position, ReportRunId::from(row.run_id));
        let cells: anyhow::Result<Vec<_>> =
            kind.columns().iter().map(|column| people.cell(&app.keys, row, *column)).collect();
        chunk.row(cells.with_context(wrong)?).with_context(wrong)?;
    }
    Ok(chunk.into_bytes()?)
}

/// The patients of some rows as they are now, with their first contact point of each kind.
struct People {
    patients: HashMap<i64, patient::Model>,
    contacts: HashMap<(i64, ContactKind), contact_point::Model>,
}

impl People {
    async fn of(app: &App, rows: &[Row]) -> Result<Self> {
        let ids: Vec<i64> = rows.iter().map(|row| row.patient_id).collect();
        let reader = app.database.reader();
        let patients = patient::Entity::find().filter(patient::Column::Id.is_in(ids.clone())).all(reader).await?;
        let contacts = contact_point::Entity::find()
            .filter(contact_point::Column::PatientId.is_in(ids))
            // The last one of a key stays in the map: the one of the lowest position.
            .order_by_desc(contact_point::Column::Position)
            .all(reader)
            .await?;
        Ok(Self {
            patients: patients.into_iter().map(|patient| (patient.id, patient)).collect(),
            contacts: contacts.into_iter().map(|point| ((point.patient_id, point.kind), point)).collect(),
        })
    }

    /// A patient who was erased after the run was frozen leaves cells empty.
    fn cell(&self, keys: &KeyRing, row: &Row, column: ReportColumn) -> anyhow::Result<Cow<'_, str>> {
        use ReportColumn as C;
        let patient = self.patients.get(&row.patient_id);
        let text = |of: fn(&patient::Model) -> Option<&str>| patient.and_then(of).map(Cow::Borrowed);
        let contact = |kind, context| -> anyhow::Result<Option<Cow<'_, str>>> {
            let point = self.contacts.get(&(row.patient_id, kind));
            let opened = point.map(|point| keys.open_text(context, &point.value_sealed)).transpose()?;
            Ok(opened.map(Cow::Owned))
        };
        let time = |at: Option<Timestamp>| at.map(|at| Cow::Owned(rfc_3339(at)));
        let cell = match column {
            C::Position => Some(row.position.to_string().into()),
            C::PatientId => Some(PatientId::from(row.patient_id).to_string().into()),
            C::LocalId => text(|patient| patient.local_id.as_deref()),
            C::NhsNumber => {
                let sealed = patient.and_then(|patient| patient.nhs_sealed.as_deref());
                sealed.map(|sealed| keys.open_text(columns::NHS_NUMBER, sealed)).transpose()?.map(Cow::Owned)
            }
            C::FamilyName => text(|patient| Some(&patient.family_name)),
            C::GivenName => text(|patient| Some(&patient.given_name)),
            C::BirthDate => patient.and_then(|patient| patient.birth_date).map(|date| date.to_string().into()),
            C::Phone => contact(ContactKind::Phone, columns::PHONE)?,
            C::Email => contact(ContactKind::Email, columns::EMAIL)?,
            C::Postcode => text(|patient| patient.postcode.as_deref()),
            C::WavesSent => Some(row.waves_sent.to_string().into()),
            C::FirstSentAt => time(row.first_sent_at),
            C::FollowedAt => time(row.followed_at),
            C::AcknowledgedAt => time(row.acknowledged_at),
        };
        Ok(cell.unwrap_or_default())
    }
}

fn rfc_3339(at: Timestamp) -> String {
    DateTime::to_rfc3339_opts(&at.to_utc(), SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::audit_event;
    use futures::TryStreamExt;

    use super::super::super::{Trigger, fixture::Fixture, request, run_now};
    use super::*;

    async fn text(export: CsvFile) -> String {
        let chunks: Vec<Bytes> = export.chunks.try_collect().await.unwrap();
        String::from_utf8(chunks.concat()).unwrap()
    }

    #[tokio::test]
    async fn a_run_becomes_a_file_that_excel_opens_and_does_not_calculate() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::Followed).await;
        let run = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        let export = csv(&fixture.app, &fixture.actor, run.id.into()).await.unwrap();
        assert_eq!(export.file_name, "followed-2026-10-05-report-run-1.csv");
        let expected = "\u{feff}position,patient_id,local_id,nhs_number,family_name,given_name,birth_date,phone,email,postcode,\
            waves_sent,first_sent_at,followed_at,acknowledged_at\r\n\
            1,patient-3,Adams,9434765919,Adams,Ann,1950-02-01,'+447700900123,a@example.org,LS1 4AB,\
            2,1970-01-01T00:00:00Z,1970-01-01T00:00:00Z,\r\n\
            2,patient-1,Clark,9434765919,Clark,'=1+1,1950-02-01,'+447700900123,a@example.org,LS1 4AB,\
            1,1970-01-01T00:00:00Z,1970-01-01T00:00:00Z,1970-01-01T00:00:00Z\r\n";
        assert_eq!(text(export).await, expected);
    }

    #[tokio::test]
    async fn an_export_is_written_down_with_its_count() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let run = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        csv(&fixture.app, &fixture.actor, run.id.into()).await.unwrap();
        let event = audit_event::Entity::find()
            .filter(audit_event::Column::Action.eq("report.exported"))
            .one(fixture.app.database.reader())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(event.detail, json!({ "format": "csv", "rows": 2 }));
    }

    #[tokio::test]
    async fn a_run_without_answer_cannot_be_exported() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let run = request(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        let error = csv(&fixture.app, &fixture.actor, run.id.into()).await.err().unwrap();
        assert_eq!(error.code(), "REPORT_NOT_READY");
    }

    #[tokio::test]
    async fn a_long_run_comes_in_pages_with_one_header() {
        let fixture = Fixture::new().await;
        let report = fixture.report(ReportKind::NonRespondents).await;
        let run = run_now(&fixture.app, &fixture.actor, report, Trigger::Manual).await.unwrap();
        fixture
            .sql(
                "WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
                 INSERT INTO report_row (run_id, position, recipient_id, patient_id, waves_sent) \
                 SELECT 1, i, 1, 1000000, 1 FROM n",
            )
            .await;
        let export = csv(&fixture.app, &fixture.actor, run.id.into()).await.unwrap();
        let text = text(export).await;
        assert_eq!((text.lines().count(), text.matches("patient_id").count()), (1201, 1));
        // Erased patients leave their cells empty.
        assert_eq!(text.lines().last(), Some("1200,patient-1000000,,,,,,,,,1,,"));
    }
}
