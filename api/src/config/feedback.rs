//! What providers may tell us, and who is told of trouble.

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::{Described, delivery_logs::DeliveryLogsConfig};

pub(super) const DESCRIBED: &[Described] = &[
    Described {
        key: "feedback.topic_arns",
        meaning: "SNS topics whose notifications `/hooks/sns` believes, as `[\"arn:aws:sns:eu-west-2:123456789012:recall-mail\"]`. Without any, the address does not exist.",
    },
    Described {
        key: "feedback.endpoint_url",
        meaning: "Another endpoint than Amazon's for confirming subscriptions, for tests.",
    },
    Described {
        key: "notices.topic_arn",
        meaning: "SNS topic that notices to staff go to as well, as to email, chat or a pager.",
    },
    Described { key: "notices.endpoint_url", meaning: "Another endpoint than Amazon's for that topic, for tests." },
];

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FeedbackConfig {
    pub topic_arns: Vec<String>,
    pub endpoint_url: Option<String>,
    pub delivery_logs: DeliveryLogsConfig,
}

impl FeedbackConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        self.topic_arns.iter().try_for_each(|arn| check_topic("feedback.topic_arns", arn))?;
        self.delivery_logs.check()
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticesConfig {
    pub topic_arn: Option<String>,
    pub endpoint_url: Option<String>,
}

impl NoticesConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        self.topic_arn.iter().try_for_each(|arn| check_topic("notices.topic_arn", arn))
    }
}

fn check_topic(key: &str, arn: &str) -> anyhow::Result<()> {
    if topic_region(arn).is_none() {
        bail!("{key}: {arn:?} is no topic; it looks like arn:aws:sns:eu-west-2:123456789012:recall-mail");
    }
    Ok(())
}

/// The region in `arn:aws:sns:eu-west-2:123456789012:name`.
pub fn topic_region(topic_arn: &str) -> Option<&str> {
    let mut parts = topic_arn.split(':');
    let known = parts.next() == Some("arn") && parts.next() == Some("aws") && parts.next() == Some("sns");
    let region = parts.next().filter(|_| known)?;
    let shaped =
        !region.is_empty() && region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let account = parts.next()?;
    let counts = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    let named = parts.next().is_some_and(|name| !name.is_empty()) && parts.next().is_none();
    (shaped && counts && named).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: &str = "arn:aws:sns:eu-west-2:123456789012:recall-mail";

    #[test]
    fn a_region_is_read_from_whole_arns_only() {
        assert_eq!(topic_region(TOPIC), Some("eu-west-2"));
        for wrong in ["", "recall-mail", "arn:aws:sqs:eu-west-2:123456789012:q", "arn:aws:sns:eu.x/:123456789012:q"] {
            assert_eq!(topic_region(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_topic_that_is_none_stops_the_start() {
        let config = FeedbackConfig { topic_arns: vec!["recall-mail".into()], ..FeedbackConfig::default() };
        let error = config.check().map_err(|error| error.to_string());
        assert!(error.is_err_and(|error| error.starts_with("feedback.topic_arns: \"recall-mail\" is no topic")));
    }
}
