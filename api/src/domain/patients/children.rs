//! The rows that belong to one patient: contact points and conditions.

use entity::{condition, contact_point};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait,
};

use super::{record::RecordCondition, seal::SealedContact};
use crate::domain::Result;

pub async fn insert_contacts(
    transaction: &impl ConnectionTrait,
    patient: i64,
    contacts: Vec<SealedContact>,
) -> Result<()> {
    if contacts.is_empty() {
        return Ok(());
    }
    let rows = contacts.into_iter().map(|contact| contact_point::ActiveModel {
        id: NotSet,
        patient_id: Set(patient),
        kind: Set(contact.kind),
        position: Set(contact.position),
        value_sealed: Set(contact.value_sealed),
        value_index: Set(contact.value_index),
        textable: Set(contact.textable),
    });
    contact_point::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    Ok(())
}

pub async fn insert_conditions(
    transaction: &impl ConnectionTrait,
    patient: i64,
    conditions: Vec<RecordCondition>,
) -> Result<()> {
    if conditions.is_empty() {
        return Ok(());
    }
    let rows = conditions.into_iter().map(|condition| condition::ActiveModel {
        id: NotSet,
        patient_id: Set(patient),
        system: Set(condition.coding.system),
        code: Set(condition.coding.code),
        term: Set(condition.coding.term),
        onset: Set(condition.onset),
        abatement: Set(condition.abatement),
    });
    condition::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    Ok(())
}
