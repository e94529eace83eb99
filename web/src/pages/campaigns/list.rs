//! The list of campaigns: what each is, how it stands, and how many have acknowledged.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::permission::Permission;

use crate::api::campaigns::{CampaignList, CampaignListVariables, CampaignRow, CampaignRowConnection, CampaignState};
use crate::browser;
use crate::components::empty::Empty;
use crate::components::funnel::{Funnel, Step};
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::pager::{Pager, Position};
use crate::components::status::Status;
use crate::components::table::{Column, Table};
use crate::paging::{Arguments, PageAt};
use crate::read::Read;
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text::campaigns as words;
use crate::{london, number, text, time};

static COLUMNS: [Column; 5] = [
    Column::text(words::NAME),
    Column::text(words::STATE),
    Column::text(words::LAUNCHED),
    Column::number(words::RECIPIENTS),
    Column::text(words::PROGRESS),
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
    let writes = untrack(|| session.may(Permission::EditCampaigns));
    let begin = move || {
        writes.then(|| {
            view! {
                <a class="button button--primary" href=routes::NEW_CAMPAIGN>
                    {words::NEW}
                </a>
            }
        })
    };
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
                list(at, read, page, writes)
            }
        };
        content.into_any()
    };
    view! {
        <Page title=text::place::CAMPAIGNS aside=begin>
            <Loaded read=read lines=6 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn list(at: Memo<PageAt>, read: Read<CampaignList>, page: Signal<Arc<CampaignList>>, writes: bool) -> AnyView {
    let rows = move || page.with(|page| page.campaigns.nodes.iter().map(|one| row(one, writes)).collect_view());
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

fn row(campaign: &CampaignRow, writes: bool) -> AnyView {
    let [name, state, launched, recipients, progress] = COLUMNS;
    let status = if campaign.state.is_live() {
        format!("{} · {}", text::campaign_state(campaign.state), text::wave(campaign.wave))
    } else {
        text::campaign_state(campaign.state).to_owned()
    };
    let id = campaign.id.inner();
    // A draft is gone on with where it was left.
    let href = if writes && campaign.state == CampaignState::Draft {
        routes::edit_campaign(id, if campaign.templates.is_empty() { "messages" } else { "check" })
    } else {
        routes::campaign(id)
    };
    let counts = &campaign.counts;
    let sent = campaign.launched_at.is_some();
    // Before the launch there are no recipients to count.
    let selected = if sent { number::count(counts.recipients) } else { "–".to_owned() };
    let launched_at = match (&campaign.launched_at, &campaign.scheduled_at) {
        (Some(at), _) => time::moment(at),
        (None, Some(at)) => words::scheduled(&london::show(at)),
        (None, None) => words::NOT_YET.to_owned(),
    };
    let funnel = if sent { funnel(campaign) } else { line("–".to_owned()) };
    view! {
        <tr>
            {name
                .heading(
                    view! {
                        <a href=href>{campaign.name.clone()}</a>
                        <span class="campaign-row__cohort">{text::alone(&campaign.cohort)}</span>
                    },
                )}
            {state.cell(view! { <Status mood=text::campaign_mood(campaign.state) word=status /> })}
            {launched.cell(line(launched_at))} {recipients.cell(selected)} {progress.cell(funnel)}
        </tr>
    }
    .into_any()
}

/// The same steps as on the campaign's page, small.
fn funnel(campaign: &CampaignRow) -> AnyView {
    let counts = &campaign.counts;
    let share = text::campaign::share_of_sent(&number::percent(counts.acknowledged, counts.sent));
    let steps = vec![
        Step::new(text::campaign::SENT, counts.sent, String::new()),
        Step::new(text::campaign::FOLLOWED, counts.followed, String::new()),
        Step::new(text::campaign::ACKNOWLEDGED, counts.acknowledged, share),
    ];
    view! {
        <div class="campaign-row__funnel">
            <Funnel steps=steps />
        </div>
    }
    .into_any()
}

fn line(text: String) -> AnyView {
    view! { <span class="campaign-row__line">{text}</span> }.into_any()
}
