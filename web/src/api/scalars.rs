//! The scalars of the schema. They stay text until a screen shows them: `time` turns them into words.

use super::schema;

/// A moment as RFC 3339 in UTC, e.g. `2026-11-23T08:00:00Z`.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "DateTime", schema_module = "schema")]
pub struct DateTime(pub String);

/// A day as ISO 8601, e.g. `1951-04-03`.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "NaiveDate", schema_module = "schema")]
pub struct Date(pub String);
