//! Whether a notification is SNS's own, of a topic that we want, and of now.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use entity::time::Timestamp;
use tokio::sync::Mutex;

use super::envelope::Envelope;
use crate::{clients::certificates::CertificateSource, config::topic_region, crypto::certificate::SigningCertificate};

/// SNS tries again for an hour at most, with the time of the first attempt.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>
pub(super) const OLDEST: Duration = Duration::from_mins(75);
const AHEAD: Duration = Duration::from_mins(5); // how far apart two clocks may be
const KEPT: usize = 16; // certificates; SNS has one a region and changes it every year or so
const NOT_AGAIN: Duration = Duration::from_mins(1); // before a certificate that could not be had is asked for again

/// Why a notification is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("its topic is not in feedback.topic_arns")]
    UnknownTopic,
    #[error("its time is unreadable, too old or in the future")]
    WrongTime,
    #[error("its certificate is not at an address of SNS in the region of the topic")]
    WrongCertificateAddress,
    #[error("the version of its signature is not known")]
    UnknownVersion,
    #[error("its signature does not fit")]
    WrongSignature,
    /// It may be genuine: SNS is to try again.
    #[error("its certificate cannot be had: {0}")]
    NoCertificate(String),
}

/// Checks notifications; keeps the certificates it has seen.
#[derive(Debug)]
pub struct Verifier {
    source: Arc<dyn CertificateSource>,
    certificates: RwLock<HashMap<String, Arc<SigningCertificate>>>,
    /// One fetch at a time, and when the last one of an address failed.
    failed: Mutex<HashMap<String, Timestamp>>,
}

impl Verifier {
    pub fn new(source: Arc<dyn CertificateSource>) -> Self {
        Self { source, certificates: RwLock::default(), failed: Mutex::default() }
    }

    /// Cheap checks first: nothing is fetched for a stranger.
    pub async fn check(&self, envelope: &Envelope, topics: &[String], now: Timestamp) -> Result<(), Refused> {
        if !topics.contains(&envelope.topic_arn) {
            return Err(Refused::UnknownTopic);
        }
        let at = envelope.at().ok_or(Refused::WrongTime)?;
        if at.plus(OLDEST) < now || now.plus(AHEAD) < at {
            return Err(Refused::WrongTime);
        }
        let hash = envelope.hash().ok_or(Refused::UnknownVersion)?;
        if !is_of_sns(&envelope.signing_cert_url, &envelope.topic_arn) {
            return Err(Refused::WrongCertificateAddress);
        }
        let signature = envelope.signature().ok_or(Refused::WrongSignature)?;
        let certificate = self.certificate(&envelope.signing_cert_url, now).await?;
        if !certificate.is_valid_at(now) {
            self.kept(|kept| kept.remove(&envelope.signing_cert_url));
            return Err(Refused::NoCertificate("it is not valid today".to_owned()));
        }
        if certificate.has_signed(hash, envelope.signed_text().as_bytes(), &signature) {
            Ok(())
        } else {
            Err(Refused::WrongSignature)
        }
    }

    async fn certificate(&self, url: &str, now: Timestamp) -> Result<Arc<SigningCertificate>, Refused> {
        let known = || self.certificates.read().unwrap_or_else(PoisonError::into_inner).get(url).cloned();
        if let Some(known) = known() {
            return Ok(known);
        }
        let mut failed = self.failed.lock().await;
        if let Some(known) = known() {
            return Ok(known);
        }
        if failed.get(url).is_some_and(|&at| now < at.plus(NOT_AGAIN)) {
            return Err(Refused::NoCertificate("it could not be had a moment ago".to_owned()));
        }
        let fetched = async {
            let pem = self.source.fetch(url).await?;
            anyhow::Ok(SigningCertificate::from_pem(&pem)?)
        };
        match fetched.await {
            Ok(certificate) => {
                let certificate = Arc::new(certificate);
                failed.remove(url);
                self.kept(|kept| {
                    if kept.len() >= KEPT {
                        kept.clear();
                    }
                    kept.insert(url.to_owned(), certificate.clone())
                });
                Ok(certificate)
            }
            Err(error) => {
                if failed.len() >= KEPT {
                    failed.clear();
                }
                failed.insert(url.to_owned(), now);
                Err(Refused::NoCertificate(format!("{error:#}")))
            }
        }
    }

    fn kept<T>(&self, change: impl FnOnce(&mut HashMap<String, Arc<SigningCertificate>>) -> T) -> T {
        change(&mut self.certificates.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether a certificate's address is one of SNS in the region of the topic. It is compared letter by letter, so
/// that there is no user, port, dot or encoding for two readers to understand differently.
fn is_of_sns(url: &str, topic_arn: &str) -> bool {
    let Some(region) = topic_region(topic_arn) else { return false };
    let file = url.strip_prefix(&format!("https://sns.{region}.amazonaws.com/SimpleNotificationService-"));
    let name = file.and_then(|file| file.strip_suffix(".pem"));
    name.is_some_and(|name| (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: &str = "arn:aws:sns:eu-west-2:123456789012:recall-mail";

    #[test]
    fn only_the_very_address_of_sns_in_the_topics_region_will_do() {
        let file = "SimpleNotificationService-0123456789abcdef.pem";
        assert!(is_of_sns(&format!("https://sns.eu-west-2.amazonaws.com/{file}"), TOPIC));
        for wrong in [
            format!("http://sns.eu-west-2.amazonaws.com/{file}"),
            format!("https://sns.eu-west-1.amazonaws.com/{file}"),
            format!("https://sns.eu-west-2.amazonaws.com.evil.example/{file}"),
            format!("https://evil.example/sns.eu-west-2.amazonaws.com/{file}"),
            format!("https://evil-sns.eu-west-2.amazonaws.com/{file}"),
            format!("https://bucket.s3.eu-west-2.amazonaws.com/{file}"),
            format!("https://sns.eu-west-2.amazonaws.com:8443/{file}"),
            format!("https://sns.eu-west-2.amazonaws.com@evil.example/{file}"),
            format!("https://sns.eu-west-2.amazonaws.com/x/../{file}"),
            format!("https://sns.eu-west-2.amazonaws.com/{file}?x=.pem"),
            format!("https://sns.eu-west-2.amazonaws.com/?Action=Publish&x={file}"),
            "https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-.pem".to_owned(),
            "https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-a/b.pem".to_owned(),
        ] {
            assert!(!is_of_sns(&wrong, TOPIC), "{wrong}");
        }
    }
}
