//! A link to be passed on, shown once.

use leptos::prelude::*;

use super::Desk;
use crate::components::button::{Button, Weight};
use crate::components::copy::Copy;
use crate::components::dialog::Dialog;
use crate::components::notice::{Notice, Tone};
use crate::text::people as words;
use crate::time;

#[component]
pub fn LinkOnce(desk: Desk) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        if desk.link.with(Option::is_some) {
            open.set(true);
        }
    });
    // Closed is gone: it is nowhere else.
    Effect::new(move |before: Option<bool>| {
        let is_open = open.get();
        if before == Some(true) && !is_open {
            desk.link.set(None);
        }
        is_open
    });
    let content = move || {
        desk.link.get().map(|link| {
            let until = link.user.invitation_expires_at.as_ref().map(time::moment);
            view! {
                <div class="stack">
                    <p>{words::link_for(&link.user.name, until.as_deref())}</p>
                    <Copy label=words::LINK value=link.invitation_url.clone() />
                    <Notice tone=Tone::Warning message=words::LINK_ONCE />
                    <Button
                        weight=Weight::Primary
                        on_press=Callback::new(move |()| open.set(false))
                    >
                        {words::DONE}
                    </Button>
                </div>
            }
        })
    };
    view! {
        <Dialog open=open title=words::LINK_TITLE>
            {content}
        </Dialog>
    }
    .into_any()
}
