//! What the tests across crate borders stand on: a running Recall, a database of its own, and the outside world.
//!
//! A test drives Recall the way its users do: through its commands, over HTTP, in a browser. `cargo xtask test` starts
//! the peers and tells where they are by variables named `RECALL_TEST_…`; a test whose peer is absent says so and
//! passes. Nothing here knows the server's insides.
//!
//! ```text
//! for_each_engine! {
//!     async fn a_new_user_signs_in(engine: Engine) {
//!         let app = App::start(engine).await?;
//!         let client = app.signed_in("administrator").await?;
//!         let answer = client.query("{ viewer { email } }", json!({})).await?;
//!         assert_eq!(answer["viewer"]["email"], client.email());
//!     }
//! }
//! ```
#![allow(clippy::disallowed_methods, reason = "tests wait for other processes, in real time")]

pub mod acts;
pub mod app;
pub mod authenticator;
pub mod axe;
pub mod browser;
pub mod client;
pub mod connection;
pub mod database;
pub mod forms;
pub mod frames;
pub mod ledger;
pub mod peers;
pub mod scene;
pub mod secure_mail;
pub mod shelf;
pub mod sink;
pub mod tour;
pub mod wait;
pub mod wire;
pub mod wrong_clock;

mod command;
mod each_engine;

pub use app::{App, AppBuilder};
pub use client::{Client, Refusal};
pub use command::{Credentials, Finished};
pub use database::{Engine, TestDatabase};

/// What a test gives back; any error fails it.
pub type Result<T = (), E = anyhow::Error> = std::result::Result<T, E>;
