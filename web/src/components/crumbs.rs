//! Where one is: the place, and inside it the campaign, the patient, the report.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::routes::Place;
use crate::session::Session;
use crate::text;

/// One step of the way; the last one is where one is, and no link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    pub label: String,
    pub href: Option<String>,
}

impl Crumb {
    /// The page on the screen.
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }

    /// A page on the way to it.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }
}

/// What the page on the screen adds to its place, handed to every page by context.
#[derive(Clone, Copy)]
pub struct Crumbs {
    way: RwSignal<Vec<Crumb>>,
    /// Which page wrote last: an older one that goes away must not wipe out the newer one's.
    writer: StoredValue<u32>,
}

impl Crumbs {
    pub fn new() -> Self {
        Self { way: RwSignal::new(Vec::new()), writer: StoredValue::new(0) }
    }

    /// The crumbs of the shell around the current component.
    pub fn current() -> Self {
        expect_context()
    }

    /// Shows these after the place, as long as the current owner lives.
    pub fn show(self, way: impl Fn() -> Vec<Crumb> + 'static) {
        let writer = self.writer.get_value() + 1;
        self.writer.set_value(writer);
        Effect::new(move || {
            let way = way();
            if self.writer.get_value() == writer {
                self.way.set(way);
            }
        });
        on_cleanup(move || {
            if self.writer.try_get_value() == Some(writer) {
                self.way.set(Vec::new());
            }
        });
    }
}

/// The way in the top bar. In a place itself, which the navigation names already, it is the name of the practice.
#[component]
pub fn Breadcrumb() -> impl IntoView {
    let session = Session::current();
    let crumbs = Crumbs::current();
    let location = use_location();
    let practice = move || {
        let name = session.viewer().map(|viewer| viewer.practice.name.clone());
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| text::BRAND.to_owned())
    };
    let place = Memo::new(move |_| location.pathname.with(|path| Place::of(path)));
    move || {
        let way = crumbs.way.get();
        if way.is_empty() {
            return view! { <p class="crumbs">{practice}</p> }.into_any();
        }
        let place = place.get().map(|place| Crumb::link(place.name(), place.path()));
        let steps = place.into_iter().chain(way).map(step).collect_view();
        view! {
            <nav class="crumbs" aria-label=text::shell::WAY>
                <ol class="crumbs__way">{steps}</ol>
            </nav>
        }
        .into_any()
    }
}

fn step(crumb: Crumb) -> AnyView {
    match crumb.href {
        Some(href) => view! {
            <li>
                <a href=href>{crumb.label}</a>
            </li>
        }
        .into_any(),
        None => view! { <li aria-current="page">{crumb.label}</li> }.into_any(),
    }
}
