//! Single patients with what belongs to them.

use std::collections::HashMap;

use entity::{condition, contact_point, patient, suppression, values::ContactKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use shared::{ids::PatientId, permission::Permission, suppression::SuppressionReason};

use super::contacts;
use crate::{
    domain::{
        Actor, Error, Result,
        audit::{self, Entry},
    },
    state::App,
};

/// A contact point, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenContact {
    pub kind: ContactKind,
    pub value: String,
    /// Whether it must not be used again.
    pub suppressed: bool,
    /// Why; none also for a word that this version does not know.
    pub suppression_reason: Option<SuppressionReason>,
}

/// One patient, for somebody who looks at exactly them: leaves an audit event.
pub async fn view(app: &App, actor: &Actor, id: PatientId) -> Result<patient::Model> {
    actor.require(Permission::ViewPatients)?;
    let found = patient::Entity::find_by_id(id.get()).one(app.database.reader()).await?;
    let found = found.ok_or(Error::NotFound("patient"))?;
    let event = Entry { action: "patient.viewed", subject: Some(id.to_string()), detail: json!({}) };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, event).await?;
    Ok(found)
}

/// Patients by id, for lists that have been audited themselves.
pub async fn by_ids(app: &App, ids: &[i64]) -> Result<HashMap<i64, patient::Model>> {
    let rows = patient::Entity::find()
        .filter(patient::Column::Id.is_in(ids.iter().copied()))
        .all(app.database.reader())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The contact points of several patients in their order, opened.
pub async fn contact_points_of(app: &App, ids: &[i64]) -> Result<HashMap<i64, Vec<OpenContact>>> {
    let rows = contact_point::Entity::find()
        .filter(contact_point::Column::PatientId.is_in(ids.iter().copied()))
        .order_by_asc(contact_point::Column::PatientId)
        .order_by_asc(contact_point::Column::Position)
        .all(app.database.reader())
        .await?;
    let suppressed = suppression::Entity::find()
        .filter(suppression::Column::ValueIndex.is_in(rows.iter().map(|row| row.value_index.clone())))
        .all(app.database.reader())
        .await?;
    let mut of_patient: HashMap<i64, Vec<OpenContact>> = HashMap::new();
    for row in rows {
        let value = match row.kind {
            ContactKind::Phone => contacts::open_phone(&app.keys, &row.value_sealed)?.national(),
            ContactKind::Email => contacts::open_email(&app.keys, &row.value_sealed)?.to_string(),
        };
        let suppression = suppressed.iter().find(|s| s.kind == row.kind && s.value_index == row.value_index);
        of_patient.entry(row.patient_id).or_default().push(OpenContact {
            kind: row.kind,
            value,
            suppressed: suppression.is_some(),
            suppression_reason: suppression.and_then(|s| s.reason.parse().ok()),
        });
    }
    Ok(of_patient)
}

/// The conditions of several patients, the latest first.
pub async fn conditions_of(app: &App, ids: &[i64]) -> Result<HashMap<i64, Vec<condition::Model>>> {
    let rows = condition::Entity::find()
        .filter(condition::Column::PatientId.is_in(ids.iter().copied()))
        .order_by_desc(condition::Column::Onset)
        .order_by_asc(condition::Column::Id)
        .all(app.database.reader())
        .await?;
    let mut of_patient: HashMap<i64, Vec<condition::Model>> = HashMap::new();
    for row in rows {
        of_patient.entry(row.patient_id).or_default().push(row);
    }
    Ok(of_patient)
}
