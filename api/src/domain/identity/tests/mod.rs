//! Identity as people and as attackers use it, and what the tests share.

#![allow(clippy::unwrap_used)]

mod account;
mod signing_in;
mod staff;

use entity::audit_event;
use sea_orm::{EntityTrait, QueryOrder};
use shared::permission::Role;

use super::{
    sessions, sign_in, totp,
    users::{self, Credentials, NewUser},
};
use crate::{
    clients::clock::Clock,
    domain::{Actor, Error},
    state::App,
    testing::TestApp,
};

pub const EMAIL: &str = "gwen.harker@example.org";

pub fn gwen(role: Role) -> NewUser {
    NewUser { email: EMAIL.parse().unwrap(), name: "Gwen Harker".to_owned(), role }
}

pub async fn with_credentials(app: &App) -> Credentials {
    users::create_with_credentials(app, &Actor::command("test"), &gwen(Role::Manager)).await.unwrap()
}

pub async fn signed_in(test: &TestApp, credentials: &Credentials) -> sessions::SignedIn {
    let challenge = sign_in::begin(&test.app, EMAIL, &credentials.password).await.unwrap();
    let code = totp::code_at(&credentials.totp.secret, test.clock.timestamp()).unwrap();
    sign_in::complete(&test.app, &challenge.token, &code, Some("test")).await.unwrap()
}

pub async fn actions(app: &App) -> Vec<String> {
    let events = audit_event::Entity::find().order_by_asc(audit_event::Column::Id);
    events.all(app.database.reader()).await.unwrap().into_iter().map(|event| event.action).collect()
}

pub fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}
