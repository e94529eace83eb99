//! How a campaign is sent, in plain words.

use leptos::prelude::*;

use super::asked_form::asked_form;
use crate::api::campaigns::Channel;
use crate::api::plan::CampaignPlan;
use crate::components::card::Card;
use crate::session::Session;
use crate::text::plan as words;

/// With the id of a campaign that is on its way, a link to what was answered to its form.
pub fn plan_card(session: Session, plan: &CampaignPlan, channels: &[Channel], campaign: Option<String>) -> AnyView {
    let lines = words::sentences(plan, channels).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let form = plan.form_version_id.as_ref().map(|version| view! { <li>{asked_form(session, version, campaign)}</li> });
    view! {
        <Card title=words::TITLE.to_owned()>
            <ul class="plan-words">{lines} {form}</ul>
        </Card>
    }
    .into_any()
}
