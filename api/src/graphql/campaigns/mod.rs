//! Campaigns: their numbers, their recipients, and what is done with them.

mod counts;
mod loader;
mod mutations;
mod queries;
mod recipients;
mod subscription;
#[cfg(test)]
mod tests;
mod types;

pub use loader::{CampaignLoader, load_campaign, loader};
pub use mutations::CampaignMutation;
pub use queries::CampaignQuery;
pub use recipients::{Recipient, recipients_of_patient};
pub use subscription::CampaignSubscription;
pub use types::Campaign;
