//! The decision about a checked import: write it, or discard it.

use cynic::MutationBuilder;
use leptos::prelude::*;

use super::feed::Feed;
use crate::api::Reason;
use crate::api::imports::{CommitImport, CommitImportInput, CommitImportVariables, DiscardImport};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Confirm;
use crate::components::toast::Toasts;
use crate::number;
use crate::session::Session;
use crate::text::{common, import as words};
use crate::write::Write;

#[component]
pub fn Actions(feed: Feed) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let (writing, discarding) = (RwSignal::new(false), RwSignal::new(false));
    let already = move |open: RwSignal<bool>| {
        open.set(false);
        toasts.done(common::ALREADY_DONE);
        feed.read().again();
    };
    let commit = Write::new(move |id| session.run(CommitImport::build(variables(id))))
        .on_done(move |answer| {
            writing.set(false);
            feed.put(answer.commit_import.import.clone());
        })
        .on_already(Reason::AlreadyCommitted, move || already(writing));
    let discard = Write::new(move |id| session.run(DiscardImport::build(variables(id))))
        .on_done(move |answer| {
            discarding.set(false);
            toasts.done(words::DISCARDED);
            feed.put(answer.discard_import.import.clone());
        })
        .on_already(Reason::AlreadyDiscarded, move || already(discarding));
    let id = move || untrack(|| feed.stand()).map(|stand| stand.id);
    // New and updated: what is written. Unchanged rows are there already.
    let changes = Memo::new(move |_| feed.stand().map_or(0, |stand| stand.created + stand.updated));
    let verb = Signal::derive(move || words::write(changes.get(), &number::count(changes.get())));
    let write = move || {
        if changes.get() > 0 {
            let ask = Callback::new(move |()| writing.set(true));
            view! {
                <Button weight=Weight::Primary on_press=ask>
                    {move || verb.get()}
                </Button>
            }
            .into_any()
        } else {
            view! { <p class="page__note">{words::NOTHING_TO_WRITE}</p> }.into_any()
        }
    };
    let confirm_write = Callback::new(move |()| {
        if let Some(id) = id() {
            commit.send(id);
        }
    });
    let confirm_discard = Callback::new(move |()| {
        if let Some(id) = id() {
            discard.send(id);
        }
    });
    view! {
        <div class="page__actions">
            <Button on_press=Callback::new(move |()| discarding.set(true))>{words::DISCARD}</Button>
            {write}
        </div>
        <Confirm
            open=writing
            title=verb
            text=words::WRITE_TEXT
            verb=verb
            pending=commit.pending()
            failure=Signal::derive(move || commit.complaint())
            on_confirm=confirm_write
        />
        <Confirm
            open=discarding
            title=words::DISCARD_TITLE
            text=words::DISCARD_TEXT
            verb=words::DISCARD_VERB
            danger=true
            pending=discard.pending()
            failure=Signal::derive(move || discard.complaint())
            on_confirm=confirm_discard
        />
    }
    .into_any()
}

fn variables(id: cynic::Id) -> CommitImportVariables {
    CommitImportVariables { input: CommitImportInput { id } }
}
