//! The ledger row by row, by state, channel and wave; for messages in doubt and for failed ones what they mean and what
//! to do.

use std::collections::BTreeSet;
use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::Here;
use super::deeds::Deeds;
use super::newest::newest;
use super::recipients::{name, person};
use super::uncertain::{self, Shown};
use crate::api::campaign::{MessageFilter, MessagePage, MessagePageVariables, MessageRow, MessageRows, MessageState};
use crate::api::campaigns::{Channel, ChannelCounts};
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::pager::{Pager, Position};
use crate::components::select::{Choice, Select};
use crate::components::status::Status;
use crate::components::table::{Column, Table};
use crate::paging::{Arguments, PageAt};
use crate::read::Read;
use crate::text::messages as words;
use crate::{browser, routes, text, time};

/// The values of the filters, which are those of the address too.
static STATES: [(&str, MessageState); 9] = [
    ("QUEUED", MessageState::Queued),
    ("SENDING", MessageState::Sending),
    ("SENT", MessageState::Sent),
    ("DELIVERED", MessageState::Delivered),
    ("BOUNCED", MessageState::Bounced),
    ("FAILED", MessageState::Failed),
    ("UNCERTAIN", MessageState::Uncertain),
    ("SUPPRESSED", MessageState::Suppressed),
    ("CANCELLED", MessageState::Cancelled),
];
static CHANNELS: [(&str, Channel); 2] = [("EMAIL", Channel::Email), ("SMS", Channel::Sms)];

static COLUMNS: [Column; 6] = [
    Column::text(words::PATIENT),
    Column::text(words::CHANNEL),
    Column::text(words::WAVE),
    Column::text(words::STATE),
    Column::text(words::REASON),
    Column::text(words::WHEN),
];

/// What the list shows, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Address {
    state: String,
    channel: String,
    wave: String,
    page: PageAt,
}

impl Address {
    fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| parameter(name).unwrap_or_default();
        Self { state: text("state"), channel: text("channel"), wave: text("wave"), page: PageAt::read(&parameter) }
    }

    fn href(&self, id: &str) -> String {
        let filters = [("state", self.state.as_str()), ("channel", &self.channel), ("wave", &self.wave)];
        let page = self.page.parameters();
        let page = page.iter().map(|(name, value)| (*name, value.as_str()));
        let parameters: Vec<(&str, &str)> = filters.into_iter().chain(page).collect();
        browser::address(&routes::campaign_room(id, "messages"), &parameters)
    }

    /// The state that is shown alone.
    fn state(&self) -> Option<MessageState> {
        STATES.iter().find(|(value, _)| *value == self.state).map(|(_, state)| *state)
    }

    /// What channel and wave let through.
    fn shown(&self) -> Shown {
        let channel = CHANNELS.iter().find(|(value, _)| *value == self.channel).map(|(_, channel)| *channel);
        Shown { channel, wave: self.wave.parse().ok() }
    }

    fn variables(&self, id: &str) -> MessagePageVariables {
        let Shown { channel, wave } = self.shown();
        let Arguments { first, after, last, before } = self.page.arguments();
        let filter = MessageFilter { state: self.state(), channel, wave };
        MessagePageVariables { id: cynic::Id::new(id), filter, first, after, last, before }
    }
}

/// The list on the screen, for all that it is made of.
#[derive(Clone, Copy)]
struct List {
    address: Memo<Address>,
    read: Read<MessagePage>,
    chosen: RwSignal<BTreeSet<String>>,
}

pub fn messages(here: Here, deeds: Deeds) -> AnyView {
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get(name))));
    let Here { id, session, figures, .. } = here.clone();
    let read = {
        let id = id.clone();
        Read::new(move || {
            deeds.changes();
            session.run(MessagePage::build(address.with(|address| address.variables(&id))))
        })
    };
    let list = List { address, read, chosen: RwSignal::new(BTreeSet::new()) };
    let state = Memo::new(move |_| address.with(Address::state));
    let shown = Memo::new(move |_| address.with(Address::shown));
    let filters = filters(address, figures.with_untracked(|figures| figures.wave), &id);
    let work = move || match state.get() {
        Some(MessageState::Uncertain) => uncertain::work_list(&here, deeds, list.chosen, shown),
        Some(MessageState::Failed) => uncertain::failed(&here, deeds),
        _ => ().into_any(),
    };
    let counts = Memo::new(move |_| {
        let (state, shown) = (state.get(), shown.get());
        figures.with(|figures| counts_of(&figures.counts.channels, state, shown))
    });
    let show = move |page: Signal<Arc<MessagePage>>| {
        let pending = Signal::derive(move || read.is_pending());
        let again = Callback::new(move |()| read.again());
        let newest = newest(counts, move || page.track(), pending, again);
        let rows = rows(list, page, &id);
        view! { {newest} {rows} }.into_any()
    };
    view! {
        {filters}
        {work}
        <Loaded read=read lines=10 show=Box::new(show) />
    }
    .into_any()
}

fn filters(address: Memo<Address>, last_wave: i32, id: &str) -> AnyView {
    let navigate = use_navigate();
    let id = id.to_owned();
    let go = Callback::new(move |next: Address| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&next.href(&id), options);
    });
    let choose = move |set: fn(&mut Address, String)| {
        Callback::new(move |value: String| {
            let mut next = Address { page: PageAt::First, ..address.get_untracked() };
            set(&mut next, value);
            go.run(next);
        })
    };
    let any = || std::iter::once(Choice::new("", words::ANY));
    let states: Vec<Choice> =
        any().chain(STATES.iter().map(|(value, state)| Choice::new(*value, text::message_state(*state)))).collect();
    let channels: Vec<Choice> =
        any().chain(CHANNELS.iter().map(|(value, channel)| Choice::new(*value, text::channel(*channel)))).collect();
    let waves: Vec<Choice> = any()
        .chain((0..=last_wave).map(|wave| Choice::new(wave.to_string(), text::alone(&text::wave(wave)))))
        .collect();
    view! {
        <search class="message-filters">
            <Select
                id="message-state"
                label=words::STATE
                choices=states
                chosen=Signal::derive(move || address.with(|address| address.state.clone()))
                on_choose=choose(|address, value| address.state = value)
            />
            <Select
                id="message-channel"
                label=words::CHANNEL
                choices=channels
                chosen=Signal::derive(move || address.with(|address| address.channel.clone()))
                on_choose=choose(|address, value| address.channel = value)
            />
            <Select
                id="message-wave"
                label=words::WAVE
                choices=waves
                chosen=Signal::derive(move || address.with(|address| address.wave.clone()))
                on_choose=choose(|address, value| address.wave = value)
            />
        </search>
    }
    .into_any()
}

/// How many messages are in the state that is shown, or in each where all are, line by line of the ledger.
fn counts_of(lines: &[ChannelCounts], state: Option<MessageState>, shown: Shown) -> Vec<i32> {
    let of_line = |line: &ChannelCounts| match state {
        None => vec![
            line.queued,
            line.sending,
            line.sent,
            line.delivered,
            line.bounced,
            line.failed,
            line.uncertain,
            line.suppressed,
            line.cancelled,
        ],
        Some(MessageState::Queued) => vec![line.queued],
        Some(MessageState::Claimed | MessageState::Sending) => vec![line.sending],
        Some(MessageState::Sent) => vec![line.sent],
        Some(MessageState::Delivered) => vec![line.delivered],
        Some(MessageState::Bounced) => vec![line.bounced],
        Some(MessageState::Failed) => vec![line.failed],
        Some(MessageState::Uncertain) => vec![line.uncertain],
        Some(MessageState::Suppressed) => vec![line.suppressed],
        Some(MessageState::Cancelled) => vec![line.cancelled],
    };
    lines.iter().filter(|line| shown.lets_through(line)).flat_map(of_line).collect()
}

fn rows_of(page: &MessagePage) -> Option<&MessageRows> {
    page.campaign.as_ref().map(|campaign| &campaign.messages)
}

fn rows(list: List, page: Signal<Arc<MessagePage>>, id: &str) -> AnyView {
    let List { address, read, chosen } = list;
    let id = id.to_owned();
    let is_empty = Memo::new(move |_| page.with(|page| rows_of(page).is_none_or(|rows| rows.nodes.is_empty())));
    let pending = Signal::derive(move || read.is_pending());
    // What is not on the screen cannot stay chosen.
    Effect::new(move || {
        page.track();
        chosen.update(BTreeSet::clear);
    });
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let here = address.get_untracked();
            let href = |at| Address { page: at, ..here.clone() }.href(&id);
            match rows_of(page) {
                Some(rows) => here.page.position(&rows.page_info, rows.nodes.len(), rows.total_count, href),
                None => Position { words: String::new(), previous: None, next: None },
            }
        }),
    });
    let content = move || {
        if is_empty.get() {
            view! {
                <section class="card">
                    <Empty title=words::NONE advice=words::NONE_ADVICE />
                </section>
            }
            .into_any()
        } else {
            let rows = move || {
                page.with(|page| {
                    rows_of(page).map(|rows| rows.nodes.iter().map(|message| row(message, chosen)).collect_view())
                })
            };
            view! {
                <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
                    {rows}
                </Table>
                <Pager position=position />
            }
            .into_any()
        }
    };
    content.into_any()
}

fn row(message: &MessageRow, chosen: RwSignal<BTreeSet<String>>) -> AnyView {
    let [patient, channel, wave, state, reason, when] = COLUMNS;
    let why = message.reason.as_deref().map_or_else(|| words::NO_REASON.to_owned(), words::reason);
    let twice =
        message.possible_duplicate.then(|| view! { <span class="message-row__twice">{words::DUPLICATE}</span> });
    let tick = (message.state == MessageState::Uncertain).then(|| tick(message, chosen));
    let status = view! {
        <span>
            <Status mood=text::message_mood(message.state) word=text::message_state(message.state).to_owned() />
            {twice}
        </span>
    };
    view! {
        <tr>
            {patient
                .heading(
                    view! { <span class="message-row__who">{tick} {person(&message.recipient.patient)}</span> },
                )} {channel.cell(text::channel(message.channel))} {wave.cell(text::alone(&text::wave(message.wave)))}
            {state.cell(status)} {reason.cell(why)} {when.cell(time::moment(&message.updated_at))}
        </tr>
    }
    .into_any()
}

/// The box that chooses a message in doubt.
fn tick(message: &MessageRow, chosen: RwSignal<BTreeSet<String>>) -> AnyView {
    let id = message.id.inner().to_owned();
    let is_chosen = {
        let id = id.clone();
        move || chosen.with(|chosen| chosen.contains(&id))
    };
    let change = move |ticked: bool| {
        chosen.update(|chosen| {
            if ticked {
                chosen.insert(id.clone());
            } else {
                chosen.remove(&id);
            }
        });
    };
    view! {
        <input
            class="check__box"
            type="checkbox"
            aria-label=words::choose(&name(&message.recipient.patient))
            prop:checked=is_chosen
            on:change:target=move |event| change(event.target().checked())
        />
    }
    .into_any()
}
