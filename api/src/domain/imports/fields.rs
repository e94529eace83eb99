//! The columns of the canonical patient file, and the names that practice systems give them.

use serde::{Deserialize, Serialize};

/// A column of the canonical CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    LocalId,
    NhsNumber,
    GivenName,
    FamilyName,
    BirthDate,
    Sex,
    Phone,
    Email,
    Address,
    Postcode,
    Conditions,
    Status,
    PreferredLanguage,
}

use Field as F;

impl Field {
    pub const ALL: [Self; 13] = [
        F::LocalId,
        F::NhsNumber,
        F::GivenName,
        F::FamilyName,
        F::BirthDate,
        F::Sex,
        F::Phone,
        F::Email,
        F::Address,
        F::Postcode,
        F::Conditions,
        F::Status,
        F::PreferredLanguage,
    ];

    /// The canonical header, which issues name as the column.
    pub const fn name(self) -> &'static str {
        match self {
            F::LocalId => "local_id",
            F::NhsNumber => "nhs_number",
            F::GivenName => "given_name",
            F::FamilyName => "family_name",
            F::BirthDate => "birth_date",
            F::Sex => "sex",
            F::Phone => "phone",
            F::Email => "email",
            F::Address => "address",
            F::Postcode => "postcode",
            F::Conditions => "conditions",
            F::Status => "status",
            F::PreferredLanguage => "preferred_language",
        }
    }

    // Lower case, letters and digits only: `NHS No.` is `nhsno`.
    const fn synonyms(self) -> &'static [&'static str] {
        match self {
            F::LocalId => &["patientid", "id", "emisnumber", "systmoneid", "practiceid", "localpatientid", "usualid"],
            F::NhsNumber => &["nhsno", "nhs", "nhsnum", "nhsid"],
            F::GivenName => &["forename", "forenames", "firstname", "first", "givennames", "given"],
            F::FamilyName => &["surname", "lastname", "last", "family"],
            F::BirthDate => &["dob", "dateofbirth", "birthdate", "born"],
            F::Sex => &["gender"],
            F::Phone => &[
                "mobile",
                "telephone",
                "tel",
                "phonenumber",
                "mobilenumber",
                "mobilephone",
                "mobileno",
                "telephonenumber",
                "contactnumber",
                "mobiletelephone",
            ],
            F::Email => &["emailaddress", "mail"],
            F::Address => &[
                "homeaddress",
                "fulladdress",
                "postaladdress",
                "street",
                "address1",
                "address2",
                "address3",
                "address4",
                "address5",
                "addressline1",
                "addressline2",
                "addressline3",
                "addressline4",
                "addressline5",
                "town",
                "city",
                "county",
            ],
            F::Postcode => &["postalcode", "zip", "zipcode"],
            F::Conditions => &["condition", "problems", "diagnoses", "activeproblems", "codes"],
            F::Status => &["patientstatus", "registrationstatus"],
            F::PreferredLanguage => &["language", "mainlanguage", "spokenlanguage"],
        }
    }

    /// What several columns of it make together, `None` where there must be only one: a person may
    /// have a mobile and a landline, an address has lines.
    pub const fn joined_by(self) -> Option<&'static str> {
        match self {
            F::Phone | F::Email | F::Conditions => Some(";"),
            F::Address => Some(", "),
            F::GivenName | F::FamilyName => Some(" "),
            _ => None,
        }
    }

    /// The field that a header names, whatever its case, spaces and punctuation.
    pub fn recognise(header: &str) -> Option<Self> {
        let plain: String = header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Self::ALL.into_iter().find(|field| {
            field.synonyms().contains(&plain.as_str())
                || field.name().bytes().filter(|&byte| byte != b'_').eq(plain.bytes())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_practice_systems_are_recognised() {
        for (header, field) in [
            ("nhs_number", F::NhsNumber),
            ("NHS No.", F::NhsNumber),
            ("DOB", F::BirthDate),
            ("Date of Birth", F::BirthDate),
            ("Surname", F::FamilyName),
            ("Forename", F::GivenName),
            ("First Name", F::GivenName),
            ("Mobile", F::Phone),
            ("E-mail", F::Email),
            ("POST CODE", F::Postcode),
            ("Gender", F::Sex),
        ] {
            assert_eq!(Field::recognise(header), Some(field), "{header}");
        }
        assert_eq!(Field::recognise("blood_pressure"), None);
        assert_eq!(Field::recognise(""), None);
    }
}
