//! From the arguments to the exit code: 0 done, 1 failed, 2 wrong usage, 3 refused by a check.

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, error::ErrorKind};

use super::{Cli, Command, Context, Output, Refused};
use crate::{config::Config, domain::Error, telemetry};

const FAILED: u8 = 1;
const WRONG_USAGE: u8 = 2;
const REFUSED: u8 = 3;

/// Runs one command to its end. Nothing here is generic or asynchronous to its caller, so that the product is compiled
/// once, with this library, and not a second time with the binary.
pub fn main(arguments: Vec<OsString>) -> ExitCode {
    // Before anything opens a TLS connection; only a second call could fail, and there is none.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: the asynchronous runtime does not start: {error}");
            return FAILED.into();
        }
    };
    let code = runtime.block_on(run(&arguments));
    // What still blocks, such as a name look-up, must not hold the process back.
    runtime.shutdown_background();
    code
}

async fn run(arguments: &[OsString]) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, arguments.iter().any(|argument| argument == "--json")),
    };
    let output = Output::new(cli.json);
    let mut config = match Config::load(cli.config.as_deref()) {
        Ok(config) => config,
        Err(error) => {
            output.failed("WRONG_CONFIGURATION", &format!("{error:#}"));
            return FAILED.into();
        }
    };
    if matches!(cli.command, Command::Demo(_)) {
        // Hundreds of patients' requests in a row would hide what the demo says.
        "warn".clone_into(&mut config.log.filter);
    }
    telemetry::init(&config.log);
    let context = Context { config, output };
    match Box::pin(cli.command.run(&context)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let (exit, code) = meaning(&error);
            context.output.failed(code, &format!("{error:#}"));
            exit.into()
        }
    }
}

fn usage(error: &clap::Error, json: bool) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Printing fails only when standard output is closed, and then nobody reads it.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if json {
        Output::new(true).failed("WRONG_USAGE", error.to_string().trim_end());
    } else {
        let _ = error.print();
    }
    WRONG_USAGE.into()
}

fn meaning(error: &anyhow::Error) -> (u8, &'static str) {
    if let Some(refused) = error.downcast_ref::<Refused>() {
        return (REFUSED, refused.code);
    }
    match error.downcast_ref::<Error>() {
        Some(error) => (FAILED, error.code()),
        None => (FAILED, "FAILED"),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn exit_codes_tell_failure_from_refusal() {
        assert_eq!(meaning(&anyhow::anyhow!("no disk")), (1, "FAILED"));
        assert_eq!(meaning(&Error::NotFound("campaign").into()), (1, "NOT_FOUND"));
        let refused = Err::<(), _>(Refused::new("BROKEN_CHAIN", "event 3")).context("while verifying");
        assert_eq!(refused.map_err(|error| meaning(&error)), Err((3, "BROKEN_CHAIN")));
    }
}
