//! A practice's file into the database: `recall import` against the bare bulk load of the same rows.
//!
//! The bare loads check nothing, seal nothing and keep every column as text: they are the floor, not the goal.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;

use super::Bench;
use super::comparison::{Comparison, time};

/// The reference practice.
const PATIENTS: u64 = 150_000;
/// The generated file is the same in every run and on every machine.
const SEED: &str = "1";

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
    comparison.add("SQLite, bare rusqlite insert, all text", patients, &inserted);
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

/// Each row through one prepared statement, in one transaction.
fn sqlite(file: &Path, folder: &Path) -> Result<()> {
    let mut rows = csv::Reader::from_path(file)?;
    let header = rows.headers()?.clone();
    let mut database = rusqlite::Connection::open(folder.join("bare.sqlite"))?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    let columns: Vec<String> = header.iter().map(|name| format!("\"{name}\" TEXT")).collect();
    database.execute_batch(&format!("CREATE TABLE patient ({})", columns.join(", ")))?;
    let transaction = database.transaction()?;
    {
        let marks = vec!["?"; header.len()].join(", ");
        let mut insert = transaction.prepare(&format!("INSERT INTO patient VALUES ({marks})"))?;
        let mut row = csv::StringRecord::new();
        while rows.read_record(&mut row)? {
            insert.execute(rusqlite::params_from_iter(&row))?;
        }
    }
    Ok(transaction.commit()?)
}
