//! Commands, one file each.

mod audit;
mod bench;
mod bench_forms;
mod bench_kill;
mod bench_launch;
mod bench_page;
mod client;
mod code_set;
mod command;
mod context;
mod demo;
mod docs;
mod generate;
mod import;
mod keys;
mod load;
mod memory;
mod migrate;
mod output;
mod run;
mod schema;
mod serve;
mod snapshot;
mod user;
mod worker;

pub use command::{Cli, Command};
pub use context::Context;
pub use output::{Output, Refused};
pub use run::main;
