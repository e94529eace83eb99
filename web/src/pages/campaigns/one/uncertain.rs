//! What to do about messages in doubt and about failed ones: what it means, and the decision.

use std::collections::BTreeSet;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::deed::Deed;
use super::deeds::Deeds;
use crate::api::campaign::{ResolveUncertainInput, UncertainResolution};
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::notice::{Notice, Tone};
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::number;
use crate::text::deed;
use crate::text::messages as words;

static RESOLUTIONS: [(&str, UncertainResolution, &str, &str); 3] = [
    ("sent", UncertainResolution::Sent, words::ARRIVED, words::ARRIVED_HINT),
    ("again", UncertainResolution::SendAgain, words::AGAIN, words::AGAIN_HINT),
    ("given-up", UncertainResolution::GiveUp, words::GIVE_UP, words::GIVE_UP_HINT),
];

/// The decision about the chosen messages, or about all in doubt where none is chosen.
pub fn work_list(id: String, deeds: Deeds, chosen: RwSignal<BTreeSet<String>>) -> AnyView {
    let explain = view! { <p>{words::DOUBT_MEANS}</p> };
    let form = deeds.are_allowed().then(|| decision(id, deeds, chosen));
    view! {
        <Card title=words::DOUBT_TITLE.to_owned()>
            <div class="work-list">{explain} {form}</div>
        </Card>
    }
    .into_any()
}

fn decision(id: String, deeds: Deeds, chosen: RwSignal<BTreeSet<String>>) -> AnyView {
    let answer = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let write = deeds.decision();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let decided = answer.with_untracked(|answer| RESOLUTIONS.iter().find(|(value, ..)| value == answer));
        missing.set(decided.is_none().then(|| words::DECISION_MISSING.to_owned()));
        if deeds.busy().get_untracked() {
            return;
        }
        if let Some((_, resolution, ..)) = decided {
            let ids: Vec<cynic::Id> = chosen.with_untracked(|chosen| chosen.iter().map(cynic::Id::new).collect());
            write.send(ResolveUncertainInput {
                id: cynic::Id::new(id.clone()),
                message_ids: (!ids.is_empty()).then_some(ids),
                resolution: *resolution,
            });
        }
    };
    let options: Vec<RadioOption> =
        RESOLUTIONS.iter().map(|(value, _, label, hint)| RadioOption::new(*value, *label, *hint)).collect();
    let failed = move || write.complaint().map(|message| view! { <Notice tone=Tone::Error message=message /> });
    let verb = move || {
        if write.pending().get() {
            return deed::RESOLVING.to_owned();
        }
        chosen.with(|chosen| {
            let count = i32::try_from(chosen.len()).unwrap_or(i32::MAX);
            words::decide(chosen.len(), &number::count(count))
        })
    };
    view! {
        <form class="work-list" novalidate on:submit=submit>
            <RadioGroup id="decision" legend=words::DECISION options=options chosen=answer error=missing />
            {failed}
            <div>
                <Button weight=Weight::Primary submit=true pending=deeds.busy()>
                    {verb}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// Above the failed ones: what it means, and the retry where it makes sense.
pub fn failed(deeds: Deeds) -> AnyView {
    view! {
        <Card title=words::FAILED_TITLE.to_owned()>
            <div class="work-list">
                <p>{words::FAILED_MEANS}</p>
                <div>{deeds.button(Deed::Retry)}</div>
            </div>
        </Card>
    }
    .into_any()
}
