//! The last-moment check: what was true when the audience was frozen may be so no longer.

use std::collections::{BTreeSet, HashMap};

use entity::{time::Timestamp, values::ContactKind};
use sea_orm::{ActiveEnum, ConnectionTrait, FromQueryResult};
use shared::{channel::Channel, email::EmailAddress, person::PatientStatus, phone::E164Phone};

use super::{claim::Claimed, reason};
use crate::{
    crypto::KeyRing,
    database::{Database, ids},
    domain::{Result, patients::columns},
};

/// Where a message goes.
#[derive(Clone, Debug)]
pub(super) enum Address {
    Phone(E164Phone),
    Email(EmailAddress),
}

/// A claimed message whose recipient may be written to.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub message: Claimed,
    pub link_version: i32,
    pub given_name: String,
    pub family_name: String,
    /// As the patient prefers it, such as `cy`.
    pub language: Option<String>,
    pub to: Address,
}

#[derive(FromQueryResult)]
struct Person {
    recipient_id: i64,
    patient_id: i64,
    link_version: i32,
    acknowledged_at: Option<Timestamp>,
    opted_out_at: Option<Timestamp>,
    not_me_at: Option<Timestamp>,
    status: PatientStatus,
    never_contact_at: Option<Timestamp>,
    given_name: String,
    family_name: String,
    preferred_language: Option<String>,
}

#[derive(FromQueryResult)]
struct ContactPoint {
    patient_id: i64,
    value_sealed: Vec<u8>,
    suppression: Option<String>,
}

/// Tells messages that may go from those that must not, each of these with its reason.
pub(super) async fn check(
    database: &Database,
    keys: &KeyRing,
    channel: Channel,
    batch: &[Claimed],
) -> Result<(Vec<Checked>, Vec<(Claimed, String)>)> {
    let people = people(database, batch).await?;
    let patients = people.values().map(|person| person.patient_id).collect();
    let mut contact_points = contact_points(database, channel, patients).await?;
    let mut may_go = Vec::with_capacity(batch.len());
    let mut must_not = Vec::new();
    for &message in batch {
        let Some(person) = people.get(&message.recipient_id) else {
            must_not.push((message, reason::LEFT.to_owned())); // the patient was erased
            continue;
        };
        let to = match status(person) {
            Some(reason) => Err(reason.to_owned()),
            None => address(keys, channel, contact_points.remove(&person.patient_id).unwrap_or_default()),
        };
        match to {
            Err(reason) => must_not.push((message, reason)),
            Ok(to) => may_go.push(Checked {
                message,
                link_version: person.link_version,
                given_name: person.given_name.clone(),
                family_name: person.family_name.clone(),
                language: person.preferred_language.clone(),
                to,
            }),
        }
    }
    Ok((may_go, must_not))
}

/// Where messages to patients go on a channel today; nothing of a patient whom it does not reach.
pub(super) async fn addresses(
    database: &Database,
    keys: &KeyRing,
    channel: Channel,
    patients: BTreeSet<i64>,
) -> Result<HashMap<i64, Address>> {
    let points = contact_points(database, channel, patients).await?;
    let found =
        points.into_iter().filter_map(|(patient, points)| Some((patient, address(keys, channel, points).ok()?)));
    Ok(found.collect())
}

fn status(person: &Person) -> Option<&'static str> {
    match person.status {
        PatientStatus::Deceased => Some(reason::DECEASED),
        PatientStatus::Left => Some(reason::LEFT),
        PatientStatus::Restricted => Some(reason::RESTRICTED),
        PatientStatus::Active if person.never_contact_at.is_some() => Some(reason::NEVER_CONTACT),
        PatientStatus::Active if person.opted_out_at.is_some() => Some(reason::OPTED_OUT),
        // Until the link is revoked: this one would be closed to the patient.
        PatientStatus::Active if person.not_me_at.is_some() => Some(reason::WRONG_PERSON),
        PatientStatus::Active if person.acknowledged_at.is_some() => Some(reason::ACKNOWLEDGED),
        PatientStatus::Active => None,
    }
}

/// The first contact point that may be used; else the reason that stands in the way of the first.
fn address(keys: &KeyRing, channel: Channel, contact_points: Vec<ContactPoint>) -> Result<Address, String> {
    let mut hindrance = None;
    for point in contact_points {
        let found = match point.suppression {
            Some(reason) => Err(reason),
            None => open(keys, channel, &point.value_sealed).map_err(ToOwned::to_owned),
        };
        match found {
            Ok(address) => return Ok(address),
            Err(reason) => hindrance = hindrance.or(Some(reason)),
        }
    }
    Err(hindrance.unwrap_or_else(|| reason::NO_CONTACT_POINT.to_owned()))
}

fn open(keys: &KeyRing, channel: Channel, sealed: &[u8]) -> Result<Address, &'static str> {
    let context = match channel {
        Channel::Sms => columns::PHONE,
        Channel::Email => columns::EMAIL,
    };
    let text = keys.open_text(context, sealed).map_err(|_| reason::UNREADABLE)?;
    match channel {
        Channel::Email => text.parse().map(Address::Email).map_err(|_| reason::UNREADABLE),
        Channel::Sms => {
            let phone: E164Phone = text.parse().map_err(|_| reason::UNREADABLE)?;
            if phone.is_mobile() { Ok(Address::Phone(phone)) } else { Err(reason::NO_MOBILE) }
        }
    }
}

async fn people(database: &Database, batch: &[Claimed]) -> Result<HashMap<i64, Person>> {
    let recipients: BTreeSet<i64> = batch.iter().map(|message| message.recipient_id).collect();
    let sql = format!(
        "SELECT r.id AS recipient_id, r.patient_id, r.link_version, r.acknowledged_at, r.opted_out_at, r.not_me_at, \
         p.status, p.never_contact_at, p.given_name, p.family_name, p.preferred_language \
         FROM recipient r JOIN patient p ON p.id = r.patient_id WHERE {}",
        database.engine().is_among("r.id")
    );
    let mut people = HashMap::with_capacity(recipients.len());
    for row in database.reader().query_all_raw(database.statement(&sql, [ids(recipients)])).await? {
        let person = Person::from_query_result(&row, "")?;
        people.insert(person.recipient_id, person);
    }
    Ok(people)
}

/// Contact points of the channel's kind by patient, in the order of their use.
async fn contact_points(
    database: &Database,
    channel: Channel,
    patients: BTreeSet<i64>,
) -> Result<HashMap<i64, Vec<ContactPoint>>> {
    let kind = match channel {
        Channel::Sms => ContactKind::Phone,
        Channel::Email => ContactKind::Email,
    };
    let sql = format!(
        "SELECT cp.patient_id, cp.value_sealed, s.reason AS suppression \
         FROM contact_point cp LEFT JOIN suppression s ON s.kind = cp.kind AND s.value_index = cp.value_index \
         WHERE {} AND cp.kind = ? ORDER BY cp.patient_id, cp.position, cp.id",
        database.engine().is_among("cp.patient_id")
    );
    let mut points: HashMap<i64, Vec<ContactPoint>> = HashMap::with_capacity(patients.len());
    let values = [ids(patients), kind.to_value().into()];
    for row in database.reader().query_all_raw(database.statement(&sql, values)).await? {
        let point = ContactPoint::from_query_result(&row, "")?;
        points.entry(point.patient_id).or_default().push(point);
    }
    Ok(points)
}
