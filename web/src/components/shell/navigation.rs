//! The places, as far as one may go there: a side bar, a rail on a tablet, a bar at the bottom of a phone.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::icon::Icon;
use crate::routes::Place;
use crate::session::Session;
use crate::text;

#[component]
pub fn Navigation() -> impl IntoView {
    let session = Session::current();
    let offered = move || Place::ALL.into_iter().filter(|place| place.is_offered(session)).map(link).collect_view();
    view! {
        <nav class="navigation" aria-label=text::shell::NAVIGATION>
            <div class="navigation__inner">
                <p class="navigation__brand">{text::BRAND}</p>
                <ul class="navigation__places">{offered}</ul>
            </div>
        </nav>
    }
    .into_any()
}

fn link(place: Place) -> AnyView {
    view! {
        <li>
            <A href=place.path() exact=place == Place::Dashboard>
                <Icon sign=place.sign() />
                <span>{place.name()}</span>
            </A>
        </li>
    }
    .into_any()
}
