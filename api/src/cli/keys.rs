//! `recall keys`: the key ring of sealed columns.

use clap::Subcommand;
use serde_json::json;

use super::Context;
use crate::{
    clients::random::OsRandom,
    crypto::KeyRing,
    domain::{Actor, audit},
};

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Add a sealing key, which seals from now on; what older keys sealed stays readable
    Rotate,
    /// Numbers of the sealing keys; the keys themselves are never shown
    List,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    match args.action {
        Action::Rotate => rotate(context).await,
        Action::List => list(context),
    }
}

async fn rotate(context: &Context) -> anyhow::Result<()> {
    let app = context.app().await?;
    let file = context.config.key_file();
    let mut ring = KeyRing::load(&file)?;
    let id = ring.rotate(&OsRandom);
    ring.save(&file)?;
    let entry = audit::Entry { action: "keys.rotated", subject: None, detail: json!({ "key": id }) };
    audit::record_alone(&app.database, app.clock.timestamp(), &Actor::command("keys rotate"), entry).await?;
    let keys = ring.seal_key_ids();
    context.output.done(&json!({ "added": id, "keys": keys, "file": file }), || {
        format!(
            "Key {id} seals from now on; what older keys sealed stays readable, so keep them.\n\
             Back up {} and copy it to every server, then restart them: one without key {id} cannot read what others seal.",
            file.display(),
        )
    })
}

fn list(context: &Context) -> anyhow::Result<()> {
    let file = context.config.key_file();
    let keys = KeyRing::load(&file)?.seal_key_ids();
    let newest = keys.last().copied();
    let rows: Vec<_> = keys.iter().map(|&id| json!({ "id": id, "seals": Some(id) == newest })).collect();
    context.output.done(&json!({ "file": file, "keys": rows }), || {
        let line = |id: &u32| format!("{id}  {}\n", if Some(*id) == newest { "seals and opens" } else { "opens" });
        format!("{}\n{}", file.display(), keys.iter().map(line).collect::<String>())
    })
}
