//! How far the campaign has come: its patients from selected to acknowledged, its messages from queued to delivered.

use std::sync::Arc;

use leptos::prelude::*;

use super::Here;
use crate::api::campaigns::{CampaignFigures, ChannelCounts};
use crate::components::card::Card;
use crate::components::funnel::{Funnel, Step};
use crate::number::percent;
use crate::routes;
use crate::text::campaign as steps;
use crate::text::campaign_page as words;

pub fn funnels(here: &Here) -> AnyView {
    let figures = here.figures;
    let linked = here.sees_patients;
    let part = |build: fn(&CampaignFigures, &str, bool) -> Vec<Step>| {
        let id = here.id.clone();
        Memo::new(move |_| figures.with(|figures: &Arc<CampaignFigures>| build(figures, &id, linked)))
    };
    let (patients, messages) = (part(patients), part(messages));
    view! {
        <Card title=words::FUNNEL.to_owned()>
            <div class="campaign-page__funnels">
                <h3 class="campaign-page__part">{words::PATIENTS}</h3>
                <Funnel steps=patients />
                <h3 class="campaign-page__part">{words::ALL_MESSAGES}</h3>
                <Funnel steps=messages />
            </div>
        </Card>
    }
    .into_any()
}

fn patients(figures: &CampaignFigures, id: &str, linked: bool) -> Vec<Step> {
    let counts = &figures.counts;
    let of_sent = |part| steps::share_of_sent(&percent(part, counts.sent));
    let list = |state| if linked { routes::campaign_recipients(id, state) } else { String::new() };
    let of_selected = |part| steps::share_of_selected(&percent(part, counts.recipients));
    let mut funnel = vec![
        Step::new(steps::SELECTED, counts.recipients, String::new()).leading_to(list("")),
        Step::new(steps::SENT, counts.sent, of_selected(counts.sent)).leading_to(list("SENT")),
        Step::new(steps::FOLLOWED, counts.followed, of_sent(counts.followed)).leading_to(list("FOLLOWED")),
        Step::new(steps::ACKNOWLEDGED, counts.acknowledged, of_sent(counts.acknowledged))
            .leading_to(list("ACKNOWLEDGED")),
    ];
    if counts.unreachable > 0 {
        let share = of_selected(counts.unreachable);
        funnel.push(Step::new(words::UNREACHABLE, counts.unreachable, share).leading_to(list("UNREACHABLE")));
    }
    funnel
}

/// All waves and channels together. What is delivered was sent, and so was what came back.
fn messages(figures: &CampaignFigures, id: &str, linked: bool) -> Vec<Step> {
    let lines = &figures.counts.channels;
    let sum = |of: fn(&ChannelCounts) -> i32| lines.iter().map(of).sum::<i32>();
    let queued = sum(|line| line.total - line.suppressed);
    let sent = sum(|line| line.sent + line.delivered + line.bounced);
    let (delivered, bounced) = (sum(|line| line.delivered), sum(|line| line.bounced));
    let list = |state| if linked { routes::campaign_messages(id, state) } else { String::new() };
    let of_sent = |part| {
        // Not every provider tells what became of a message.
        if delivered + bounced == 0 {
            words::NO_RECEIPTS.to_owned()
        } else {
            steps::share_of_sent(&percent(part, sent))
        }
    };
    let mut funnel = vec![
        Step::new(words::QUEUED, queued, String::new()).leading_to(list("")),
        Step::new(words::SENT, sent, words::share_of_queued(&percent(sent, queued))).leading_to(list("SENT")),
        Step::new(words::DELIVERED, delivered, of_sent(delivered)).leading_to(list("DELIVERED")),
    ];
    if bounced > 0 {
        funnel.push(Step::new(words::CAME_BACK, bounced, of_sent(bounced)).leading_to(list("BOUNCED")));
    }
    funnel
}
