//! `recall audit`: the hash-chained log of who saw and changed what.

use clap::Subcommand;
use serde_json::json;

use super::{Context, Refused};
use crate::domain::audit;

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Check the chain from its first event to its last; exit code 3 when it is broken
    Verify {
        /// Head that an earlier check printed: then a cut-off end shows too
        #[arg(long, value_name = "HASH", value_parser = hash)]
        head: Option<Hash>,
    },
}

#[derive(Clone, Debug)]
struct Hash(Vec<u8>);

fn hash(text: &str) -> Result<Hash, String> {
    let bytes = audit::unhex(text.trim()).filter(|bytes| bytes.len() == 32);
    bytes.map(Hash).ok_or_else(|| "a head has 64 hexadecimal digits".to_owned())
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    let Action::Verify { head } = args.action;
    let app = context.app().await?;
    let verdict = audit::verify(&app.database, head.as_ref().map(|head| head.0.as_slice())).await?;
    match verdict {
        Ok(verified) => {
            let head = audit::hex(&verified.head);
            context.output.done(&json!({ "valid": true, "events": verified.events, "head": head }), || {
                format!(
                    "The chain of {} events holds. Keep its head elsewhere, for the next check:\n{head}",
                    shared::time::thousands(verified.events)
                )
            })
        }
        Err(broken) => {
            let result = json!({ "valid": false, "event": broken.event(), "message": broken.to_string() });
            if context.output.is_json() {
                context.output.done(&result, String::new)?;
            }
            let advice =
                "Compare with a snapshot taken before, and keep the database as it is for whoever looks into it.";
            Err(Refused::new("BROKEN_CHAIN", format!("{broken}. {advice}")).into())
        }
    }
}
