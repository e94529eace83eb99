//! `recall schema`: the GraphQL SDL.

use super::Context;
use crate::graphql;

#[derive(clap::Args, Debug)]
pub struct Args {}

pub fn run(context: &Context, _: Args) -> anyhow::Result<()> {
    let sdl = graphql::sdl();
    context.output.done(&serde_json::json!({ "sdl": sdl }), || sdl.clone())
}
