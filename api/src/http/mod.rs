//! HTTP: the router and what stands outside GraphQL.

pub mod app;
pub mod client;
mod downloads;
mod graphql;
mod headers;
mod health;
mod hooks;
mod observe;
mod patient_page;
mod public_form;
mod router;
pub mod session;
#[cfg(test)]
pub(crate) mod test_server;
pub mod token;
pub mod uploads;

pub use router::router;
