//! Signing in, staying signed in, and who one is.

pub mod cookie;
mod mutations;
mod queries;
mod types;

pub use mutations::IdentityMutation;
pub use queries::IdentityQuery;

#[cfg(test)]
mod tests;
