//! Texts by Amazon SNS `Publish`.

use std::{error::Error, time::Duration};

use aws_config::{BehaviorVersion, Region, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_sns::{
    Client,
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    operation::publish::PublishError,
    types::MessageAttributeValue,
};
use futures::{StreamExt, stream};

use super::{Accepted, Answer, SendError, Sms, SmsSender};
use crate::config::SmsConfig;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(30); // SNS answers in a tenth of a second; the lease is renewed meanwhile
const AT_ONCE: usize = 20; // SNS starts at 20 texts a second, each of which takes a fraction of one

/// The SNS of one account and region.
#[derive(Clone, Debug)]
pub struct SnsSms {
    client: Client,
    sender_id: Option<String>,
}

impl SnsSms {
    /// Credentials and region come from the SDK's chain where the configuration does not name them.
    pub async fn connect(config: &SmsConfig) -> Self {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            // A retry inside the SDK could send a text twice without the ledger knowing.
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().connect_timeout(CONNECT).operation_timeout(ANSWER).build());
        if let Some(region) = &config.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(url) = &config.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        Self { client: Client::new(&loader.load().await), sender_id: config.sender_id.clone() }
    }
}

#[async_trait::async_trait]
impl SmsSender for SnsSms {
    async fn send(&self, sms: &Sms) -> Answer {
        let mut publish = self
            .client
            .publish()
            .phone_number(sms.to.as_str())
            .message(&sms.body)
            // Transactional is delivered reliably and past do-not-disturb registers; a recall is no advertisement.
            .message_attributes("AWS.SNS.SMS.SMSType", text("Transactional"));
        if let Some(sender) = &self.sender_id {
            publish = publish.message_attributes("AWS.SNS.SMS.SenderID", text(sender));
        }
        match publish.send().await {
            Ok(done) => Ok(Accepted { provider_id: done.message_id }),
            Err(error) => Err(meaning(&error)),
        }
    }

    async fn send_all(&self, batch: &[Sms]) -> Vec<Answer> {
        let attempts: Vec<_> = batch.iter().map(|sms| self.send(sms)).collect();
        stream::iter(attempts).buffered(AT_ONCE).collect().await
    }
}

#[allow(clippy::expect_used, reason = "the one required field is set")]
fn text(value: &str) -> MessageAttributeValue {
    MessageAttributeValue::builder().data_type("String").string_value(value).build().expect("the type is set")
}

fn meaning(error: &SdkError<PublishError, HttpResponse>) -> SendError {
    match error {
        SdkError::ConstructionFailure(_) => {
            SendError::NotConnected("the request to SNS cannot be made; are region and credentials set?".to_owned())
        }
        SdkError::DispatchFailure(failure)
            if failure.as_connector_error().is_some_and(|error| never_connected(error)) =>
        {
            SendError::NotConnected("SNS cannot be reached".to_owned())
        }
        SdkError::DispatchFailure(failure) if failure.is_user() => {
            SendError::NotConnected("the request to SNS cannot be sent; are credentials set?".to_owned())
        }
        SdkError::ServiceError(service) => of_service(
            service.raw().status().as_u16(),
            service.err().code().unwrap_or("no code"),
            service.err().message().unwrap_or_default(),
        ),
        SdkError::TimeoutError(_) => SendError::Unknown("time-out".to_owned()),
        _ => SendError::Unknown("the connection broke".to_owned()),
    }
}

/// `code` is SNS's word for the error; its message may repeat the number and is not kept.
/// <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors>
fn of_service(status: u16, code: &str, message: &str) -> SendError {
    if status == 429 || code.contains("Throttl") || code.contains("TooManyRequests") {
        return SendError::Throttled { retry_after: None };
    }
    if code.contains("OptedOut") || message.contains("opted out") {
        return SendError::Refused("the number has opted out at the provider".to_owned());
    }
    // Wrong for every message: keys, rights, a clock that is off.
    let account =
        ["Authorization", "AccessDenied", "InvalidClientToken", "Signature", "ExpiredToken", "Security", "OptIn"];
    if matches!(status, 401 | 403) || account.iter().any(|word| code.contains(word)) {
        return SendError::NotConnected(format!("SNS does not accept our credentials ({code})"));
    }
    if status >= 500 {
        return SendError::Unknown(format!("SNS failed ({status} {code})"));
    }
    SendError::Refused(format!("SNS: {code}"))
}

/// Whether the request surely never left. What is not recognised may have left.
fn never_connected(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (*error).source()).any(|error| {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            return matches!(
                io.kind(),
                std::io::ErrorKind::ConnectionRefused
                    | std::io::ErrorKind::HostUnreachable
                    | std::io::ErrorKind::NetworkUnreachable
            );
        }
        // The words of hyper-util and of the SDK's connector, whose types are not ours to name.
        let words = error.to_string();
        words.starts_with("client error (Connect)") || words.starts_with("HTTP connect timeout")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opted_out_number_is_refused_for_good() {
        let refused = of_service(400, "InvalidParameter", "Invalid parameter: +447700900123 is opted out");
        assert_eq!(refused, SendError::Refused("the number has opted out at the provider".to_owned()));
    }

    #[test]
    fn only_what_surely_was_not_sent_is_tried_again() {
        assert_eq!(of_service(400, "Throttling", "Rate exceeded"), SendError::Throttled { retry_after: None });
        assert!(matches!(of_service(403, "AuthorizationError", ""), SendError::NotConnected(_)));
        assert!(matches!(of_service(500, "InternalError", ""), SendError::Unknown(_)));
        assert!(matches!(of_service(400, "InvalidParameter", "no number"), SendError::Refused(_)));
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
        let sns = SnsSms { client: Client::from_conf(config), sender_id: Some("Practice".to_owned()) };
        let phone = "07700 900123".parse().unwrap_or_else(|error| panic!("{error}"));
        let answer = sns.send(&Sms { message: 1.into(), to: phone, body: "Hello".to_owned() }).await;
        assert!(matches!(answer, Err(SendError::NotConnected(_))), "{answer:?}");
    }
}
