//! The keyed hash of everything a record says, by which a change is seen without opening anything.

use super::record::Record;
use crate::crypto::{KeyRing, blind_index::LEN};

const CONTENT: &str = "patient.content.1"; // raise the number when what is hashed changes: all are updated once

/// Hashes the record without its `local_id`, which is judged apart.
pub fn hash(keys: &KeyRing, record: &Record, buffer: &mut Vec<u8>) -> [u8; LEN] {
    buffer.clear();
    let mut fields = Fields(buffer);
    fields.text(&record.nhs_number.map(shared::nhs_number::NhsNumber::digits).unwrap_or_default());
    fields.text(&record.given_name);
    fields.text(&record.family_name);
    fields.date(record.birth_date);
    fields.text(record.sex.as_str());
    fields.text(record.address.as_deref().unwrap_or_default());
    fields.text(record.postcode.as_deref().unwrap_or_default());
    fields.text(record.status.map(shared::person::PatientStatus::as_str).unwrap_or_default());
    fields.text(record.preferred_language.as_deref().unwrap_or_default());
    fields.count(record.phones.len());
    record.phones.iter().for_each(|phone| fields.text(phone.as_str()));
    fields.count(record.emails.len());
    record.emails.iter().for_each(|email| fields.text(email.as_str()));
    for condition in &record.conditions {
        fields.text(condition.coding.system.as_str());
        fields.text(&condition.coding.code);
        fields.text(&condition.coding.term);
        fields.date(condition.onset);
        fields.date(condition.abatement);
    }
    keys.keyed_hash(CONTENT, buffer)
}

/// Every text with its length in front, so that no two rows make the same bytes.
struct Fields<'b>(&'b mut Vec<u8>);

impl Fields<'_> {
    fn count(&mut self, count: usize) {
        self.0.extend_from_slice(&u64::try_from(count).unwrap_or(u64::MAX).to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn date(&mut self, date: Option<chrono::NaiveDate>) {
        let days = date.map_or(i32::MIN, |date| chrono::Datelike::num_days_from_ce(&date));
        self.0.extend_from_slice(&days.to_be_bytes());
    }
}
