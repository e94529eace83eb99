//! A phone number or an email address as staff type it.

use entity::values::ContactKind;
use shared::{email::EmailAddress, phone::E164Phone};

use crate::{
    crypto::KeyRing,
    domain::{
        Error, Result,
        patients::{columns, contacts},
    },
};

/// Read into its type once.
#[derive(Clone, Debug)]
pub(super) enum Address {
    Phone(E164Phone),
    Email(EmailAddress),
}

impl Address {
    pub fn parse(kind: ContactKind, typed: &str) -> Result<Self> {
        match kind {
            ContactKind::Phone => E164Phone::parse(typed).map(Self::Phone).map_err(|e| e.to_string()),
            ContactKind::Email => EmailAddress::parse(typed).map(Self::Email).map_err(|e| e.to_string()),
        }
        .map_err(|message| Error::invalid("value", format!("{message}.")))
    }

    /// Whichever of the two it looks like.
    pub fn guess(typed: &str) -> Option<Self> {
        EmailAddress::parse(typed).map(Self::Email).ok().or_else(|| E164Phone::parse(typed).map(Self::Phone).ok())
    }

    pub fn kind(&self) -> ContactKind {
        match self {
            Self::Phone(_) => ContactKind::Phone,
            Self::Email(_) => ContactKind::Email,
        }
    }

    pub fn index(&self, keys: &KeyRing) -> Vec<u8> {
        match self {
            Self::Phone(phone) => keys.blind_index(columns::PHONE, phone.as_str()).to_vec(),
            Self::Email(email) => keys.blind_index(columns::EMAIL, &email.key()).to_vec(),
        }
    }

    /// Under the same context as a contact point, so that both are opened alike.
    pub fn sealed(&self, app: &crate::state::App) -> Vec<u8> {
        let (context, text) = match self {
            Self::Phone(phone) => (columns::PHONE, phone.as_str()),
            Self::Email(email) => (columns::EMAIL, email.as_str()),
        };
        app.keys.seal(context, text.as_bytes(), app.random.as_ref())
    }
}

/// As people write it.
pub(super) fn open(keys: &KeyRing, kind: ContactKind, sealed: &[u8]) -> Result<String> {
    Ok(match kind {
        ContactKind::Phone => contacts::open_phone(keys, sealed)?.national(),
        ContactKind::Email => contacts::open_email(keys, sealed)?.to_string(),
    })
}
