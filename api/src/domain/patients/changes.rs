//! What was done to a patient's record, for the time line: the files that brought and changed it, and what people did.
//!
//! What people did is read from the audit log. A file leaves no event for each of its rows: a record knows when it was
//! made, and so by which file, and the last file that changed it.

use entity::{audit_event, import, patient, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    ids::{ImportId, PatientId},
    permission::Permission,
};

use super::add::BY_HAND;
use crate::{
    domain::{Actor, Result},
    state::App,
};

/// What people have done to one record stays below that for a lifetime.
const MOST: u64 = 200;

const ACTIONS: [(&str, ChangeKind); 5] = [
    ("patient.added", ChangeKind::Added),
    ("patient.corrected", ChangeKind::Corrected),
    ("patient.never_contact_set", ChangeKind::NeverContact),
    ("patient.never_contact_cleared", ChangeKind::ContactAllowed),
    ("patient.erased", ChangeKind::Erased),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// By hand.
    Added,
    /// A file brought the record.
    Imported,
    /// A file said something new.
    Updated,
    Corrected,
    NeverContact,
    ContactAllowed,
    Erased,
}

/// One thing that was done to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: ChangeKind,
    pub at: Timestamp,
    /// Text of an id, as `user-1`, or the name of a command; none where a file is no longer known.
    pub by: Option<String>,
    /// Names of the corrected fields, as the form has them.
    pub fields: Vec<String>,
    /// The file, for whoever may see imports.
    pub import: Option<(ImportId, String)>,
}

/// What was done to a record, the newest first.
pub async fn changes_of(app: &App, actor: &Actor, patient: &patient::Model) -> Result<Vec<Change>> {
    actor.require(Permission::ViewPatients)?;
    let mut all = by_people(app.database.reader(), patient).await?;
    all.extend(by_files(app.database.reader(), actor, patient).await?);
    all.sort_by_key(|change| std::cmp::Reverse(change.at));
    Ok(all)
}

async fn by_people(connection: &impl ConnectionTrait, patient: &patient::Model) -> Result<Vec<Change>> {
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Subject.eq(PatientId::from(patient.id).to_string()))
        .filter(audit_event::Column::Action.is_in(ACTIONS.map(|(action, _)| action)))
        .order_by_desc(audit_event::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?;
    Ok(events.into_iter().filter_map(told).collect())
}

fn told(event: audit_event::Model) -> Option<Change> {
    let (_, kind) = ACTIONS.into_iter().find(|(action, _)| *action == event.action)?;
    let names = event.detail["fields"].as_array().into_iter().flatten();
    let fields: Vec<String> = names.filter_map(|name| name.as_str().map(ToOwned::to_owned)).collect();
    // Saving a form without a change leaves an event too.
    let is_idle = kind == ChangeKind::Corrected && fields.is_empty();
    (!is_idle).then_some(Change { kind, at: event.at, by: Some(event.actor), fields, import: None })
}

async fn by_files(connection: &impl ConnectionTrait, actor: &Actor, patient: &patient::Model) -> Result<Vec<Change>> {
    let mut found = Vec::new();
    let mut brought_by = None;
    if patient.source != BY_HAND {
        // One file is written after the other, each row dated before its end.
        let first = import::Entity::find()
            .filter(import::Column::CommittedAt.gte(patient.created_at))
            .order_by_asc(import::Column::CommittedAt)
            .one(connection)
            .await?;
        brought_by = first.as_ref().map(|import| import.id);
        found.push(of_file(ChangeKind::Imported, patient.created_at, first, actor));
    }
    if let Some(id) = patient.import_id.filter(|id| brought_by != Some(*id)) {
        let last = import::Entity::find_by_id(id).one(connection).await?;
        let at = last.as_ref().and_then(|import| import.committed_at);
        found.extend(at.map(|at| of_file(ChangeKind::Updated, at, last, actor)));
    }
    Ok(found)
}

fn of_file(kind: ChangeKind, at: Timestamp, import: Option<import::Model>, actor: &Actor) -> Change {
    let by = import.as_ref().map(|import| import.created_by.clone());
    let shown = import.filter(|_| actor.may(Permission::ImportPatients));
    let import = shown.map(|import| (ImportId::from(import.id), import.file_name));
    Change { kind, at, by, fields: Vec::new(), import }
}
