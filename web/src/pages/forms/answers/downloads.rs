//! All answers of a form as a file.

use leptos::prelude::*;

use crate::api::forms::Standing;
use crate::components::menu::{Menu, MenuItem};
use crate::components::toast::Toasts;
use crate::download;
use crate::pages::forms::one::Here;
use crate::text::form_answers as words;
use crate::write::Write;

pub fn downloads(here: Here) -> AnyView {
    let toasts = Toasts::current();
    let session = here.session;
    let fetch =
        Write::new(
            move |(path, name): (String, &'static str)| async move { download::fetch(session, &path, name).await },
        )
        .on_failure(move |error| toasts.failed(&error))
        .on_done(move |_| toasts.done(words::DOWNLOADED));
    let busy = Signal::derive(move || fetch.pending().get().then(|| words::FETCHING.to_owned()));
    let files = Memo::new(move |_| here.now().map(|form| offered(&form)).unwrap_or_default());
    let items = Signal::derive(move || {
        let item = |(path, label, name): (String, &'static str, &'static str)| {
            MenuItem::new(label, move || fetch.send((path.clone(), name))).busy(busy)
        };
        files.get().into_iter().map(item).collect::<Vec<_>>()
    });
    let is_offered = Memo::new(move |_| files.with(|files| !files.is_empty()));
    let view = move || {
        is_offered.get().then(|| {
            view! {
                <div class="answers-head__files">
                    <Menu label=words::DOWNLOAD items=items />
                    <p class="field__hint">{words::ALL_ANSWERS}</p>
                </div>
            }
        })
    };
    view.into_any()
}

/// Where each file is, what the menu calls it, and its name on the disk.
fn offered(form: &Standing) -> Vec<(String, &'static str, &'static str)> {
    let files = [
        (&form.answers_csv_url, words::CSV, "answers.csv"),
        (&form.answers_xlsx_url, words::XLSX, "answers.xlsx"),
        (&form.answers_fhir_url, words::FHIR, "answers.ndjson"),
    ];
    files.into_iter().filter_map(|(path, label, name)| Some((path.clone()?, label, name))).collect()
}
