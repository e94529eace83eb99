//! Numbers that the provider knows to want no texts.

use anyhow::Context;
use aws_sdk_sns::Client;

use super::super::aws::Place;
use crate::config::SmsConfig;

/// A part of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptOutPage {
    /// In the form of E.164.
    pub numbers: Vec<String>,
    /// What asks for the part that follows; none at the end.
    pub next: Option<String>,
}

#[async_trait::async_trait]
pub trait OptOuts: Send + Sync + std::fmt::Debug {
    /// The part that begins at `from`, or the first.
    async fn page(&self, from: Option<&str>) -> anyhow::Result<OptOutPage>;
}

/// The outbox on this machine: nobody opts out of it.
#[derive(Clone, Copy, Debug)]
pub struct NoOptOuts;

#[async_trait::async_trait]
impl OptOuts for NoOptOuts {
    async fn page(&self, _: Option<&str>) -> anyhow::Result<OptOutPage> {
        Ok(OptOutPage::default())
    }
}

/// `ListPhoneNumbersOptedOut` of Amazon SNS, a hundred numbers a page.
#[derive(Clone, Debug)]
pub struct SnsOptOuts {
    client: Client,
}

impl SnsOptOuts {
    pub async fn connect(config: &SmsConfig) -> Self {
        let place = Place {
            region: config.region.as_deref(),
            endpoint_url: config.endpoint_url.as_deref(),
            connect: config.connect(),
            answer: config.answer(),
        };
        Self { client: Client::new(&place.load().await) }
    }
}

#[async_trait::async_trait]
impl OptOuts for SnsOptOuts {
    async fn page(&self, from: Option<&str>) -> anyhow::Result<OptOutPage> {
        let asked = self.client.list_phone_numbers_opted_out().set_next_token(from.map(ToOwned::to_owned)).send().await;
        let page = asked.map_err(aws_sdk_sns::Error::from).context("SNS did not give the list of numbers opted out")?;
        let next = page.next_token.filter(|token| !token.is_empty());
        Ok(OptOutPage { numbers: page.phone_numbers.unwrap_or_default(), next })
    }
}
