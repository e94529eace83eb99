//! Who of a cohort can be reached on which channel: a contact point of the channel that is not suppressed.

use entity::values::ContactKind;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::channel::Channel;

use super::compile::{CompiledCohort, member};
use crate::{database::Engine, domain::Result};

/// Patients `p` that a launch or a reminder may write to at all.
pub const MAY_BE_WRITTEN_TO: &str = "p.status = 'active' AND p.never_contact_at IS NULL";

/// How many patients a rule selects and how they can be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Reach {
    pub patients: i64,
    /// Patients that are not active; a launch leaves them out.
    pub inactive: i64,
    /// Patients who are never to be contacted, whatever their status; a launch leaves them out too.
    pub never_contact: i64,
    pub email: i64,
    pub phone: i64,
    /// Patients that can be reached by email and by phone.
    pub both: i64,
    pub neither: i64,
}

impl Reach {
    /// Patients that can be reached on a channel.
    pub fn on(&self, channel: Channel) -> i64 {
        match channel {
            Channel::Email => self.email,
            Channel::Sms => self.phone,
        }
    }

    /// Patients that can be reached on none of the channels.
    pub fn unreachable(&self, channels: &[Channel]) -> i64 {
        match channels {
            [] => self.patients,
            [only] => self.patients - self.on(*only),
            _ => self.neither,
        }
    }
}

/// What a contact point is called on a channel.
pub fn kind_of(channel: Channel) -> ContactKind {
    match channel {
        Channel::Email => ContactKind::Email,
        Channel::Sms => ContactKind::Phone,
    }
}

/// SQL for "the patient with the id `outer` has a usable contact point of this kind". Binds nothing.
pub fn reachable(engine: Engine, outer: &str, kind: ContactKind) -> String {
    let kind = match kind {
        ContactKind::Email => "email",
        ContactKind::Phone => "phone",
    };
    let filter = format!("v.kind = '{kind}' AND {NOT_SUPPRESSED}");
    member(engine, outer, "v.patient_id", "contact_point v", &filter)
}

const NOT_SUPPRESSED: &str =
    "NOT EXISTS (SELECT 1 FROM suppression x WHERE x.kind = v.kind AND x.value_index = v.value_index)";

/// Counts a cohort, the reachable by channel; only those of [`MAY_BE_WRITTEN_TO`] where `active` is set.
pub async fn reach(connection: &impl ConnectionTrait, cohort: &CompiledCohort, active: bool) -> Result<Reach> {
    let only_active = if active { MAY_BE_WRITTEN_TO } else { "1 = 1" };
    let sql = format!(
        "SELECT COUNT(*) AS patients, \
           COUNT(*) FILTER (WHERE p.status <> 'active') AS inactive, \
           COUNT(*) FILTER (WHERE p.never_contact_at IS NOT NULL) AS never_contact, \
           COUNT(*) FILTER (WHERE u.email = 1) AS email, \
           COUNT(*) FILTER (WHERE u.phone = 1) AS phone, \
           COUNT(*) FILTER (WHERE u.email = 1 AND u.phone = 1) AS both, \
           COUNT(*) FILTER (WHERE u.patient_id IS NULL) AS neither \
         FROM patient p LEFT JOIN ( \
           SELECT v.patient_id, MAX(CASE WHEN v.kind = 'email' THEN 1 ELSE 0 END) AS email, \
             MAX(CASE WHEN v.kind = 'phone' THEN 1 ELSE 0 END) AS phone \
           FROM contact_point v WHERE {NOT_SUPPRESSED} GROUP BY v.patient_id \
         ) u ON u.patient_id = p.id WHERE {only_active} AND {}",
        cohort.sql
    );
    let statement = Engine::of(connection).statement(&sql, cohort.values.iter().cloned());
    Ok(Reach::find_by_statement(statement).one(connection).await?.unwrap_or_default())
}
