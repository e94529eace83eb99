//! The list of patients: searched, filtered, a page at a time by the key of its last row.

use entity::{patient, row_count};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::{channel::Channel, permission::Permission, person::PatientStatus};

use super::{search::Search, writing::PATIENT_COUNT};
use crate::{
    domain::{
        Actor, Result,
        audit::{self, Entry},
        code_sets,
    },
    state::App,
};

/// Which patients are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub status: Option<PatientStatus>,
    /// Name of a code set, one code of which the patient has.
    pub code_set: Option<String>,
    /// A channel that reaches them: a contact point that is not suppressed.
    pub contactable: Option<Channel>,
    pub search: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Name,
    Newest,
}

/// The key of a row in either order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub name_key: String,
    pub id: i64,
}

/// A page: rows after `from` in the order, or before it when `backward`.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub filter: Filter,
    pub order: Order,
    pub from: Option<Position>,
    pub backward: bool,
    pub limit: u64,
}

/// Rows in the direction of travel.
pub type ListPage = Vec<patient::Model>;

/// Conditions over `p` joined with AND.
#[derive(Debug, Default)]
struct Where {
    sql: Vec<String>,
    values: Vec<Value>,
    by: Option<&'static str>,
}

impl Where {
    fn add(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    async fn of(app: &App, filter: &Filter) -> Result<Self> {
        let mut all = Self::default();
        if let Some(search) = filter.search.as_deref().and_then(|typed| Search::parse(&app.keys, typed)) {
            all.by = Some(search.by);
            all.add(search.sql, search.values);
        }
        if let Some(status) = filter.status {
            all.add("p.status = ?", [status.as_str().into()]);
        }
        if let Some(channel) = filter.contactable {
            let kind = match channel {
                Channel::Email => "email",
                Channel::Sms => "phone",
            };
            all.add(
                "EXISTS (SELECT 1 FROM contact_point k WHERE k.patient_id = p.id AND k.kind = ? AND k.textable IS NOT FALSE \
                 AND NOT EXISTS (SELECT 1 FROM suppression x WHERE x.kind = k.kind AND x.value_index = k.value_index))",
                [kind.into()],
            );
        }
        if let Some(name) = &filter.code_set {
            let set = code_sets::by_name(&app.database, name).await?.id;
            all.add(
                "EXISTS (SELECT 1 FROM condition c WHERE c.patient_id = p.id AND (\
                 EXISTS (SELECT 1 FROM code_set_code e WHERE e.code_set_id = ? AND e.system = c.system AND e.code = c.code) \
                 OR EXISTS (SELECT 1 FROM code_set_code r WHERE r.code_set_id = ? AND r.system = c.system \
                 AND r.code_until IS NOT NULL AND r.code <= c.code AND c.code < r.code_until)))",
                [set.into(), set.into()],
            );
        }
        Ok(all)
    }

    fn sql(&self) -> String {
        if self.sql.is_empty() { "1 = 1".to_owned() } else { self.sql.join(" AND ") }
    }
}

/// Finds patients; the look leaves an audit event with what was searched by, never the text.
pub async fn list(app: &App, actor: &Actor, request: &Request) -> Result<ListPage> {
    actor.require(Permission::ViewPatients)?;
    let mut wanted = Where::of(app, &request.filter).await?;
    let descending = (request.order == Order::Newest) != request.backward;
    let (comparison, direction) = if descending { ("<", "DESC") } else { (">", "ASC") };
    if let Some(from) = &request.from {
        match request.order {
            Order::Name => {
                let sql = format!("(p.name_key, p.id) {comparison} (?, ?)");
                wanted.add(sql, [from.name_key.clone().into(), from.id.into()]);
            }
            Order::Newest => wanted.add(format!("p.id {comparison} ?"), [from.id.into()]),
        }
    }
    let order = match request.order {
        Order::Name => format!("p.name_key {direction}, p.id {direction}"),
        Order::Newest => format!("p.id {direction}"),
    };
    let sql =
        format!("SELECT p.* FROM patient p WHERE p.erased_at IS NULL AND {} ORDER BY {order} LIMIT ?", wanted.sql());
    let limit = i64::try_from(request.limit).unwrap_or(i64::MAX);
    let values = wanted.values.into_iter().chain([limit.into()]);
    let rows = app.database.reader().query_all_raw(app.database.statement(&sql, values)).await?;
    let rows = rows.iter().map(|row| patient::Model::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    let detail = json!({
        "shown": rows.len(),
        "searchedBy": wanted.by,
        "status": request.filter.status.map(PatientStatus::as_str),
        "codeSet": request.filter.code_set,
    });
    let event = Entry { action: "patient.listed", subject: None, detail };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, event).await?;
    Ok(rows)
}

/// How many patients the filter lets through; without one, the count that every import keeps.
pub async fn total(app: &App, actor: &Actor, filter: &Filter) -> Result<u64> {
    actor.require(Permission::ViewPatients)?;
    let wanted = Where::of(app, filter).await?;
    if wanted.sql.is_empty() {
        let kept = row_count::Entity::find_by_id(PATIENT_COUNT).one(app.database.reader()).await?;
        return Ok(kept.map_or(0, |row| u64::try_from(row.n).unwrap_or_default()));
    }
    let sql = format!("SELECT COUNT(*) AS n FROM patient p WHERE p.erased_at IS NULL AND {}", wanted.sql());
    let row = app.database.reader().query_one_raw(app.database.statement(&sql, wanted.values)).await?;
    let count: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
    Ok(u64::try_from(count).unwrap_or_default())
}
