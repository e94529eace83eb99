//! How texts leave.

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described { key: "sms.transport", meaning: "`local` (the outbox in the data folder) or `sns` (Amazon SNS)." },
    Described {
        key: "sms.per_second",
        meaning: "Texts a second of all workers together; 0 is no limit. Amazon SNS starts at 20 a second.",
    },
    Described {
        key: "sms.sender_id",
        meaning: "Up to 11 letters and digits shown as the sender where the country allows it.",
    },
    Described { key: "sms.endpoint_url", meaning: "Another endpoint than Amazon's, for tests." },
    Described { key: "sms.region", meaning: "AWS region; without it, the SDK's own." },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsTransport {
    Local,
    Sns,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmsConfig {
    pub transport: SmsTransport,
    pub per_second: u32,
    pub sender_id: Option<String>,
    pub endpoint_url: Option<String>,
    pub region: Option<String>,
}

impl Default for SmsConfig {
    fn default() -> Self {
        Self { transport: SmsTransport::Local, per_second: 0, sender_id: None, endpoint_url: None, region: None }
    }
}

impl SmsConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if let Some(id) = &self.sender_id
            && (id.is_empty() || id.len() > 11 || !id.chars().all(|c| c.is_ascii_alphanumeric()))
        {
            bail!("sms.sender_id: {id:?} must be 1 to 11 letters and digits");
        }
        Ok(())
    }
}
