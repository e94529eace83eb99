//! The list of suppressions, the newest first, with whom each of them concerns.

use std::collections::{BTreeSet, HashMap};

use entity::{patient, suppression, time::Timestamp, values::ContactKind};
use sea_orm::{ActiveEnum, ConnectionTrait, FromQueryResult, Value};
use serde_json::json;
use shared::{ids::SuppressionId, permission::Permission, suppression::SuppressionReason};

use super::{
    address::{self, Address},
    words::NOTE,
};
use crate::{
    database::Engine,
    domain::{Actor, Result, audit, patients},
    state::App,
};

/// Which are wanted; conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<ContactKind>,
    pub reason: Option<SuppressionReason>,
    /// Exactly a phone number or an email address, as typed.
    pub search: Option<String>,
}

/// A page: those before (or, going backward, after) the number `from`.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub filter: Filter,
    pub from: Option<i64>,
    pub backward: bool,
    pub limit: u64,
}

/// A suppression, opened.
#[derive(Clone, Debug)]
pub struct Suppressed {
    pub id: SuppressionId,
    pub kind: ContactKind,
    /// None where no patient has the contact point and nobody here typed it: only its blind index is known.
    pub value: Option<String>,
    pub reason: Option<SuppressionReason>,
    pub note: Option<String>,
    /// Text of an id; none where a patient or a provider said so.
    pub added_by: Option<String>,
    pub at: Timestamp,
    /// Those who have the contact point today; households share them.
    pub patients: Vec<patient::Model>,
}

struct Where {
    sql: String,
    values: Vec<Value>,
}

impl Where {
    fn of(app: &App, filter: &Filter) -> Self {
        let mut conditions = vec!["1 = 1"];
        let mut values = Vec::new();
        if let Some(kind) = filter.kind {
            conditions.push("s.kind = ?");
            values.push(kind.to_value().into());
        }
        if let Some(reason) = filter.reason {
            conditions.push("s.reason = ?");
            values.push(reason.as_str().into());
        }
        let typed = filter.search.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
        match typed.map(Address::guess) {
            None => {}
            Some(Some(address)) => {
                conditions.push("s.kind = ? AND s.value_index = ?");
                values.extend([address.kind().to_value().into(), address.index(&app.keys).into()]);
            }
            // Neither a number nor an address: nothing is called so.
            Some(None) => conditions.push("1 = 0"),
        }
        Self { sql: conditions.join(" AND "), values }
    }
}

/// A page in the direction of travel; the look leaves an audit event.
pub async fn list(app: &App, actor: &Actor, request: &Request) -> Result<Vec<Suppressed>> {
    actor.require(Permission::ViewPatients)?;
    let mut wanted = Where::of(app, &request.filter);
    let (comparison, direction) = if request.backward { (">", "ASC") } else { ("<", "DESC") };
    if let Some(from) = request.from {
        wanted.sql += &format!(" AND s.id {comparison} ?");
        wanted.values.push(from.into());
    }
    let sql = format!("SELECT s.* FROM suppression s WHERE {} ORDER BY s.id {direction} LIMIT ?", wanted.sql);
    wanted.values.push(i64::try_from(request.limit).unwrap_or(i64::MAX).into());
    let rows = app.database.reader().query_all_raw(app.database.statement(&sql, wanted.values)).await?;
    let rows = rows.iter().map(|row| suppression::Model::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    let detail = json!({
        "shown": rows.len(),
        "kind": request.filter.kind.map(|kind| kind.to_value()),
        "reason": request.filter.reason,
        "searched": request.filter.search.is_some(),
    });
    let entry = audit::Entry { action: "suppression.listed", subject: None, detail };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    of_rows(app, rows).await
}

/// How many there are: a few thousand at most.
pub async fn total(app: &App, actor: &Actor, filter: &Filter) -> Result<u64> {
    actor.require(Permission::ViewPatients)?;
    let wanted = Where::of(app, filter);
    let sql = format!("SELECT COUNT(*) AS n FROM suppression s WHERE {}", wanted.sql);
    let row = app.database.reader().query_one_raw(app.database.statement(&sql, wanted.values)).await?;
    let n: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
    Ok(u64::try_from(n).unwrap_or_default())
}

#[derive(FromQueryResult)]
struct Holder {
    suppression_id: i64,
    patient_id: i64,
    value_sealed: Vec<u8>,
}

/// Rows with what belongs to them.
pub(super) async fn of_rows(app: &App, rows: Vec<suppression::Model>) -> Result<Vec<Suppressed>> {
    let holders = holders(app, &rows).await?;
    let ids: BTreeSet<i64> = holders.values().flatten().map(|holder| holder.patient_id).collect();
    let people = patients::by_ids(app, &ids.into_iter().collect::<Vec<_>>()).await?;
    let opened = rows.into_iter().map(|row| {
        let held = holders.get(&row.id).map_or(&[][..], Vec::as_slice);
        let sealed = held.first().map(|holder| &holder.value_sealed).or(row.value_sealed.as_ref());
        let note = row.note_sealed.as_deref().map(|note| app.keys.open_text(NOTE, note)).transpose();
        Ok(Suppressed {
            id: row.id.into(),
            kind: row.kind,
            value: sealed.map(|sealed| address::open(&app.keys, row.kind, sealed)).transpose()?,
            reason: row.reason.parse().ok(),
            note: note.map_err(anyhow::Error::new)?,
            added_by: row.added_by,
            at: row.created_at,
            patients: held.iter().filter_map(|holder| people.get(&holder.patient_id).cloned()).collect(),
        })
    });
    opened.collect()
}

async fn holders(app: &App, rows: &[suppression::Model]) -> Result<HashMap<i64, Vec<Holder>>> {
    let ids = json!(rows.iter().map(|row| row.id).collect::<Vec<_>>()).to_string();
    let table = match app.database.engine() {
        Engine::Sqlite => "(SELECT value AS id FROM json_each(?)) AS v",
        Engine::Postgres => {
            "(SELECT CAST(value #>> '{}' AS bigint) AS id FROM json_array_elements(CAST(? AS json))) AS v"
        }
    };
    let sql = format!(
        "SELECT DISTINCT s.id AS suppression_id, p.patient_id, p.value_sealed FROM {table} \
         JOIN suppression s ON s.id = v.id JOIN contact_point p ON p.kind = s.kind AND p.value_index = s.value_index \
         ORDER BY s.id, p.patient_id"
    );
    let found =
        Holder::find_by_statement(app.database.statement(&sql, [ids.into()])).all(app.database.reader()).await?;
    let mut of_suppression: HashMap<i64, Vec<Holder>> = HashMap::new();
    for holder in found {
        let held = of_suppression.entry(holder.suppression_id).or_default();
        // A patient may have the same number twice.
        if held.iter().all(|other| other.patient_id != holder.patient_id) {
            held.push(holder);
        }
    }
    Ok(of_suppression)
}
