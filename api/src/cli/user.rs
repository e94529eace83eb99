//! `recall user`: members of staff who may sign in.

use clap::Subcommand;
use serde_json::json;
use shared::{email::EmailAddress, ids::UserId, permission::Role};

use super::Context;
use crate::domain::{
    Actor,
    identity::{
        invitations::{self, Invitation},
        qr,
        users::{self, Credentials, NewUser},
    },
};

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Invite a member of staff; prints the link to hand over
    Add(AddArgs),
    /// Everybody who may sign in
    List,
}

#[derive(clap::Args, Debug)]
struct AddArgs {
    /// Email address, with which the person signs in
    email: EmailAddress,
    #[arg(long)]
    name: String,
    /// administrator, manager, viewer or auditor
    #[arg(long)]
    role: Role,
    /// Set a password and a second factor at once and print them, instead of a link
    #[arg(long)]
    with_credentials: bool,
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    match args.action {
        Action::Add(args) => add(context, args).await,
        Action::List => list(context).await,
    }
}

async fn add(context: &Context, args: AddArgs) -> anyhow::Result<()> {
    let app = context.app().await?;
    let actor = Actor::command("user add");
    let new = NewUser { email: args.email, name: args.name, role: args.role };
    if args.with_credentials {
        let credentials = users::create_with_credentials(&app, &actor, &new).await?;
        let qr = qr::terminal(&credentials.totp.uri)?;
        let result = json!({
            "id": credentials.user,
            "email": new.email.key(),
            "name": new.name,
            "role": new.role,
            "password": credentials.password,
            "totp_secret": credentials.totp.secret,
            "otpauth_uri": credentials.totp.uri,
        });
        return context.output.done(&result, || with_credentials(&new, &credentials, &qr));
    }
    let invitation = invitations::invite(&app, &actor, &new).await?;
    let result = json!({
        "id": invitation.user,
        "email": new.email.key(),
        "name": new.name,
        "role": new.role,
        "invitation_url": invitation.url,
        "expires_at": invitation.expires_at.to_utc(),
    });
    context.output.done(&result, || invited(&new, &invitation))
}

fn with_credentials(new: &NewUser, credentials: &Credentials, qr: &str) -> String {
    format!(
        "{name} may sign in as {role}. These are shown once; hand them over safely.\n\n\
         email     {email}\n\
         password  {password}\n\
         secret    {secret}\n\n\
         Scan this with an authenticator app, or type the secret into it:\n\n{qr}",
        name = new.name,
        role = new.role,
        email = new.email.key(),
        password = credentials.password,
        secret = credentials.totp.secret,
    )
}

fn invited(new: &NewUser, invitation: &Invitation) -> String {
    format!(
        "{name} may choose a password and set up an authenticator app, as {role}, until {until}:\n\n{url}\n\n\
         Whoever has this link can do that. It is shown once and works once.",
        name = new.name,
        role = new.role,
        until = invitation.expires_at.to_utc().format("%-d %b %Y, %H:%M UTC"),
        url = invitation.url,
    )
}

async fn list(context: &Context) -> anyhow::Result<()> {
    let app = context.app().await?;
    let users = users::list(&app, &Actor::command("user list")).await?;
    let rows: Vec<_> = users
        .iter()
        .map(|user| {
            json!({
                "id": UserId::from(user.id),
                "email": user.email,
                "name": user.name,
                "role": user.role,
                "state": sea_orm::ActiveEnum::to_value(&user.state),
                "created_at": user.created_at.to_utc(),
                "last_sign_in_at": user.last_sign_in_at.map(entity::time::Timestamp::to_utc),
            })
        })
        .collect();
    context.output.done(&rows, || {
        if users.is_empty() {
            return "Nobody yet. Make the first administrator:\n\
                    recall user add EMAIL --name NAME --role administrator --with-credentials"
                .to_owned();
        }
        let line = |user: &entity::user::Model| {
            let id = UserId::from(user.id);
            let state = sea_orm::ActiveEnum::to_value(&user.state);
            format!(
                "{id}  {role:13}  {state:8}  {email}  {name}\n",
                role = user.role,
                email = user.email,
                name = user.name
            )
        };
        users.iter().map(line).collect()
    })
}
