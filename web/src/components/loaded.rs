//! What a read looks like on the screen: its skeleton, its error with a way to try again, or its data.

use std::sync::Arc;

use leptos::prelude::*;

use super::button::Button;
use super::notice::{Notice, Tone};
use super::skeleton::SkeletonLines;
use crate::read::Read;
use crate::text;

/// Shows the data by `show` from the first answer on, and keeps them: later answers arrive through the signal they are given,
/// so that nothing on the screen is rebuilt, and a later failure is said above what is already there.
#[component]
pub fn Loaded<T: Send + Sync + PartialEq + 'static>(
    read: Read<T>,
    /// How many lines the data will roughly take.
    lines: usize,
    show: Box<dyn Fn(Signal<Arc<T>>) -> AnyView + Send + Sync>,
) -> impl IntoView {
    let arrived = Memo::new(move |_| read.has_arrived());
    let frame = LoadedFrame {
        failed: Signal::derive(move || read.failure().map(|error| error.sentence())),
        pending: Signal::derive(move || read.is_pending()),
        arrived: arrived.into(),
        again: Callback::new(move |()| read.again()),
    };
    let content = ViewFn::from(move || {
        // `arrived` is true: there is an answer, and an answer is never taken away again.
        read.latest_untracked().map(|first| {
            let data = Signal::derive(move || read.latest().unwrap_or_else(|| Arc::clone(&first)));
            show(data)
        })
    });
    frame.view(lines, content)
}

/// The part that is the same for every type of data.
struct LoadedFrame {
    failed: Signal<Option<String>>,
    pending: Signal<bool>,
    arrived: Signal<bool>,
    again: Callback<()>,
}

impl LoadedFrame {
    fn view(self, lines: usize, content: ViewFn) -> AnyView {
        let Self { failed, pending, arrived, again } = self;
        let has_failed = Memo::new(move |_| failed.with(Option::is_some));
        let message = Signal::derive(move || {
            let reason = failed.get().unwrap_or_default();
            if arrived.get() { text::common::stale(&reason) } else { reason }
        });
        let notice = move || {
            has_failed.get().then(|| {
                view! {
                    <Notice tone=Tone::Error message=message>
                        <Button pending=pending pending_label=text::common::TRYING on_press=again>
                            {text::common::TRY_AGAIN}
                        </Button>
                    </Notice>
                }
            })
        };
        let body = move || {
            if arrived.get() {
                content.run()
            } else if has_failed.get() {
                ().into_any()
            } else {
                view! { <SkeletonLines lines=lines /> }.into_any()
            }
        };
        view! { {notice} {body} }.into_any()
    }
}
