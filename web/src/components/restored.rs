//! Says that what was typed before is here again, and lets go of it.

use leptos::prelude::*;

use super::button::Button;
use super::notice::{Notice, Tone};
use crate::text::common as words;

#[component]
pub fn Restored(
    /// Whether it is. Starting afresh ends it.
    restored: RwSignal<bool>,
    /// What was saved has changed since: saving would put what is typed in its place.
    #[prop(optional)]
    overtaken: bool,
    /// Fills in what is saved, and forgets what was typed.
    on_discard: Callback<()>,
) -> impl IntoView {
    let (tone, message) = if overtaken { (Tone::Warning, words::RESTORED_OVER) } else { (Tone::Info, words::RESTORED) };
    let discard = Callback::new(move |()| {
        on_discard.run(());
        restored.set(false);
    });
    let notice = move || {
        restored.get().then(|| {
            view! {
                <Notice tone=tone message=message>
                    <Button on_press=discard>{words::START_AFRESH}</Button>
                </Notice>
            }
        })
    };
    notice.into_any()
}
