//! Events of texts: delivery records as SNS logs them, events of AWS End User Messaging, and answers of patients.
//!
//! <https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html>,
//! <https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html>,
//! <https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html>

use chrono::NaiveDateTime;
use entity::time::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use shared::{channel::Channel, suppression::SuppressionReason};

use super::notice::{Address, Notice};
use crate::{
    crypto::KeyRing,
    domain::messages::receipt::{Receipt, Seen, Told},
};

/// A patient's answer that means: no more of this.
const STOP_WORDS: &[&str] =
    &["stop", "stopall", "unsubscribe", "optout", "quit", "end", "cancel", "remove", "arret", "td"];

/// Words of SNS for numbers that do not exist, and for those that want no texts.
const INVALID: &[&str] = &["Invalid phone number"];
const OPTED_OUT: &[&str] = &["Phone number is opted out"];

/// Words of SNS for texts that it took and did not send because of our account, and what they mean.
const ACCOUNT: &[(&str, &str)] = &[
    ("No quota left for account", "not sent: the monthly spending quota for texts at Amazon SNS is used up"),
    ("This delivery would exceed max price", "not sent: a text costs more than sms.max_price_usd allows"),
];
const SENT_AT: &str = "%Y-%m-%d %H:%M:%S%.f"; // in UTC

/// A record that SNS writes to CloudWatch Logs for each text.
#[derive(Deserialize)]
struct Record {
    notification: Notification,
    delivery: Delivery,
    status: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    message_id: String,
    /// When SNS took the text.
    #[serde(default)]
    timestamp: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Delivery {
    #[serde(default)]
    destination: String,
    #[serde(default)]
    provider_response: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TextEvent {
    event_type: String,
    message_id: String,
    #[serde(default)]
    destination_phone_number: String,
    /// Milliseconds since 1970 in UTC.
    message_request_timestamp: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    origination_number: String,
    message_body: String,
}

/// None where it is nothing about a text.
pub(super) fn read(keys: &KeyRing, event: &Value) -> Option<Vec<Notice>> {
    if let Ok(record) = Record::deserialize(event) {
        return Some(of_record(keys, record));
    }
    if let Ok(event) = TextEvent::deserialize(event) {
        return Some(of_event(keys, event).into_iter().collect());
    }
    let answer = Answer::deserialize(event).ok()?;
    if !is_stop(&answer.message_body) {
        return Some(Vec::new());
    }
    let address = Address::phone(keys, &answer.origination_number);
    Some(address.map(|address| Notice::Suppress { address, reason: SuppressionReason::Stop }).into_iter().collect())
}

fn of_record(keys: &KeyRing, record: Record) -> Vec<Notice> {
    let response = record.delivery.provider_response;
    let (told, reason) = match record.status.as_str() {
        // Carriers without receipts from the phone only say that they have it.
        "SUCCESS" if response.contains("accepted by phone carrier") => (Told::Accepted, None),
        "SUCCESS" => (Told::Delivered, None),
        "FAILURE" => match ACCOUNT.iter().find(|(words, _)| response.starts_with(words)) {
            Some((_, meaning)) => (Told::NotSent, Some((*meaning).to_owned())),
            None => (Told::Bounced, Some(format!("bounced ({})", words(&response)))),
        },
        _ => return Vec::new(),
    };
    let destination = Address::phone(keys, &record.delivery.destination);
    let at = NaiveDateTime::parse_from_str(&record.notification.timestamp, SENT_AT).ok();
    let seen = seen(destination.as_ref(), at.map(|at| Timestamp(at.and_utc().timestamp_millis())));
    let mut notices = vec![receipt(record.notification.message_id, seen, told, reason)];
    let suppress = if INVALID.contains(&response.as_str()) {
        Some(SuppressionReason::HardBounce)
    } else if OPTED_OUT.contains(&response.as_str()) {
        Some(SuppressionReason::ProviderList)
    } else {
        None
    };
    if told == Told::Bounced
        && let Some(reason) = suppress
        && let Some(address) = destination
    {
        notices.push(Notice::Suppress { address, reason });
    }
    notices
}

fn of_event(keys: &KeyRing, event: TextEvent) -> Option<Notice> {
    let kind = event.event_type.strip_prefix("TEXT_")?;
    let (told, reason) = match kind {
        "QUEUED" | "PENDING" | "SENT" | "SUCCESSFUL" => (Told::Accepted, None),
        "DELIVERED" => (Told::Delivered, None),
        // After three days without a word: no news.
        "UNKNOWN" => return None,
        "INVALID"
        | "INVALID_MESSAGE"
        | "UNREACHABLE"
        | "CARRIER_UNREACHABLE"
        | "BLOCKED"
        | "CARRIER_BLOCKED"
        | "SPAM"
        | "TTL_EXPIRED"
        | "PROTECT_BLOCKED" => {
            (Told::Bounced, Some(format!("bounced ({})", kind.to_ascii_lowercase().replace('_', " "))))
        }
        _ => return None,
    };
    let destination = Address::phone(keys, &event.destination_phone_number);
    let seen = seen(destination.as_ref(), event.message_request_timestamp.map(Timestamp));
    Some(receipt(event.message_id, seen, told, reason))
}

fn seen(destination: Option<&Address>, at: Option<Timestamp>) -> Option<Seen> {
    Some(Seen { address: destination?.index.clone(), at: at? })
}

fn receipt(provider_id: String, seen: Option<Seen>, told: Told, reason: Option<String>) -> Notice {
    Notice::Receipt(Receipt { channel: Channel::Sms, provider_id, mark: None, seen, told, reason })
}

/// SNS's own words for a failure are a short list without numbers in it; anything else is not kept.
fn words(response: &str) -> String {
    let plain = !response.is_empty() && response.len() <= 80 && !response.bytes().any(|b| b.is_ascii_digit());
    if plain { response.to_lowercase() } else { "no reason given".to_owned() }
}

fn is_stop(body: &str) -> bool {
    let word: String =
        body.chars().filter(|c| c.is_alphabetic() || c.is_whitespace()).collect::<String>().to_lowercase();
    let mut words = word.split_whitespace();
    let first = words.next().unwrap_or_default();
    let whole: String = word.split_whitespace().collect();
    STOP_WORDS.contains(&whole.as_str()) || matches!(first, "stop" | "unsubscribe")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clients::random::OsRandom;

    fn told(event: Value) -> Vec<(Told, Option<String>)> {
        let notices = read(&KeyRing::generate(&OsRandom), &event).unwrap_or_default();
        let receipts = notices.into_iter().filter_map(|notice| match notice {
            Notice::Receipt(receipt) => Some((receipt.told, receipt.reason)),
            Notice::Suppress { .. } => None,
        });
        receipts.collect()
    }

    #[test]
    fn a_carrier_that_has_it_is_not_yet_a_phone_that_has_it() {
        let record = |status: &str, response: &str| {
            json!({ "notification": { "messageId": "s-1" }, "status": status,
                "delivery": { "destination": "+447700900123", "providerResponse": response } })
        };
        assert_eq!(told(record("SUCCESS", "Message has been accepted by phone carrier")), [(Told::Accepted, None)]);
        assert_eq!(told(record("SUCCESS", "Message has been accepted by phone")), [(Told::Delivered, None)]);
        let unknown = "Unknown error attempting to reach phone";
        let reason = Some("bounced (unknown error attempting to reach phone)".to_owned());
        assert_eq!(told(record("FAILURE", unknown)), [(Told::Bounced, reason)]);
        let with_number = told(record("FAILURE", "+447700900123 is bad"));
        assert_eq!(with_number[0].1.as_deref(), Some("bounced (no reason given)"));
    }

    #[test]
    fn events_of_end_user_messaging_are_read() {
        let event = |kind: &str| json!({ "eventType": kind, "messageId": "s-1", "destinationPhoneNumber": "+44" });
        assert_eq!(told(event("TEXT_DELIVERED")), [(Told::Delivered, None)]);
        assert_eq!(
            told(event("TEXT_CARRIER_BLOCKED")),
            [(Told::Bounced, Some("bounced (carrier blocked)".to_owned()))]
        );
        assert!(told(event("TEXT_UNKNOWN")).is_empty() && told(event("VOICE_ANSWERED")).is_empty());
    }

    #[test]
    fn stop_is_understood_and_thank_you_is_not() {
        for stop in ["STOP", " Stop. ", "stop please", "UNSUBSCRIBE", "opt-out", "Stop all"] {
            assert!(is_stop(stop), "{stop}");
        }
        for other in ["Thanks", "When does it end?", "please don't stop", "", "👍"] {
            assert!(!is_stop(other), "{other}");
        }
    }
}
