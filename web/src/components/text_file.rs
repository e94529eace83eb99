//! A field for a small file of text, which is read here in the browser.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::field_frame::{Words, described_by, frame};

/// Why a file cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    TooLarge,
    /// It cannot be read, or is not UTF-8.
    NotText,
}

#[component]
pub fn TextFile(
    #[prop(into)] id: Words,
    #[prop(into)] label: Words,
    #[prop(optional, into)] hint: Words,
    /// What the browser offers, e.g. ".csv".
    accept: &'static str,
    /// In bytes.
    largest: f64,
    /// The text of the file, once one is chosen.
    file: RwSignal<Option<Result<String, FileProblem>>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let read = move |input: &HtmlInputElement| {
        file.set(None);
        let Some(chosen) = input.files().and_then(|files| files.get(0)) else { return };
        if chosen.size() > largest {
            file.set(Some(Err(FileProblem::TooLarge)));
            return;
        }
        spawn_local(async move {
            let text = JsFuture::from(chosen.text()).await.ok().and_then(|text| text.as_string());
            // What is not UTF-8 arrives with the character for "no character".
            let text = text.filter(|text| !text.contains('\u{fffd}')).ok_or(FileProblem::NotText);
            let _ = file.try_set(Some(text));
        });
    };
    let control = view! {
        <input
            class="input"
            id=id.clone()
            type="file"
            accept=accept
            aria-describedby=described_by(&id, &hint, error)
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            on:change:target=move |event| read(&event.target())
        />
    };
    frame("field", id, label, hint, error, control.into_any())
}
