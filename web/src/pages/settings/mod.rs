//! Settings: a page for each section, with the sections one may see as tabs above it.

mod audit;
mod code_sets;
mod people;
mod practice;
mod practice_preview;
mod systems;
mod templates;

use leptos::prelude::*;
use leptos_router::components::Redirect;
use shared::permission::Permission;

use crate::components::guard::Guarded;
use crate::components::page::Page;
use crate::components::tabs::{Tab, Tabs};
use crate::routes::Section;
use crate::session::Session;
use crate::text;
use crate::text::settings as words;

pub use audit::AuditPage;
pub use code_sets::{CodeSetPage, CodeSetsPage};
pub use people::PeoplePage;
pub use practice::PracticePage;
pub use systems::SystemsPage;
pub use templates::{TemplatePage, TemplatesPage};

/// `/settings` leads to the first section one may see.
#[component]
pub fn FirstSection() -> impl IntoView {
    match untrack(|| Section::offered(Session::current()).next()) {
        Some(section) => view! { <Redirect path=section.path() /> }.into_any(),
        None => view! {
            <Guarded title=text::place::SETTINGS needs=Permission::ManageSettings>
                ""
            </Guarded>
        }
        .into_any(),
    }
}

/// The frame of a section.
#[component]
fn SectionPage(
    section: Section,
    /// Of a page inside the section; the section's name where absent.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// At the right of the heading.
    #[prop(optional, into)]
    aside: ViewFn,
    /// Not built, and so not read from the server, unless the person may see it.
    children: Children,
) -> impl IntoView {
    let session = Session::current();
    let title = title.unwrap_or_else(|| section.name().into());
    let tabs = Signal::derive(move || {
        let tab = |one: Section| Tab::new(one.name(), one.path(), one == section);
        Section::offered(session).map(tab).collect::<Vec<_>>()
    });
    view! {
        <Guarded title=section.name() needs=section.permission()>
            <Page title=title aside=aside>
                <Tabs label=words::SECTIONS tabs=tabs />
                {children()}
            </Page>
        </Guarded>
    }
    .into_any()
}
