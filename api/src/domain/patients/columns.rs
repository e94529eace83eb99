//! Contexts of the sealed columns and their blind indexes. They are authenticated with every sealed
//! value: renaming one makes old values unreadable.

pub const NHS_NUMBER: &str = "patient.nhs_number";
pub const ADDRESS: &str = "patient.address";
pub const NEVER_CONTACT: &str = "patient.never_contact"; // why, in the words of staff
pub const PHONE: &str = "contact_point.phone"; // of the E.164 text, as +447700900123
pub const EMAIL: &str = "contact_point.email"; // sealed as written, indexed by EmailAddress::key()
