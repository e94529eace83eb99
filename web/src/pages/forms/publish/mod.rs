//! Publishing: what changed, the steps of a version on its way, the address, and the versions there are.

mod address;
mod button;
mod difference;
mod more;
mod settings;
mod signed;
mod steps;
mod versions;

use leptos::prelude::*;

use super::one::Here;
use crate::api::forms::Standing;

pub use button::PublishButton;

pub fn publishing(here: Here) -> AnyView {
    let is_there = Memo::new(move |_| here.now().is_some());
    let content = move || {
        is_there.get().then(|| {
            // It is there, and what is shown of it follows the latest answer.
            let first = untrack(|| here.now());
            let now = Memo::new(move |_| here.now().or_else(|| first.clone()));
            let now = Signal::derive(move || now.get());
            view! {
                {steps::steps(here, now)}
                <div class="publishing">
                    {address::address(here, now)} {settings::settings(here)}
                </div>
                {versions::versions(now)}
                {more::more(here, now)}
            }
        })
    };
    content.into_any()
}

/// Where the form stands, as the parts of the room are given it.
type Now = Signal<Option<Standing>>;
