//! Channels, and the two state machines of the product: that of a message and that of a campaign.

use crate::text_enum::{canonical_from_str, text_enum};

text_enum! {
    /// How a message reaches a patient.
    pub enum Channel ("channel") {
        Email => "email",
        Sms => "sms",
    }
}

text_enum! {
    /// Where one message stands. `Sending` is committed before the provider is called, because sending cannot be
    /// repeated safely: a crash after it leaves `Uncertain`, never a second text.
    pub enum MessageState ("message state") {
        /// Waits for a worker.
        Queued => "queued",
        /// A worker holds a lease on it; the provider has not been called.
        Claimed => "claimed",
        /// Handed to the provider, or about to be.
        Sending => "sending",
        /// The provider accepted it.
        Sent => "sent",
        /// The provider reported delivery.
        Delivered => "delivered",
        /// The provider took it and reported later that it came back.
        Bounced => "bounced",
        /// The provider refused it for good.
        Failed => "failed",
        /// Nobody knows whether the provider got it.
        Uncertain => "uncertain",
        /// Not sent: the re-check found a reason, such as an opt-out.
        Suppressed => "suppressed",
        /// Not sent, or not once more: the campaign was cancelled, or a later message took its place.
        Cancelled => "cancelled",
    }
}

text_enum! {
    /// Where a campaign stands.
    pub enum CampaignState ("campaign state") {
        Draft => "draft",
        Scheduled => "scheduled",
        Running => "running",
        Paused => "paused",
        Completed => "completed",
        Cancelled => "cancelled",
    }
}

canonical_from_str!(Channel, MessageState, CampaignState);

impl Channel {
    /// The word a sentence uses.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "SMS",
        }
    }
}

impl MessageState {
    /// Whether nothing more will be sent unless a person or new evidence says so.
    pub const fn is_terminal(self) -> bool {
        !matches!(self, Self::Queued | Self::Claimed | Self::Sending)
    }

    /// Whether a message in this state may come to the next one.
    ///
    /// Back to `Queued` go: a claim whose lease ended before the provider was called; a hand-over the provider
    /// surely refused for now (throttled); a failed or uncertain message that a person or the campaign's policy
    /// retries; one held back for its household whose other message was not sent. `Sending` never goes to `Suppressed` or
    /// `Cancelled`: it is too late for both. What failed or is in doubt is `Cancelled` where a later wave took its place. A
    /// mailbox that took a message may still send it back, so `Delivered` may become `Bounced`. What waits to be sent once
    /// more after a doubt becomes `Sent` or `Delivered` when a receipt tells that its first copy was.
    pub const fn may_become(self, next: Self) -> bool {
        use MessageState as S;
        match self {
            S::Queued => matches!(next, S::Claimed | S::Suppressed | S::Cancelled | S::Sent | S::Delivered),
            S::Claimed => matches!(next, S::Queued | S::Sending | S::Failed | S::Suppressed | S::Cancelled),
            S::Sending => matches!(next, S::Queued | S::Sent | S::Failed | S::Uncertain),
            S::Sent => matches!(next, S::Delivered | S::Bounced | S::Failed),
            S::Uncertain => {
                matches!(next, S::Queued | S::Sent | S::Delivered | S::Bounced | S::Failed | S::Cancelled)
            }
            S::Failed => matches!(next, S::Queued | S::Cancelled),
            S::Delivered => matches!(next, S::Bounced),
            S::Suppressed => matches!(next, S::Queued),
            S::Bounced | S::Cancelled => false,
        }
    }
}

impl CampaignState {
    /// Whether the campaign is over.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }

    /// Whether a campaign in this state may come to the next one: draft → scheduled → running ⇄ paused → completed,
    /// or cancelled; a scheduled one may be taken back to draft.
    pub const fn may_become(self, next: Self) -> bool {
        use CampaignState as S;
        match self {
            S::Draft => matches!(next, S::Scheduled | S::Running | S::Cancelled),
            S::Scheduled => matches!(next, S::Draft | S::Running | S::Cancelled),
            S::Running => matches!(next, S::Paused | S::Completed | S::Cancelled),
            S::Paused => matches!(next, S::Running | S::Completed | S::Cancelled),
            S::Completed | S::Cancelled => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    #[test]
    fn the_terminal_states_are_those_that_send_nothing_more() {
        use MessageState as S;
        let terminal: Vec<_> = S::ALL.iter().copied().filter(|state| state.is_terminal()).collect();
        assert_eq!(terminal, [S::Sent, S::Delivered, S::Bounced, S::Failed, S::Uncertain, S::Suppressed, S::Cancelled]);
    }

    #[test]
    fn a_message_is_only_sent_out_of_sending_or_by_evidence() {
        use MessageState as S;
        let before: Vec<_> = S::ALL.iter().copied().filter(|state| state.may_become(S::Sent)).collect();
        assert_eq!(before, [S::Queued, S::Sending, S::Uncertain]);
    }

    #[test]
    fn a_message_is_only_handed_over_after_a_claim() {
        use MessageState as S;
        let before: Vec<_> = S::ALL.iter().copied().filter(|state| state.may_become(S::Sending)).collect();
        assert_eq!(before, [S::Claimed]);
    }

    #[test]
    fn a_cancelled_campaign_stays_cancelled() {
        assert!(CampaignState::ALL.iter().all(|&next| !CampaignState::Cancelled.may_become(next)));
        assert!(CampaignState::Running.may_become(CampaignState::Paused));
        assert!(CampaignState::Paused.may_become(CampaignState::Running));
        assert!(!CampaignState::Running.may_become(CampaignState::Draft));
    }

    proptest! {
        #[test]
        fn any_walk_that_is_cancelled_or_bounced_ends_there(
            walk in prop::collection::vec(select(MessageState::ALL), 1..40)
        ) {
            let mut state = MessageState::Queued;
            for next in walk {
                if state.may_become(next) {
                    prop_assert!(!matches!(state, MessageState::Cancelled | MessageState::Bounced));
                    state = next;
                }
            }
        }

        #[test]
        fn no_state_becomes_itself(state in select(MessageState::ALL)) {
            prop_assert!(!state.may_become(state));
        }
    }
}
