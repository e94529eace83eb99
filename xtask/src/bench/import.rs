//! A practice's file into the database: `recall import` against the bare bulk load of the same rows.
//!
//! The bare loads check nothing, seal nothing and keep every column as text: they are the floor, not the goal.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

use super::Bench;
use super::comparison::{Comparison, time};

/// The reference practice.
const PATIENTS: u64 = 150_000;
/// The generated file is the same in every run and on every machine.
const SEED: &str = "1";

/// Reads the file and inserts each row through one prepared statement, in one transaction.
const SQLITE_LOAD: &str = r"
import csv, sqlite3, sys
rows = csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline=''))
header = next(rows)
database = sqlite3.connect(sys.argv[2])
database.execute('PRAGMA journal_mode = WAL')
columns = ', '.join(f'{name} TEXT' for name in header)
database.execute(f'CREATE TABLE patient ({columns})')
with database:
    marks = ', '.join('?' for _ in header)
    database.executemany(f'INSERT INTO patient VALUES ({marks})', rows)
";

pub fn run(bench: &Bench<'_>) -> Result<Comparison> {
    let patients = bench.size(PATIENTS);
    let runs = bench.options.runs;
    let folder = bench.fresh_folder("generated")?;
    let file = folder.join("patients.csv");
    process::capture(
        bench
            .recall(&folder, None)
            .args(["generate", "--patients", &patients.to_string(), "--seed", SEED, "--out"])
            .arg(&file),
    )?;

    let mut comparison = Comparison::new("rows");
    let copied = time(runs, || postgres_table(bench, &file), |()| copy(bench, &file))?;
    comparison.add("PostgreSQL, psql \\copy, all text", patients, &copied);
    let imported = time(
        runs,
        || Ok((bench.fresh_folder("data")?, bench.fresh_database("bench_import")?)),
        |(data, url)| import(bench, &file, &data, Some(&url)),
    )?;
    comparison.add("PostgreSQL, recall import", patients, &imported);
    let inserted = time(runs, || bench.fresh_folder("sqlite"), |folder| sqlite(&file, &folder))?;
    comparison.add("SQLite, Python executemany, all text", patients, &inserted);
    let imported = time(runs, || bench.fresh_folder("data"), |data| import(bench, &file, &data, None))?;
    comparison.add("SQLite, recall import", patients, &imported);
    Ok(comparison)
}

fn import(bench: &Bench<'_>, file: &Path, data: &PathBuf, database: Option<&str>) -> Result<()> {
    process::capture(bench.recall(data, database).args(["import", "--json"]).arg(file)).map(drop)
}

/// An empty table with the file's columns.
fn postgres_table(bench: &Bench<'_>, file: &Path) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let header = text.lines().next().context("the generated file is empty")?.trim_start_matches('\u{feff}');
    bench.fresh_database("bench_copy")?;
    let mut columns = String::new();
    for name in header.split(',') {
        let separator = if columns.is_empty() { "" } else { ", " };
        write!(columns, "{separator}{name} TEXT")?;
    }
    bench.cluster.query("bench_copy", &format!("CREATE TABLE patient ({columns})")).map(drop)
}

fn copy(bench: &Bench<'_>, file: &Path) -> Result<()> {
    let statement = format!("\\copy patient FROM '{}' WITH (FORMAT csv, HEADER true)", file.display());
    bench.cluster.query("bench_copy", &statement).map(drop)
}

fn sqlite(file: &Path, folder: &Path) -> Result<()> {
    let mut python = Command::new("python3");
    python.args(["-c", SQLITE_LOAD]).arg(file).arg(folder.join("bare.sqlite"));
    process::capture(&mut python).map(drop)
}
