//! The two files of the Synthea simulator through the shipped mapping.

use std::{collections::HashSet, path::Path};

use shared::{
    coding::CodeSystem,
    cohort::{CohortRule, Condition},
};

use super::{Practice, beside_the_project, tally};
use crate::domain::{
    Actor, code_sets, cohorts,
    imports::{ImportRequest, ImportSummary, Mapping},
};

const MAPPING: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/mappings/synthea.toml"));

async fn import(practice: &Practice, folder: &Path) -> ImportSummary {
    let mapping = Some(Mapping::parse(MAPPING).unwrap());
    practice.run(ImportRequest { path: folder.join("patients.csv"), mapping, ..Default::default() }).await.unwrap()
}

async fn in_cohort(practice: &Practice, code_set: &str) -> HashSet<String> {
    let rule = CohortRule::Condition(Condition { code_set: Some(code_set.to_owned()), ..Default::default() });
    let app = &practice.test.app;
    let today = app.clock.now().date_naive();
    let cohort = cohorts::compile(app.database.reader(), &rule, today).await.unwrap();
    let sql = format!("SELECT p.local_id FROM patient p WHERE {}", cohort.sql);
    let statement = practice.statement(&sql, cohort.values);
    let rows = sea_orm::ConnectionTrait::query_all_raw(app.database.reader(), statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Patients with an open row of one of the codes, counted without Recall.
fn in_files(folder: &Path, codes: &HashSet<String>) -> HashSet<String> {
    csv::Reader::from_path(folder.join("conditions.csv"))
        .unwrap()
        .records()
        .map(Result::unwrap)
        .filter(|row| row[1].is_empty() && codes.contains(&row[5]))
        .map(|row| row[2].to_owned())
        .collect()
}

#[tokio::test]
async fn a_pair_of_files_is_joined_and_only_active_lung_conditions_count() {
    let practice = Practice::open().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/imports/tests/synthea");
    let summary = import(&practice, &folder).await;
    assert_eq!(tally(&summary), [5, 0, 0, 0]);
    assert!(summary.notes.iter().any(|note| note.contains("names 1 ids")), "{:?}", summary.notes);
    let cohort = in_cohort(&practice, code_sets::CHRONIC_RESPIRATORY_DISEASE).await;
    let expected = [1, 2, 4].map(|n| format!("aaaa000{n}-0000-0000-0000-00000000000{n}"));
    assert_eq!(cohort, expected.into_iter().collect());
    assert_eq!(practice.number("SELECT COUNT(*) FROM condition").await, 7, "the repeated row is one condition");
    assert_eq!(practice.text("SELECT status FROM patient WHERE family_name = 'Reed403'").await, "deceased");
    assert_eq!(practice.text("SELECT given_name FROM patient WHERE family_name = 'Quill103'").await, "Ada101 Jo102");
    assert_eq!(tally(&import(&practice, &folder).await), [0, 0, 5, 0], "the same files change nothing");
}

#[tokio::test]
async fn the_simulators_own_export_agrees_with_a_count_over_its_files() {
    let Some(data) = beside_the_project("shared/data") else { return };
    let practice = Practice::open().await;
    let folder = data.join("synthea");
    assert_eq!(tally(&import(&practice, &folder).await), [116, 0, 0, 0]);
    let lungs = ["87433001", "233678006", "195967001"].map(ToOwned::to_owned).into_iter().collect();
    let expected = in_files(&folder, &lungs);
    assert!(!expected.is_empty());
    assert_eq!(in_cohort(&practice, code_sets::CHRONIC_RESPIRATORY_DISEASE).await, expected);

    for name in ["primis-resp_cov", "primis-ast"] {
        let path = data.join(format!("codes/{name}.csv"));
        let set = name.replace('_', "-");
        let list = std::fs::File::open(&path).unwrap();
        let actor = Actor::command("test");
        let new = code_sets::NewSet { name: &set, title: None, system: CodeSystem::SnomedCt };
        code_sets::import_csv(&practice.test.app, &actor, new, list).await.unwrap();
        let codes = csv::Reader::from_path(&path).unwrap().records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert_eq!(in_cohort(&practice, &set).await, in_files(&folder, &codes), "{name}");
    }
}
