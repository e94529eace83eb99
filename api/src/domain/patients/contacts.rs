//! Opening what is sealed of a patient, back into the types it was made of.

use anyhow::Context;
use shared::{email::EmailAddress, nhs_number::NhsNumber, phone::E164Phone};

use super::columns;
use crate::{crypto::KeyRing, domain::Result};

/// A phone number of a contact point.
pub fn open_phone(keys: &KeyRing, sealed: &[u8]) -> Result<E164Phone> {
    let text = keys.open_text(columns::PHONE, sealed).context("a phone number cannot be opened")?;
    Ok(E164Phone::parse(&text).context("a sealed phone number is none")?)
}

/// An email address of a contact point.
pub fn open_email(keys: &KeyRing, sealed: &[u8]) -> Result<EmailAddress> {
    let text = keys.open_text(columns::EMAIL, sealed).context("an email address cannot be opened")?;
    Ok(EmailAddress::parse(&text).context("a sealed email address is none")?)
}

pub fn open_nhs_number(keys: &KeyRing, sealed: &[u8]) -> Result<NhsNumber> {
    let text = keys.open_text(columns::NHS_NUMBER, sealed).context("an NHS number cannot be opened")?;
    Ok(NhsNumber::parse(&text).context("a sealed NHS number is none")?)
}

pub fn open_address(keys: &KeyRing, sealed: &[u8]) -> Result<String> {
    Ok(keys.open_text(columns::ADDRESS, sealed).context("an address cannot be opened")?)
}
