//! Where the provider of texts logs their deliveries.

use anyhow::ensure;
use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described {
        key: "feedback.delivery_logs.groups",
        meaning: "Log groups of CloudWatch Logs that SNS writes its delivery records of texts to, read every five minutes, as `[\"sns/eu-west-2/123456789012/DirectPublishToPhoneNumber\", \"sns/eu-west-2/123456789012/DirectPublishToPhoneNumber/Failure\"]`. Without any, none is read.",
    },
    Described {
        key: "feedback.delivery_logs.region",
        meaning: "AWS region of these groups; without it, the SDK's own.",
    },
    Described {
        key: "feedback.delivery_logs.endpoint_url",
        meaning: "Another endpoint than Amazon's for reading them, for tests.",
    },
];

const LONGEST: usize = 512; // letters in the name of a log group

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeliveryLogsConfig {
    pub groups: Vec<String>,
    pub region: Option<String>,
    pub endpoint_url: Option<String>,
}

impl DeliveryLogsConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        for group in &self.groups {
            // <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html>
            let known = |b: u8| b.is_ascii_alphanumeric() || b"_-/.#".contains(&b);
            ensure!(
                !group.is_empty() && group.len() <= LONGEST && group.bytes().all(known),
                "feedback.delivery_logs.groups: {group:?} is no name of a log group; it looks like \
                 sns/eu-west-2/123456789012/DirectPublishToPhoneNumber"
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_no_name_of_a_group() {
        let check = |group: &str| {
            let config = DeliveryLogsConfig { groups: vec![group.to_owned()], ..DeliveryLogsConfig::default() };
            config.check().map_err(|error| error.to_string())
        };
        assert_eq!(check("sns/eu-west-2/123456789012/DirectPublishToPhoneNumber/Failure"), Ok(()));
        for wrong in ["", "arn:aws:logs:eu-west-2:123456789012:log-group:sns", "two words"] {
            let error = check(wrong).err().unwrap_or_default();
            assert!(error.starts_with("feedback.delivery_logs.groups: "), "{wrong}: {error}");
        }
    }
}
