//! The way to a new campaign, and on with a draft.
use leptos::prelude::*;
mod rule;
mod form {
    pub fn slug(s: &str) -> String {
        s.into()
    }
}
#[component]
pub fn NewCampaignPage() -> impl IntoView {}
#[component]
pub fn EditCampaignPage() -> impl IntoView {}
