//! Everything that happened to a patient, in all campaigns and to their record, as one line of time, the newest first.

use crate::api::campaign::MessageState;
use crate::api::campaigns::Channel;
use crate::api::patient::{
    PatientChange, PatientChangeKind, PatientMessage, PatientRecipient, RecipientEvent, RecipientEventKind,
};
use crate::api::scalars::DateTime;
use crate::components::icon::Sign;
use crate::components::status::Mood;
use crate::components::timeline::Happening;
use crate::text::patient as words;
use crate::{routes, text, time};

/// What happened, when, in which campaign; nothing for what was done to the record.
struct Entry<'a> {
    at: &'a DateTime,
    campaign: Option<&'a str>,
    what: What<'a>,
}

enum What<'a> {
    Message(&'a PatientMessage),
    Event(&'a RecipientEvent),
    Change(&'a PatientChange),
}

pub fn happenings(recipients: &[PatientRecipient], changes: &[PatientChange]) -> Vec<Happening> {
    merged(recipients, changes).into_iter().map(|entry| happening(time::moment(entry.at), entry)).collect()
}

fn merged<'a>(recipients: &'a [PatientRecipient], changes: &'a [PatientChange]) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'_>> = recipients
        .iter()
        .flat_map(|recipient| {
            let campaign = Some(recipient.campaign.name.as_str());
            let messages = recipient.messages.iter().map(move |message| Entry {
                at: moment_of(message),
                campaign,
                what: What::Message(message),
            });
            let events =
                recipient.events.iter().map(move |event| Entry { at: &event.at, campaign, what: What::Event(event) });
            messages.chain(events)
        })
        .collect();
    entries.extend(changes.iter().map(|change| Entry { at: &change.at, campaign: None, what: What::Change(change) }));
    entries.sort_by(|a, b| order(&b.at.0).cmp(&order(&a.at.0)));
    entries
}

/// When a message was handed over; before that, and where it never was, when its state last changed.
fn moment_of(message: &PatientMessage) -> &DateTime {
    message.sent_at.as_ref().unwrap_or(match message.state {
        MessageState::Queued | MessageState::Claimed | MessageState::Sending => &message.created_at,
        _ => &message.updated_at,
    })
}

/// RFC 3339 in UTC sorts as text, but for its fraction, which may be absent: seconds first, then the fraction.
fn order(moment: &str) -> (&str, &str) {
    let moment = moment.trim_end_matches('Z');
    moment.split_once('.').unwrap_or((moment, ""))
}

fn happening(when: String, entry: Entry<'_>) -> Happening {
    let (sign, mood, title, why) = match entry.what {
        What::Message(message) => told(message),
        What::Event(event) => answered(event),
        What::Change(change) => done(change),
    };
    let body: Vec<&str> = entry.campaign.into_iter().chain([why.as_str()]).filter(|part| !part.is_empty()).collect();
    let href = match entry.what {
        What::Change(change) => change.import_id.as_ref().map(|id| routes::import(id.inner())),
        What::Message(_) | What::Event(_) => None,
    };
    Happening { when, sign, mood, title, body: body.join(" · "), href }
}

/// What people and files did to the record, and who it was.
fn done(change: &PatientChange) -> (Sign, Mood, String, String) {
    let (sign, title) = match change.kind {
        PatientChangeKind::Added => (Sign::Plus, words::ADDED),
        PatientChangeKind::Imported => (Sign::Upload, words::IMPORTED),
        PatientChangeKind::Updated => (Sign::Upload, words::UPDATED),
        PatientChangeKind::Corrected => (Sign::Person, words::CORRECTED),
        PatientChangeKind::NeverContact => (Sign::Block, words::NEVER_SET),
        PatientChangeKind::ContactAllowed => (Sign::Tick, words::NEVER_CLEARED),
        PatientChangeKind::Erased => (Sign::Close, words::WAS_ERASED),
    };
    let fields = (!change.fields.is_empty()).then(|| words::fields(&change.fields));
    let by = change.by.as_deref().map(words::by);
    let why: Vec<String> = change.file_name.iter().cloned().chain(fields).chain(by).collect();
    (sign, Mood::Neutral, title.to_owned(), why.join(" · "))
}

fn told(message: &PatientMessage) -> (Sign, Mood, String, String) {
    let sign = match message.channel {
        Channel::Email => Sign::Email,
        Channel::Sms => Sign::Phone,
    };
    let mood = text::message_mood(message.state);
    let reason = message.reason.as_deref().map(words::reason);
    let duplicate = message.possible_duplicate.then(|| words::DUPLICATE.to_owned());
    let why: Vec<String> = reason.into_iter().chain(duplicate).collect();
    (sign, mood, words::message(message.channel, message.wave, message.state), why.join(" "))
}

fn answered(event: &RecipientEvent) -> (Sign, Mood, String, String) {
    let (sign, mood, title, why) = match event.kind {
        RecipientEventKind::Followed if event.weak => {
            (Sign::Link, Mood::Neutral, words::OPENED_WEAK, words::OPENED_WEAK_WHY)
        }
        RecipientEventKind::Followed => (Sign::Link, Mood::Neutral, words::OPENED, ""),
        RecipientEventKind::Acknowledged => (Sign::Tick, Mood::Good, words::ACKNOWLEDGED, words::ACKNOWLEDGED_WHY),
        RecipientEventKind::OptedOut => (Sign::Block, Mood::Warning, words::OPTED_OUT, ""),
        RecipientEventKind::NotMe => (Sign::Block, Mood::Warning, words::NOT_ME, words::NOT_ME_WHY),
        RecipientEventKind::LinkRevoked => (Sign::Block, Mood::Neutral, words::LINK_REVOKED, ""),
    };
    (sign, mood, title.to_owned(), why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::campaigns::CampaignState;
    use crate::api::patient::RecipientCampaign;

    fn at(text: &str) -> DateTime {
        DateTime(text.into())
    }

    fn recipient(campaign: &str, sent: &str, opened: &str) -> PatientRecipient {
        let message = PatientMessage {
            channel: Channel::Sms,
            wave: 0,
            state: MessageState::Sent,
            reason: None,
            created_at: at("2026-11-01T00:00:00Z"),
            updated_at: at("2026-11-30T00:00:00Z"),
            sent_at: Some(at(sent)),
            possible_duplicate: false,
        };
        PatientRecipient {
            id: cynic::Id::new("recipient-1"),
            campaign: RecipientCampaign {
                id: cynic::Id::new("campaign-1"),
                name: campaign.into(),
                state: CampaignState::Running,
            },
            first_sent_at: Some(at(sent)),
            followed_at: Some(at(opened)),
            acknowledged_at: None,
            unreachable_reason: None,
            messages: vec![message],
            events: vec![RecipientEvent { kind: RecipientEventKind::Followed, at: at(opened), weak: true }],
        }
    }

    #[test]
    fn all_campaigns_make_one_line_the_newest_first() {
        let recipients = [
            recipient("Flu", "2026-11-02T09:00:00Z", "2026-11-02T09:00:00.250Z"),
            recipient("Pneumonia", "2026-11-02T08:59:59.9Z", "2026-11-03T08:00:00Z"),
        ];
        let order: Vec<&str> = merged(&recipients, &[]).iter().map(|entry| entry.at.0.as_str()).collect();
        assert_eq!(
            order,
            ["2026-11-03T08:00:00Z", "2026-11-02T09:00:00.250Z", "2026-11-02T09:00:00Z", "2026-11-02T08:59:59.9Z"]
        );
    }

    #[test]
    fn what_was_done_to_the_record_is_in_the_same_line() {
        let change = PatientChange {
            kind: PatientChangeKind::Corrected,
            at: at("2026-11-02T10:00:00Z"),
            by: Some("Gwen Hill".into()),
            fields: vec!["familyName".into(), "contactPoints".into()],
            import_id: None,
            file_name: None,
        };
        let import = PatientChange {
            kind: PatientChangeKind::Imported,
            at: at("2026-11-01T10:00:00Z"),
            by: None,
            fields: Vec::new(),
            import_id: Some(cynic::Id::new("import-1")),
            file_name: Some("patients.csv".into()),
        };
        let recipients = [recipient("Flu", "2026-11-02T09:00:00Z", "2026-11-02T11:00:00Z")];
        let changes = [change, import];
        let all: Vec<Happening> =
            merged(&recipients, &changes).into_iter().map(|entry| happening(String::new(), entry)).collect();
        let order: Vec<(&str, &str)> = all.iter().map(|one| (one.title.as_str(), one.body.as_str())).collect();
        assert_eq!(order[1], ("Details corrected", "Surname, phones and emails · by Gwen Hill"));
        assert_eq!(order[3], ("Came with a patient file", "patients.csv"));
        assert_eq!(all[3].href.as_deref(), Some("/imports/import-1"));
    }

    #[test]
    fn an_opening_by_a_machine_says_so() {
        let event = RecipientEvent { kind: RecipientEventKind::Followed, at: at("2026-11-03T08:00:00Z"), weak: true };
        assert!(answered(&event).2.contains("machine, most likely"));
    }
}
