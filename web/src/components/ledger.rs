//! The ledger: every message of a campaign in exactly one state, by channel and wave, and whether the sums add up.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use super::table::{Column, Table};
use crate::api::campaigns::ChannelCounts;
use crate::number;
use crate::text::ledger as words;
use crate::text::{channel, wave};

static COLUMNS: [Column; 10] = [
    Column::text(words::MESSAGES),
    Column::number(words::QUEUED),
    Column::number(words::SENDING),
    Column::number(words::SENT),
    Column::number(words::DELIVERED),
    Column::number(words::FAILED),
    Column::number(words::IN_DOUBT),
    Column::number(words::SUPPRESSED),
    Column::number(words::CANCELLED),
    Column::number(words::TOTAL),
];

#[component]
pub fn Ledger(#[prop(into)] lines: Signal<Vec<ChannelCounts>>) -> impl IntoView {
    let rows = move || lines.get().iter().map(row).collect_view();
    view! {
        <div class="ledger">
            <Table caption=words::CAPTION columns=&COLUMNS>
                {rows}
            </Table>
        </div>
    }
    .into_any()
}

fn row(line: &ChannelCounts) -> AnyView {
    let states = [
        line.queued,
        line.sending,
        line.sent,
        line.delivered,
        line.failed,
        line.uncertain,
        line.suppressed,
        line.cancelled,
    ];
    let cells = COLUMNS[1..].iter().zip(states).map(|(column, count)| column.cell(state(count))).collect_view();
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
            {COLUMNS[9].cell(total(line))}
        </tr>
    }
    .into_any()
}

/// How many are in a state; nothing is kept quiet.
fn state(count: i32) -> AnyView {
    let nothing = count == 0;
    view! { <span class:ledger__nothing=nothing>{number::count(count)}</span> }.into_any()
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
