//! A file to be chosen, or dropped onto its frame.

use leptos::ev::DragEvent;
use leptos::prelude::*;
use web_sys::{File, FileList};

use crate::components::field_frame::{Words, described_by, error_line, hint_line};
use crate::components::icon::{Icon, Sign};
use crate::number;
use crate::text::upload as words;

/// The file that is chosen. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Chosen(RwSignal<Option<File>, LocalStorage>);

impl Chosen {
    pub fn new() -> Self {
        Self(RwSignal::new_local(None))
    }

    pub fn file(self) -> Option<File> {
        self.0.get_untracked()
    }

    /// The file. Tracks.
    pub fn tracked(self) -> Option<File> {
        self.0.get()
    }

    fn take_from(self, files: Option<FileList>) {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            self.0.set(Some(file));
        }
    }
}

#[component]
pub fn FilePicker(
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    /// Endings and kinds of files that are offered first.
    accept: &'static str,
    chosen: Chosen,
    /// While a file is on its way, no other is chosen.
    #[prop(into)]
    busy: Signal<bool>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let (key, hint): (Words, Words) = (id.into(), hint.into());
    let enter = move |event: DragEvent| {
        // Without this the browser would open the file in place of the app.
        event.prevent_default();
        over.set(!busy.get_untracked());
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if !busy.get_untracked() {
            chosen.take_from(event.data_transfer().and_then(|data| data.files()));
        }
    };
    let what = move || match chosen.tracked() {
        Some(file) => words::chosen(&file.name(), &number::file_size(file.size())),
        None => words::DROP.to_owned(),
    };
    let verb = move || if chosen.tracked().is_some() { words::CHOOSE_ANOTHER } else { words::CHOOSE };
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
            </label>
            {hint_line(&key, hint.clone())}
            {error_line(&key, error)}
            <div
                class="picker"
                class:picker--over=move || over.get()
                on:dragenter=enter
                on:dragover=enter
                on:dragleave=move |_| over.set(false)
                on:drop=drop
            >
                <Icon sign=Sign::Upload />
                <p class="picker__what">{what}</p>
                <input
                    class="picker__input visually-hidden"
                    type="file"
                    id=id
                    accept=accept
                    disabled=move || busy.get()
                    aria-describedby=described_by(&key, &hint, error)
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    on:change:target=move |event| {
                        chosen.take_from(event.target().files());
                    }
                />
                <label class="button picker__button" for=id>
                    {verb}
                </label>
            </div>
        </div>
    }
    .into_any()
}
