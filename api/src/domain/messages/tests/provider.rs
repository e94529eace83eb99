//! A provider of texts that tells afterwards what became of them, as SNS does in its delivery log.

use std::sync::{Arc, Mutex};

use entity::values::ContactKind;
use sea_orm::{ActiveEnum, ConnectionTrait, EntityTrait};
use serde_json::json;
use shared::channel::MessageState;

use super::ground::Ground;
use crate::{
    clients::delivery_logs::{DeliveryLogs, LogPage, LogRecord},
    config::Config,
    domain::{feedback::read_delivery_logs, patients::columns},
};

pub const ARRIVED: &str = "Message has been accepted by phone";
pub const WITH_CARRIER: &str = "Message has been accepted by phone carrier";
pub const UNREACHABLE: &str = "Phone is currently unreachable/unavailable";
pub const NO_QUOTA: &str = "No quota left for account";

/// What the provider has logged.
#[derive(Debug, Default)]
pub struct Log(Mutex<Vec<LogRecord>>);

#[async_trait::async_trait]
impl DeliveryLogs for Log {
    async fn page(&self, _: &str, from: i64, _: Option<&str>) -> anyhow::Result<LogPage> {
        let records = self.0.lock().unwrap().iter().filter(|record| record.at >= from).cloned().collect();
        Ok(LogPage { records, next: None })
    }
}

fn number(n: usize) -> String {
    format!("+447700900{n:03}")
}

/// Blind index of the number of the n-th patient.
pub fn index(ground: &Ground, n: usize) -> Vec<u8> {
    ground.app.keys.blind_index(columns::PHONE, &number(n)).to_vec()
}

/// Gives each of so many patients a number of their own, and reads what the provider logs from now on.
pub async fn with_numbers_and_log(mut ground: Ground, patients: usize) -> (Ground, Arc<Log>) {
    let database = &ground.app.database;
    for n in 0..patients {
        let sealed = ground.app.keys.seal(columns::PHONE, number(n).as_bytes(), &*ground.app.random);
        let sql = "UPDATE contact_point SET value_sealed = ?, value_index = ? WHERE kind = ? \
                   AND patient_id = (SELECT id FROM patient WHERE local_id = ?)";
        let local_id = format!("sample-{}", n + 1);
        let values = [sealed.into(), index(&ground, n).into(), ContactKind::Phone.to_value().into(), local_id.into()];
        database.writer().execute_raw(database.statement(sql, values)).await.unwrap();
    }
    let log = Arc::new(Log::default());
    let mut config = Config::clone(&ground.app.config);
    config.feedback.delivery_logs.groups = vec!["sns/eu-west-2/123456789012/DirectPublishToPhoneNumber".to_owned()];
    ground.app.config = config.into();
    ground.app.delivery_logs = log.clone();
    (ground, log)
}

/// Tells of the text `message` to the n-th patient, if the provider ever took it, and has it read.
pub async fn told(ground: &Ground, log: &Log, response: &str, message: i64, n: usize) {
    let mark = format!("message-{message}");
    let row = entity::message::Entity::find_by_id(message).one(ground.app.database.reader()).await.unwrap().unwrap();
    // What was not sent is told by its id: by its number a text of another wave, a moment ago, could be meant.
    let told_by_id = row.state == MessageState::Sent && row.provider_id.is_some();
    if !ground.client.accepted().contains(&mark) || response == NO_QUOTA && !told_by_id {
        return;
    }
    let at = ground.app.clock.timestamp();
    let text = json!({
        "notification": { "messageId": format!("sns-{mark}"),
            "timestamp": at.to_utc().format("%Y-%m-%d %H:%M:%S%.3f").to_string() },
        "delivery": { "destination": number(n), "providerResponse": response },
        "status": if response.contains("accepted") { "SUCCESS" } else { "FAILURE" },
    });
    {
        let mut records = log.0.lock().unwrap();
        let id = records.len().to_string();
        records.push(LogRecord { id, at: at.0, text: text.to_string() });
    }
    read_delivery_logs(&ground.app).await.unwrap();
    if response == NO_QUOTA {
        assert_eq!(ground.state(message).await.0, MessageState::Failed);
        ground.client.never_sent(&mark);
    }
}
