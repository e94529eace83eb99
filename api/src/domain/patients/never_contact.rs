//! Patients who are never to be contacted again, by any campaign.
//!
//! A launch and a reminder leave them out, and what waits for them already is stopped when a worker claims it
//! (`domain::messages::check`). Files do not change it: it stays until somebody here takes it back.

use entity::{patient, time::Timestamp};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
};
use serde_json::json;
use shared::{ids::PatientId, permission::Permission};

use super::{add::get_kept, columns};
use crate::{
    domain::{
        Actor, Error, Result,
        audit::{self, Entry},
        cohorts,
    },
    state::App,
};

const LONGEST_REASON: usize = 500; // characters: a sentence or two

/// Why, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeverContact {
    pub reason: String,
    pub at: Timestamp,
}

/// What is kept of a patient, opened; `None` for those who may be contacted.
pub fn never_contact_of(app: &App, patient: &patient::Model) -> Result<Option<NeverContact>> {
    let Some(at) = patient.never_contact_at else { return Ok(None) };
    let sealed = patient.never_contact_sealed.as_deref();
    let reason = sealed.map(|sealed| app.keys.open_text(columns::NEVER_CONTACT, sealed)).transpose();
    let reason = reason.map_err(|error| anyhow::Error::new(error).context("a reason cannot be opened"))?;
    Ok(Some(NeverContact { reason: reason.unwrap_or_default(), at }))
}

/// Never again; a second time replaces the reason.
pub async fn set_never_contact(app: &App, actor: &Actor, id: PatientId, reason: &str) -> Result<patient::Model> {
    actor.require(Permission::EditPatients)?;
    let reason = reason.trim();
    let length = reason.chars().count();
    if length == 0 {
        return Err(Error::invalid("reason", "Say why, so that colleagues know."));
    }
    if length > LONGEST_REASON {
        let message = format!("The reason has {length} characters; write at most {LONGEST_REASON}.");
        return Err(Error::invalid("reason", message));
    }
    let sealed = app.keys.seal(columns::NEVER_CONTACT, reason.as_bytes(), app.random.as_ref());
    let now = app.clock.timestamp();
    change(app, actor, id, "patient.never_contact_set", Some((sealed, now))).await
}

/// May be contacted again; what was stopped meanwhile stays stopped.
pub async fn clear_never_contact(app: &App, actor: &Actor, id: PatientId) -> Result<patient::Model> {
    actor.require(Permission::EditPatients)?;
    change(app, actor, id, "patient.never_contact_cleared", None).await
}

async fn change(
    app: &App,
    actor: &Actor,
    id: PatientId,
    action: &str,
    to: Option<(Vec<u8>, Timestamp)>,
) -> Result<patient::Model> {
    let transaction = app.database.begin().await?;
    get_kept(&transaction, id.get()).await?;
    let (sealed, at) = to.unzip();
    let row = patient::ActiveModel {
        id: Unchanged(id.get()),
        never_contact_sealed: Set(sealed),
        never_contact_at: Set(at),
        ..Default::default()
    };
    let row = row.update(&transaction).await?;
    let event = Entry { action, subject: Some(id.to_string()), detail: json!({}) };
    cohorts::changed(&transaction).await?;
    audit::record(&transaction, app.clock.timestamp(), actor, event).await?;
    transaction.commit().await?;
    Ok(row)
}
