//! The file with the secret key: made in the browser, handed to the person, kept nowhere else.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::key_pair::{self, KeyPair};
use crate::components::button::Button;
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Notice, Tone};
use crate::download;
use crate::text::backup_keys as words;

/// How far the pair has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairState {
    None,
    Making,
    /// The browser cannot.
    Refused,
    /// The secret key has not been saved yet.
    Made,
    Downloaded,
}

#[component]
pub fn KeyFile(
    state: RwSignal<PairState>,
    /// Gets the public key once there is one.
    on_made: Callback<String>,
) -> impl IntoView {
    let pair = StoredValue::new(None::<KeyPair>);
    let make = Callback::new(move |()| {
        state.set(PairState::Making);
        spawn_local(async move {
            let made = key_pair::make().await;
            let next = if made.is_some() { PairState::Made } else { PairState::Refused };
            let public = made.as_ref().map(|pair| pair.public.clone());
            // The page may be gone by now.
            if pair.try_set_value(made).is_none() {
                let _ = state.try_set(next);
                if let Some(public) = public {
                    on_made.run(public);
                }
            }
        });
    });
    let save = Callback::new(move |()| {
        let saved = pair.with_value(|pair| {
            pair.as_ref().is_some_and(|KeyPair { public, secret }| {
                download::save(words::FILE, "text/plain", words::file(public, secret).as_bytes())
            })
        });
        if saved {
            state.set(PairState::Downloaded);
        }
    });
    let content = move || match state.get() {
        PairState::None | PairState::Making => view! {
            <Button
                pending=Signal::derive(move || state.get() == PairState::Making)
                pending_label=words::MAKING
                on_press=make
            >
                <Icon sign=Sign::Key />
                {words::MAKE}
            </Button>
            <p class="field__hint">{words::MAKE_HINT}</p>
        }
        .into_any(),
        PairState::Refused => view! { <Notice tone=Tone::Warning message=words::CANNOT_MAKE /> }.into_any(),
        PairState::Made => view! {
            <Notice tone=Tone::Warning message=words::MADE>
                {download_button(save)}
            </Notice>
        }
        .into_any(),
        PairState::Downloaded => view! {
            <Notice tone=Tone::Info message=words::DOWNLOADED>
                {download_button(save)}
            </Notice>
        }
        .into_any(),
    };
    view! { <div class="stack">{content}</div> }.into_any()
}

fn download_button(save: Callback<()>) -> AnyView {
    view! {
        <Button on_press=save>
            <Icon sign=Sign::Download />
            {words::DOWNLOAD}
        </Button>
    }
    .into_any()
}
