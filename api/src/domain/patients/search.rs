//! What somebody typed into the search field: a name's beginning, or exactly a number or an address.

use sea_orm::Value;
use shared::{email::EmailAddress, nhs_number::NhsNumber, person::search_key, phone::E164Phone};

use super::columns;
use crate::crypto::KeyRing;

/// SQL over `p` (patient) with its parameters, and a word for the audit log that says what was searched by.
#[derive(Clone, Debug)]
pub struct Search {
    pub sql: &'static str,
    pub values: Vec<Value>,
    pub by: &'static str,
}

const BY_CONTACT: &str = "EXISTS (SELECT 1 FROM contact_point s WHERE s.patient_id = p.id AND s.value_index = ?)";

impl Search {
    /// `None` when nothing was typed.
    pub fn parse(keys: &KeyRing, typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let index = |context: &str, value: &str| Value::from(keys.blind_index(context, value).to_vec());
        if typed.is_empty() {
            return None;
        }
        if let Ok(number) = NhsNumber::parse(typed) {
            let values = vec![index(columns::NHS_NUMBER, &number.digits())];
            return Some(Self { sql: "p.nhs_index = ?", values, by: "nhs_number" });
        }
        if let Ok(email) = EmailAddress::parse(typed) {
            return Some(Self { sql: BY_CONTACT, values: vec![index(columns::EMAIL, &email.key())], by: "email" });
        }
        if typed.chars().any(|c| c.is_ascii_digit())
            && let Ok(phone) = E164Phone::parse(typed)
        {
            return Some(Self { sql: BY_CONTACT, values: vec![index(columns::PHONE, phone.as_str())], by: "phone" });
        }
        let key = search_key(typed);
        if key.is_empty() {
            // Only punctuation was typed: no name begins with it.
            return Some(Self { sql: "1 = 0", values: Vec::new(), by: "name" });
        }
        let end = format!("{key}{}", char::MAX);
        Some(Self { sql: "p.name_key >= ? AND p.name_key < ?", values: vec![key.into(), end.into()], by: "name" })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clients::random::OsRandom;

    #[test]
    fn a_search_text_is_taken_for_what_it_looks_like() {
        let keys = KeyRing::generate(&OsRandom);
        let by = |typed: &str| Search::parse(&keys, typed).map(|search| search.by);
        let number = NhsNumber::from_first_nine(999_000_001).unwrap().to_string();
        assert_eq!(by(&number), Some("nhs_number"));
        assert_eq!(by("07700 900123"), Some("phone"));
        assert_eq!(by(" Ada@Example.org "), Some("email"));
        assert_eq!(by("O'Brien, S"), Some("name"));
        assert_eq!(by("  "), None);
        assert_eq!(Search::parse(&keys, "--").unwrap().sql, "1 = 0");
    }
}
