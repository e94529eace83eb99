//! Offers to read a list of a campaign anew once its figures have moved on. The list itself stays as it is meanwhile: rows
//! that change under somebody's eyes cannot be read.

use leptos::prelude::*;

use crate::components::button::Button;
use crate::components::notice::{Notice, Tone};
use crate::text::campaign_page as words;

/// `figures` are those that the rows depend on; `answered` changes with each answer that is shown.
pub fn newest(
    figures: Memo<Vec<i32>>,
    answered: impl Fn() + 'static,
    pending: Signal<bool>,
    again: Callback<()>,
) -> AnyView {
    let seen = RwSignal::new(figures.get_untracked());
    Effect::new(move || {
        answered();
        seen.set(figures.get_untracked());
    });
    let has_moved = Memo::new(move |_| seen.with(|seen| figures.with(|figures| figures != seen)));
    let show = Callback::new(move |()| {
        // An answer that is the same as before is none that is heard of.
        seen.set(figures.get_untracked());
        again.run(());
    });
    let notice = move || {
        has_moved.get().then(|| {
            view! {
                <Notice tone=Tone::Info message=words::MOVED_ON>
                    <Button pending=pending on_press=show>
                        {words::SHOW_NEWEST}
                    </Button>
                </Notice>
            }
        })
    };
    notice.into_any()
}
