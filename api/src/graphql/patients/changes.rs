//! What was done to a patient's record, from outside.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};

use crate::{domain::patients, graphql::actors::name_of_actor};

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "patients::ChangeKind")]
pub enum PatientChangeKind {
    /// Added by hand.
    Added,
    /// Brought by a file.
    Imported,
    /// A file said something new.
    Updated,
    Corrected,
    NeverContact,
    /// The patient may be contacted again.
    ContactAllowed,
    Erased,
}

/// Something that was done to a patient's record.
#[derive(Clone, Debug)]
pub struct PatientChange(patients::Change);

impl From<patients::Change> for PatientChange {
    fn from(change: patients::Change) -> Self {
        Self(change)
    }
}

#[Object]
impl PatientChange {
    async fn kind(&self) -> PatientChangeKind {
        self.0.kind.into()
    }

    async fn at(&self) -> DateTime<Utc> {
        self.0.at.to_utc()
    }

    /// What people call whoever did it; null where that is not known.
    async fn by(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match &self.0.by {
            Some(id) => name_of_actor(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }

    /// Names of the corrected fields, as the input of `correctPatient` has them.
    async fn fields(&self) -> &[String] {
        &self.0.fields
    }

    /// The import, for whoever may see imports.
    async fn import_id(&self) -> Option<ID> {
        self.0.import.as_ref().map(|(id, _)| id.to_string().into())
    }

    /// The name of its file.
    async fn file_name(&self) -> Option<&str> {
        self.0.import.as_ref().map(|(_, name)| name.as_str())
    }
}
