//! `recall docs`: pages of the documentation that are made from the code.

use clap::ValueEnum;

use super::Context;
use crate::config;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Which page
    page: Page,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Page {
    Permissions,
    Configuration,
}

pub fn run(context: &Context, args: &Args) -> anyhow::Result<()> {
    let markdown = match args.page {
        Page::Permissions => permissions(),
        Page::Configuration => config::markdown(),
    };
    context.output.done(&serde_json::json!({ "markdown": markdown }), || markdown.clone())
}

fn permissions() -> String {
    format!(
        "# Permissions\n\n\
         <!-- Made by `recall docs permissions`; do not edit. -->\n\n\
         A member of staff has one role; an external system has scopes, which are the permissions themselves.\n\
         Every field of the GraphQL API checks the permission it needs.\n\n{}",
        shared::permission::matrix_markdown()
    )
}
