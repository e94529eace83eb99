//! Emails by Amazon SES, `SendEmail` of its second API.

use aws_sdk_sesv2::{
    Client,
    primitives::Blob,
    types::{Destination, EmailContent, MessageTag, RawMessage},
};
use futures::{StreamExt, stream};

use super::{Accepted, Answer, Email, EmailSender, SendError, TAG, mime::Writer};
use crate::{
    clients::aws::{self, Place, Refusal},
    config::EmailConfig,
};

/// The SES of one account and region.
#[derive(Clone, Debug)]
pub struct SesEmail {
    client: Client,
    writer: Writer,
    configuration_set: Option<String>,
    at_once: usize,
}

impl SesEmail {
    /// Credentials and region come from the SDK's chain where the configuration does not name them.
    pub async fn connect(config: &EmailConfig) -> anyhow::Result<Self> {
        let place = Place {
            region: config.region.as_deref(),
            endpoint_url: config.endpoint_url.as_deref(),
            connect: config.connect(),
            answer: config.answer(),
        };
        Ok(Self {
            client: Client::new(&place.load().await),
            writer: Writer::new(config)?.without_configuration_set(),
            configuration_set: config.configuration_set.clone(),
            at_once: usize::try_from(config.pool).unwrap_or(1).max(1),
        })
    }
}

#[async_trait::async_trait]
impl EmailSender for SesEmail {
    async fn send(&self, email: &Email) -> Answer {
        let unwritten = |_| SendError::Refused("the message cannot be written as a mail".to_owned());
        let raw = self.writer.write(email).map_err(unwritten)?.formatted();
        let (raw, tag) = parts(raw, &email.id).map_err(|_| SendError::Refused("SES takes no such mail".to_owned()))?;
        let sent = self
            .client
            .send_email()
            .destination(Destination::builder().to_addresses(email.to.as_str()).build())
            .content(EmailContent::builder().raw(raw).build())
            .set_configuration_set_name(self.configuration_set.clone())
            .email_tags(tag)
            .send();
        match sent.await {
            Ok(done) => Ok(Accepted { provider_id: done.message_id }),
            Err(error) => Err(aws::meaning("SES", &error, refused)),
        }
    }

    async fn send_all(&self, batch: &[Email]) -> Vec<Answer> {
        let attempts: Vec<_> = batch.iter().map(|email| self.send(email)).collect();
        stream::iter(attempts).buffered(self.at_once).collect().await
    }
}

fn parts(raw: Vec<u8>, id: &str) -> Result<(RawMessage, MessageTag), aws_sdk_sesv2::error::BuildError> {
    let raw = RawMessage::builder().data(Blob::new(raw)).build()?;
    Ok((raw, MessageTag::builder().name(TAG).value(id).build()?))
}

/// Its message may repeat the address and is not kept.
/// <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors>
fn refused(no: &Refusal<'_>) -> SendError {
    let (status, code) = (no.status, no.code);
    // `LimitExceeded` is the quota of the day: the next one would fare no better.
    if no.is_throttling() || code.contains("LimitExceeded") {
        return SendError::Throttled { retry_after: None };
    }
    // Wrong for every message: keys, rights, an account that may not send, a sender that is not verified.
    let paused = ["AccountSuspended", "SendingPaused", "MailFromDomainNotVerified", "NotFound"];
    let unverified = code.contains("MessageRejected") && no.message.contains("not verified");
    if no.is_about_us() || unverified || paused.iter().any(|word| code.contains(word)) {
        return SendError::NotConnected(format!("SES does not send for us ({code})"));
    }
    if status >= 500 {
        return SendError::Unknown(format!("SES failed ({status} {code})"));
    }
    SendError::Refused(format!("SES: {code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no(status: u16, code: &str, message: &str) -> SendError {
        refused(&Refusal { status, code, message })
    }

    #[test]
    fn an_account_that_may_not_send_fails_no_message() {
        for (code, message) in [
            ("AccountSuspendedException", ""),
            ("SendingPausedException", ""),
            ("MessageRejected", "Email address is not verified. The following identities failed"),
            ("NotFoundException", "Configuration set <recall> does not exist."),
        ] {
            assert!(matches!(no(400, code, message), SendError::NotConnected(_)), "{code}");
        }
    }

    #[test]
    fn quotas_are_waited_for_and_what_is_not_known_is_in_doubt() {
        assert_eq!(no(429, "TooManyRequestsException", ""), SendError::Throttled { retry_after: None });
        assert_eq!(no(400, "LimitExceededException", ""), SendError::Throttled { retry_after: None });
        assert!(matches!(no(500, "InternalFailure", ""), SendError::Unknown(_)));
        assert_eq!(no(400, "BadRequestException", "jo@…"), SendError::Refused("SES: BadRequestException".to_owned()));
    }
}
