//! An address that leads nowhere.

use leptos::prelude::*;

use crate::components::empty::Empty;
use crate::components::page::Page;
use crate::routes::Place;
use crate::text::not_found as words;

#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Page title=words::TITLE>
            <Empty title=words::WHAT advice=words::ADVICE>
                <a class="button" href=Place::Dashboard.path()>
                    {words::HOME}
                </a>
            </Empty>
        </Page>
    }
    .into_any()
}
