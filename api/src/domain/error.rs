//! Errors that every feature shares: what a caller can be told, and what only the log may know.

use shared::permission::Permission;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("Sign in first.")]
    Unauthenticated,
    #[error("Your role does not allow this ({}). Ask an administrator.", .0.as_str())]
    Forbidden(Permission),
    /// `0` is the kind of thing, as in "campaign".
    #[error("There is no such {0}, or you may not see it.")]
    NotFound(&'static str),
    /// A value that was given is wrong; `field` names it as the caller knows it.
    #[error("{message}")]
    Invalid { field: String, message: String },
    /// The rules say no; `code` is stable and in upper snake case, `message` says what to do.
    #[error("{message}")]
    Refused { code: &'static str, message: String },
    #[error("Too many attempts. Try again in {retry_after_seconds} seconds.")]
    LockedOut { retry_after_seconds: u64 },
    #[error("the database failed: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
}

impl Error {
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), message: message.into() }
    }

    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused { code, message: message.into() }
    }

    /// The stable word for programs (`extensions.code` in GraphQL).
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden(_) => "FORBIDDEN",
            Self::NotFound(_) => "NOT_FOUND",
            Self::Invalid { .. } => "INVALID_INPUT",
            Self::Refused { code, .. } => code,
            Self::LockedOut { .. } => "LOCKED_OUT",
            Self::Database(_) | Self::Internal(_) => "INTERNAL",
        }
    }

    /// Whether the message is for the log only.
    pub fn is_internal(&self) -> bool {
        matches!(self, Self::Database(_) | Self::Internal(_))
    }
}
