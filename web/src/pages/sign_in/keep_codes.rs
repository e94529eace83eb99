//! After the first code of a new authenticator: the recovery codes, and on only when they are kept.

use leptos::prelude::*;

use super::entrance::Entrance;
use crate::browser;
use crate::components::button::{Button, Weight};
use crate::components::recovery_codes::RecoveryCodes;
use crate::text::keep_codes as words;

#[component]
pub fn KeepCodes(codes: Vec<String>, on_kept: Callback<()>) -> impl IntoView {
    // The page has changed under the reader: a screen reader begins at its heading.
    request_animation_frame(|| browser::focus("h1"));
    view! {
        <Entrance title=words::TITLE>
            <p>{words::EXPLAIN}</p>
            <RecoveryCodes codes=codes />
            <Button weight=Weight::Primary on_press=on_kept>
                {words::KEPT}
            </Button>
        </Entrance>
    }
    .into_any()
}
