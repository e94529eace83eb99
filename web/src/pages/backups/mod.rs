//! Backups: how they stand, the list, one by hand, the key they are encrypted to, and how to restore one.

mod bech32;
mod feed;
mod how;
mod key_file;
mod key_form;
mod key_pair;
mod list;
mod progress;
mod restore;
mod state;
mod when;

use std::sync::Arc;

use cynic::MutationBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::snapshots::{HowBackups, NewestSnapshots, TakeSnapshot, TakeSnapshotInput, TakeSnapshotVariables};
use crate::attention::Attention;
use crate::components::button::{Button, Weight};
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::toast::Toasts;
use crate::session::Session;
use crate::text;
use crate::text::backups as words;
use crate::write::{RequestKey, Write};
use feed::Feed;
use how::How;
use list::SnapshotTable;
use progress::SnapshotUnderWay;
use restore::Restore;

#[component]
pub fn BackupsPage() -> impl IntoView {
    view! {
        <Guarded title=text::place::BACKUPS needs=Permission::ViewSnapshots>
            {backups()}
        </Guarded>
    }
    .into_any()
}

fn backups() -> AnyView {
    let feed = Feed::start(Session::current());
    let action = move || feed.can_take().then(|| take(feed));
    let show_how = move |how: Signal<Arc<HowBackups>>| view! { <How feed=feed how=how /> }.into_any();
    let show_state = move |newest: Signal<Arc<NewestSnapshots>>| state::state(feed, newest);
    view! {
        <Page title=text::place::BACKUPS aside=action>
            <Loaded read=feed.newest() lines=2 show=Box::new(show_state) />
            <SnapshotUnderWay feed=feed />
            <Loaded read=feed.how() lines=4 show=Box::new(show_how) />
            <SnapshotTable feed=feed />
            <Restore />
        </Page>
    }
    .into_any()
}

fn take(feed: Feed) -> AnyView {
    let session = Session::current();
    let toasts = Toasts::current();
    let attention = Attention::current();
    let key = RequestKey::new();
    let take = Write::new(move |()| async move {
        let input = TakeSnapshotInput { request_id: key.of(words::TAKE) };
        let taken = session.run(TakeSnapshot::build(TakeSnapshotVariables { input })).await;
        taken.map(|answer| answer.take_snapshot.snapshot.id)
    })
    .on_failure(move |error| toasts.failed(&error))
    .on_done(move |_| {
        key.has_succeeded();
        feed.again();
        attention.again();
    });
    view! {
        <Button
            weight=Weight::Primary
            pending=take.pending()
            pending_label=words::TAKING
            on_press=Callback::new(move |()| take.send(()))
        >
            {words::TAKE}
        </Button>
    }
    .into_any()
}
