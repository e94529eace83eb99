//! What to do about messages in doubt and about failed ones: what it means, and the decision.

use std::collections::BTreeSet;
use std::sync::Arc;

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::permission::Permission;

use super::deeds::{Deed, Deeds, offered};
use super::feed::Feed;
use crate::api::campaign::{ResolveUncertain, ResolveUncertainInput, ResolveUncertainVariables, UncertainResolution};
use crate::api::campaigns::CampaignFigures;
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::notice::{Notice, Tone};
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::components::toast::Toasts;
use crate::number;
use crate::session::Session;
use crate::text::deed;
use crate::text::messages as words;
use crate::write::Write;

static RESOLUTIONS: [(&str, UncertainResolution, &str, &str); 3] = [
    ("sent", UncertainResolution::Sent, words::ARRIVED, words::ARRIVED_HINT),
    ("again", UncertainResolution::SendAgain, words::AGAIN, words::AGAIN_HINT),
    ("given-up", UncertainResolution::GiveUp, words::GIVE_UP, words::GIVE_UP_HINT),
];

/// The decision about the chosen messages, or about all in doubt where none is chosen.
pub fn work_list(
    id: String,
    session: Session,
    feed: Feed,
    chosen: RwSignal<BTreeSet<String>>,
    on_done: Callback<()>,
) -> AnyView {
    let explain = view! { <p>{words::DOUBT_MEANS}</p> };
    let form =
        untrack(|| session.may(Permission::LaunchCampaigns)).then(|| decision(id, session, feed, chosen, on_done));
    view! {
        <Card title=words::DOUBT_TITLE.to_owned()>
            <div class="work-list">{explain} {form}</div>
        </Card>
    }
    .into_any()
}

fn decision(
    id: String,
    session: Session,
    feed: Feed,
    chosen: RwSignal<BTreeSet<String>>,
    on_done: Callback<()>,
) -> AnyView {
    let toasts = Toasts::current();
    let answer = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let write = Write::new(move |input: ResolveUncertainInput| {
        session.run(ResolveUncertain::build(ResolveUncertainVariables { input }))
    })
    .on_done(move |answer| {
        feed.put(answer.resolve_uncertain.campaign.clone());
        toasts.done(deed::RESOLVED);
        on_done.run(());
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let decided = answer.with_untracked(|answer| RESOLUTIONS.iter().find(|(value, ..)| value == answer));
        missing.set(decided.is_none().then(|| words::DECISION_MISSING.to_owned()));
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
                <Button weight=Weight::Primary submit=true pending=write.pending()>
                    {verb}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// Above the failed ones: what it means, and the retry where it makes sense.
pub fn failed(figures: Signal<Arc<CampaignFigures>>, deeds: Deeds) -> AnyView {
    let retries =
        Memo::new(move |_| deeds.are_allowed() && figures.with(|figures| offered(figures).contains(&Deed::Retry)));
    let button = move || {
        retries.get().then(|| {
            view! { <Button on_press=Callback::new(move |()| deeds.ask(Deed::Retry))>{deed::RETRY}</Button> }
        })
    };
    view! {
        <Card title=words::FAILED_TITLE.to_owned()>
            <div class="work-list">
                <p>{words::FAILED_MEANS}</p>
                <div>{button}</div>
            </div>
        </Card>
    }
    .into_any()
}
