//! How far the upload is, and the buttons to hold it, go on with it, or give it up.

use leptos::prelude::*;

use super::picker::Chosen;
use crate::components::button::Button;
use crate::components::notice::{Notice, Tone};
use crate::components::progress::Progress;
use crate::number;
use crate::text::upload as words;
use crate::upload::{Pace, Phase, Upload};

#[component]
pub fn UploadProgress(
    upload: Upload,
    /// The file is there; the import is being made of it.
    creating: Signal<bool>,
    name: Chosen,
    /// Goes on after a pause.
    resume: Callback<()>,
) -> impl IntoView {
    let phase = Memo::new(move |_| upload.phase());
    let content = move || match phase.get() {
        Phase::Idle => ().into_any(),
        Phase::Failed(sentence) => view! { <Notice tone=Tone::Error message=sentence /> }.into_any(),
        Phase::Done if !creating.get() => ().into_any(),
        Phase::Done => note(words::CREATING),
        Phase::Sending => view! {
            {bar(upload, name)}
            {note(words::STAY)}
            <div class="upload__actions">
                <Button on_press=Callback::new(move |()| upload.pause())>{words::PAUSE}</Button>
                {cancel(upload)}
            </div>
        }
        .into_any(),
        Phase::Waiting => view! {
            {bar(upload, name)}
            <Notice tone=Tone::Warning message=words::WAITING />
            <div class="upload__actions">
                <Button on_press=Callback::new(move |()| upload.pause())>{words::PAUSE}</Button>
                {cancel(upload)}
            </div>
        }
        .into_any(),
        Phase::Paused => view! {
            {bar(upload, name)}
            {note(words::PAUSED)}
            <div class="upload__actions">
                <Button on_press=resume>{words::RESUME}</Button>
                {cancel(upload)}
            </div>
        }
        .into_any(),
    };
    view! { <div class="upload__progress">{content}</div> }.into_any()
}

fn note(sentence: &'static str) -> AnyView {
    view! {
        <p class="upload__explain" role="status">
            {sentence}
        </p>
    }
    .into_any()
}

fn cancel(upload: Upload) -> AnyView {
    view! { <Button on_press=Callback::new(move |()| upload.cancel())>{words::CANCEL}</Button> }.into_any()
}

fn bar(upload: Upload, name: Chosen) -> AnyView {
    let label = Signal::derive(move || words::sending(&name.file().map(|file| file.name()).unwrap_or_default()));
    view! {
        <Progress
            label=label
            value=Signal::derive(move || upload.pace().done)
            max=Signal::derive(move || upload.pace().total)
            words=Signal::derive(move || in_words(upload.pace()))
        />
    }
    .into_any()
}

fn in_words(pace: Pace) -> String {
    let done = words::progress(&number::file_size(pace.done), &number::file_size(pace.total));
    match (pace.rate, pace.left()) {
        (Some(rate), Some(left)) => {
            let rate = words::rate(&number::file_size(rate), &words::seconds(left));
            format!("{done} · {rate}")
        }
        _ => done,
    }
}
