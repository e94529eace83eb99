//! What is going on, and does anything need me: the running campaigns, the last backup, the next report.

mod backup;
mod campaign;
mod feed;
mod first_steps;
mod needs_you;
mod report;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::campaigns::DashboardCampaigns;
use crate::api::reports::DueReports;
use crate::attention::{Attention, shown};
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::components::status::{Mood, Status};
use crate::read::Read;
use crate::session::Session;
use crate::text::dashboard as words;
use crate::{routes, text, time};
use backup::BackupCard;
use campaign::CampaignCard;
use feed::Feed;
use first_steps::FirstSteps;
use needs_you::NeedsYou;
use report::ReportCard;

#[component]
pub fn DashboardPage() -> impl IntoView {
    let session = Session::current();
    let attention = Attention::current();
    // Decided once: what one may do does not change while one looks.
    let may = |permission| untrack(|| session.may(permission));
    let reports = may(Permission::ViewReports).then(|| Read::new(move || session.run(DueReports::build(()))));
    let creates = may(Permission::EditCampaigns);
    let feed = attention.campaigns().map(|read| Feed::start(session, read));
    // Where there is none yet, the first steps lead to it.
    let any = move || attention.campaigns().and_then(Read::latest).is_none_or(|data| !data.any.nodes.is_empty());
    let aside = move || {
        view! {
            <div class="dashboard__aside">
                {feed.map(live_status)}
                {(creates && any())
                    .then(|| {
                        view! {
                            <a class="button button--primary" href=routes::NEW_CAMPAIGN>
                                {words::NEW_CAMPAIGN}
                            </a>
                        }
                    })}
            </div>
        }
    };
    view! {
        <Page title=words::greeting(time::hour_now()) tab=text::place::DASHBOARD aside=aside>
            <NoRecoveryCodes />
            <NeedsYou reports=reports />
            <div class="dashboard">
                <div class="dashboard__main">{feed.map(campaigns)}</div>
                <div class="dashboard__side">
                    {attention.snapshot().map(|read| view! { <BackupCard read=read /> })}
                    {reports.map(|read| view! { <ReportCard read=read /> })}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

/// Whoever loses the phone without a recovery code waits for an administrator.
#[component]
fn NoRecoveryCodes() -> impl IntoView {
    let session = Session::current();
    let none = move || session.viewer().is_some_and(|viewer| viewer.recovery_codes_left == 0);
    move || {
        none().then(|| {
            view! {
                <Notice tone=Tone::Info message=words::NO_RECOVERY_CODES>
                    <a class="button" href=routes::ACCOUNT>
                        {words::MAKE_RECOVERY_CODES}
                    </a>
                </Notice>
            }
        })
    }
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
        let ids = Memo::new(move |_| {
            data.with(|data| shown(data).iter().map(|campaign| campaign.id.clone()).collect::<Vec<_>>())
        });
        let card = move |id: cynic::Id| {
            let figures = Signal::derive(move || {
                data.with(|data| shown(data).into_iter().find(|campaign| campaign.id == id).cloned())
            });
            view! { <CampaignCard figures=figures /> }
        };
        let any_campaign = Signal::derive(move || data.with(|data| !data.any.nodes.is_empty()));
        let cards = move || {
            let ids = ids.get();
            if ids.is_empty() {
                view! { <FirstSteps any_campaign=any_campaign /> }.into_any()
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
