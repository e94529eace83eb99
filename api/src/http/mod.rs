//! HTTP: the router and what stands outside GraphQL.

pub mod app;
pub mod client;
mod graphql;
mod headers;
mod health;
mod observe;
mod patient_page;
pub mod reports;
mod router;
pub mod session;
pub mod token;

pub use router::router;
