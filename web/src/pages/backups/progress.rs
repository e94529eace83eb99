//! The backup under way: how far it has come.

use leptos::prelude::*;

use super::feed::Feed;
use crate::api::snapshots::{SnapshotRow, SnapshotState};
use crate::components::card::Card;
use crate::components::progress::Progress;
use crate::number;
use crate::text::backups as words;

#[component]
pub fn SnapshotUnderWay(feed: Feed) -> impl IntoView {
    let is_running = Memo::new(move |_| feed.running().is_some());
    let rows = move |of: fn(&SnapshotRow) -> i32| {
        Signal::derive(move || feed.running().map_or(0.0, |row| f64::from(of(&row))))
    };
    let in_words = Signal::derive(move || match feed.running() {
        // All is read: what remains is copying, and reading the copies back.
        Some(row) if row.state == SnapshotState::Written || (row.rows_total > 0 && row.rows_done >= row.rows_total) => {
            words::CHECKING.to_owned()
        }
        Some(row) if row.rows_total > 0 => {
            words::progress(&number::count(row.rows_done), &number::count(row.rows_total))
        }
        _ => words::PREPARING.to_owned(),
    });
    move || {
        is_running.get().then(|| {
            view! {
                <Card title=words::UNDER_WAY>
                    <Progress
                        label=words::UNDER_WAY
                        value=rows(|row| row.rows_done)
                        max=rows(|row| row.rows_total)
                        words=in_words
                    />
                </Card>
            }
        })
    }
}
