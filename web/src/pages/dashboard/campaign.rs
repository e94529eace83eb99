//! One campaign: how far it has come, how the answers come in day by day, and where every message is.

use leptos::prelude::*;

use crate::api::campaigns::CampaignFigures;
use crate::components::card::Card;
use crate::components::chart::{Columns, Point};
use crate::components::funnel::{Funnel, Step};
use crate::components::ledger::Ledger;
use crate::components::status::Status;
use crate::number::percent;
use crate::text::campaign as words;
use crate::{routes, text, time};

#[component]
pub fn CampaignCard(
    /// Nothing for the moment in which the campaign leaves the screen.
    #[prop(into)]
    figures: Signal<Option<CampaignFigures>>,
) -> impl IntoView {
    let title = Signal::derive(move || {
        figures.with(|figures| figures.as_ref().map_or_else(String::new, |one| one.name.clone()))
    });
    let href = Signal::derive(move || {
        figures.with(|figures| figures.as_ref().map_or_else(String::new, |one| routes::campaign(one.id.inner())))
    });
    let messages = Signal::derive(move || format!("{}/messages", href.get()));
    let state = Memo::new(move |_| figures.with(|figures| figures.as_ref().map(|one| (one.state, one.wave))));
    let status = move || {
        state.get().map(|(state, wave)| {
            let word = if state.is_live() {
                format!("{} · {}", text::campaign_state(state), text::wave(wave))
            } else {
                text::campaign_state(state).to_owned()
            };
            view! { <Status mood=text::campaign_mood(state) word=word /> }
        })
    };
    let steps = Memo::new(move |_| figures.with(|figures| figures.as_ref().map_or_else(Vec::new, funnel)));
    let days = Memo::new(move |_| figures.with(|figures| figures.as_ref().map_or_else(Vec::new, days)));
    let lines = Memo::new(move |_| {
        figures.with(|figures| figures.as_ref().map_or_else(Vec::new, |one| one.counts.channels.clone()))
    });
    let chart = move || {
        if days.with(Vec::is_empty) {
            view! { <p class="campaign__quiet">{words::NO_DAYS}</p> }.into_any()
        } else {
            view! {
                <Columns
                    title=words::DAYS
                    x_name=words::DAY
                    y_name=words::ACKNOWLEDGED
                    points=days
                />
            }
            .into_any()
        }
    };
    let has_lines = Memo::new(move |_| lines.with(|lines| !lines.is_empty()));
    let ledger = move || {
        has_lines.get().then(|| {
            view! {
                <h3 class="campaign__heading">{text::ledger::CAPTION}</h3>
                <Ledger lines=lines list=messages.get_untracked() />
            }
        })
    };
    view! {
        <Card title=title href=href aside=status>
            <div class="campaign">
                <Funnel steps=steps />
                {chart}
                {ledger}
            </div>
        </Card>
    }
    .into_any()
}

fn funnel(figures: &CampaignFigures) -> Vec<Step> {
    let counts = &figures.counts;
    let of_sent = |part| words::share_of_sent(&percent(part, counts.sent));
    let list = |state| routes::campaign_recipients(figures.id.inner(), state);
    let sent = words::share_of_selected(&percent(counts.sent, counts.recipients));
    vec![
        Step::new(words::SELECTED, counts.recipients, String::new()).leading_to(list("")),
        Step::new(words::SENT, counts.sent, sent).leading_to(list("SENT")),
        Step::new(words::FOLLOWED, counts.followed, of_sent(counts.followed)).leading_to(list("FOLLOWED")),
        Step::new(words::ACKNOWLEDGED, counts.acknowledged, of_sent(counts.acknowledged))
            .leading_to(list("ACKNOWLEDGED")),
    ]
}

fn days(figures: &CampaignFigures) -> Vec<Point> {
    let point = |point: &crate::api::campaigns::TimelinePoint| Point {
        label: time::short_day(&point.date),
        value: point.acknowledged,
    };
    figures.timeline.iter().map(point).collect()
}
