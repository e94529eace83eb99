//! The `recall` command.

// The compiler lays out a command with all the asynchronous calls it nests; the release inlines more than its default allows.
#![recursion_limit = "512"]

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Before anything opens a TLS connection; only a second call could fail, and there is none.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: the asynchronous runtime does not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let code = runtime.block_on(api::cli::main(std::env::args_os()));
    // What still blocks, such as a name look-up, must not hold the process back.
    runtime.shutdown_background();
    code
}
