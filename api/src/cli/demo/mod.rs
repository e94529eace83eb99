//! `recall demo`: the whole job on generated patients in a fresh data folder, and whether its sums add up.

mod checks;
mod folder;
mod job;
mod patients;
mod steps;
mod summary;
mod tables;

use std::net::SocketAddr;

use self::{folder::DemoFolder, summary::Summary};
use super::{Context, Refused, serve};
use crate::domain::identity;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many patients are made
    #[arg(long, default_value_t = 150_000, value_parser = clap::value_parser!(u64).range(100..=5_000_000))]
    patients: u64,
    /// The same seed makes the same patients
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Serve the finished demo afterwards
    #[arg(long)]
    serve: bool,
    /// Where to serve it; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", requires = "serve")]
    listen: Option<SocketAddr>,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    let mut base = context.config.clone();
    if args.serve {
        // Links in the outbox begin with the address; and better now than after the whole job.
        base.http.listen = args.listen.unwrap_or(base.http.listen);
        drop(serve::listen_on(base.http.listen).await?);
    }
    let folder = DemoFolder::make(base.data_dir())?;
    let config = folder.config(&base);
    // Boxed: the compiler lays out what is not, and this holds the whole product.
    let summary = Box::pin(job::run(&config, &folder, &args, context.output.shows_progress())).await?;
    folder.save(&summary)?;
    let adds_up = summary.adds_up();
    context.output.done(&summary, || summary.text(&folder))?;
    if !adds_up {
        return Err(Refused::new("SUMS_DIFFER", "the sums of the demo do not add up; see the checks above").into());
    }
    if args.serve {
        show_qr(&summary)?;
        let context = Context { config, output: super::Output::new(true) };
        Box::pin(serve::run(&context, serve::Args::on(args.listen))).await?;
    }
    Ok(())
}

fn show_qr(summary: &Summary) -> anyhow::Result<()> {
    let administrator = &summary.administrator;
    eprintln!("\n{}", identity::qr::terminal(&administrator.otpauth_uri)?);
    eprintln!(
        "Scan this with your authenticator app, then sign in:\n  email     {}\n  password  {}\n  or type the secret {}\n",
        administrator.email, administrator.password, administrator.totp_secret
    );
    Ok(())
}
