//! Signing in, staying signed in, one's own account, staff and external systems.

mod account;
mod clients;
pub mod cookie;
mod mutations;
mod queries;
mod staff;
mod types;

pub use account::AccountMutation;
pub use clients::{ClientMutation, ClientQuery};
pub use mutations::IdentityMutation;
pub use queries::IdentityQuery;
pub use staff::{StaffMutation, StaffQuery};

#[cfg(test)]
mod tests;
