//! The ledger: every message of a campaign in exactly one state, by channel and wave, and whether the sums add up.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use super::table::{Column, Table};
use crate::api::campaigns::{Channel, ChannelCounts};
use crate::browser;
use crate::number;
use crate::text::ledger as words;
use crate::text::{channel, wave};

static COLUMNS: [Column; 11] = [
    Column::text(words::MESSAGES),
    Column::number(words::QUEUED),
    Column::number(words::SENDING),
    Column::number(words::SENT),
    Column::number(words::DELIVERED),
    Column::number(words::BOUNCED),
    Column::number(words::FAILED),
    Column::number(words::IN_DOUBT),
    Column::number(words::SUPPRESSED),
    Column::number(words::CANCELLED),
    Column::number(words::TOTAL),
];

/// The states as the address of a list of messages names them, in the order of the columns.
const STATES: [&str; 9] =
    ["QUEUED", "SENDING", "SENT", "DELIVERED", "BOUNCED", "FAILED", "UNCERTAIN", "SUPPRESSED", "CANCELLED"];

#[component]
pub fn Ledger(
    #[prop(into)] lines: Signal<Vec<ChannelCounts>>,
    /// The path of the list of its messages; empty where there is none to go to.
    #[prop(optional, into)]
    list: String,
) -> impl IntoView {
    let rows = move || lines.get().iter().map(|line| row(line, &list)).collect_view();
    view! {
        <div class="ledger">
            <Table caption=words::CAPTION columns=&COLUMNS>
                {rows}
            </Table>
        </div>
    }
    .into_any()
}

fn row(line: &ChannelCounts, list: &str) -> AnyView {
    let states = [
        line.queued,
        line.sending,
        line.sent,
        line.delivered,
        line.bounced,
        line.failed,
        line.uncertain,
        line.suppressed,
        line.cancelled,
    ];
    let cells = COLUMNS[1..]
        .iter()
        .zip(states.into_iter().zip(STATES))
        .map(|(column, (count, name))| column.cell(state(count, &address(line, list, name))))
        .collect_view();
    view! {
        <tr>
            {COLUMNS[0]
                .heading(
                    view! {
                        {channel(line.channel)}
                        " "
                        <span class="ledger__wave">{wave(line.wave)}</span>
                    },
                )}
            {cells}
            {COLUMNS[10].cell(total(line))}
        </tr>
    }
    .into_any()
}

/// Where the messages of a state of a line are listed; empty where they are not.
fn address(line: &ChannelCounts, list: &str, state: &str) -> String {
    if list.is_empty() {
        return String::new();
    }
    let channel = match line.channel {
        Channel::Email => "EMAIL",
        Channel::Sms => "SMS",
    };
    browser::address(list, &[("state", state), ("channel", channel), ("wave", &line.wave.to_string())])
}

/// How many are in a state; nothing is kept quiet.
fn state(count: i32, href: &str) -> AnyView {
    let nothing = count == 0;
    let number = number::count(count);
    if nothing || href.is_empty() {
        view! { <span class:ledger__nothing=nothing>{number}</span> }.into_any()
    } else {
        view! { <a href=href.to_owned()>{number}</a> }.into_any()
    }
}

/// The total, and the proof: the states sum to it, or by how much they do not.
fn total(line: &ChannelCounts) -> AnyView {
    let total = number::count(line.total);
    if line.sum() == line.total {
        view! {
            <span class="ledger__total ledger__total--true">
                {total} <Icon sign=Sign::Tick />
                <span class="visually-hidden">{words::ADDS_UP}</span>
            </span>
        }
        .into_any()
    } else {
        view! {
            <span class="ledger__total ledger__total--false">
                {total} <Icon sign=Sign::Warning />
                <span>{words::is_off_by(&number::count(line.sum() - line.total))}</span>
            </span>
        }
        .into_any()
    }
}
