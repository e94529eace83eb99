//! What every command is given.

use super::Output;
use crate::{config::Config, state::App};

#[derive(Debug)]
pub struct Context {
    pub config: Config,
    pub output: Output,
}

impl Context {
    /// Opens the application and brings its database to this version.
    pub async fn app(&self) -> anyhow::Result<App> {
        let app = App::open(self.config.clone()).await?;
        app.migrate().await?;
        Ok(app)
    }
}
