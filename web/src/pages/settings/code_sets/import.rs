//! The import of a code set from a CSV file.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::coding::CodeSystem;

use crate::api::code_set_library::{
    CodeSetList, CodeSetRow, ImportCodeSet, ImportCodeSetInput, ImportCodeSetVariables,
};
use crate::api::{ApiError, Reason};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::components::select::{Choice, Select};
use crate::components::text_file::{FileProblem, TextFile};
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::number;
use crate::read::Read;
use crate::session::Session;
use crate::text::code_sets as words;
use crate::write::{RequestKey, Write};

const TITLE: &str = "set-title";
const NAME: &str = "set-name";
const SYSTEM: &str = "set-system";
const FILE: &str = "set-file";

const LARGEST: f64 = 5_000_000.0; // bytes, as the server takes them

/// What is typed; it outlives the dialog, so that closing it by mistake loses nothing.
#[derive(Clone, Copy)]
struct Form {
    title: RwSignal<String>,
    name: RwSignal<String>,
    system: RwSignal<String>,
    file: RwSignal<Option<Result<String, FileProblem>>>,
    errors: RwSignal<Vec<FormError>>,
    key: RequestKey,
}

#[component]
pub fn ImportCodes(open: RwSignal<bool>, read: Read<CodeSetList>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let form = Form {
        title: RwSignal::new(String::new()),
        name: RwSignal::new(String::new()),
        system: RwSignal::new(CodeSystem::SnomedCt.as_str().to_owned()),
        file: RwSignal::new(None),
        errors: RwSignal::new(Vec::new()),
        key: RequestKey::new(),
    };
    // A file cannot be kept: it is chosen anew.
    let fill = move |[title, name, system]: [String; 3]| {
        form.title.set(title);
        form.name.set(name);
        form.system.set(system);
    };
    let typed = move || [form.title.get(), form.name.get(), form.system.get()];
    Draft::keep_while_open("code-set.new", open, fill, typed);
    let import = Write::new(move |variables: ImportCodeSetVariables| async move {
        session.run(ImportCodeSet::build(variables)).await.map(|answer| answer.import_code_set.code_set)
    })
    .on_failure(move |error| form.errors.set(vec![explain(&error)]))
    .on_done(move |set| {
        form.key.has_succeeded();
        open.set(false);
        form.title.set(String::new());
        form.name.set(String::new());
        toasts.done(words::imported(&set.title, set.size, &number::count(set.size)));
        read.again();
    });
    view! {
        <Dialog open=open title=words::IMPORT>
            {move || fields(form, import)}
        </Dialog>
    }
    .into_any()
}

fn fields(form: Form, import: Write<ImportCodeSetVariables, CodeSetRow>) -> AnyView {
    form.errors.set(Vec::new());
    // The field of a file begins empty each time.
    form.file.set(None);
    let systems: Vec<Choice> =
        CodeSystem::ALL.iter().map(|system| Choice::new(system.as_str(), system.title())).collect();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match form.check() {
            Ok(variables) => {
                form.errors.set(Vec::new());
                import.send(variables);
            }
            Err(problems) => form.errors.set(problems),
        }
    };
    view! {
        <form class="dialog__form" novalidate on:submit=submit>
            <ErrorSummary errors=form.errors />
            <Field
                id=TITLE
                label=words::TITLE_LABEL
                hint=words::TITLE_HINT
                value=form.title
                error=error_of(form.errors, TITLE)
            />
            <Field
                id=NAME
                label=words::SLUG
                hint=words::SLUG_HINT
                value=form.name
                error=error_of(form.errors, NAME)
            />
            <Select
                id=SYSTEM
                label=words::SYSTEM
                choices=systems
                chosen=form.system
                on_choose=Callback::new(move |system| form.system.set(system))
            />
            <TextFile
                id=FILE
                label=words::FILE
                hint=words::FILE_HINT
                accept=".csv,text/csv"
                largest=LARGEST
                file=form.file
                error=error_of(form.errors, FILE)
            />
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=import.pending()
                    pending_label=words::IMPORTING
                >
                    {words::IMPORT_VERB}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

impl Form {
    fn check(self) -> Result<ImportCodeSetVariables, Vec<FormError>> {
        let title = self.title.with_untracked(|title| title.trim().to_owned());
        let name = self.name.with_untracked(|name| name.trim().to_owned());
        let mut problems = Vec::new();
        if title.is_empty() {
            problems.push(FormError::of(TITLE, words::TITLE_MISSING));
        }
        if !is_slug(&name) {
            problems.push(FormError::of(NAME, words::SLUG_MISSING));
        }
        let csv = match self.file.get_untracked() {
            Some(Ok(csv)) if problems.is_empty() => csv,
            Some(Ok(_)) => return Err(problems),
            other => {
                let sentence = match other {
                    Some(Err(FileProblem::TooLarge)) => words::FILE_TOO_LARGE,
                    Some(Err(FileProblem::NotText)) => words::FILE_NOT_TEXT,
                    _ => words::FILE_MISSING,
                };
                problems.push(FormError::of(FILE, sentence));
                return Err(problems);
            }
        };
        let system = Some(self.system.get_untracked());
        // Another list, or one that is called otherwise, is another request.
        let request_id = self.key.of(&format!("{name}\n{title}\n{system:?}\n{csv}"));
        Ok(ImportCodeSetVariables { input: ImportCodeSetInput { name, title, system, csv, request_id } })
    }
}

fn is_slug(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty() && name.bytes().all(allowed)
}

fn explain(error: &ApiError) -> FormError {
    let field = match error {
        ApiError::Refused(refusal) if refusal.reason == Reason::InvalidInput => refusal.field.as_deref(),
        _ => None,
    };
    let field = match field.and_then(|field| field.rsplit('.').next()) {
        Some("csv") => FILE,
        Some("name") => NAME,
        Some("title") => TITLE,
        Some("system") => SYSTEM,
        _ => return FormError::general(error.sentence()),
    };
    FormError::of(field, error.sentence())
}

#[cfg(test)]
mod tests {
    use super::is_slug;

    #[test]
    fn a_short_name_has_small_letters_digits_and_hyphens() {
        assert!(is_slug("asthma-2"));
        for wrong in ["", "Asthma", "asthma 2", "asthma/2"] {
            assert!(!is_slug(wrong), "{wrong}");
        }
    }
}
