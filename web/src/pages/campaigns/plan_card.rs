//! How a campaign is sent, in plain words.

use leptos::prelude::*;

use crate::api::campaigns::Channel;
use crate::api::plan::CampaignPlan;
use crate::components::card::Card;
use crate::text::plan as words;

pub fn plan_card(plan: &CampaignPlan, channels: &[Channel]) -> AnyView {
    let lines = words::sentences(plan, channels).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <Card title=words::TITLE.to_owned()>
            <ul class="plan-words">{lines}</ul>
        </Card>
    }
    .into_any()
}
