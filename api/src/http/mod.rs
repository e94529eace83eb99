//! HTTP: the router and what stands outside GraphQL.
