//! Uploading a patient file: chosen or dropped, sent in parts, then handed to the check.

mod picker;
mod progress;
mod unfinished;

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use shared::permission::Permission;
use web_sys::File;

use crate::api::Reason;
use crate::api::imports::{CreateImport, CreateImportInput, CreateImportVariables};
use crate::components::button::{Button, Weight};
use crate::components::crumbs::{Crumb, Crumbs};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::components::guard::Guarded;
use crate::components::page::Page;
use crate::components::text_area::TextArea;
use crate::components::text_file::{FileProblem, TextFile};
use crate::draft::Draft;
use crate::routes;
use crate::session::Session;
use crate::text::upload as words;
use crate::upload::{Kept, Slot, Upload};
use crate::write::{RequestKey, Write};
use picker::{Chosen, FilePicker};
use progress::UploadProgress;
use unfinished::Unfinished;

const FILE: &str = "patient-file";
const SOURCE: &str = "source";
const MAPPING: &str = "mapping";
const MAPPING_FILE: &str = "mapping-file";
const CONDITIONS_FILE: &str = "conditions-file";
const DRAFT: &str = "upload";

/// The largest file the server takes.
const LARGEST: f64 = 2_147_483_648.0;

/// In bytes: a mapping has a few dozen lines.
const LARGEST_MAPPING: f64 = 100_000.0;

/// Endings of spreadsheets, which are no CSV however often they are called so.
const SPREADSHEETS: [&str; 4] = [".xlsx", ".xls", ".xlsm", ".ods"];

/// What is said about the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct About {
    source: String,
    mapping: String,
}

#[component]
pub fn UploadPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ImportPatients>
            <Page title=words::TITLE>{page()}</Page>
        </Guarded>
    }
    .into_any()
}

fn page() -> AnyView {
    let session = Session::current();
    Crumbs::current().show(|| vec![Crumb::here(words::TITLE)]);
    let navigate = use_navigate();
    let upload = Upload::new(session);
    let about = Draft::restore::<About>(DRAFT).unwrap_or_default();
    let is_told = about != About::default();
    let (source, mapping) = (RwSignal::new(about.source), RwSignal::new(about.mapping));
    Effect::new(move || Draft::save(DRAFT, &About { source: source.get(), mapping: mapping.get() }));
    let (file, conditions) = (Chosen::new(), Chosen::new());
    let mapping_file = RwSignal::new(None::<Result<String, FileProblem>>);
    Effect::new(move || {
        if let Some(Ok(text)) = mapping_file.get() {
            mapping.set(text);
        }
    });
    let mapping_problem = Signal::derive(move || match mapping_file.get() {
        Some(Err(_)) => Some(words::MAPPING_FILE_WRONG.to_owned()),
        _ => None,
    });
    let errors = RwSignal::new(Vec::<FormError>::new());
    let key = RequestKey::new();
    let create = Write::new(move |input: CreateImportInput| async move {
        session
            .run(CreateImport::build(CreateImportVariables { input }))
            .await
            .map(|answer| answer.create_import.import)
    })
    .on_done(move |import| {
        key.has_succeeded();
        Kept::forget(Slot::Patients);
        Kept::forget(Slot::Conditions);
        Draft::forget(DRAFT);
        navigate(&routes::import(import.id.inner()), NavigateOptions::default());
    })
    .on_failure(move |error| {
        let is_mapping =
            error.reason() == Some(Reason::InvalidInput) && mapping.with_untracked(|text| !text.is_empty());
        let field = if is_mapping { MAPPING } else { FILE };
        errors.set(vec![FormError::of(field, error.sentence())]);
    });
    let sent = Callback::new(move |ids: Vec<String>| {
        let uploads = ids.join(" ");
        let mut ids = ids.into_iter();
        let text = |value: RwSignal<String>| {
            value.with_untracked(|text| Some(text.trim().to_owned())).filter(|text| !text.is_empty())
        };
        let (mapping, source) = (text(mapping), text(source));
        create.send(CreateImportInput {
            upload_id: ids.next().unwrap_or_default(),
            request_id: key.of(&format!("{uploads} {source:?} {mapping:?}")),
            mapping,
            source,
            conditions_upload_id: ids.next(),
        });
    });
    let start = Callback::new(move |()| {
        let problems = check(file.file());
        if let (true, Some(main)) = (problems.is_empty(), file.file()) {
            let second = conditions.file().map(|second| (Slot::Conditions, second));
            upload.start(std::iter::once((Slot::Patients, main)).chain(second).collect(), sent);
        }
        errors.set(problems);
    });
    let busy = Memo::new(move |_| upload.phase().is_under_way() || create.pending().get());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            start.run(());
        }
    };
    let more = more(source, mapping, mapping_file, mapping_problem, errors, conditions, busy, is_told);
    view! {
        <form class="upload" novalidate on:submit=submit>
            <p class="upload__explain">{words::EXPLAIN}</p>
            <ErrorSummary errors=errors />
            <Unfinished upload=upload busy=busy />
            <FilePicker
                id=FILE
                label=words::FILE
                hint=words::FILE_HINT
                accept=".csv,.txt,.tsv,text/csv,text/plain"
                chosen=file
                busy=busy
                error=error_of(errors, FILE)
            />
            {more}
            <UploadProgress upload=upload creating=create.pending() name=file resume=start />
            <div class="upload__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=busy
                    pending_label=words::STARTING
                >
                    {words::START}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// For systems with other columns, and for those that send the conditions apart.
#[allow(clippy::too_many_arguments, reason = "the fields of a part of the form")]
fn more(
    source: RwSignal<String>,
    mapping: RwSignal<String>,
    mapping_file: RwSignal<Option<Result<String, FileProblem>>>,
    mapping_problem: Signal<Option<String>>,
    errors: RwSignal<Vec<FormError>>,
    conditions: Chosen,
    busy: Memo<bool>,
    is_told: bool,
) -> AnyView {
    view! {
        <details class="card upload__more" open=is_told>
            <summary>{words::MORE}</summary>
            <p class="upload__explain">{words::MORE_TEXT}</p>
            <Field id=SOURCE label=words::SOURCE hint=words::SOURCE_HINT value=source />
            <TextArea
                id=MAPPING
                label=words::MAPPING
                hint=words::MAPPING_HINT
                rows=8
                value=mapping
                error=error_of(errors, MAPPING)
            />
            <TextFile
                id=MAPPING_FILE
                label=words::MAPPING_FILE
                accept=".toml,.txt"
                largest=LARGEST_MAPPING
                file=mapping_file
                error=mapping_problem
            />
            <FilePicker
                id=CONDITIONS_FILE
                label=words::CONDITIONS_FILE
                hint=words::CONDITIONS_FILE_HINT
                accept=".csv,.txt,.tsv,text/csv,text/plain"
                chosen=conditions
                busy=busy
            />
        </details>
    }
    .into_any()
}

fn check(file: Option<File>) -> Vec<FormError> {
    let Some(file) = file else {
        return vec![FormError::of(FILE, words::FILE_MISSING)];
    };
    let name = file.name().to_lowercase();
    let problem = if SPREADSHEETS.iter().any(|ending| name.ends_with(ending)) {
        Some(words::FILE_SPREADSHEET)
    } else if file.size() <= 0.0 {
        Some(words::FILE_EMPTY)
    } else if file.size() > LARGEST {
        Some(words::FILE_LARGE)
    } else {
        None
    };
    problem.map(|problem| FormError::of(FILE, problem)).into_iter().collect()
}
