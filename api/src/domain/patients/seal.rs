//! From a typed record to what the tables hold: identifiers sealed, with blind indexes beside them.

use chrono::NaiveDate;
use entity::values::ContactKind;
use shared::person::{self, PatientStatus, Sex};

use super::{
    columns,
    record::{Record, RecordCondition},
};
use crate::{
    clients::random::Random,
    crypto::{KeyRing, blind_index::LEN},
};

/// A patient ready to be written.
#[derive(Clone, Debug)]
pub struct SealedPatient {
    /// The patient to change; `None` makes a new one.
    pub id: Option<i64>,
    /// Of a patient to change only where it is to be the new one.
    pub local_id: Option<String>,
    pub nhs_sealed: Option<Vec<u8>>,
    pub nhs_index: Option<Vec<u8>>,
    pub given_name: String,
    pub family_name: String,
    pub name_key: String,
    pub birth_date: Option<NaiveDate>,
    pub sex: Sex,
    pub address_sealed: Option<Vec<u8>>,
    pub postcode: Option<String>,
    pub status: Option<PatientStatus>,
    pub preferred_language: Option<String>,
    pub content_hash: Vec<u8>,
    pub contacts: Vec<SealedContact>,
    pub conditions: Vec<RecordCondition>,
}

#[derive(Clone, Debug)]
pub struct SealedContact {
    pub kind: ContactKind,
    pub position: i32,
    pub value_sealed: Vec<u8>,
    pub value_index: Vec<u8>,
    /// Of a phone number: whether it takes a text.
    pub textable: Option<bool>,
}

/// Seals with the newest key of the ring.
pub struct Sealer<'k> {
    pub keys: &'k KeyRing,
    pub random: &'k dyn Random,
}

impl Sealer<'_> {
    pub fn patient(
        &self,
        record: Record,
        id: Option<i64>,
        nhs: Option<[u8; LEN]>,
        content: [u8; LEN],
    ) -> SealedPatient {
        let phones = record.phones.iter().map(|phone| {
            let text = phone.as_str();
            let contact = self.contact(ContactKind::Phone, columns::PHONE, text, text);
            SealedContact { textable: Some(phone.is_mobile()), ..contact }
        });
        let emails = record
            .emails
            .iter()
            .map(|email| self.contact(ContactKind::Email, columns::EMAIL, email.as_str(), &email.key()));
        let contacts = phones.chain(emails).zip(0..).map(|(contact, position)| SealedContact { position, ..contact });
        SealedPatient {
            id,
            contacts: contacts.collect(),
            nhs_sealed: record.nhs_number.map(|number| self.seal(columns::NHS_NUMBER, &number.digits())),
            nhs_index: nhs.map(|index| index.to_vec()),
            name_key: person::name_key(&record.family_name, &record.given_name),
            address_sealed: record.address.as_deref().map(|address| self.seal(columns::ADDRESS, address)),
            content_hash: content.to_vec(),
            local_id: record.local_id,
            given_name: record.given_name,
            family_name: record.family_name,
            birth_date: record.birth_date,
            sex: record.sex,
            postcode: record.postcode,
            status: record.status,
            preferred_language: record.preferred_language,
            conditions: record.conditions,
        }
    }

    fn contact(&self, kind: ContactKind, context: &str, value: &str, key: &str) -> SealedContact {
        SealedContact {
            kind,
            position: 0,
            value_sealed: self.seal(context, value),
            value_index: self.keys.blind_index(context, key).to_vec(),
            textable: None,
        }
    }

    fn seal(&self, context: &str, text: &str) -> Vec<u8> {
        self.keys.seal(context, text.as_bytes(), self.random)
    }
}
