//! Names of those who did something, for whole lists at once.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Context, Result,
    dataloader::{DataLoader, Loader},
};

use super::error::to_graphql;
use crate::{
    database::Database,
    domain::{
        Error,
        identity::names::{RECALL, names_of},
    },
};

/// Batches look-ups that happen at the same time. Keeps nothing, so it may serve every request.
pub struct ActorLoader(Database);

/// The loader as schema data.
pub fn loader(database: Database) -> DataLoader<ActorLoader> {
    DataLoader::new(ActorLoader(database), tokio::spawn)
}

impl Loader<String> for ActorLoader {
    type Value = String;
    type Error = Arc<Error>;

    async fn load(&self, ids: &[String]) -> Result<HashMap<String, String>, Self::Error> {
        Ok(names_of(self.0.reader(), ids).await?)
    }
}

/// A person's name, the name of an external system, or `Recall`.
pub async fn name_of_actor(ctx: &Context<'_>, id: &str) -> Result<String> {
    let name = ctx.data::<DataLoader<ActorLoader>>()?.load_one(id.to_owned()).await;
    let name = name.map_err(|error| to_graphql(Error::Internal(anyhow::anyhow!("{error:#}"))))?;
    Ok(name.unwrap_or_else(|| RECALL.to_owned()))
}
