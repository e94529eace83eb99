//! The outside world of the tests: AWS's API (moto) and a mail relay, as `cargo xtask test` starts them.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::Result;

/// A server that answers like Amazon SNS, SES, S3 and CloudWatch Logs.
pub struct Aws {
    endpoint: String,
}

/// The server asks who wants something of which service, and believes what it is told.
fn anybody(service: &str) -> String {
    let scope = format!("Credential=test/20260101/eu-west-2/{service}/aws4_request");
    format!("AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=none")
}

/// The one stream of each log group.
const STREAM: &str = "recall";

/// A text message that reached SNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub to: String,
    pub body: String,
    /// As SNS answered at the hand-over.
    pub id: String,
}

impl Aws {
    /// Nothing, with a word on standard error, where there is none.
    pub fn find() -> Option<Self> {
        let endpoint = found("RECALL_TEST_AWS_ENDPOINT")?;
        Some(Self { endpoint })
    }

    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Credentials for the AWS SDK: any will do.
    pub fn credentials() -> Vec<(String, String)> {
        [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "eu-west-2")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    }

    /// What makes Recall send its texts here.
    pub fn sms_settings(&self) -> Vec<(String, String)> {
        let mut settings = Self::credentials();
        settings.extend([
            ("RECALL_SMS__TRANSPORT".to_owned(), "sns".to_owned()),
            ("RECALL_SMS__REGION".to_owned(), "eu-west-2".to_owned()),
            ("RECALL_SMS__ENDPOINT_URL".to_owned(), self.endpoint.clone()),
        ]);
        settings
    }

    /// The texts that were sent to `phone`. Give each test numbers of its own: the server is shared.
    pub async fn texts_to(&self, phone: &str) -> Result<Vec<Text>> {
        let state = self.state().await?;
        let texts = state["sns"]["SMS"].as_array().cloned().unwrap_or_default();
        let field = |text: &Value, name: &str| text[name].as_str().unwrap_or_default().to_owned();
        Ok(texts
            .iter()
            .map(|text| Text {
                to: field(text, "phone_number"),
                body: field(text, "message"),
                id: field(text, "message_id"),
            })
            .filter(|text| text.to == phone)
            .collect())
    }

    /// What makes Recall send its emails here by SES.
    pub fn email_settings(&self) -> Vec<(String, String)> {
        let mut settings = Self::credentials();
        settings.extend([
            ("RECALL_EMAIL__TRANSPORT".to_owned(), "ses".to_owned()),
            ("RECALL_EMAIL__REGION".to_owned(), "eu-west-2".to_owned()),
            ("RECALL_EMAIL__ENDPOINT_URL".to_owned(), self.endpoint.clone()),
        ]);
        settings
    }

    /// Lets SES send as `address`, as the owner of a mailbox would confirm.
    pub async fn verify_sender(&self, address: &str) -> Result {
        let request = reqwest::Client::new().post(format!("{}/v2/email/identities", self.endpoint));
        let request = request.header("authorization", anybody("ses")).json(&json!({ "EmailIdentity": address }));
        let status = request.send().await?.status();
        // Another test may have been first.
        ensure!(status.is_success() || status.as_u16() == 400, "SES refused the sender with {status}");
        Ok(())
    }

    /// The emails that SES was given for `recipient`, headers and encoded parts. Give each test addresses of its own.
    pub async fn emails_to(&self, recipient: &str) -> Result<Vec<String>> {
        let state = self.state().await?;
        let mails = state["ses"]["RawMessage"].as_array().cloned().unwrap_or_default();
        let to = |mail: &&Value| mail["destinations"].to_string().contains(recipient);
        Ok(mails.iter().filter(to).filter_map(|mail| mail["raw_data"].as_str().map(ToOwned::to_owned)).collect())
    }

    /// Makes an SNS topic and returns its ARN.
    pub async fn create_topic(&self, name: &str) -> Result<String> {
        let form = [("Action", "CreateTopic"), ("Name", name), ("Version", "2010-03-31")];
        let body = form.map(|(key, value)| format!("{key}={value}")).join("&");
        let request = reqwest::Client::new().post(format!("{}/", self.endpoint));
        let request = request
            .header("authorization", anybody("sns"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        let answer = request.send().await?.error_for_status()?.text().await?;
        let arn = answer.split_once("<TopicArn>").and_then(|(_, rest)| rest.split_once("</TopicArn>"));
        Ok(arn.context("SNS named no topic")?.0.to_owned())
    }

    /// Everything that was published to a topic, as one text; empty where nothing was.
    pub async fn notices_of(&self, topic: &str) -> Result<String> {
        let state = self.state().await?;
        let topics = state["sns"]["Topic"].as_array().cloned().unwrap_or_default();
        let of = topics.iter().find(|one| one["arn"] == topic).context("there is no such topic")?;
        let sent = of["sent_notifications"].as_array().cloned().unwrap_or_default();
        Ok(sent.iter().map(Value::to_string).collect())
    }

    /// Makes a log group in CloudWatch Logs with one stream.
    pub async fn create_log_group(&self, group: &str) -> Result {
        self.logs("CreateLogGroup", json!({ "logGroupName": group })).await?;
        self.logs("CreateLogStream", json!({ "logGroupName": group, "logStreamName": STREAM })).await
    }

    /// Logs records, as SNS does, with the time of now.
    pub async fn log(&self, group: &str, records: &[Value]) -> Result {
        let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
        let event = |record: &Value| json!({ "timestamp": now, "message": record.to_string() });
        let events: Vec<_> = records.iter().map(event).collect();
        let put = json!({ "logGroupName": group, "logStreamName": STREAM, "logEvents": events });
        self.logs("PutLogEvents", put).await
    }

    async fn logs(&self, action: &str, body: Value) -> Result {
        let request = reqwest::Client::new().post(format!("{}/", self.endpoint));
        let request = request
            .header("authorization", anybody("logs"))
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", format!("Logs_20140328.{action}"))
            .body(body.to_string());
        let status = request.send().await?.status();
        ensure!(status.is_success(), "CloudWatch Logs refused {action} with {status}");
        Ok(())
    }

    async fn state(&self) -> Result<Value> {
        Ok(reqwest::get(format!("{}/moto-api/data.json", self.endpoint)).await?.json().await?)
    }

    /// Makes an S3 bucket; give each test one of its own.
    pub async fn create_bucket(&self, name: &str) -> Result {
        let place =
            "<CreateBucketConfiguration><LocationConstraint>eu-west-2</LocationConstraint></CreateBucketConfiguration>";
        let http = reqwest::Client::new();
        http.put(format!("{}/{name}", self.endpoint)).body(place).send().await?.error_for_status()?;
        Ok(())
    }

    /// The bytes of an object, or nothing if there is no such object.
    pub async fn object(&self, bucket: &str, key: &str) -> Result<Option<Vec<u8>>> {
        let request = reqwest::Client::new().get(format!("{}/{bucket}/{key}", self.endpoint));
        let answer = request.header("authorization", anybody("s3")).send().await?;
        if answer.status() == reqwest::StatusCode::NOT_FOUND {
            return Ok(None);
        }
        Ok(Some(answer.error_for_status()?.bytes().await?.to_vec()))
    }

    /// The headers that S3 gives out with an object.
    pub async fn object_headers(&self, bucket: &str, key: &str) -> Result<reqwest::header::HeaderMap> {
        let request = reqwest::Client::new().get(format!("{}/{bucket}/{key}", self.endpoint));
        let answer = request.header("authorization", anybody("s3")).send().await?;
        Ok(answer.error_for_status()?.headers().clone())
    }
}

/// A mail relay that keeps what it is given.
pub struct Mail {
    address: String,
    folder: PathBuf,
}

impl Mail {
    /// Nothing, with a word on standard error, where there is none.
    pub fn find() -> Option<Self> {
        let address = found("RECALL_TEST_SMTP")?;
        let folder = found("RECALL_TEST_MAILDIR")?.into();
        Some(Self { address, folder })
    }

    /// What makes Recall send its emails here.
    pub fn settings(&self) -> Vec<(String, String)> {
        vec![
            ("RECALL_EMAIL__TRANSPORT".to_owned(), "smtp".to_owned()),
            ("RECALL_EMAIL__SMTP_URL".to_owned(), format!("smtp://{}", self.address)),
        ]
    }

    /// The messages that were delivered to `recipient`, headers and encoded body as they came over the wire.
    pub fn messages_to(&self, recipient: &str) -> Result<Vec<String>> {
        let mut messages = Vec::new();
        let arrived = fs::read_dir(self.folder.join("new")).context("the relay's folder cannot be read")?;
        for entry in arrived {
            let message = String::from_utf8_lossy(&fs::read(entry?.path())?).into_owned();
            let to_recipient = message.lines().take_while(|line| !line.is_empty()).any(|line| {
                // The relay writes the envelope's recipients into a header of its own.
                line.strip_prefix("X-RcptTo: ").is_some_and(|to| to.split(", ").any(|to| to == recipient))
            });
            if to_recipient {
                messages.push(message);
            }
        }
        Ok(messages)
    }
}

/// Postfix's `smtp-sink`, which keeps every mail in one file.
pub struct Postfix {
    address: String,
    file: PathBuf,
}

impl Postfix {
    /// Nothing, with a word on standard error, where there is none.
    pub fn find() -> Option<Self> {
        let address = found("RECALL_TEST_SMTP_SINK")?;
        let file = found("RECALL_TEST_SMTP_SINK_MAILS")?.into();
        Some(Self { address, file })
    }

    /// What makes Recall send its emails here, as `sender`. Give each test one of its own: the server is shared.
    pub fn settings(&self, sender: &str) -> Vec<(String, String)> {
        vec![
            ("RECALL_EMAIL__TRANSPORT".to_owned(), "smtp".to_owned()),
            ("RECALL_EMAIL__SMTP_URL".to_owned(), format!("smtp://{}", self.address)),
            ("RECALL_EMAIL__FROM".to_owned(), format!("Practice <{sender}>")),
        ]
    }

    /// Everything from `sender`, each with the envelope that the sink writes before it.
    pub fn mails_from(&self, sender: &str) -> Result<Vec<String>> {
        let kept = fs::read(&self.file).context("the sink has kept nothing")?;
        let kept = String::from_utf8_lossy(&kept);
        let envelope = format!("X-Mail-Args: <{sender}>");
        let from = |mail: &&str| mail.lines().any(|line| line.starts_with(&envelope));
        Ok(kept.split("X-Client-Addr: ").filter(from).map(ToOwned::to_owned).collect())
    }
}

/// The variable's value; without one the test that asked is skipped, and this says so.
pub(crate) fn found(variable: &str) -> Option<String> {
    let value = env::var(variable).ok();
    if value.is_none() {
        eprintln!("skipped: {variable} is not set (`cargo xtask test` sets it)");
    }
    value
}
