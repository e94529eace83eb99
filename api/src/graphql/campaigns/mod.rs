//! Campaigns: their numbers, their recipients, and what is done with them.

mod activity;
mod counts;
mod drafts;
mod ledger;
mod loader;
mod mutations;
mod plan;
mod previews;
mod prices;
mod queries;
mod recipients;
mod sending;
mod subscription;
#[cfg(test)]
mod tests;
mod texts;
mod types;

pub use drafts::DraftMutation;
pub use loader::{CampaignLoader, load_campaign, load_recipient, loader};
pub use mutations::CampaignMutation;
pub use previews::PreviewQuery;
pub use prices::PriceQuery;
pub use queries::CampaignQuery;
pub use recipients::{Recipient, recipients_of_patient};
pub use subscription::CampaignSubscription;
pub use texts::{TemplateMutation, TemplateQuery};
pub use types::Campaign;
