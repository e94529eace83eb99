//! HTTP: the router and what stands outside GraphQL.

pub mod app;
pub mod client;
mod graphql;
mod headers;
mod health;
mod observe;
mod patient_page;
mod router;
#[cfg(test)]
pub(crate) mod test_server;

pub use router::router;
