//! Patients: find, show, correct.

use async_graphql::{Context, ID, Result, SimpleObject};
use shared::ids::PatientId;

/// A person in the practice's database.
#[derive(SimpleObject)]
pub struct Patient {
    id: ID,
}

/// The patient something else refers to.
pub async fn load_patient(_ctx: &Context<'_>, id: PatientId) -> Result<Patient> {
    Ok(Patient { id: id.to_string().into() })
}
