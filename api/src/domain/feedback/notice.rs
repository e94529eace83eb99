//! What a message out of a topic comes to, whatever service wrote it.

use entity::values::ContactKind;
use serde_json::Value;
use shared::{email::EmailAddress, phone::E164Phone, suppression::SuppressionReason};

use super::{ses, sms};
use crate::{
    crypto::KeyRing,
    domain::{messages::receipt::Receipt, patients::columns},
};

/// One thing to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    Receipt(Receipt),
    Suppress { address: Address, reason: SuppressionReason },
}

/// Whom it is about, as it is looked up; the address itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub kind: ContactKind,
    pub index: Vec<u8>,
}

impl Address {
    /// None for what is no address, as SES writes for some recipients of bounces.
    pub fn email(keys: &KeyRing, text: &str) -> Option<Self> {
        // `Jo <jo@example.org>` is how some headers write it.
        let bare = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>'));
        let email = EmailAddress::parse(bare).ok()?;
        Some(Self { kind: ContactKind::Email, index: keys.blind_index(columns::EMAIL, &email.key()).to_vec() })
    }

    pub fn phone(keys: &KeyRing, text: &str) -> Option<Self> {
        let phone = E164Phone::parse(text).ok()?;
        Some(Self { kind: ContactKind::Phone, index: keys.blind_index(columns::PHONE, phone.as_str()).to_vec() })
    }
}

/// What the message of a genuine notification says; empty where it is none that we know.
pub(super) fn read(keys: &KeyRing, message: &str) -> Vec<Notice> {
    let Ok(event) = serde_json::from_str::<Value>(message) else { return Vec::new() };
    ses::read(keys, &event).or_else(|| sms::read(keys, &event)).unwrap_or_default()
}
