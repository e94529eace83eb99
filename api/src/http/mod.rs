//! HTTP: the router and what stands outside GraphQL.

pub mod app;
pub mod client;
mod graphql;
mod headers;
mod health;
mod observe;
mod patient_page;
mod router;
pub mod session;
pub mod token;
pub mod uploads;

pub use router::router;
