//! What is on the screen while a room is fetched, and when it cannot be.

use std::pin::Pin;

use futures::FutureExt;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Place, rooms::Room};
use crate::browser;
use crate::components::button::Button;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::components::skeleton::SkeletonLines;
use crate::text;

/// Builds the page.
pub type Entry = fn() -> AnyView;

/// Why a room is not here. The browser's console has the particulars.
pub type Unfetched = leptos::wasm_split::SplitLoaderError;

/// A room on its way.
pub type Arrival = Pin<Box<dyn Future<Output = Result<Entry, Unfetched>>>>;

/// How much of a page most rooms fill at first.
const LINES: usize = 8;

#[derive(Clone, Copy)]
enum Stage {
    Coming,
    Here(Entry),
    Missing,
}

impl From<Result<Entry, Unfetched>> for Stage {
    fn from(arrived: Result<Entry, Unfetched>) -> Self {
        arrived.map_or(Self::Missing, Self::Here)
    }
}

/// The page of `room`, from the first paint on where its file has been fetched before.
pub fn room(room: Room) -> AnyView {
    let mut arrival = room.fetch();
    let stage = RwSignal::new((&mut arrival).now_or_never().map_or(Stage::Coming, Stage::from));
    let trying = RwSignal::new(false);
    if matches!(stage.get_untracked(), Stage::Coming) {
        await_room(arrival, stage, trying);
    }
    let again = Callback::new(move |()| {
        if !trying.get_untracked() {
            trying.set(true);
            await_room(room.fetch(), stage, trying);
        }
    });
    let path = use_location().pathname.get_untracked();
    let title = Place::of(&path).map_or(text::common::LOADING, Place::name);
    let view = move || match stage.get() {
        Stage::Here(entry) => entry(),
        Stage::Coming => view! {
            <Page title=title>
                <SkeletonLines lines=LINES />
            </Page>
        }
        .into_any(),
        Stage::Missing => view! {
            <Page title=title>
                <Notice tone=Tone::Error message=text::common::UNFETCHED>
                    <Button pending=trying pending_label=text::common::TRYING on_press=again>
                        {text::common::TRY_AGAIN}
                    </Button>
                </Notice>
            </Page>
        }
        .into_any(),
    };
    view.into_any()
}

fn await_room(arrival: Arrival, stage: RwSignal<Stage>, trying: RwSignal<bool>) {
    leptos::task::spawn_local(async move {
        let next = Stage::from(arrival.await);
        // Gone when one has left for another page meanwhile.
        let Some(now) = stage.try_get_untracked() else { return };
        trying.set(false);
        if matches!((now, next), (Stage::Missing, Stage::Missing)) {
            return;
        }
        // The keyboard focus that waited in the frame goes to the page that takes its place.
        let waited = document().query_selector("main :focus").is_ok_and(|found| found.is_some());
        stage.set(next);
        if waited {
            request_animation_frame(|| browser::focus("main h1"));
        }
    });
}
