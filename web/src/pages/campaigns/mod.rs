//! The list of campaigns: what each is, how it stands, and how many have acknowledged.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::permission::Permission;

use crate::api::campaigns::{CampaignList, CampaignListVariables, CampaignRow, CampaignRowConnection};
use crate::browser;
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::pager::{Pager, Position};
use crate::components::status::Status;
use crate::components::table::{Column, Table};
use crate::paging::{Arguments, PageAt};
use crate::read::Read;
use crate::routes::Place;
use crate::session::Session;
use crate::text::campaigns as words;
use crate::{number, text, time};

static COLUMNS: [Column; 6] = [
    Column::text(words::NAME),
    Column::text(words::STATE),
    Column::text(words::CHANNELS),
    Column::text(words::LAUNCHED),
    Column::number(words::RECIPIENTS),
    Column::number(words::ACKNOWLEDGED),
];

#[component]
pub fn CampaignsPage() -> impl IntoView {
    view! {
        <Guarded title=text::place::CAMPAIGNS needs=Permission::ViewCampaigns>
            {campaigns()}
        </Guarded>
    }
    .into_any()
}

fn campaigns() -> AnyView {
    let session = Session::current();
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(|query| PageAt::read(|name| query.get(name))));
    let read = Read::new(move || {
        let Arguments { first, after, last, before } = at.get().arguments();
        session.run(CampaignList::build(CampaignListVariables { first, after, last, before }))
    });
    let show = move |page: Signal<Arc<CampaignList>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.campaigns.nodes.is_empty()));
        let content = move || {
            if is_empty.get() {
                view! {
                    <section class="card">
                        <Empty title=words::NONE advice=words::NONE_ADVICE />
                    </section>
                }
                .into_any()
            } else {
                list(at, read, page)
            }
        };
        content.into_any()
    };
    view! {
        <Page title=text::place::CAMPAIGNS>
            <Loaded read=read lines=6 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn list(at: Memo<PageAt>, read: Read<CampaignList>, page: Signal<Arc<CampaignList>>) -> AnyView {
    let rows = move || page.with(|page| page.campaigns.nodes.iter().map(row).collect_view());
    let pending = Signal::derive(move || read.is_pending());
    // The position of an answer is that of what was asked for, not of what is being asked for now.
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let CampaignRowConnection { nodes, page_info, total_count } = &page.campaigns;
            at.get_untracked().position(page_info, nodes.len(), *total_count, |at| href(&at))
        }),
    });
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
            {rows}
        </Table>
        <Pager position=position />
    }
    .into_any()
}

fn href(at: &PageAt) -> String {
    let parameters = at.parameters();
    let parameters = parameters.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser::address(Place::Campaigns.path(), &parameters)
}

fn row(campaign: &CampaignRow) -> AnyView {
    let [name, state, channels, launched, recipients, acknowledged] = COLUMNS;
    let channel_names: Vec<&str> = campaign.channels.iter().map(|one| text::channel(*one)).collect();
    let status = if campaign.state.is_live() {
        format!("{} · {}", text::campaign_state(campaign.state), text::wave(campaign.wave))
    } else {
        text::campaign_state(campaign.state).to_owned()
    };
    let counts = &campaign.counts;
    // Before the launch there are no recipients to count.
    let known = |count| {
        if campaign.launched_at.is_some() { number::count(count) } else { "–".to_owned() }
    };
    let share = (counts.sent > 0).then(|| {
        let share = text::campaign::share_of_sent(&number::percent(counts.acknowledged, counts.sent));
        view! { <span class="campaign-row__share">{share}</span> }
    });
    view! {
        <tr>
            {name
                .heading(
                    view! {
                        {campaign.name.clone()}
                        <span class="campaign-row__cohort">{campaign.cohort.clone()}</span>
                    },
                )}
            {state.cell(view! { <Status mood=text::campaign_mood(campaign.state) word=status /> })}
            {channels.cell(line(channel_names.join(", ")))}
            {launched
                .cell(
                    line(
                        campaign
                            .launched_at
                            .as_ref()
                            .map_or_else(|| words::NOT_YET.to_owned(), time::moment),
                    ),
                )} {recipients.cell(known(counts.recipients))}
            {acknowledged
                .cell(view! { <span>{known(counts.acknowledged)} " " {share}</span> })}
        </tr>
    }
    .into_any()
}

fn line(text: String) -> AnyView {
    view! { <span class="campaign-row__line">{text}</span> }.into_any()
}
