//! Campaigns: the list, the way to a new one, and the page of each.

mod list;
mod one;
pub mod wizard;

pub use list::CampaignsPage;
pub use one::CampaignPage;
pub use wizard::{EditCampaignPage, NewCampaignPage};
