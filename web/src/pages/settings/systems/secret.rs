//! The credentials of a new system, shown once, with an example of how they are used.

use leptos::prelude::*;

use super::Desk;
use crate::components::button::{Button, Weight};
use crate::components::copy::Copy;
use crate::components::dialog::Dialog;
use crate::components::notice::{Notice, Tone};
use crate::text::systems as words;

#[component]
pub fn SecretOnce(desk: Desk) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        if desk.made.with(Option::is_some) {
            open.set(true);
        }
    });
    // Closed is gone: it is nowhere else.
    Effect::new(move |before: Option<bool>| {
        let is_open = open.get();
        if before == Some(true) && !is_open {
            desk.made.set(None);
        }
        is_open
    });
    let content = move || {
        desk.made.get().map(|made| {
            let id = made.client.client_id.clone();
            let origin = window().location().origin().unwrap_or_default();
            let example = words::example(&origin, &id);
            view! {
                <div class="stack">
                    <Notice tone=Tone::Warning message=words::SECRET_ONCE />
                    <h3 class="secret__title">{words::ID}</h3>
                    <Copy label=words::ID value=id />
                    <h3 class="secret__title">{words::SECRET}</h3>
                    <Copy label=words::SECRET value=made.secret.clone() />
                    <h3 class="secret__title">{words::EXAMPLE}</h3>
                    <Copy label=words::EXAMPLE value=example />
                    <p class="field__hint">{words::EXAMPLE_NOTE}</p>
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
        <Dialog open=open title=words::SECRET_TITLE wide=true>
            {content}
        </Dialog>
    }
    .into_any()
}
