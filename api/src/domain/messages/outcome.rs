//! What a provider's answer means for a message, and the sums of a batch.

use std::{ops::Add, time::Duration};

use shared::{
    channel::{Channel, MessageState},
    suppression::SuppressionReason,
};

use super::{claim::Claimed, reason, record::Outcome, render::Letter};
use crate::{
    clients::delivery::{Answer, SendError},
    queue::retry::back_off,
};

/// What was done with a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dispatched {
    pub claimed: usize,
    pub sent: usize,
    pub failed: usize,
    pub uncertain: usize,
    pub suppressed: usize,
    /// Queued again, to be tried later.
    pub put_off: usize,
    /// The provider takes no more before this time has passed.
    pub hold: Option<Duration>,
}

impl Dispatched {
    pub(super) fn count(&mut self, channel: Channel, outcomes: &[Outcome]) {
        for outcome in outcomes {
            let counter = match outcome.to {
                MessageState::Sent => &mut self.sent,
                MessageState::Failed => &mut self.failed,
                MessageState::Uncertain => &mut self.uncertain,
                MessageState::Suppressed => &mut self.suppressed,
                _ => &mut self.put_off,
            };
            *counter += 1;
            metrics::counter!("recall_messages_total", "channel" => channel.as_str(), "state" => outcome.to.as_str())
                .increment(1);
        }
    }
}

impl Add for Dispatched {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            claimed: self.claimed + other.claimed,
            sent: self.sent + other.sent,
            failed: self.failed + other.failed,
            uncertain: self.uncertain + other.uncertain,
            suppressed: self.suppressed + other.suppressed,
            put_off: self.put_off + other.put_off,
            hold: self.hold.max(other.hold),
        }
    }
}

/// A message that is not going to be handed over.
pub(super) fn before_sending(message: Claimed, to: MessageState, reason: &str) -> Outcome {
    Outcome {
        message,
        from: MessageState::Claimed,
        to,
        reason: Some(reason.to_owned()),
        provider_id: None,
        wait_ms: 0,
        suppress: None,
    }
}

/// A message that was handed over. `jitter` is from 0 to 1; one that the provider puts off has failed after `most` attempts.
pub(super) fn of_answer(letter: &Letter, answer: Answer, jitter: f64, most: u32) -> Outcome {
    let message = letter.message;
    let attempts = u32::try_from(message.attempts).unwrap_or(0) + 1;
    let suppress = match answer {
        Err(SendError::NoSuchAddress(_)) => Some((letter.contact.clone(), SuppressionReason::HardBounce)),
        Err(SendError::OptedOut(_)) => Some((letter.contact.clone(), SuppressionReason::ProviderList)),
        _ => None,
    };
    let (to, reason, provider_id) = match answer {
        Err(SendError::Deferred(_)) if attempts >= most => {
            (MessageState::Failed, Some(reason::PUT_OFF_TOO_OFTEN.to_owned()), None)
        }
        Ok(accepted) => (MessageState::Sent, None, accepted.provider_id),
        Err(error) => {
            let to = match error {
                SendError::Throttled { .. } | SendError::NotConnected(_) | SendError::Deferred(_) => {
                    MessageState::Queued
                }
                SendError::Refused(_) | SendError::NoSuchAddress(_) | SendError::OptedOut(_) => MessageState::Failed,
                SendError::Unknown(_) => MessageState::Uncertain,
            };
            (to, Some(error.to_string()), None)
        }
    };
    let wait = if to == MessageState::Queued { back_off(attempts, jitter) } else { Duration::ZERO };
    let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
    Outcome { message, from: MessageState::Sending, to, reason, provider_id, wait_ms, suppress }
}

/// Whether an answer tells that the next message would fare no better; with the least time to wait.
pub(super) fn asks_to_hold(answer: &Answer) -> Option<Duration> {
    match answer {
        Err(SendError::Throttled { retry_after }) => Some(retry_after.unwrap_or_default()),
        Err(SendError::NotConnected(_)) => Some(Duration::ZERO),
        _ => None,
    }
}
