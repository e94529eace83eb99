//! `recall code-set`: named lists of codes.

use std::{fs::File, io::BufReader, path::PathBuf};

use anyhow::Context as _;
use serde_json::json;
use shared::{coding::CodeSystem, ids::CodeSetId};

use super::Context;
use crate::domain::{Actor, code_sets};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make or replace a code set from a CSV with the columns code,term
    Import {
        /// Its name: lower-case letters, digits and hyphens
        name: String,
        file: PathBuf,
        /// The code system: snomed, icd10, read or local
        #[arg(long, default_value = "snomed")]
        system: CodeSystem,
    },
    /// All code sets
    List,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    match args.command {
        Command::Import { name, file, system } => import(context, &name, &file, system).await,
        Command::List => list(context).await,
    }
}

async fn import(context: &Context, name: &str, file: &std::path::Path, system: CodeSystem) -> anyhow::Result<()> {
    let list = File::open(file).with_context(|| format!("the file {} cannot be read", file.display()))?;
    let app = context.app().await?;
    let actor = Actor::command("code-set import");
    let new = code_sets::NewSet { name, title: None, system };
    let set = code_sets::import_csv(&app, &actor, new, BufReader::new(list)).await?;
    context.output.done(&set, || {
        let done = if set.replaced { "replaced" } else { "made" };
        format!("{done} {} with {} codes ({} lines repeated a code)", set.name, set.codes, set.repeated)
    })
}

async fn list(context: &Context) -> anyhow::Result<()> {
    let app = context.app().await?;
    let sets = code_sets::all(&app.database).await?;
    let result: Vec<_> = sets
        .iter()
        .map(|set| {
            json!({
                "id": CodeSetId::from(set.id),
                "name": set.name,
                "title": set.title,
                "version": set.version,
                "source": set.source,
                "size": set.size,
                "shipped": set.shipped,
            })
        })
        .collect();
    context.output.done(&result, || {
        let line = |set: &entity::code_set::Model| {
            format!("{:<34} {:>6} codes  version {:<12} {}", set.name, set.size, set.version, set.source)
        };
        sets.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}
