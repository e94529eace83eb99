//! Confirming that we want the notifications of an SNS topic.

use std::time::Duration;

use anyhow::Context;
use aws_sdk_sns::Client;

use super::aws::Place;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10); // SNS waits 15 s for us

/// Tells SNS that a subscription it asks about is ours.
#[async_trait::async_trait]
pub trait Subscriptions: Send + Sync + std::fmt::Debug {
    /// The caller has checked that SNS itself asks, and for a topic that we want.
    async fn confirm(&self, topic_arn: &str, token: &str) -> anyhow::Result<()>;
}

/// By the API rather than by the URL in the request: no address out of a message is ever called.
#[derive(Clone, Debug)]
pub struct SnsSubscriptions {
    pub endpoint_url: Option<String>,
}

#[async_trait::async_trait]
impl Subscriptions for SnsSubscriptions {
    async fn confirm(&self, topic_arn: &str, token: &str) -> anyhow::Result<()> {
        // A topic is confirmed in its own region, once in its life: the client is made for it.
        let place = Place {
            region: topic_arn.split(':').nth(3),
            endpoint_url: self.endpoint_url.as_deref(),
            connect: CONNECT,
            answer: ANSWER,
        };
        let client = Client::new(&place.load().await);
        let asked = client.confirm_subscription().topic_arn(topic_arn).token(token).send().await;
        asked.map_err(aws_sdk_sns::Error::from).context("SNS did not take the confirmation")?;
        Ok(())
    }
}
