//! An upload that was left before it was done: it goes on when the same file is chosen again.

use leptos::prelude::*;

use crate::components::button::Button;
use crate::components::notice::{Notice, Tone};
use crate::number;
use crate::text::upload as words;
use crate::upload::{Kept, Slot, Upload};

#[component]
pub fn Unfinished(
    upload: Upload,
    /// Once it goes on, there is nothing to say about it.
    busy: Memo<bool>,
) -> impl IntoView {
    let kept = RwSignal::new(None::<Kept>);
    Effect::new(move || {
        if !busy.get() {
            kept.set(Kept::read(Slot::Patients).filter(|kept| kept.done < kept.file.size));
        }
    });
    let forget = Callback::new(move |()| {
        upload.forget(Slot::Patients);
        upload.forget(Slot::Conditions);
        kept.set(None);
    });
    move || {
        let kept = kept.get().filter(|_| !busy.get())?;
        let message =
            words::unfinished(&kept.file.name, &number::file_size(kept.done), &number::file_size(kept.file.size));
        let view = view! {
            <Notice tone=Tone::Info message=message>
                <Button on_press=forget>{words::FORGET}</Button>
            </Notice>
        };
        Some(view)
    }
}
