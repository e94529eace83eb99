//! Why a contact point must not be used.

use crate::text_enum::{canonical_from_str, text_enum};

text_enum! {
    /// Who said so, or what was found out.
    pub enum SuppressionReason ("suppression reason") {
        /// The patient, on the message page or in the mail program.
        OptedOut => "opted_out",
        /// The patient, by answering STOP to a text.
        Stop => "stop",
        /// The number is on the provider's own list of those that want no texts.
        ProviderList => "provider_list",
        /// The patient told their mail provider that the message was not wanted.
        Complaint => "complaint",
        /// Whoever reads there is not the patient.
        WrongPerson => "wrong_person",
        /// A member of staff.
        Staff => "staff",
        /// The address does not exist.
        HardBounce => "hard_bounce",
    }
}

canonical_from_str!(SuppressionReason);

impl SuppressionReason {
    /// Whether a person asked for it: never replaced by what a machine found out, and not to be lifted lightly.
    pub const fn is_wish(self) -> bool {
        !matches!(self, Self::HardBounce)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_machine_found_out_is_no_wish() {
        let found: Vec<_> = SuppressionReason::ALL.iter().filter(|reason| !reason.is_wish()).collect();
        assert_eq!(found, [&SuppressionReason::HardBounce]);
    }
}
