//! HTTP: the router and what stands outside GraphQL.

pub mod app;
mod campaigns;
pub mod client;
mod download;
mod graphql;
mod headers;
mod health;
mod hooks;
mod imports;
mod observe;
mod patient_page;
pub mod reports;
mod router;
pub mod session;
#[cfg(test)]
pub(crate) mod test_server;
pub mod token;
pub mod uploads;

pub use router::router;
