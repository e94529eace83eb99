//! What was done to a campaign and by whom, in words.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use serde_json::Value;

use super::Here;
use crate::api::campaign::{Activity, CampaignHistory, CampaignVariables};
use crate::api::scalars::DateTime;
use crate::components::empty::Empty;
use crate::components::icon::Sign;
use crate::components::loaded::Loaded;
use crate::components::status::Mood;
use crate::components::timeline::{Happening, Timeline};
use crate::components::who_looked::WhoLooked;
use crate::read::Read;
use crate::text::history as words;
use crate::{london, number, time};

/// The counts that may go with an action, the most telling first.
const COUNTS: [&str; 6] = ["recipients", "messages_cancelled", "wave", "messages", "rows", "resolved"];

pub fn history(here: &Here) -> AnyView {
    let session = here.session;
    let id = cynic::Id::new(here.id.clone());
    let subject = here.id.clone();
    let figures = here.figures;
    // Something was done, here or elsewhere, when these change.
    let stand = Memo::new(move |_| figures.with(|figures| (figures.state, figures.wave)));
    let feed = here.feed;
    let read = Read::new(move || {
        stand.track();
        feed.changes();
        session.run(CampaignHistory::build(CampaignVariables { id: id.clone() }))
    });
    let show = move |answer: Signal<Arc<CampaignHistory>>| {
        let happenings = Memo::new(move |_| {
            answer.with(|answer| {
                let activity = answer.campaign.iter().flat_map(|campaign| &campaign.activity);
                activity.map(happening).collect::<Vec<_>>()
            })
        });
        let view = move || {
            if happenings.with(Vec::is_empty) {
                view! { <Empty title=words::NONE advice=words::NONE_ADVICE /> }.into_any()
            } else {
                view! { <Timeline happenings=happenings /> }.into_any()
            }
        };
        view! { <section class="card">{view}</section> }.into_any()
    };
    view! {
        <WhoLooked subject=subject />
        <Loaded read=read lines=6 show=Box::new(show) />
    }
    .into_any()
}

fn happening(activity: &Activity) -> Happening {
    let detail = serde_json::from_str(&activity.detail).unwrap_or(Value::Null);
    let count = count(&detail);
    let number = count.map_or_else(String::new, number::count);
    let (sign, mood) = look(&activity.action);
    Happening {
        when: time::moment(&activity.at),
        sign,
        mood,
        title: words::deed(&activity.who, &activity.action, count, &number),
        body: more(&activity.action, &detail),
        href: None,
    }
}

/// What is worth knowing beyond the sentence.
fn more(action: &str, detail: &Value) -> String {
    let text = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    match action {
        "campaign.scheduled" => london::show(&DateTime(text("at"))),
        "campaign.launch_failed" => text("reason"),
        _ => String::new(),
    }
}

/// The number in the details of an action.
fn count(detail: &Value) -> Option<i32> {
    COUNTS.iter().find_map(|name| detail.get(name)?.as_i64()).and_then(|count| i32::try_from(count).ok())
}

fn look(action: &str) -> (Sign, Mood) {
    match action {
        "campaign.launched" | "campaign.reminded" => (Sign::Campaigns, Mood::Good),
        "campaign.paused" => (Sign::Clock, Mood::Warning),
        "campaign.cancelled" => (Sign::Block, Mood::Bad),
        "campaign.launch_failed" => (Sign::Warning, Mood::Bad),
        "campaign.completed" => (Sign::Tick, Mood::Good),
        "campaign.scheduled" => (Sign::Clock, Mood::Neutral),
        _ => (Sign::Person, Mood::Neutral),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(detail: &str) -> Value {
        serde_json::from_str(detail).unwrap()
    }

    #[test]
    fn the_number_of_an_action_is_found_in_its_details() {
        let launched = r#"{"recipients":111168,"unreachable":3,"messages":{"email":{"queued":1}}}"#;
        assert_eq!(count(&read(launched)), Some(111_168));
        assert_eq!(count(&read(r#"{"wave":2,"messages":{"sms":{}}}"#)), Some(2));
        assert_eq!(count(&read(r#"{"kind":"flu"}"#)), None);
    }

    #[test]
    fn a_schedule_says_for_when() {
        let detail = read(r#"{"at":"2026-11-23T08:00:00Z"}"#);
        assert_eq!(more("campaign.scheduled", &detail), "Mon 23 Nov 2026, 08:00");
        assert_eq!(more("campaign.paused", &detail), "");
    }
}
