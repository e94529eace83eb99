//! What to do about messages in doubt and about failed ones: what it means, and the decision.

use std::collections::BTreeSet;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Here;
use super::deed::Deed;
use super::deeds::Deeds;
use crate::api::campaign::{ResolveUncertainInput, UncertainResolution};
use crate::api::campaigns::{Channel, ChannelCounts};
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::dialog::Confirm;
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

/// What the filters of the list let through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub channel: Option<Channel>,
    pub wave: Option<i32>,
}

impl Shown {
    /// Whether it may be fewer than all.
    fn is_part(self) -> bool {
        self != Self::default()
    }

    /// Whether the messages of a line of the ledger are among them.
    pub fn lets_through(self, line: &ChannelCounts) -> bool {
        self.channel.is_none_or(|channel| channel == line.channel) && self.wave.is_none_or(|wave| wave == line.wave)
    }

    /// How many of the ledger's messages in doubt are let through.
    fn in_doubt(self, lines: &[ChannelCounts]) -> i32 {
        lines.iter().filter(|line| self.lets_through(line)).map(|line| line.uncertain).sum()
    }
}

/// What a decision is about: the messages that were chosen, or else all that the list shows, on whatever page.
fn input(id: &str, chosen: &BTreeSet<String>, shown: Shown, resolution: UncertainResolution) -> ResolveUncertainInput {
    let ids: Vec<cynic::Id> = chosen.iter().map(cynic::Id::new).collect();
    ResolveUncertainInput {
        id: cynic::Id::new(id),
        message_ids: (!ids.is_empty()).then_some(ids),
        channel: shown.channel,
        wave: shown.wave,
        resolution,
    }
}

/// The decision about the chosen messages, or about all that are shown where none is chosen.
pub fn work_list(here: &Here, deeds: Deeds, chosen: RwSignal<BTreeSet<String>>, shown: Memo<Shown>) -> AnyView {
    let explain = view! { <p>{words::DOUBT_MEANS}</p> };
    let form = deeds.are_allowed().then(|| decision(here, deeds, chosen, shown));
    view! {
        <Card title=words::DOUBT_TITLE.to_owned()>
            <div class="work-list">{explain} {form}</div>
        </Card>
    }
    .into_any()
}

fn decision(here: &Here, deeds: Deeds, chosen: RwSignal<BTreeSet<String>>, shown: Memo<Shown>) -> AnyView {
    let figures = here.figures;
    let answer = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let asking = RwSignal::new(false);
    let write = deeds.decision();
    let decide = {
        let id = here.id.clone();
        Callback::new(move |resolution: UncertainResolution| {
            let input = chosen.with_untracked(|chosen| input(&id, chosen, shown.get_untracked(), resolution));
            write.send(input);
        })
    };
    // An ended campaign sends nothing any more; the server refuses it too.
    let goes_on = Memo::new(move |_| figures.with(|figures| figures.state.is_live()));
    let offered =
        move || RESOLUTIONS.iter().filter(move |(_, one, ..)| goes_on.get() || *one != UncertainResolution::SendAgain);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let decided = untrack(|| answer.with(|answer| offered().find(|(value, ..)| value == answer)));
        missing.set(decided.is_none().then(|| words::DECISION_MISSING.to_owned()));
        if deeds.busy().get_untracked() {
            return;
        }
        match decided {
            // Nobody has looked at each of them.
            Some((_, UncertainResolution::SendAgain, ..)) if chosen.with_untracked(BTreeSet::is_empty) => {
                write.forget_failure();
                asking.set(true);
            }
            Some((_, resolution, ..)) => decide.run(*resolution),
            None => {}
        }
    };
    let options = Signal::derive(move || {
        offered().map(|(value, _, label, hint)| RadioOption::new(*value, *label, *hint)).collect::<Vec<_>>()
    });
    let failure = Signal::derive(move || write.complaint());
    // Where the dialog is open, it says so itself.
    let failed = move || {
        let message = failure.get().filter(|_| !asking.get());
        message.map(|message| view! { <Notice tone=Tone::Error message=message /> })
    };
    let count = Memo::new(move |_| figures.with(|figures| shown.get().in_doubt(&figures.counts.channels)));
    let verb = move || {
        if write.pending().get() {
            return deed::RESOLVING.to_owned();
        }
        match chosen.with(BTreeSet::len) {
            0 => words::decide_all(&number::count(count.get()), shown.get().is_part()),
            some => words::decide_chosen(&number::count(i32::try_from(some).unwrap_or(i32::MAX))),
        }
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
        {ask(deeds, asking, count, failure, decide)}
    }
    .into_any()
}

/// Says how many are sent once more before they are.
fn ask(
    deeds: Deeds,
    asking: RwSignal<bool>,
    count: Memo<i32>,
    failure: Signal<Option<String>>,
    decide: Callback<UncertainResolution>,
) -> AnyView {
    let write = deeds.decision();
    let changes = StoredValue::new(untrack(|| deeds.changes()));
    // It has been decided, here or by somebody else.
    Effect::new(move || {
        let now = deeds.changes();
        if changes.get_value() != now {
            changes.set_value(now);
            asking.set(false);
        }
    });
    let verb = Signal::derive(move || {
        if write.pending().get() {
            return deed::RESOLVING.to_owned();
        }
        words::again_verb(count.get(), &number::count(count.get()))
    });
    view! {
        <Confirm
            open=asking
            title=words::AGAIN_TITLE.to_owned()
            text=Signal::derive(move || words::again_text(count.get(), &number::count(count.get())))
            verb=verb
            pending=deeds.busy()
            failure=failure
            on_confirm=Callback::new(move |()| decide.run(UncertainResolution::SendAgain))
        />
    }
    .into_any()
}

/// Above the failed ones: what it means, and the retry where it makes sense.
pub fn failed(here: &Here, deeds: Deeds) -> AnyView {
    let figures = here.figures;
    let has_ended = Memo::new(move |_| figures.with(|figures| figures.state.has_ended()));
    let means = move || if has_ended.get() { words::FAILED_ENDED } else { words::FAILED_MEANS };
    view! {
        <Card title=words::FAILED_TITLE.to_owned()>
            <div class="work-list">
                <p>{means}</p>
                <div>{deeds.button(Deed::Retry)}</div>
            </div>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(channel: Channel, wave: i32, uncertain: i32) -> ChannelCounts {
        ChannelCounts {
            channel,
            wave,
            queued: 0,
            sending: 0,
            sent: 5,
            delivered: 0,
            bounced: 0,
            failed: 1,
            uncertain,
            suppressed: 0,
            cancelled: 0,
            total: 6 + uncertain,
        }
    }

    #[test]
    fn a_decision_without_ticks_is_about_what_the_filters_show_and_names_their_number() {
        let lines = [line(Channel::Email, 0, 3), line(Channel::Sms, 0, 9), line(Channel::Sms, 1, 2)];
        let emails = Shown { channel: Some(Channel::Email), wave: None };
        let reminder = Shown { channel: Some(Channel::Sms), wave: Some(1) };
        assert_eq!([Shown::default(), emails, reminder].map(|shown| shown.in_doubt(&lines)), [14, 3, 2]);
        assert_eq!([Shown::default(), emails, reminder].map(Shown::is_part), [false, true, true]);

        let none = BTreeSet::new();
        let sent = input("campaign-1", &none, emails, UncertainResolution::SendAgain);
        assert_eq!((sent.channel, sent.wave), (Some(Channel::Email), None));
        assert!(sent.message_ids.is_none());

        let ticked = BTreeSet::from(["message-7".to_owned()]);
        let sent = input("campaign-1", &ticked, Shown::default(), UncertainResolution::SendAgain);
        assert_eq!(sent.message_ids, Some(vec![cynic::Id::new("message-7")]));
    }
}
