//! `recall migrate`: bring the database to this version.

use serde_json::json;

use super::Context;
use crate::state::App;

#[derive(clap::Args, Debug)]
pub struct Args {}

pub async fn run(context: &Context, _: Args) -> anyhow::Result<()> {
    let app = App::open(context.config.clone()).await?;
    let applied = app.migrate().await?;
    context.output.done(&json!({ "applied": applied }), || match applied.len() {
        0 => "The database is at this version already.".to_owned(),
        n => format!("Applied {n} steps: {}.", applied.join(", ")),
    })
}
