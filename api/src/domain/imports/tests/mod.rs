//! Imports from the file to the tables, through the public functions.

#![allow(clippy::unwrap_used)]

mod bad_files;
mod bad_rows;
mod difference;
mod flow;
mod look;
mod real_input;

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, Value};
use shared::nhs_number::NhsNumber;

use super::{ImportRequest, ImportSummary, run_file};
use crate::{
    domain::{Actor, Result},
    testing::TestApp,
};

const HEADER: &str =
    "local_id,nhs_number,given_name,family_name,birth_date,sex,phone,email,address,postcode,conditions,status";

/// A practice and a folder with its files.
struct Practice {
    test: TestApp,
    files: tempfile::TempDir,
}

impl Practice {
    async fn open() -> Self {
        Self { test: TestApp::start().await, files: tempfile::tempdir().unwrap() }
    }

    fn file(&self, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.files.path().join("patients.csv");
        std::fs::write(&path, content).unwrap();
        path
    }

    async fn import(&self, content: impl AsRef<[u8]>) -> Result<ImportSummary> {
        self.run(ImportRequest { path: self.file(content), ..Default::default() }).await
    }

    /// Imports rows under the canonical header.
    async fn rows(&self, rows: &[&str]) -> ImportSummary {
        self.import(format!("{HEADER}\n{}\n", rows.join("\n"))).await.unwrap()
    }

    async fn run(&self, request: ImportRequest) -> Result<ImportSummary> {
        run_file(&self.test.app, &Actor::command("test"), request, &|_| {}).await
    }

    async fn number(&self, sql: &str) -> i64 {
        let row = self.test.app.database.reader().query_one_raw(self.statement(sql, [])).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    async fn text(&self, sql: &str) -> String {
        let row = self.test.app.database.reader().query_one_raw(self.statement(sql, [])).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    async fn execute(&self, sql: &str) {
        self.test.app.database.writer().execute_raw(self.statement(sql, [])).await.unwrap();
    }

    fn statement(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> sea_orm::Statement {
        self.test.app.database.statement(sql, values)
    }

    /// Nothing of a file is in the tables that patients live in.
    async fn is_untouched(&self) -> bool {
        let count = "SELECT (SELECT COUNT(*) FROM patient) + (SELECT COUNT(*) FROM contact_point) \
                     + (SELECT COUNT(*) FROM condition) + (SELECT COUNT(*) FROM row_count WHERE name = 'patient' AND n > 0)";
        self.number(count).await == 0
    }
}

/// The n-th test number that has a check digit.
fn nhs(n: usize) -> String {
    (999_000_000..).filter_map(NhsNumber::from_first_nine).nth(n).unwrap().digits()
}

/// What an import did, in one line.
fn tally(summary: &ImportSummary) -> [u64; 4] {
    let tally = summary.tally;
    assert_eq!(tally.created + tally.updated + tally.unchanged + tally.rejected, tally.rows, "the sums add up");
    [tally.created, tally.updated, tally.unchanged, tally.rejected]
}

/// A folder that lies beside the project on some machines; tests that use it say so when it is absent.
fn beside_the_project(folder: &str) -> Option<PathBuf> {
    let found =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join(folder)).find(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: there is no {folder} above the project");
    }
    found
}
