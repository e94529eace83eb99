//! A suppression by staff: somebody rang and wants no more messages.

use entity::{suppression, values::ContactKind};
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use shared::{ids::SuppressionId, permission::Permission, suppression::SuppressionReason};

use super::{
    address::Address,
    list::{Suppressed, of_rows},
    words::{self, NOTE},
    write::{NewRow, write},
};
use crate::{
    domain::{Actor, Error, Result, audit},
    state::App,
};

/// What staff say.
#[derive(Clone, Debug)]
pub struct NewSuppression {
    pub kind: ContactKind,
    /// As typed.
    pub value: String,
    pub note: String,
}

/// Suppresses a contact point, whether a patient has it today or not.
pub async fn add(app: &App, actor: &Actor, new: &NewSuppression) -> Result<Suppressed> {
    actor.require(Permission::EditPatients)?;
    let address = Address::parse(new.kind, &new.value)?;
    let note = words::checked("note", &new.note)?;
    let (index, now) = (address.index(&app.keys), app.clock.timestamp());
    let transaction = app.database.begin().await?;
    let row = NewRow {
        value_sealed: Some(address.sealed(app)),
        note_sealed: Some(app.keys.seal(NOTE, note.as_bytes(), app.random.as_ref())),
        added_by: Some(actor.id.clone()),
        ..NewRow::new(address.kind(), &index, SuppressionReason::Staff, now)
    };
    let new_here = write(&transaction, row).await?;
    let row = suppression::Entity::find()
        .filter(suppression::Column::Kind.eq(address.kind()))
        .filter(suppression::Column::ValueIndex.eq(index.clone()))
        .one(&transaction)
        .await?
        .ok_or(Error::NotFound("suppression"))?;
    if !new_here {
        return Err(Error::refused("CONFLICT", "This number or address is on the list already."));
    }
    let entry = audit::Entry {
        action: "suppression.added",
        subject: Some(SuppressionId::from(row.id).to_string()),
        detail: json!({ "kind": address.kind().to_value(), "reason": SuppressionReason::Staff }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    let added = of_rows(app, vec![row]).await?.into_iter().next();
    added.ok_or(Error::NotFound("suppression"))
}
