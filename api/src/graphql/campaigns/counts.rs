//! The numbers of a campaign: the funnel of its recipients and the ledger of its messages.

use async_graphql::{Enum, SimpleObject};
use chrono::{DateTime, Utc};
use shared::channel::MessageState;

use crate::{
    domain::{
        campaigns::{self, Funnel, counts::Ledger},
        cohorts,
    },
    graphql::scalars::{Channel, Money},
};

/// How far the recipients came; acknowledged + nonRespondents + neverSent = recipients.
#[derive(SimpleObject, Debug)]
pub struct CampaignCounts {
    recipients: i64,
    sent: i64,
    /// The link was opened: weak evidence, machines open links too.
    followed: i64,
    acknowledged: i64,
    /// Sent a wave and not acknowledged.
    non_respondents: i64,
    never_sent: i64,
    /// No usable contact point on any channel of the campaign.
    unreachable: i64,
    /// The ledger: a row for each wave and channel.
    channels: Vec<ChannelCounts>,
}

/// Messages of one channel of one wave by state; the states add up to the total.
#[derive(SimpleObject, Debug)]
pub struct ChannelCounts {
    channel: Channel,
    wave: i32,
    /// Waiting, or claimed by a worker that has not begun to send.
    queued: i64,
    sending: i64,
    sent: i64,
    delivered: i64,
    bounced: i64,
    failed: i64,
    uncertain: i64,
    suppressed: i64,
    cancelled: i64,
    total: i64,
}

impl CampaignCounts {
    pub fn new(funnel: Funnel, ledger: &Ledger) -> Self {
        let channels = ledger.iter().map(|(&(wave, channel), states)| {
            let of = |state| states.get(&state).copied().unwrap_or(0);
            ChannelCounts {
                channel: channel.into(),
                wave,
                queued: of(MessageState::Queued) + of(MessageState::Claimed),
                sending: of(MessageState::Sending),
                sent: of(MessageState::Sent),
                delivered: of(MessageState::Delivered),
                bounced: of(MessageState::Bounced),
                failed: of(MessageState::Failed),
                uncertain: of(MessageState::Uncertain),
                suppressed: of(MessageState::Suppressed),
                cancelled: of(MessageState::Cancelled),
                total: states.values().sum(),
            }
        });
        Self {
            recipients: funnel.recipients,
            sent: funnel.sent,
            followed: funnel.followed,
            acknowledged: funnel.acknowledged,
            non_respondents: funnel.non_respondents,
            never_sent: funnel.never_sent,
            unreachable: funnel.unreachable,
            channels: channels.collect(),
        }
    }
}

/// What a launch would do.
#[derive(SimpleObject, Debug)]
pub struct CampaignEstimate {
    recipients: i64,
    unreachable: i64,
    emails: i64,
    texts: i64,
    /// SMS segments of all texts.
    segments: i64,
    cost: Money,
    /// How long sending takes at the configured rates.
    duration_seconds: i64,
    /// When the last message would leave if the first one left now, by the window and the spread of the plan.
    finishes_at: Option<DateTime<Utc>>,
    /// Recipients that get an email and a text.
    email_and_text: i64,
    email_only: i64,
    text_only: i64,
    email_cost: Money,
    sms_cost: Money,
    /// Patients the rule selects and a launch leaves out, by reason.
    left_out: Vec<LeftOut>,
    /// The unreachable by the first reason that holds on one of the channels.
    out_of_reach: Vec<OutOfReach>,
}

/// Patients that no channel of a campaign reaches.
#[derive(SimpleObject, Debug)]
pub struct OutOfReach {
    reason: OutOfReachReason,
    patients: i64,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutOfReachReason {
    /// Messages to every number and address were stopped.
    Stopped,
    /// Phone numbers there are, but none that takes a text.
    NoMobile,
    NoContactPoint,
}

impl OutOfReach {
    /// The reasons that hold for somebody.
    fn list(counts: cohorts::OutOfReach) -> Vec<Self> {
        let all = [
            (OutOfReachReason::Stopped, counts.stopped),
            (OutOfReachReason::NoMobile, counts.no_mobile),
            (OutOfReachReason::NoContactPoint, counts.no_contact_point),
        ];
        all.into_iter().filter(|(_, n)| *n > 0).map(|(reason, patients)| Self { reason, patients }).collect()
    }
}

/// Patients that a rule selects and a launch leaves out.
#[derive(SimpleObject, Debug)]
pub struct LeftOut {
    reason: LeftOutReason,
    patients: i64,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOutReason {
    Deceased,
    Left,
    Restricted,
    NeverContact,
}

impl LeftOut {
    /// The reasons that hold for somebody.
    fn list(counts: cohorts::LeftOut) -> Vec<Self> {
        let all = [
            (LeftOutReason::Deceased, counts.deceased),
            (LeftOutReason::Left, counts.left),
            (LeftOutReason::Restricted, counts.restricted),
            (LeftOutReason::NeverContact, counts.never_contact),
        ];
        all.into_iter().filter(|(_, n)| *n > 0).map(|(reason, patients)| Self { reason, patients }).collect()
    }
}

impl From<campaigns::Estimate> for CampaignEstimate {
    fn from(estimate: campaigns::Estimate) -> Self {
        Self {
            recipients: estimate.recipients,
            unreachable: estimate.unreachable,
            emails: estimate.emails,
            texts: estimate.texts,
            segments: estimate.segments,
            cost: estimate.cost.into(),
            duration_seconds: estimate.duration_seconds,
            finishes_at: estimate.finishes_at,
            email_and_text: estimate.email_and_text,
            email_only: estimate.email_only,
            text_only: estimate.text_only,
            email_cost: estimate.email_cost.into(),
            sms_cost: estimate.sms_cost.into(),
            left_out: LeftOut::list(estimate.left_out),
            out_of_reach: OutOfReach::list(estimate.out_of_reach),
        }
    }
}
