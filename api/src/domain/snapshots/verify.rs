//! Verifying a snapshot to its last row, without a database.

use std::path::PathBuf;

use super::{
    catalogue::{FILES, Table, files, tables},
    format::{Counts, read_value},
    open::{SnapshotError, Visitor, read_identities, read_snapshot},
};
use crate::crypto::KeyRing;

/// A snapshot that can be restored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// Milliseconds since 1970 in UTC.
    pub taken_at: i64,
    pub rows: Counts,
    /// That came with answers.
    pub files: u64,
}

/// Opens, decompresses and parses every row, and checks that nothing is missing.
pub async fn verify(path: PathBuf, identity: PathBuf) -> Result<Verified, SnapshotError> {
    tokio::task::spawn_blocking(move || {
        let identities = read_identities(&identity)?;
        let mut check = Check { tables: with_files(), current: None, keys: false };
        let (taken_at, mut rows) = read_snapshot(&path, &identities, &mut check)?;
        let files = rows.remove(FILES).unwrap_or_default();
        if !check.keys {
            return Err(SnapshotError::Damaged("it holds no key ring".to_owned()));
        }
        if let Some(missing) = tables().iter().find(|table| !rows.contains_key(table.name)) {
            return Err(SnapshotError::Damaged(format!("table {} is missing", missing.name)));
        }
        Ok(Verified { taken_at, rows, files })
    })
    .await
    .map_err(|error| SnapshotError::Other(error.into()))?
}

struct Check {
    tables: Vec<Table>,
    current: Option<usize>,
    keys: bool,
}

impl Visitor for Check {
    fn key_ring(&mut self, _: KeyRing) -> anyhow::Result<()> {
        self.keys = true;
        Ok(())
    }

    fn table(&mut self, name: &str, columns: &[String]) -> anyhow::Result<()> {
        self.current = Some(find_table(&self.tables, name, columns)?);
        Ok(())
    }

    fn row(&mut self, values: Vec<serde_json::Value>) -> anyhow::Result<()> {
        if let Some(current) = self.current {
            bind(&self.tables[current], values)?;
        }
        Ok(())
    }

    fn end_of_table(&mut self, _: &str) -> anyhow::Result<()> {
        self.current = None;
        Ok(())
    }
}

/// All that a snapshot may hold: the tables, then the files.
pub fn with_files() -> Vec<Table> {
    tables().into_iter().chain([files()]).collect()
}

/// The table of this name, if it has exactly these columns in this order.
pub fn find_table(tables: &[Table], name: &str, columns: &[String]) -> anyhow::Result<usize> {
    let position = tables
        .iter()
        .position(|table| table.name == name)
        .ok_or_else(|| anyhow::anyhow!("this version of Recall has no table {name}"))?;
    if !tables[position].columns.iter().map(|column| column.name).eq(columns.iter().map(String::as_str)) {
        anyhow::bail!(
            "table {name} has other columns in this version of Recall; restore with the version that wrote the snapshot, then upgrade"
        );
    }
    Ok(position)
}

/// The values of a row as they are bound.
pub fn bind(table: &Table, values: Vec<serde_json::Value>) -> anyhow::Result<Vec<sea_orm::Value>> {
    if values.len() != table.columns.len() {
        anyhow::bail!("a row of table {} has {} values, not {}", table.name, values.len(), table.columns.len());
    }
    values.into_iter().zip(&table.columns).map(|(value, column)| read_value(value, column)).collect()
}
