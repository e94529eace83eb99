//! Events of Amazon SES: of a configuration set (`eventType`) or of an identity (`notificationType`).
//!
//! <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html>,
//! <https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html>

use serde::Deserialize;
use serde_json::Value;
use shared::{channel::Channel, suppression::SuppressionReason};

use super::notice::{Address, Notice};
use crate::{
    clients::email::TAG,
    crypto::KeyRing,
    domain::messages::receipt::{Mark, Receipt, Told},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(rename = "eventType", alias = "notificationType")]
    kind: String,
    mail: Mail,
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    message_id: String,
    #[serde(default)]
    destination: Vec<String>,
    /// Names to lists of values; identities give none.
    #[serde(default)]
    tags: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    #[serde(rename = "bounceType")]
    kind: String,
    #[serde(default, rename = "bounceSubType")]
    sub_kind: String,
    #[serde(default)]
    bounced_recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    #[serde(default)]
    complained_recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
    /// An enhanced status code (RFC 3463).
    status: Option<String>,
}

/// None where it is no event of SES.
pub(super) fn read(keys: &KeyRing, event: &Value) -> Option<Vec<Notice>> {
    let event = Event::deserialize(event).ok()?;
    let mut notices = Vec::new();
    let told = match event.kind.as_str() {
        "Send" | "DeliveryDelay" => Some((Told::Accepted, None)),
        "Delivery" => Some((Told::Delivered, None)),
        // A virus was found, or a template of SES did not render: nothing was sent.
        "Reject" | "Rendering Failure" => Some((Told::Bounced, Some("refused by the provider".to_owned()))),
        "Bounce" => {
            let bounce = event.bounce?;
            let for_good = bounce.kind == "Permanent";
            if for_good {
                let gone = bounce.bounced_recipients.iter().map(|one| one.email_address.as_str());
                notices.extend(suppress(keys, gone, SuppressionReason::HardBounce));
            }
            Some(told_of(for_good, &bounce))
        }
        // Who complains has got it.
        "Complaint" => {
            let complaint = event.complaint?;
            let by = complaint.complained_recipients.iter().map(|one| one.email_address.as_str());
            notices.extend(suppress(keys, by, SuppressionReason::Complaint));
            Some((Told::Delivered, None))
        }
        // Opens and clicks are those of machines as well, and the page itself sees them.
        _ => None,
    };
    if let Some((told, reason)) = told {
        let mark = mark(keys, &event.mail);
        let provider_id = event.mail.message_id;
        notices.insert(
            0,
            Notice::Receipt(Receipt { channel: Channel::Email, provider_id, mark, seen: None, told, reason }),
        );
    }
    Some(notices)
}

fn suppress<'a>(
    keys: &KeyRing,
    addresses: impl Iterator<Item = &'a str>,
    reason: SuppressionReason,
) -> impl Iterator<Item = Notice> {
    addresses.filter_map(move |text| Some(Notice::Suppress { address: Address::email(keys, text)?, reason }))
}

/// An answer such as "I am out of the office" comes as a general transient bounce without a delivery status: all it tells
/// is that the message was sent.
/// <https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types>
fn told_of(for_good: bool, bounce: &Bounce) -> (Told, Option<String>) {
    let recipients = &bounce.bounced_recipients;
    let with_status = recipients.iter().any(|one| one.status.is_some());
    if bounce.kind == "Transient" && bounce.sub_kind == "General" && !with_status {
        return (Told::Accepted, None);
    }
    (if for_good { Told::Bounced } else { Told::BouncedForNow }, Some(reason(for_good, recipients)))
}

/// Codes only: what the other server wrote may repeat the address.
fn reason(for_good: bool, recipients: &[Recipient]) -> String {
    let kind = if for_good { "bounced" } else { "bounced for now" };
    let code = recipients.iter().find_map(|one| one.status.as_deref());
    let is_code = |code: &&str| code.len() <= 11 && code.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match code.filter(is_code) {
        Some(code) => format!("{kind} ({code})"),
        None => kind.to_owned(),
    }
}

fn mark(keys: &KeyRing, mail: &Mail) -> Option<Mark> {
    let message = mail.tags.get(TAG)?.get(0)?.as_str()?.parse().ok()?;
    let address = mail.destination.iter().find_map(|text| Address::email(keys, text))?;
    Some(Mark { message, address: address.index })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clients::random::OsRandom;

    fn mail() -> Value {
        json!({ "messageId": "0100-a", "destination": ["Jo@Example.org"], "tags": { (TAG): ["message-12"],
            "ses:configuration-set": ["recall"] } })
    }

    fn receipts(notices: &[Notice]) -> Vec<&Receipt> {
        notices
            .iter()
            .filter_map(|notice| if let Notice::Receipt(receipt) = notice { Some(receipt) } else { None })
            .collect()
    }

    #[test]
    fn a_hard_bounce_is_a_receipt_and_a_suppression() {
        let keys = KeyRing::generate(&OsRandom);
        let event = json!({ "eventType": "Bounce", "mail": mail(), "bounce": { "bounceType": "Permanent",
            "bounceSubType": "General", "bouncedRecipients": [{ "emailAddress": "jo@example.org", "status": "5.1.1",
            "diagnosticCode": "smtp; 550 5.1.1 <jo@example.org> unknown" }] } });
        let notices = read(&keys, &event).unwrap_or_default();
        let receipt = receipts(&notices)[0];
        assert_eq!((receipt.told, receipt.reason.as_deref()), (Told::Bounced, Some("bounced (5.1.1)")));
        assert_eq!(receipt.mark.as_ref().map(|mark| mark.message.get()), Some(12));
        let address = Address::email(&keys, "jo@example.org").unwrap_or_else(|| panic!("an address"));
        assert_eq!(notices[1], Notice::Suppress { address, reason: SuppressionReason::HardBounce });
    }

    #[test]
    fn a_full_mailbox_suppresses_nobody() {
        let keys = KeyRing::generate(&OsRandom);
        let event = json!({ "notificationType": "Bounce", "mail": { "messageId": "0100-a", "destination": [] },
            "bounce": { "bounceType": "Transient", "bounceSubType": "MailboxFull",
            "bouncedRecipients": [{ "emailAddress": "jo@example.org" }] } });
        let notices = read(&keys, &event).unwrap_or_default();
        assert_eq!(notices.len(), 1);
        let receipt = receipts(&notices)[0];
        assert_eq!((receipt.told, receipt.reason.as_deref()), (Told::BouncedForNow, Some("bounced for now")));
    }

    #[test]
    fn an_answer_from_a_holiday_is_no_bounce() {
        let keys = KeyRing::generate(&OsRandom);
        let told = |recipient: Value| {
            let event = json!({ "eventType": "Bounce", "mail": mail(), "bounce": { "bounceType": "Transient",
                "bounceSubType": "General", "bouncedRecipients": [recipient] } });
            receipts(&read(&keys, &event).unwrap_or_default())[0].told
        };
        assert_eq!(told(json!({ "emailAddress": "jo@example.org" })), Told::Accepted);
        let with_status = json!({ "emailAddress": "jo@example.org", "action": "failed", "status": "4.4.7" });
        assert_eq!(told(with_status), Told::BouncedForNow);
    }

    #[test]
    fn a_complaint_proves_delivery() {
        let keys = KeyRing::generate(&OsRandom);
        let event = json!({ "eventType": "Complaint", "mail": mail(),
            "complaint": { "complainedRecipients": [{ "emailAddress": "jo@example.org" }] } });
        let notices = read(&keys, &event).unwrap_or_default();
        assert_eq!(receipts(&notices)[0].told, Told::Delivered);
        assert!(matches!(notices[1], Notice::Suppress { reason: SuppressionReason::Complaint, .. }));
    }

    #[test]
    fn opens_and_other_messages_come_to_nothing() {
        let keys = KeyRing::generate(&OsRandom);
        assert_eq!(read(&keys, &json!({ "eventType": "Open", "mail": mail() })), Some(Vec::new()));
        assert_eq!(read(&keys, &json!({ "eventType": "TEXT_DELIVERED" })), None);
    }
}
