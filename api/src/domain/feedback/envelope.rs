//! What SNS posts: a signed envelope around a message.
//!
//! <https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html>

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::DateTime;
use entity::time::Timestamp;
use serde::Deserialize;

use crate::crypto::certificate::Hash;

/// What SNS wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Kind {
    Notification,
    SubscriptionConfirmation,
    UnsubscribeConfirmation,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Notification => "Notification",
            Self::SubscriptionConfirmation => "SubscriptionConfirmation",
            Self::UnsubscribeConfirmation => "UnsubscribeConfirmation",
        }
    }
}

/// The envelope as it was posted; nothing in it is to be believed before its signature was checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    #[serde(rename = "Type")]
    pub kind: Kind,
    pub message_id: String,
    pub topic_arn: String,
    #[serde(default)]
    pub subject: Option<String>,
    pub message: String,
    pub timestamp: String,
    pub signature_version: String,
    pub signature: String,
    #[serde(rename = "SigningCertURL")]
    pub signing_cert_url: String,
    #[serde(default)]
    pub token: Option<String>,
    #[serde(default, rename = "SubscribeURL")]
    pub subscribe_url: Option<String>,
}

impl Envelope {
    /// The bytes that SNS signed: names and values of these fields, each on a line of its own.
    /// <https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html>
    pub(super) fn signed_text(&self) -> String {
        let subject = self.subject.as_deref();
        let fields: &[(&str, Option<&str>)] = match self.kind {
            Kind::Notification => &[
                ("Message", Some(&self.message)),
                ("MessageId", Some(&self.message_id)),
                ("Subject", subject),
                ("Timestamp", Some(&self.timestamp)),
                ("TopicArn", Some(&self.topic_arn)),
                ("Type", Some(self.kind.as_str())),
            ],
            Kind::SubscriptionConfirmation | Kind::UnsubscribeConfirmation => &[
                ("Message", Some(&self.message)),
                ("MessageId", Some(&self.message_id)),
                ("SubscribeURL", self.subscribe_url.as_deref()),
                ("Timestamp", Some(&self.timestamp)),
                ("Token", self.token.as_deref()),
                ("TopicArn", Some(&self.topic_arn)),
                ("Type", Some(self.kind.as_str())),
            ],
        };
        let lines = fields.iter().filter_map(|(name, value)| value.map(|value| format!("{name}\n{value}\n")));
        lines.collect()
    }

    /// The hash that the version of the signature stands for.
    pub(super) fn hash(&self) -> Option<Hash> {
        match self.signature_version.as_str() {
            "1" => Some(Hash::Sha1),
            "2" => Some(Hash::Sha256),
            _ => None,
        }
    }

    pub(super) fn signature(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.signature).ok()
    }

    /// When SNS took the message.
    pub(super) fn at(&self) -> Option<Timestamp> {
        Some(DateTime::parse_from_rfc3339(&self.timestamp).ok()?.to_utc().into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_signed_text_is_that_of_the_documentation() {
        let envelope: Envelope = serde_json::from_str(
            r#"{"Type": "Notification", "MessageId": "m", "TopicArn": "t", "Subject": "s", "Message": "hello",
                "Timestamp": "2026-09-18T15:33:20.000Z", "SignatureVersion": "2", "Signature": "AA==",
                "SigningCertURL": "u", "UnsubscribeURL": "x"}"#,
        )
        .unwrap();
        let with_subject = "Message\nhello\nMessageId\nm\nSubject\ns\nTimestamp\n2026-09-18T15:33:20.000Z\n\
                            TopicArn\nt\nType\nNotification\n";
        assert_eq!(envelope.signed_text(), with_subject);
        let without = Envelope { subject: None, ..envelope.clone() };
        assert!(!without.signed_text().contains("Subject"));
        let asks = Envelope {
            kind: Kind::SubscriptionConfirmation,
            token: Some("k".into()),
            subscribe_url: Some("v".into()),
            ..envelope
        };
        let expected = "Message\nhello\nMessageId\nm\nSubscribeURL\nv\nTimestamp\n2026-09-18T15:33:20.000Z\n\
                        Token\nk\nTopicArn\nt\nType\nSubscriptionConfirmation\n";
        assert_eq!(asks.signed_text(), expected);
        assert_eq!(asks.at(), Some(Timestamp(1_789_745_600_000)));
    }
}
