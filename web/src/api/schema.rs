//! The server's types as cynic knows them, generated from `api/schema.graphql` when compiling.
//! A query that asks for a field the server does not have is a compile error here, not a surprise in the browser.

#[cynic::schema("recall")]
mod generated {}

pub use generated::*;
