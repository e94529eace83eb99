//! What a row means for the database: a new patient, a change, nothing, or a contradiction.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use super::row::{Issue, PatientRow};
use crate::{
    crypto::{KeyRing, blind_index::LEN},
    database::Engine,
    domain::{Result, patients::columns},
};

type Key = [u8; LEN];

const LOCAL_ID: &str = "import.local_id"; // context of the keyed hash; only ever in memory
const PAGE: i64 = 5000; // rows read at a time while the keys of all patients are loaded

/// A patient who is in the database already.
#[derive(Clone, Copy, Debug)]
struct Known {
    id: i64,
    content: Key,
    local: Option<Key>,
    same_source: bool,
}

/// What is to be done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Create,
    /// `renames` says whether the row's `local_id` is to be the patient's.
    Update {
        id: i64,
        renames: bool,
    },
    Unchanged,
}

/// The keys of all patients of the database and of all rows of the file so far: about 150 bytes a patient.
#[derive(Debug, Default)]
pub struct Difference {
    known: Vec<Known>,
    by_local: HashMap<Key, usize>,
    by_nhs: HashMap<Key, usize>,
    row_of_local: HashMap<Key, u64>,
    row_of_nhs: HashMap<Key, u64>,
    row_of_known: HashMap<usize, u64>,
}

impl Difference {
    /// Loads the keys through `connection`: inside the transaction that will write.
    pub async fn load(connection: &impl ConnectionTrait, keys: &KeyRing, source: &str) -> Result<Self> {
        let engine = Engine::of(connection);
        let mut difference = Self::default();
        let mut after = 0_i64;
        loop {
            let sql = "SELECT id, source, local_id, nhs_index, content_hash FROM patient \
                       WHERE id > ? ORDER BY id LIMIT ?";
            let rows = connection.query_all_raw(engine.statement(sql, [after.into(), PAGE.into()])).await?;
            for row in &rows {
                let same_source = row.try_get::<String>("", "source")? == source;
                let local: Option<String> = row.try_get("", "local_id")?;
                let nhs: Option<Vec<u8>> = row.try_get("", "nhs_index")?;
                let content: Vec<u8> = row.try_get("", "content_hash")?;
                after = row.try_get("", "id")?;
                let known = Known {
                    id: after,
                    content: content.try_into().unwrap_or_default(),
                    local: local.filter(|_| same_source).map(|local| keys.keyed_hash(LOCAL_ID, local.as_bytes())),
                    same_source,
                };
                difference.add(known, nhs.and_then(|nhs| nhs.try_into().ok()));
            }
            if rows.is_empty() {
                return Ok(difference);
            }
        }
    }

    fn add(&mut self, known: Known, nhs: Option<Key>) {
        let index = self.known.len();
        if let Some(local) = known.local {
            self.by_local.insert(local, index);
        }
        if let Some(nhs) = nhs {
            self.by_nhs.insert(nhs, index);
        }
        self.known.push(known);
    }

    /// Judges a row: by its `local_id` within the source, else by its NHS number. `nhs` is the blind
    /// index, `content` the keyed hash of everything the row says.
    pub fn judge(
        &mut self,
        keys: &KeyRing,
        row: &PatientRow,
        nhs: Option<Key>,
        content: Key,
    ) -> Result<Verdict, Issue> {
        let reject = |column, reason: String| Err(Issue { row: row.row, column, reason });
        let local = row.patient.local_id.as_ref().map(|id| keys.keyed_hash(LOCAL_ID, id.as_bytes()));
        if let Some(first) = local.and_then(|local| self.row_of_local.get(&local)) {
            return reject(Some("local_id"), format!("row {first} has the same local_id"));
        }
        if let Some(first) = nhs.and_then(|nhs| self.row_of_nhs.get(&nhs)) {
            return reject(Some("nhs_number"), format!("row {first} has the same NHS number"));
        }
        let as_local = local.and_then(|local| self.by_local.get(&local).copied());
        let as_nhs = nhs.and_then(|nhs| self.by_nhs.get(&nhs).copied());
        if let (Some(one), Some(other)) = (as_local, as_nhs)
            && one != other
        {
            return reject(Some("nhs_number"), "another patient in the database has this NHS number".to_owned());
        }
        let known = as_local.or(as_nhs);
        if let Some(first) = known.and_then(|known| self.row_of_known.get(&known)) {
            return reject(None, format!("row {first} is about the same patient"));
        }
        if let Some(local) = local {
            self.row_of_local.insert(local, row.row);
        }
        if let Some(nhs) = nhs {
            self.row_of_nhs.insert(nhs, row.row);
        }
        let Some(index) = known else { return Ok(Verdict::Create) };
        self.row_of_known.insert(index, row.row);
        let Some(known) = self.known.get(index) else { return Ok(Verdict::Create) };
        // A patient who came from another source keeps the local_id of that one.
        let renames = known.same_source && local.is_some() && local != known.local;
        if known.content == content && !renames {
            return Ok(Verdict::Unchanged);
        }
        Ok(Verdict::Update { id: known.id, renames })
    }
}

/// The blind index of a row's NHS number.
pub fn nhs_index(keys: &KeyRing, row: &PatientRow) -> Option<Key> {
    row.patient.nhs_number.map(|number| keys.blind_index(columns::NHS_NUMBER, &number.digits()))
}
