//! The steps of the way to a campaign.

use super::form::Typed;
use super::{messages, schedule, who};
use crate::components::error_summary::FormError;
use crate::text::wizard as words;

/// The steps by the last part of their address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Who,
    Messages,
    Schedule,
    Check,
}

impl Step {
    pub const ALL: [Self; 4] = [Self::Who, Self::Messages, Self::Schedule, Self::Check];

    pub fn path(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Messages => "messages",
            Self::Schedule => "schedule",
            Self::Check => "check",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Who => words::WHO,
            Self::Messages => words::MESSAGES,
            Self::Schedule => words::SCHEDULE,
            Self::Check => words::CHECK,
        }
    }

    pub fn of_path(path: &str) -> Self {
        Self::ALL.into_iter().find(|step| step.path() == path).unwrap_or(Self::Who)
    }

    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1).min(Self::ALL.len() - 1)]
    }

    /// What is wrong with what was typed in this step.
    pub fn problems(self, typed: &Typed) -> Vec<FormError> {
        match self {
            Self::Who => who::problems(typed),
            Self::Messages => messages::problems(typed),
            Self::Schedule => schedule::problems(typed),
            Self::Check => Vec::new(),
        }
    }
}
