//! What can be typed after `recall`.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::{
    Context, audit, bench, client, code_set, demo, docs, generate, import, keys, migrate, schema, serve, snapshot,
    user, worker,
};

/// Runs patient-recall campaigns: upload patients, select, send email and text, see who has read it,
/// report who has not, remind, and keep an encrypted copy of everything.
#[derive(Parser, Debug)]
#[command(name = "recall", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Configuration file [default: recall.toml, where it exists]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print the result as one JSON document on standard output, and nothing else there
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// API, browser app, patient pages, worker and scheduler
    Serve(serve::Args),
    /// Worker and scheduler only
    Worker(worker::Args),
    /// The whole job on generated patients in a fresh data folder
    Demo(demo::Args),
    /// Bring the database to this version
    Migrate(migrate::Args),
    /// Synthetic patients of the United Kingdom as CSV, the same for the same seed
    Generate(generate::Args),
    /// Import a file of patients on this machine
    Import(import::Args),
    /// Named lists of codes
    CodeSet(code_set::Args),
    /// Members of staff who may sign in
    User(user::Args),
    /// External systems with credentials of their own
    Client(client::Args),
    /// Encrypted copies of everything
    Snapshot(snapshot::Args),
    /// The hash-chained log of who saw and changed what
    Audit(audit::Args),
    /// Print the GraphQL schema
    Schema(schema::Args),
    /// The key ring of sealed columns
    Keys(keys::Args),
    /// Print generated pages of the documentation
    #[command(hide = true)]
    Docs(docs::Args),
    /// Measurements side by side
    #[command(hide = true)]
    Bench(bench::Args),
}

impl Command {
    pub(super) async fn run(self, context: &Context) -> anyhow::Result<()> {
        // Boxed, because these hold the whole product, and the compiler lays out what is not.
        match self {
            Self::Serve(args) => Box::pin(serve::run(context, args)).await,
            Self::Worker(args) => Box::pin(worker::run(context, args)).await,
            Self::Demo(args) => Box::pin(demo::run(context, args)).await,
            Self::Migrate(args) => migrate::run(context, args).await,
            Self::Generate(args) => generate::run(context, &args),
            Self::Import(args) => import::run(context, args).await,
            Self::CodeSet(args) => code_set::run(context, args).await,
            Self::User(args) => user::run(context, args).await,
            Self::Client(args) => client::run(context, args).await,
            Self::Snapshot(args) => snapshot::run(context, args).await,
            Self::Audit(args) => audit::run(context, args).await,
            Self::Schema(args) => schema::run(context, args),
            Self::Keys(args) => keys::run(context, args).await,
            Self::Docs(args) => docs::run(context, &args),
            Self::Bench(args) => Box::pin(bench::run(context, args)).await,
        }
    }
}
