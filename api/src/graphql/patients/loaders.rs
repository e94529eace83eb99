//! Loads patients and what belongs to them for a whole page at once.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Context,
    dataloader::{DataLoader, Loader},
};
use entity::{condition, patient};
use shared::ids::PatientId;

use super::types::Patient;
use crate::{
    domain::{
        Error,
        patients::{self, OpenContact},
    },
    graphql::error::to_graphql,
    state::App,
};

/// Batches look-ups that happen at the same time. Keeps nothing, so it may serve every request.
pub struct PatientLoader(App);

/// The loader as schema data.
pub fn loader(app: App) -> DataLoader<PatientLoader> {
    DataLoader::new(PatientLoader(app), tokio::spawn)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContactsOf(pub PatientId);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConditionsOf(pub PatientId);

impl Loader<PatientId> for PatientLoader {
    type Value = patient::Model;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[PatientId]) -> Result<HashMap<PatientId, Self::Value>, Self::Error> {
        let found = patients::by_ids(&self.0, &numbers(ids)).await?;
        Ok(found.into_iter().map(|(id, patient)| (id.into(), patient)).collect())
    }
}

impl Loader<ContactsOf> for PatientLoader {
    type Value = Vec<OpenContact>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ContactsOf]) -> Result<HashMap<ContactsOf, Self::Value>, Self::Error> {
        let ids: Vec<_> = keys.iter().map(|key| key.0.get()).collect();
        let found = patients::contact_points_of(&self.0, &ids).await?;
        Ok(found.into_iter().map(|(id, contacts)| (ContactsOf(id.into()), contacts)).collect())
    }
}

impl Loader<ConditionsOf> for PatientLoader {
    type Value = Vec<condition::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ConditionsOf]) -> Result<HashMap<ConditionsOf, Self::Value>, Self::Error> {
        let ids: Vec<_> = keys.iter().map(|key| key.0.get()).collect();
        let found = patients::conditions_of(&self.0, &ids).await?;
        Ok(found.into_iter().map(|(id, conditions)| (ConditionsOf(id.into()), conditions)).collect())
    }
}

fn numbers(ids: &[PatientId]) -> Vec<i64> {
    ids.iter().map(|id| id.get()).collect()
}

/// The patient of a row that names one. The list they stand in is what is audited.
pub async fn load_patient(ctx: &Context<'_>, id: PatientId) -> async_graphql::Result<Patient> {
    load(ctx, id).await?.map(Patient).ok_or_else(|| to_graphql(Error::NotFound("patient")))
}

/// One value by its key, batched with what others ask for at the same time.
pub async fn load<K>(ctx: &Context<'_>, key: K) -> async_graphql::Result<Option<<PatientLoader as Loader<K>>::Value>>
where
    K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
    PatientLoader: Loader<K, Error = Arc<Error>>,
{
    let loader = ctx.data::<DataLoader<PatientLoader>>()?;
    loader.load_one(key).await.map_err(|error| {
        // Several fields may share the one failure; its text is enough for the log.
        to_graphql(Error::Internal(anyhow::anyhow!("{error:#}")))
    })
}
