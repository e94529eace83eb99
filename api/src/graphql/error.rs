//! Domain errors as GraphQL errors with `extensions.code`; internals stay in the log.

use async_graphql::{Error as GraphqlError, ErrorExtensions};

use crate::domain::Error;

/// What a client is told. Internal errors are logged with a number that the client gets too.
pub fn to_graphql(error: Error) -> GraphqlError {
    let code = error.code();
    if error.is_internal() {
        let request = crate::clients::random::token(&crate::clients::random::OsRandom, 10);
        tracing::error!(request_id = %request, error = %format!("{error:#}"), "a resolver failed");
        return GraphqlError::new(
            "Something went wrong on our side. Try again; if it stays, give this number to support.",
        )
        .extend_with(|_, extensions| {
            extensions.set("code", code);
            extensions.set("requestId", request.as_str());
        });
    }
    GraphqlError::new(error.to_string()).extend_with(|_, extensions| {
        extensions.set("code", code);
        match &error {
            Error::Invalid { field, .. } => extensions.set("field", field.as_str()),
            Error::LockedOut { retry_after_seconds } => extensions.set("retryAfterSeconds", *retry_after_seconds),
            _ => {}
        }
    })
}

/// For `?` in resolvers: `domain_call().await.or_graphql()?`.
pub trait OrGraphql<T> {
    fn or_graphql(self) -> async_graphql::Result<T>;
}

impl<T, E: Into<Error>> OrGraphql<T> for Result<T, E> {
    fn or_graphql(self) -> async_graphql::Result<T> {
        self.map_err(|error| to_graphql(error.into()))
    }
}
