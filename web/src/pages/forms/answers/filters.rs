//! The filters of the answers. They write the address; the list reads it.

use cynic::QueryBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::permission::Permission;

use super::address::Address;
use crate::api::find::CampaignNames;
use crate::components::button::Button;
use crate::components::field::{Field, Input};
use crate::components::select::{Choice, Select};
use crate::pages::forms::one::Here;
use crate::read::Read;
use crate::text::{form_answers as words, forms as form_words};
use crate::trail::Trail;

pub fn filters(here: Here, address: Memo<Address>) -> AnyView {
    let navigate = use_navigate();
    let known = address.get_untracked();
    let (version, campaign) = (RwSignal::new(known.version), RwSignal::new(known.campaign));
    let (from, to) = (RwSignal::new(known.from), RwSignal::new(known.to));
    // The address may change by itself, e.g. by going back.
    Effect::new(move || {
        let Address { version: a_version, campaign: a_campaign, from: first, to: last, .. } = address.get();
        for (field, value) in [(version, a_version), (campaign, a_campaign), (from, first), (to, last)] {
            if field.with_untracked(|typed| *typed != value) {
                field.set(value);
            }
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let next = Address {
            version: version.get_untracked(),
            campaign: campaign.get_untracked(),
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
        std::iter::once(any).chain(published.iter().map(choice)).collect::<Vec<_>>()
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
    let read = Read::new(move || session.run(CampaignNames::build(())));
    let choices = Signal::derive(move || {
        let answer = read.latest();
        let known = answer.iter().flat_map(|answer| &answer.campaigns.nodes);
        let any = Choice::new("", words::ANY_CAMPAIGN);
        std::iter::once(any)
            .chain(known.map(|campaign| Choice::new(campaign.id.inner(), &campaign.name)))
            .collect::<Vec<_>>()
    });
    view! {
        <Select
            id="answers-campaign"
            label=words::CAMPAIGN
            choices=choices
            chosen=campaign
            on_choose=Callback::new(move |chosen| campaign.set(chosen))
        />
    }
    .into_any()
}
