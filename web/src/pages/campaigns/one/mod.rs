//! The page of one campaign: how it goes, who its recipients are, where every message is, and what was done to it.

mod cost;
mod deed;
mod deeds;
mod feed;
mod funnels;
mod history;
mod letters;
mod messages;
mod newest;
mod overview;
mod raise;
mod recipients;
mod sending;
mod settings;
mod uncertain;
mod versions;
mod waves;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;

use crate::api::campaign::CampaignOverview;
use crate::api::campaigns::{CampaignFigures, LiveCampaign};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::status::Status;
use crate::components::tabs::{Tab, Tabs};
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text;
use crate::text::campaign_page as words;
use deeds::Deeds;
use feed::Feed;

/// The rooms by the last part of their address, and whether they show patients.
static ROOMS: [(&str, &str, bool); 5] = [
    ("", words::OVERVIEW, false),
    ("recipients", words::RECIPIENTS, true),
    ("messages", words::MESSAGES, true),
    ("settings", words::SETTINGS, false),
    ("history", words::HISTORY, false),
];

/// One campaign on the screen, for all that the page is made of.
#[derive(Clone)]
struct Here {
    id: String,
    session: Session,
    feed: Feed,
    figures: Signal<Arc<CampaignFigures>>,
    /// The same with how it is sent and what it costs.
    live: Memo<LiveCampaign>,
    /// Whether lists of patients are offered.
    sees_patients: bool,
}

#[component]
pub fn CampaignPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! {
        <Guarded title=text::place::CAMPAIGNS needs=Permission::ViewCampaigns>
            {move || campaign(id.get())}
        </Guarded>
    }
    .into_any()
}

fn campaign(id: String) -> AnyView {
    let session = Session::current();
    let params = use_params_map();
    let room = Memo::new(move |_| params.with(|params| params.get("room").unwrap_or_default()));
    let feed = Feed::start(session, cynic::Id::new(id.clone()));
    let read = feed.read();
    let name = Memo::new(move |_| {
        let latest = read.latest();
        latest.as_ref().and_then(|answer| answer.campaign.as_ref()).map(|one| one.figures.name.clone())
    });
    let title = Signal::derive(move || name.get().unwrap_or_else(|| words::ROOMS.to_owned()));
    let sees_patients = untrack(|| session.may(Permission::ViewPatients));
    let deeds = Deeds::new(session, feed, &id);
    let aside = move || view! { <div class="page__actions">{status(feed)} {deeds.buttons()}</div> };
    let show = move |answer: Signal<Arc<CampaignOverview>>| {
        let exists = Memo::new(move |_| answer.with(|answer| answer.campaign.is_some()));
        let id = id.clone();
        let content = move || {
            let first = answer.with_untracked(|answer| answer.campaign.clone());
            match first.filter(|_| exists.get()) {
                None => gone(),
                Some(first) => {
                    let live = Memo::new(move |_| {
                        answer.with(|answer| answer.campaign.clone()).unwrap_or_else(|| first.clone())
                    });
                    let figures = Memo::new(move |_| Arc::new(live.with(|live| live.figures.clone())));
                    let here = Here { id: id.clone(), session, feed, figures: figures.into(), live, sees_patients };
                    rooms(here, room, deeds)
                }
            }
        };
        content.into_any()
    };
    view! {
        <Page title=title aside=aside>
            <Loaded read=read lines=12 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn status(feed: Feed) -> AnyView {
    let state = Memo::new(move |_| {
        feed.read()
            .latest()
            .and_then(|answer| answer.campaign.as_ref().map(|one| (one.figures.state, one.figures.wave)))
    });
    let view = move || {
        state.get().map(|(state, wave)| {
            let mut word = text::campaign_state(state).to_owned();
            if state.is_live() {
                word = format!("{word} · {}", text::wave(wave));
            }
            view! { <Status mood=text::campaign_mood(state) word=word /> }
        })
    };
    view.into_any()
}

fn rooms(here: Here, room: Memo<String>, deeds: Deeds) -> AnyView {
    let sees_patients = here.sees_patients;
    let offered = move || ROOMS.iter().filter(move |(_, _, patients)| sees_patients || !patients);
    let id = here.id.clone();
    let tabs = Signal::derive(move || {
        let tab = |(path, name, _): &(&str, &'static str, bool)| {
            Tab::new(*name, routes::campaign_room(&id, path), room.get() == *path)
        };
        offered().map(tab).collect::<Vec<_>>()
    });
    let content = move || {
        let here = here.clone();
        match room.get().as_str() {
            "" => overview::overview(here),
            "recipients" if sees_patients => recipients::recipients(here),
            "messages" if sees_patients => messages::messages(here, deeds),
            "settings" => settings::settings(&here),
            "history" => history::history(&here),
            _ => gone(),
        }
    };
    view! {
        <Tabs label=words::ROOMS tabs=tabs />
        {content}
    }
    .into_any()
}

fn gone() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=Place::Campaigns.path()>
                    {words::TO_LIST}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}
