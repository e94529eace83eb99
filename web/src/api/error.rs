//! What can go wrong between the app and the server, in one type that pages match on.

use serde::Deserialize;

use crate::text;

/// Why a request brought no usable answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The server could not be reached.
    Offline,
    /// The server was reached but did not answer in time.
    TimedOut,
    /// Something answered that is not the GraphQL API, e.g. a proxy's error page. Holds the HTTP status.
    Unreadable(u16),
    /// The answer has another shape than this app was built for: the server has been updated meanwhile.
    Outdated,
    /// The server understood and said no.
    Refused(Refusal),
}

/// A GraphQL error as the server words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub reason: Reason,
    /// One plain sentence from the server.
    pub message: String,
    /// The field of the input that was wrong, where one was.
    pub field: Option<String>,
    /// How long to wait after too many tries, in seconds.
    pub retry_after_seconds: Option<u32>,
    /// What to quote when asking for help about an internal error.
    pub request_id: Option<String>,
}

/// `extensions.code` of an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    Unauthenticated,
    Forbidden,
    NotFound,
    InvalidInput,
    Conflict,
    /// Somebody else has saved the form meanwhile.
    StaleDraft,
    WrongCredentials,
    WrongCode,
    CodeAlreadyUsed,
    LockedOut,
    ChallengeExpired,
    InvitationInvalid,
    AlreadyLaunched,
    AlreadyCommitted,
    AlreadyDiscarded,
    AlreadyRevoked,
    NothingFailed,
    NothingUncertain,
    /// Any code this version of the app has no words of its own for: the server's sentence is shown.
    #[default]
    #[serde(other)]
    Other,
}

impl ApiError {
    /// The server's code, where the server answered.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Refused(refusal) => Some(refusal.reason),
            _ => None,
        }
    }

    /// Whether the request may have been carried out although no answer came.
    pub fn is_lost_answer(&self) -> bool {
        matches!(self, Self::Offline | Self::TimedOut | Self::Unreadable(_))
    }

    pub fn is_unauthenticated(&self) -> bool {
        self.reason() == Some(Reason::Unauthenticated)
    }

    /// What happened and what to do, for the person at the screen.
    pub fn sentence(&self) -> String {
        match self {
            Self::Offline => text::error::OFFLINE.into(),
            Self::TimedOut => text::error::TIMED_OUT.into(),
            Self::Unreadable(status) => text::error::unreadable(*status),
            Self::Outdated => text::error::OUTDATED.into(),
            // The id in the address of the page is none.
            Self::Refused(Refusal { reason: Reason::InvalidInput, field: Some(field), .. }) if field == "id" => {
                text::error::NO_SUCH.into()
            }
            Self::Refused(refusal) => match refusal.reason {
                Reason::Unauthenticated => text::error::SESSION_ENDED.into(),
                Reason::Forbidden => text::error::FORBIDDEN.into(),
                Reason::WrongCredentials => text::error::WRONG_CREDENTIALS.into(),
                Reason::WrongCode => text::error::WRONG_CODE.into(),
                Reason::CodeAlreadyUsed => text::error::CODE_ALREADY_USED.into(),
                Reason::LockedOut => text::error::locked_out(refusal.retry_after_seconds),
                Reason::ChallengeExpired => text::error::CHALLENGE_EXPIRED.into(),
                Reason::NotFound
                | Reason::InvalidInput
                | Reason::Conflict
                | Reason::StaleDraft
                | Reason::InvitationInvalid
                | Reason::AlreadyLaunched
                | Reason::AlreadyCommitted
                | Reason::AlreadyDiscarded
                | Reason::AlreadyRevoked
                | Reason::NothingFailed
                | Reason::NothingUncertain
                | Reason::Other => text::error::refused(&refusal.message, refusal.request_id.as_deref()),
            },
        }
    }
}
