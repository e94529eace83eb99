//! HTTP: the router and what stands outside GraphQL.

pub mod session;
pub mod token;
