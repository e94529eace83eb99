//! Campaigns: the list, the way to a new one, and the page of each.

mod approval;
mod asked_form;
mod list;
mod one;
mod plan_card;
mod prices;
pub mod wizard;

pub use list::CampaignsPage;
pub use one::CampaignPage;
pub use wizard::{EditCampaignPage, NewCampaignPage};
