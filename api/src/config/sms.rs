//! How texts leave.

use std::time::Duration;

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
    Described {
        key: "sms.origination_number",
        meaning: "The number texts come from, as `+447700900123`, where you have one. Patients can answer STOP to a number and not to a sender's name.",
    },
    Described {
        key: "sms.max_price_usd",
        meaning: "What one text may cost at most, in US dollars as SNS counts, as `0.06`: dearer ones are not sent.",
    },
    Described { key: "sms.connect_seconds", meaning: "How long connecting to SNS may take." },
    Described {
        key: "sms.answer_seconds",
        meaning: "How long SNS may take to answer; a text without an answer is in doubt. Less than `worker.lease_seconds`.",
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
    pub origination_number: Option<String>,
    pub max_price_usd: Option<String>,
    pub connect_seconds: u32,
    pub answer_seconds: u32,
    pub endpoint_url: Option<String>,
    pub region: Option<String>,
}

impl Default for SmsConfig {
    fn default() -> Self {
        Self {
            transport: SmsTransport::Local,
            per_second: 0,
            sender_id: None,
            origination_number: None,
            max_price_usd: None,
            connect_seconds: 5,
            answer_seconds: 30, // SNS answers in a tenth of a second; the lease is renewed meanwhile
            endpoint_url: None,
            region: None,
        }
    }
}

impl SmsConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if let Some(id) = &self.sender_id
            && (id.is_empty() || id.len() > 11 || !id.chars().all(|c| c.is_ascii_alphanumeric()))
        {
            bail!("sms.sender_id: {id:?} must be 1 to 11 letters and digits");
        }
        if let Some(number) = &self.origination_number
            && !number
                .strip_prefix('+')
                .is_some_and(|digits| (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
        {
            bail!("sms.origination_number: {number:?} must look like +447700900123");
        }
        if let Some(price) = &self.max_price_usd
            && !price.parse::<f64>().is_ok_and(|price| price > 0.0 && price < 100.0)
        {
            bail!("sms.max_price_usd: {price:?} must be an amount of US dollars, as 0.06");
        }
        if self.connect_seconds == 0 || self.answer_seconds == 0 {
            bail!("sms.connect_seconds and sms.answer_seconds: at least 1");
        }
        Ok(())
    }

    pub fn connect(&self) -> Duration {
        Duration::from_secs(self.connect_seconds.into())
    }

    pub fn answer(&self) -> Duration {
        Duration::from_secs(self.answer_seconds.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_attributes_of_texts_are_named() {
        let wrong = |config: SmsConfig| config.check().err().map(|error| error.to_string()).unwrap_or_default();
        let number = SmsConfig { origination_number: Some("07700 900123".into()), ..SmsConfig::default() };
        assert!(wrong(number).contains("must look like +447700900123"));
        let price = SmsConfig { max_price_usd: Some("6p".into()), ..SmsConfig::default() };
        assert!(wrong(price).starts_with("sms.max_price_usd"));
        assert!(wrong(SmsConfig { answer_seconds: 0, ..SmsConfig::default() }).starts_with("sms.connect_seconds"));
    }
}
