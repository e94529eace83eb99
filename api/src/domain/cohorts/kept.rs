//! Counts of cohorts that are kept as long as nothing changes that they depend on.
//!
//! Counting 150,000 patients takes a moment, and the same cohort is asked for on every step of a draft. Each process
//! keeps what it counted last together with the [`Version`] of the patients it was counted on; a count of another
//! version is never given.

use std::{
    collections::VecDeque,
    fmt::Debug,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use entity::time::Timestamp;

use super::{
    compile::CompiledCohort,
    tally::{self, Tally},
    version::{Version, version},
};
use crate::{domain::Result, state::App};

const COHORTS: usize = 64; // a tally has some hundred groups of 48 bytes: two megabytes at most
const LONGEST: Duration = Duration::from_mins(10); // what was changed by hand in the database is seen by then
const FIRST: i64 = 20; // among so many there are some whom a message reaches

/// This process's copy; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct KeptCounts {
    tallies: Kept<Tally>,
    first: Kept<Vec<i64>>,
}

#[derive(Clone, Debug)]
struct Kept<T>(Arc<Mutex<VecDeque<Entry<T>>>>);

#[derive(Debug)]
struct Entry<T> {
    cohort: CompiledCohort,
    version: Version,
    counted_at: Timestamp,
    counted: Arc<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Kept<T> {
    fn entries(&self) -> MutexGuard<'_, VecDeque<Entry<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, cohort: &CompiledCohort, version: Version, now: Timestamp) -> Option<Arc<T>> {
        let fresh = |entry: &&Entry<T>| {
            entry.version == version && now >= entry.counted_at && now < entry.counted_at.plus(LONGEST)
        };
        self.entries().iter().filter(fresh).find(|entry| entry.cohort == *cohort).map(|entry| entry.counted.clone())
    }

    fn put(&self, entry: Entry<T>) {
        let mut entries = self.entries();
        entries.retain(|other| other.cohort != entry.cohort);
        entries.truncate(COHORTS - 1);
        entries.push_front(entry);
    }

    /// What is kept, or what `count` says now.
    async fn or_count<F>(&self, app: &App, cohort: &CompiledCohort, count: F) -> Result<Arc<T>>
    where
        F: AsyncFnOnce() -> Result<T>,
    {
        if !cohort.may_be_kept {
            return count().await.map(Arc::new);
        }
        let counted_at = app.clock.timestamp();
        let version = version(app.database.reader()).await?;
        if let Some(kept) = self.get(cohort, version, counted_at) {
            return Ok(kept);
        }
        let counted = Arc::new(count().await?);
        self.put(Entry { cohort: cohort.clone(), version, counted_at, counted: counted.clone() });
        Ok(counted)
    }
}

/// The groups of a cohort as it is now.
pub async fn tally(app: &App, cohort: &CompiledCohort) -> Result<Arc<Tally>> {
    app.counts.tallies.or_count(app, cohort, async || tally::count(app.database.reader(), cohort).await).await
}

/// The first patients of a cohort, as it is now, who may be written to: twenty at most.
pub async fn first(app: &App, cohort: &CompiledCohort) -> Result<Arc<Vec<i64>>> {
    let read = async || Ok(tally::first(app.database.reader(), cohort, FIRST).await?);
    app.counts.first.or_count(app, cohort, read).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono::NaiveDate;
    use entity::values::ContactKind;
    use sea_orm::ConnectionTrait;
    use shared::{
        coding::CodeSystem,
        cohort::{AcknowledgedWithin, CohortRule},
        person::{PatientStatus, Sex},
    };

    use super::super::{Reach, preview};
    use crate::{
        database::Engine,
        domain::{
            campaigns::fixtures::{ASTHMA, LUNG, NewPatient, Practice, manager},
            code_sets::{NewSet, import_csv},
            imports::{ImportRequest, run_file},
            patients::{self, Correction, Typed, TypedCondition, TypedContact},
        },
    };

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    async fn lungs(practice: &Practice) -> Reach {
        preview(&practice.app, &CohortRule::code_set(LUNG), today()).await.unwrap().reach
    }

    fn typed(email: &str) -> Typed {
        Typed {
            nhs_number: None,
            given_name: "Eve".to_owned(),
            family_name: "Hill".to_owned(),
            birth_date: None,
            sex: Sex::Female,
            status: PatientStatus::Active,
            postcode: None,
            address: None,
            preferred_language: None,
            contact_points: vec![TypedContact { kind: ContactKind::Email, value: email.to_owned() }],
            conditions: vec![TypedCondition {
                system: "http://snomed.info/sct".to_owned(),
                code: ASTHMA.to_owned(),
                term: "Asthma".to_owned(),
                onset: None,
                abatement: None,
            }],
        }
    }

    /// What staff and patients do, one after the other, and the figures after each.
    async fn every_change_is_seen(practice: &Practice) {
        let (app, actor) = (&practice.app, &manager());
        assert_eq!(lungs(practice).await, Reach::default());

        let eve = patients::add(app, actor, &typed("eve@example.org"), None).await.unwrap().id.into();
        let mut expected = Reach { patients: 1, email: 1, ..Reach::default() };
        assert_eq!(lungs(practice).await, expected, "added by hand");

        let mut left = typed("eve@example.org");
        left.status = PatientStatus::Left;
        let correction = Correction { typed: left, contact_points_given: false, conditions_given: false };
        patients::correct(app, actor, eve, &correction).await.unwrap();
        expected.inactive = 1;
        assert_eq!(lungs(practice).await, expected, "corrected");

        patients::set_never_contact(app, actor, eve, "asked us").await.unwrap();
        expected.never_contact = 1;
        assert_eq!(lungs(practice).await, expected, "never to be contacted");
        patients::clear_never_contact(app, actor, eve).await.unwrap();
        expected.never_contact = 0;
        assert_eq!(lungs(practice).await, expected, "may be contacted again");

        practice.suppress(ContactKind::Email, "eve@example.org").await;
        (expected.email, expected.neither) = (0, 1);
        assert_eq!(lungs(practice).await, expected, "suppressed");
        let lift = Engine::of(app.database.writer()).statement("DELETE FROM suppression", []);
        app.database.writer().execute_raw(lift).await.unwrap();
        (expected.email, expected.neither) = (1, 0);
        assert_eq!(lungs(practice).await, expected, "the suppression was lifted");

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("patients.csv");
        let file = "local_id,given_name,family_name,phone,conditions\n7,Al,Moss,07700 900001,icd10|J45.9|Asthma\n";
        std::fs::write(&path, file).unwrap();
        let request = ImportRequest { path, ..Default::default() };
        run_file(app, actor, request, &|_| {}).await.unwrap();
        (expected.patients, expected.phone) = (2, 1);
        assert_eq!(lungs(practice).await, expected, "imported");

        let set = NewSet { name: LUNG, title: None, system: CodeSystem::Icd10 };
        import_csv(app, &crate::domain::Actor::command("test"), set, "code,term\nJ45.9,Asthma\n".as_bytes())
            .await
            .unwrap();
        expected = Reach { patients: 1, phone: 1, ..Reach::default() };
        assert_eq!(lungs(practice).await, expected, "the code set was replaced");
    }

    #[tokio::test]
    async fn a_count_is_never_older_than_the_patients() {
        every_change_is_seen(&Practice::open().await).await;
    }

    #[tokio::test]
    async fn a_count_is_never_older_than_the_patients_on_postgresql() {
        if let Some(practice) = Practice::open_postgres().await {
            every_change_is_seen(&practice).await;
        }
    }

    #[tokio::test]
    async fn as_long_as_nothing_changes_nothing_is_counted() {
        let practice = Practice::open().await;
        practice.add(NewPatient::with_asthma(None, None)).await;
        let before = lungs(&practice).await;
        // Behind the back of everything: no code of the product does this.
        let writer = practice.app.database.writer();
        writer.execute_unprepared("UPDATE patient SET status = 'left'").await.unwrap();
        assert_eq!(lungs(&practice).await, before);
        practice.clock.advance(super::LONGEST);
        assert_eq!(lungs(&practice).await, Reach { inactive: 1, ..before });
    }

    #[tokio::test]
    async fn who_acknowledged_is_counted_each_time() {
        let practice = Practice::open().await;
        practice.add(NewPatient::with_asthma(None, None)).await;
        let within = AcknowledgedWithin { campaign_kind: "flu".to_owned(), days: 30 };
        let rule = CohortRule::Not(Box::new(CohortRule::AcknowledgedWithin(within)));
        let rule = CohortRule::All(vec![CohortRule::code_set(LUNG), rule]);
        let count = async || preview(&practice.app, &rule, today()).await.unwrap().reach.patients;
        assert_eq!(count().await, 1);
        let writer = practice.app.database.writer();
        writer.execute_unprepared("UPDATE patient SET status = 'left'").await.unwrap();
        let active = CohortRule::All(vec![rule.clone(), CohortRule::Status(PatientStatus::Active)]);
        assert_eq!(preview(&practice.app, &active, today()).await.unwrap().reach.patients, 0);
        writer.execute_unprepared("UPDATE patient SET status = 'active'").await.unwrap();
        assert_eq!(preview(&practice.app, &active, today()).await.unwrap().reach.patients, 1);
    }
}
