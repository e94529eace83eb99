//! What Amazon SNS logs of texts: a record for each in CloudWatch Logs, once its delivery is known.

use std::time::Duration;

use anyhow::Context;
use aws_sdk_cloudwatchlogs::{Client, Error, types::FilteredLogEvent};

use super::aws::Place;
use crate::config::DeliveryLogsConfig;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(30); // a search through a quiet log takes its time
const AT_ONCE: i32 = 500; // records a page: what one transaction takes in well under a second

/// A record as it was logged. It names the number the text went to: never log it.
#[derive(Clone, PartialEq, Eq)]
pub struct LogRecord {
    /// Of the log's own; the same whenever the record is read.
    pub id: String,
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// JSON.
    pub text: String,
}

impl std::fmt::Debug for LogRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogRecord").field("id", &self.id).field("at", &self.at).finish_non_exhaustive()
    }
}

/// A part of what was logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogPage {
    pub records: Vec<LogRecord>,
    /// What asks for the part that follows; none at the end.
    pub next: Option<String>,
}

#[async_trait::async_trait]
pub trait DeliveryLogs: Send + Sync + std::fmt::Debug {
    /// The records of a log group since `from` (milliseconds since 1970 in UTC): the first part, or the one that `next`
    /// of the part before asks for. Empty where the group does not exist: SNS makes it with the first record.
    async fn page(&self, group: &str, from: i64, next: Option<&str>) -> anyhow::Result<LogPage>;
}

/// Where no log is configured.
#[derive(Clone, Copy, Debug)]
pub struct NoDeliveryLogs;

#[async_trait::async_trait]
impl DeliveryLogs for NoDeliveryLogs {
    async fn page(&self, _: &str, _: i64, _: Option<&str>) -> anyhow::Result<LogPage> {
        Ok(LogPage::default())
    }
}

/// `FilterLogEvents` of Amazon CloudWatch Logs.
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html>
#[derive(Clone, Debug)]
pub struct CloudWatchLogs {
    client: Client,
}

impl CloudWatchLogs {
    pub async fn connect(config: &DeliveryLogsConfig) -> Self {
        let place = Place {
            region: config.region.as_deref(),
            endpoint_url: config.endpoint_url.as_deref(),
            connect: CONNECT,
            answer: ANSWER,
        };
        Self { client: Client::new(&place.load().await) }
    }
}

#[async_trait::async_trait]
impl DeliveryLogs for CloudWatchLogs {
    async fn page(&self, group: &str, from: i64, next: Option<&str>) -> anyhow::Result<LogPage> {
        let asked = self.client.filter_log_events().log_group_name(group).start_time(from).limit(AT_ONCE);
        let page = match asked.set_next_token(next.map(ToOwned::to_owned)).send().await.map_err(Error::from) {
            Ok(page) => page,
            Err(Error::ResourceNotFoundException(_)) => return Ok(LogPage::default()),
            Err(error) => {
                return Err(error).with_context(|| format!("CloudWatch Logs did not give the records of {group}"));
            }
        };
        let next = page.next_token.filter(|token| !token.is_empty());
        let records = page.events.unwrap_or_default().into_iter().filter_map(record).collect();
        Ok(LogPage { records, next })
    }
}

/// None without what every record has.
fn record(event: FilteredLogEvent) -> Option<LogRecord> {
    Some(LogRecord { id: event.event_id?, at: event.timestamp?, text: event.message? })
}
