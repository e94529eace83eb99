//! All answers of a form as a file.

use leptos::prelude::*;

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
    let urls = Memo::new(move |_| here.now().map(|form| (form.answers_csv_url, form.answers_xlsx_url)));
    let items = Signal::derive(move || {
        let (csv, xlsx) = urls.get().unwrap_or_default();
        let item = |path: Option<String>, label: &'static str, name: &'static str| {
            path.map(|path| MenuItem::new(label, move || fetch.send((path.clone(), name))).busy(busy))
        };
        [item(csv, words::CSV, "answers.csv"), item(xlsx, words::XLSX, "answers.xlsx")]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
    });
    let is_offered = Memo::new(move |_| urls.get().is_some_and(|(csv, xlsx)| csv.is_some() || xlsx.is_some()));
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
