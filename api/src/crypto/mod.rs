//! Keys and what is done with them: sealed columns, blind indexes, recipient links.

pub mod blind_index;
pub mod certificate;
pub mod jwt;
pub mod keyring;
pub mod link;
pub mod seal;
#[cfg(test)]
pub(crate) mod test_signer;

pub use keyring::KeyRing;
