//! The filters of the answers. They write the address; the list reads it.

use cynic::QueryBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::permission::Permission;

use super::address::Address;
use super::looked_for::LookedFor;
use crate::api::ApiError;
use crate::api::find::{AllCampaigns, AllCampaignsVariables, NamedCampaign};
use crate::components::button::Button;
use crate::components::field::{Field, Input};
use crate::components::select::{Choice, Select};
use crate::pages::forms::one::Here;
use crate::read::Read;
use crate::session::Session;
use crate::text::{form_answers as words, forms as form_words};
use crate::trail::Trail;

/// Campaigns a request; the next are asked for until there are no more.
const PAGE: i32 = 200;

pub fn filters(here: Here, address: Memo<Address>) -> AnyView {
    let navigate = use_navigate();
    let known = address.get_untracked();
    let looked_for = LookedFor::new(here, &known);
    let (version, campaign) = (RwSignal::new(known.version), RwSignal::new(known.campaign));
    let (from, to) = (RwSignal::new(known.from), RwSignal::new(known.to));
    // The address may change by itself, e.g. by going back.
    Effect::new(move || {
        let now = address.get();
        looked_for.follow(&now);
        let Address { version: a_version, campaign: a_campaign, from: first, to: last, .. } = now;
        for (field, value) in [(version, a_version), (campaign, a_campaign), (from, first), (to, last)] {
            if field.with_untracked(|typed| *typed != value) {
                field.set(value);
            }
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some([band, question, answer]) = looked_for.read() else { return };
        let next = Address {
            version: version.get_untracked(),
            campaign: campaign.get_untracked(),
            band,
            question,
            answer,
            from: from.get_untracked(),
            to: to.get_untracked(),
            trail: Trail::default(),
        };
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&next.href(&here.id.get_value()), options);
    };
    let versions = Signal::derive(move || {
        let published = here.now().map(|form| form.versions).unwrap_or_default();
        let choice = |row: &crate::api::forms::VersionRow| Choice::new(row.id.inner(), form_words::version(row.number));
        let any = Choice::new("", words::ANY_VERSION);
        let choices = std::iter::once(any).chain(published.iter().map(choice)).collect();
        with_chosen(choices, &version.get(), words::THIS_VERSION)
    });
    let sees_campaigns = untrack(|| here.session.may(Permission::ViewCampaigns));
    view! {
        <search>
            <form class="answer-filters" aria-label=words::FILTERS on:submit=submit>
                <Select
                    id="answers-version"
                    label=words::VERSION
                    choices=versions
                    chosen=version
                    on_choose=Callback::new(move |chosen| version.set(chosen))
                />
                {sees_campaigns.then(|| campaigns(here, campaign))}
                {looked_for.fields()}
                <Field id="answers-from" label=words::FROM input=Input::Date value=from />
                <Field id="answers-to" label=words::TO input=Input::Date value=to />
                <Button submit=true>{words::APPLY}</Button>
            </form>
        </search>
    }
    .into_any()
}

fn campaigns(here: Here, campaign: RwSignal<String>) -> AnyView {
    let session = here.session;
    let read = Read::new(move || all_campaigns(session));
    let choices = Signal::derive(move || {
        let answer = read.latest();
        let known = answer.iter().flat_map(|campaigns| campaigns.iter());
        let any = Choice::new("", words::ANY_CAMPAIGN);
        let known = known.map(|campaign| Choice::new(campaign.id.inner(), &campaign.name));
        with_chosen(std::iter::once(any).chain(known).collect(), &campaign.get(), words::THIS_CAMPAIGN)
    });
    let failed = move || read.failure().map(|error| view! { <p class="field__error">{error.sentence()}</p> });
    view! {
        <Select
            id="answers-campaign"
            label=words::CAMPAIGN
            choices=choices
            chosen=campaign
            on_choose=Callback::new(move |chosen| campaign.set(chosen))
        />
        {failed}
    }
    .into_any()
}

/// What is chosen is always to be seen: the address may name what is not in the list, or not yet.
pub(super) fn with_chosen(mut choices: Vec<Choice>, chosen: &str, name: &'static str) -> Vec<Choice> {
    if choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Choice::new(chosen, name));
    }
    choices
}

/// All campaigns, the latest first.
async fn all_campaigns(session: Session) -> Result<Vec<NamedCampaign>, ApiError> {
    let (mut campaigns, mut after) = (Vec::new(), None);
    loop {
        let variables = AllCampaignsVariables { first: PAGE, after };
        let page = session.run(AllCampaigns::build(variables)).await?.campaigns;
        campaigns.extend(page.nodes);
        match page.page_info.end_cursor.filter(|_| page.page_info.has_next_page) {
            Some(cursor) => after = Some(cursor),
            None => return Ok(campaigns),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_holds_is_shown() {
        let choices = || vec![Choice::new("", "Any"), Choice::new("campaign-1", "Flu")];
        assert_eq!(with_chosen(choices(), "campaign-1", "This one").len(), 2);
        assert_eq!(with_chosen(choices(), "campaign-9", "This one")[2], Choice::new("campaign-9", "This one"));
    }
}
