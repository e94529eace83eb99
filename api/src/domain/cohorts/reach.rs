//! Who of a cohort can be reached on which channel: a contact point that takes its messages and is not suppressed.

use entity::values::ContactKind;
use shared::channel::Channel;

use super::compile::member;
use crate::database::Engine;

/// Patients `p` that a launch or a reminder may write to at all.
pub const MAY_BE_WRITTEN_TO: &str = "p.status = 'active' AND p.never_contact_at IS NULL";

/// Patients that no channel of a campaign reaches, each under the first of these reasons that holds on one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutOfReach {
    /// Messages to every contact point were stopped.
    pub stopped: i64,
    /// Phone numbers there are, but none that takes a text.
    pub no_mobile: i64,
    pub no_contact_point: i64,
}

/// How many patients a rule selects and how they can be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    let filter = format!("v.kind = '{kind}' AND {USABLE}");
    member(engine, outer, "v.patient_id", "contact_point v", &filter)
}

/// The contact point `v` takes messages of its channel: no landline, as far as is known.
pub const TEXTABLE: &str = "v.textable IS NOT FALSE";

/// The contact point `v` takes messages of its channel and is not suppressed.
pub const USABLE: &str = "v.textable IS NOT FALSE \
    AND NOT EXISTS (SELECT 1 FROM suppression x WHERE x.kind = v.kind AND x.value_index = v.value_index)";

/// SQL for the contact point that the recipient `r` is written to on a channel: what two patients share who have the same.
/// The last look before sending goes by the same order. Binds nothing.
pub fn written_to(recipient: &str, channel: Channel) -> String {
    let kind = match kind_of(channel) {
        ContactKind::Email => "email",
        ContactKind::Phone => "phone",
    };
    format!(
        "(SELECT v.value_index FROM contact_point v WHERE v.patient_id = {recipient}.patient_id AND v.kind = '{kind}' \
         AND {USABLE} ORDER BY v.position, v.id LIMIT 1)"
    )
}
