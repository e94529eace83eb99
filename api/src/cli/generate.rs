//! `recall generate`: synthetic UK patients as CSV.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::PathBuf,
};

use anyhow::Context as _;
use indicatif::ProgressBar;
use serde_json::json;
use shared::time::thousands;

use super::Context;
use crate::domain::imports::generate;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many patients
    #[arg(long)]
    patients: u64,
    /// The same seed makes the same patients
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write
    #[arg(long)]
    out: PathBuf,
}

pub fn run(context: &Context, args: &Args) -> anyhow::Result<()> {
    let file = File::create(&args.out).with_context(|| format!("the file {} cannot be made", args.out.display()))?;
    let mut file = BufWriter::new(file);
    let bar = if context.output.shows_progress() { ProgressBar::new(args.patients) } else { ProgressBar::hidden() };
    generate::write(&mut file, args.patients, args.seed, &|done| bar.set_position(done))?;
    file.flush().with_context(|| format!("the file {} cannot be written", args.out.display()))?;
    bar.finish_and_clear();
    let result = json!({ "file": args.out, "patients": args.patients, "seed": args.seed });
    context.output.done(&result, || format!("{} patients in {}", thousands(args.patients), args.out.display()))
}
