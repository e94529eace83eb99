//! Scalars and enumerations that every feature uses.
//!
//! Times are RFC 3339 in UTC (`DateTime<Utc>`), dates ISO 8601 (`NaiveDate`), ids the text of
//! `shared::ids` (`patient-12`).

use async_graphql::{Enum, ID, SimpleObject};

use crate::domain::Error;

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::channel::Channel")]
pub enum Channel {
    Email,
    Sms,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::channel::CampaignState")]
pub enum CampaignState {
    Draft,
    Scheduled,
    Running,
    Paused,
    Completed,
    Cancelled,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::channel::MessageState")]
pub enum MessageState {
    Queued,
    Claimed,
    Sending,
    Sent,
    Delivered,
    Bounced,
    Failed,
    Uncertain,
    Suppressed,
    Cancelled,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::person::PatientStatus")]
pub enum PatientStatus {
    Active,
    Deceased,
    Left,
    Restricted,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::person::Sex")]
pub enum Sex {
    Female,
    Male,
    Other,
    Unknown,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::permission::Role")]
pub enum Role {
    Administrator,
    Manager,
    Viewer,
    Auditor,
}

/// An amount of money: a decimal string and an ISO 4217 code.
#[derive(SimpleObject, Clone, Debug)]
pub struct Money {
    pub amount: String,
    pub currency: String,
}

impl From<shared::money::Money> for Money {
    fn from(money: shared::money::Money) -> Self {
        Self { amount: money.amount(), currency: money.currency().to_owned() }
    }
}

/// Reads an id as `patient-12`; the error names the field and what was expected.
pub fn parse_id<T>(field: &str, id: &ID) -> async_graphql::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    id.parse().map_err(|error: T::Err| super::error::to_graphql(Error::invalid(field, error.to_string())))
}
