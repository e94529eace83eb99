//! What shows numbers.

use leptos::prelude::*;

use super::specimen;
use crate::api::campaigns::{Channel, ChannelCounts};
use crate::components::bar_list::{Bar, BarList};
use crate::components::chart::{Columns, Point};
use crate::components::funnel::{Funnel, Step};
use crate::components::ledger::Ledger;
use crate::components::progress::Progress;

pub fn specimens() -> AnyView {
    view! { {funnel()} {chart()} {ledger()} {bars()} {progress()} }.into_any()
}

fn funnel() -> AnyView {
    let steps = vec![
        Step::new("selected", 112_431, String::new()).leading_to("/gallery".to_owned()),
        Step::new("sent", 112_200, "over 99% of selected".to_owned()),
        Step::new("followed the link", 71_904, "64% of sent".to_owned()),
        Step::new("acknowledged", 58_010, "52% of sent".to_owned()),
    ];
    specimen("Funnel", view! { <Funnel steps=steps /> })
}

fn chart() -> AnyView {
    let point = |(day, value): (usize, i32)| Point { label: format!("{} Nov", day + 1), value };
    let values = [120, 3_400, 9_800, 8_100, 4_000, 2_300, 900, 0, 12, 3_100, 6_600, 4_200];
    let points: Vec<Point> = values.into_iter().enumerate().map(point).collect();
    let content = view! { <Columns title="Acknowledged a day" x_name="Day" y_name="Acknowledged" points=points /> };
    specimen("Chart", content)
}

fn ledger() -> AnyView {
    let line = |channel, total| ChannelCounts {
        channel,
        wave: 0,
        queued: 3_120,
        sending: 0,
        sent: 108_000,
        delivered: 0,
        bounced: 0,
        failed: 77,
        uncertain: 14,
        suppressed: 902,
        cancelled: 0,
        total,
    };
    let lines = vec![line(Channel::Email, 112_113), line(Channel::Sms, 112_120)];
    specimen("Ledger", view! { <Ledger lines=lines /> })
}

fn bars() -> AnyView {
    let bars = vec![
        Bar::new("65 and over", 41_022),
        Bar { href: Some("/gallery".to_owned()), ..Bar::new("45 to 64", 9_300) },
        Bar::new("Under 16", 12),
    ];
    specimen("Bars", view! { <BarList bars=bars /> })
}

fn progress() -> AnyView {
    let content = view! {
        <Progress
            label="Sending"
            value=Signal::stored(61_220.0)
            max=Signal::stored(108_000.0)
            words="61,220 of 108,000, 2,140 a second, ends 14:05"
        />
        <Progress label="Checking" value=Signal::stored(0.0) max=Signal::stored(0.0) words="Reading the file…" />
    };
    specimen("Progress", content)
}
