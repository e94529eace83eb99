//! Keys and what is done with them: sealed columns, blind indexes, recipient links.

pub mod blind_index;
pub mod jwt;
pub mod keyring;
pub mod link;
pub mod seal;

pub use keyring::KeyRing;
