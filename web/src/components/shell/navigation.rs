//! The places, as far as one may go there: a side bar, a rail on a tablet, a bar at the bottom of a phone.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use crate::attention::Attention;
use crate::browser;
use crate::components::icon::{Icon, Sign};
use crate::routes::Place;
use crate::session::Session;
use crate::text;

/// How many places have room in the bar of a phone; with more, the last of its room is for “More”.
const ROOM: usize = 5;

/// The id of the list behind “More”.
const MORE: &str = "more-places";

#[component]
pub fn Navigation() -> impl IntoView {
    let session = Session::current();
    let offered =
        Memo::new(move |_| Place::ALL.into_iter().filter(|place| place.is_offered(session)).collect::<Vec<_>>());
    // Of those, the ones that a phone shows at once.
    let at_hand = Memo::new(move |_| {
        let offered = offered.with(Vec::len);
        if offered > ROOM { ROOM - 1 } else { offered }
    });
    let all = move || {
        let at_hand = at_hand.get();
        let item = |(index, place)| {
            let spare = index >= at_hand;
            view! { <li class:navigation__spare=spare>{link(place)}</li> }
        };
        offered.get().into_iter().enumerate().map(item).collect_view()
    };
    let spare = Memo::new(move |_| offered.with(|offered| offered[at_hand.get().min(offered.len())..].to_vec()));
    let more = move || (!spare.with(Vec::is_empty)).then(|| more(spare));
    view! {
        <nav class="navigation" aria-label=text::shell::NAVIGATION>
            <div class="navigation__inner">
                <p class="navigation__brand">{text::BRAND}</p>
                <ul class="navigation__places">{all} {more}</ul>
            </div>
        </nav>
    }
    .into_any()
}

fn link(place: Place) -> AnyView {
    let location = use_location();
    // An address may belong to a place without beginning like it.
    let is_here = move || location.pathname.with(|path| Place::of(path)) == Some(place);
    view! {
        <A href=place.path() exact=place == Place::Dashboard class:navigation__here=is_here>
            <Icon sign=place.sign() />
            <span>{place.name()}</span>
            {mark(move |attention| attention.wants(place))}
        </A>
    }
    .into_any()
}

/// What says that a place needs a hand.
fn mark(wanted: impl Fn(Attention) -> bool + Send + Sync + 'static) -> AnyView {
    let attention = Attention::current();
    let wanted = Memo::new(move |_| wanted(attention));
    let mark = move || {
        wanted.get().then(|| {
            view! {
                <span class="navigation__mark" aria-hidden="true">
                    "!"
                </span>
                <span class="visually-hidden">", " {text::shell::NEEDS_YOU}</span>
            }
        })
    };
    mark.into_any()
}

/// “More”, which only a phone shows.
fn more(spare: Memo<Vec<Place>>) -> AnyView {
    let location = use_location();
    let is_here = move || {
        let here = location.pathname.with(|path| Place::of(path));
        here.is_some_and(|here| spare.with(|spare| spare.contains(&here)))
    };
    let close = |_| browser::hide_popover(MORE);
    let links =
        move || spare.get().into_iter().map(|place| view! { <li on:click=close>{link(place)}</li> }).collect_view();
    view! {
        <li class="navigation__more">
            <button type="button" class:navigation__here=is_here popovertarget=MORE>
                <Icon sign=Sign::More />
                <span>{text::shell::MORE}</span>
                {mark(move |attention| spare.with(|spare| spare.iter().any(|place| attention.wants(*place))))}
            </button>
            <ul class="navigation__sheet" id=MORE popover="auto">
                {links}
            </ul>
        </li>
    }
    .into_any()
}
