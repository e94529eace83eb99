//! What is going on, and does anything need me: the running campaigns, the last backup, the next report.

mod backup;
mod campaign;
mod feed;
mod needs_you;
mod report;

use std::sync::Arc;

use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::campaigns::DashboardCampaigns;
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::status::{Mood, Status};
use crate::session::Session;
use crate::text::dashboard as words;
use crate::{text, time};
use backup::BackupCard;
use campaign::CampaignCard;
use feed::{Feed, shown};
use needs_you::NeedsYou;
use report::ReportCard;

#[component]
pub fn DashboardPage() -> impl IntoView {
    let session = Session::current();
    // Decided once: what one may do does not change while one looks.
    let may = |permission| untrack(|| session.may(permission));
    let sees_campaigns = may(Permission::ViewCampaigns);
    let sees_backups = may(Permission::ViewSnapshots);
    let sees_reports = may(Permission::ViewReports);
    let feed = sees_campaigns.then(|| Feed::start(session));
    let live = move || feed.map(live_status);
    view! {
        <Page title=words::greeting(time::hour_now()) tab=text::place::DASHBOARD aside=live>
            {feed.map(|feed| view! { <NeedsYou feed=feed /> })}
            <div class="dashboard">
                <div class="dashboard__main">{feed.map(campaigns)}</div>
                <div class="dashboard__side">
                    {sees_backups.then(|| view! { <BackupCard /> })}
                    {sees_reports.then(|| view! { <ReportCard /> })}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

/// Whether the figures move by themselves or are asked for now and then. Nothing where none is to change.
fn live_status(feed: Feed) -> AnyView {
    let view = move || {
        feed.follows_any().then(|| {
            let (mood, word) =
                if feed.is_live() { (Mood::Active, words::LIVE) } else { (Mood::Neutral, words::POLLING) };
            view! { <Status mood=mood word=word /> }
        })
    };
    view.into_any()
}

fn campaigns(feed: Feed) -> AnyView {
    let show = move |data: Signal<Arc<DashboardCampaigns>>| {
        let ids =
            Memo::new(move |_| data.with(|data| shown(data).map(|campaign| campaign.id.clone()).collect::<Vec<_>>()));
        let card = move |id: cynic::Id| {
            let figures = Signal::derive(move || {
                data.with(|data| data.campaigns.nodes.iter().find(|campaign| campaign.id == id).cloned())
            });
            view! { <CampaignCard figures=figures /> }
        };
        let cards = move || {
            let ids = ids.get();
            if ids.is_empty() {
                view! {
                    <section class="card">
                        <Empty title=words::NO_CAMPAIGN advice=words::NO_CAMPAIGN_ADVICE />
                    </section>
                }
                .into_any()
            } else {
                ids.into_iter().map(card).collect_view().into_any()
            }
        };
        cards.into_any()
    };
    view! {
        <Loaded read=feed.read() lines=12 show=Box::new(show) />
    }
    .into_any()
}
