//! Texts by Amazon SNS `Publish`.

use aws_sdk_sns::{Client, types::MessageAttributeValue};
use futures::{StreamExt, stream};

use super::{Accepted, Answer, SendError, Sms, SmsSender};
use crate::{
    clients::aws::{self, Place, Refusal},
    config::SmsConfig,
};

const AT_ONCE: usize = 20; // SNS starts at 20 texts a second, each of which takes a fraction of one

/// The SNS of one account and region.
#[derive(Clone, Debug)]
pub struct SnsSms {
    client: Client,
    attributes: Vec<(&'static str, MessageAttributeValue)>,
}

impl SnsSms {
    /// Credentials and region come from the SDK's chain where the configuration does not name them.
    pub async fn connect(config: &SmsConfig) -> Self {
        let place = Place {
            region: config.region.as_deref(),
            endpoint_url: config.endpoint_url.as_deref(),
            connect: config.connect(),
            answer: config.answer(),
        };
        Self { client: Client::new(&place.load().await), attributes: attributes(config) }
    }
}

/// What every text carries.
/// <https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html>
fn attributes(config: &SmsConfig) -> Vec<(&'static str, MessageAttributeValue)> {
    let optional = [
        ("AWS.SNS.SMS.SenderID", "String", &config.sender_id),
        ("AWS.MM.SMS.OriginationNumber", "String", &config.origination_number),
        ("AWS.SNS.SMS.MaxPrice", "Number", &config.max_price_usd),
    ];
    let set = optional.into_iter().filter_map(|(name, kind, value)| Some((name, attribute(kind, value.as_deref()?))));
    // Transactional is delivered reliably and past do-not-disturb registers; a recall is no advertisement.
    std::iter::once(("AWS.SNS.SMS.SMSType", attribute("String", "Transactional"))).chain(set).collect()
}

#[async_trait::async_trait]
impl SmsSender for SnsSms {
    async fn send(&self, sms: &Sms) -> Answer {
        let mut publish = self.client.publish().phone_number(sms.to.as_str()).message(&sms.body);
        for (name, value) in &self.attributes {
            publish = publish.message_attributes(*name, value.clone());
        }
        match publish.send().await {
            Ok(done) => Ok(Accepted { provider_id: done.message_id }),
            Err(error) => Err(aws::meaning("SNS", &error, refused)),
        }
    }

    async fn send_all(&self, batch: &[Sms]) -> Vec<Answer> {
        let attempts: Vec<_> = batch.iter().map(|sms| self.send(sms)).collect();
        stream::iter(attempts).buffered(AT_ONCE).collect().await
    }
}

#[allow(clippy::expect_used, reason = "the one required field is set")]
fn attribute(kind: &str, value: &str) -> MessageAttributeValue {
    MessageAttributeValue::builder().data_type(kind).string_value(value).build().expect("the type is set")
}

/// Its message may repeat the number and is not kept.
/// <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors>
fn refused(no: &Refusal<'_>) -> SendError {
    let (status, code) = (no.status, no.code);
    if no.is_throttling() {
        return SendError::Throttled { retry_after: None };
    }
    if code.contains("OptedOut") || no.message.contains("opted out") {
        return SendError::OptedOut("the number has opted out at the provider".to_owned());
    }
    // Wrong for every message: keys, rights, a clock that is off.
    if no.is_about_us() {
        return SendError::NotConnected(format!("SNS does not accept our credentials ({code})"));
    }
    if status >= 500 {
        return SendError::Unknown(format!("SNS failed ({status} {code})"));
    }
    SendError::Refused(format!("SNS: {code}"))
}

#[cfg(test)]
mod tests {
    use aws_config::{Region, retry::RetryConfig};

    use super::*;

    fn no(status: u16, code: &str, message: &str) -> SendError {
        refused(&Refusal { status, code, message })
    }

    #[test]
    fn an_opted_out_number_is_refused_for_good() {
        let refused = no(400, "InvalidParameter", "Invalid parameter: +447700900123 is opted out");
        assert_eq!(refused, SendError::OptedOut("the number has opted out at the provider".to_owned()));
    }

    #[test]
    fn only_what_surely_was_not_sent_is_tried_again() {
        assert_eq!(no(400, "Throttling", "Rate exceeded"), SendError::Throttled { retry_after: None });
        assert!(matches!(no(403, "AuthorizationError", ""), SendError::NotConnected(_)));
        assert!(matches!(no(500, "InternalError", ""), SendError::Unknown(_)));
        assert!(matches!(no(400, "InvalidParameter", "no number"), SendError::Refused(_)));
    }

    #[test]
    fn a_text_carries_what_is_configured_and_is_always_transactional() {
        let names = |config: &SmsConfig| attributes(config).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(&SmsConfig::default()), ["AWS.SNS.SMS.SMSType"]);
        let config = SmsConfig {
            sender_id: Some("Medicare".into()),
            origination_number: Some("+447700900123".into()),
            max_price_usd: Some("0.06".into()),
            ..SmsConfig::default()
        };
        let expected =
            ["AWS.SNS.SMS.SMSType", "AWS.SNS.SMS.SenderID", "AWS.MM.SMS.OriginationNumber", "AWS.SNS.SMS.MaxPrice"];
        assert_eq!(names(&config), expected);
        assert_eq!(attributes(&config)[3].1.data_type(), "Number");
    }

    #[tokio::test]
    async fn an_endpoint_that_is_not_there_took_nothing() {
        let config = aws_sdk_sns::Config::builder()
            .behavior_version_latest()
            .region(Region::new("eu-west-2"))
            .credentials_provider(aws_sdk_sns::config::Credentials::new("key", "secret", None, None, "test"))
            .endpoint_url("http://127.0.0.1:1")
            .retry_config(RetryConfig::disabled())
            .build();
        let sns = SnsSms { client: Client::from_conf(config), attributes: attributes(&SmsConfig::default()) };
        let phone = "07700 900123".parse().unwrap_or_else(|error| panic!("{error}"));
        let answer = sns.send(&Sms { message: 1.into(), to: phone, body: "Hello".to_owned() }).await;
        assert!(matches!(answer, Err(SendError::NotConnected(_))), "{answer:?}");
    }
}
