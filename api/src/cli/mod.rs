//! Commands, one file each.

mod code_set;
mod command;
mod context;
mod docs;
mod generate;
mod import;
mod migrate;
mod output;
mod run;
mod schema;
mod serve;

pub use command::{Cli, Command};
pub use context::Context;
pub use output::{Output, Refused};
pub use run::main;
