//! `recall client`: external systems with credentials of their own.

use clap::Subcommand;
use entity::time::Timestamp;
use serde_json::json;
use shared::{ids::ApiClientId, permission::Permission};

use super::Context;
use crate::domain::{Actor, identity::clients};

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Make credentials for an external system; prints them once
    Add {
        /// What it is called, as "Upload agent"
        name: String,
        /// What it may do, as patients:import; more than one can be given
        #[arg(long = "scope", value_name = "SCOPE", required = true, num_args = 1..)]
        scopes: Vec<Permission>,
    },
    /// All of them, revoked ones too
    List,
    /// Take the credentials away; works at once
    Revoke {
        /// As shown by the list, as client-1
        id: ApiClientId,
    },
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    match args.action {
        Action::Add { name, scopes } => add(context, &name, scopes).await,
        Action::List => list(context).await,
        Action::Revoke { id } => revoke(context, id).await,
    }
}

async fn add(context: &Context, name: &str, scopes: Vec<Permission>) -> anyhow::Result<()> {
    let app = context.app().await?;
    let issued = clients::create(&app, &Actor::command("client add"), name, scopes).await?;
    let token_url = format!("{}/oauth/token", app.config.http.base_url());
    let result = json!({
        "id": issued.id,
        "name": issued.name,
        "client_id": issued.client_id,
        "client_secret": issued.client_secret.0,
        "scopes": issued.scopes,
        "token_url": token_url,
    });
    context.output.done(&result, || {
        format!(
            "{} has credentials now. The secret is shown once.\n\n\
             id             {}\nclient_id      {}\nclient_secret  {}\nscopes         {}\ntoken_url      {token_url}",
            issued.name,
            issued.id,
            issued.client_id,
            issued.client_secret.0,
            texts(&issued.scopes),
        )
    })
}

async fn list(context: &Context) -> anyhow::Result<()> {
    let app = context.app().await?;
    let clients = clients::list(&app, &Actor::command("client list")).await?;
    let mut rows = Vec::new();
    let mut lines = String::new();
    for client in clients {
        let id = ApiClientId::from(client.id);
        let scopes = clients::scopes(&client)?;
        let revoked = if client.revoked_at.is_some() { "  revoked" } else { "" };
        lines.push_str(&format!("{id}  {}  {}  {}{revoked}\n", client.client_id, client.name, texts(&scopes)));
        rows.push(json!({
            "id": id,
            "name": client.name,
            "client_id": client.client_id,
            "scopes": scopes,
            "created_at": client.created_at.to_utc(),
            "last_used_at": client.last_used_at.map(Timestamp::to_utc),
            "revoked_at": client.revoked_at.map(Timestamp::to_utc),
        }));
    }
    context.output.done(&rows, || if lines.is_empty() { "None yet.".to_owned() } else { lines })
}

async fn revoke(context: &Context, id: ApiClientId) -> anyhow::Result<()> {
    let app = context.app().await?;
    clients::revoke(&app, &Actor::command("client revoke"), id).await?;
    context.output.done(&json!({ "id": id, "revoked": true }), || format!("{id} is revoked."))
}

fn texts(scopes: &[Permission]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}
