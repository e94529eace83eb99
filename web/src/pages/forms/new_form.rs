//! A new form, in a dialog: from one of ours, empty, or out of a file.

use cynic::{MutationBuilder, QueryBuilder};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::source;
use crate::api::forms::{
    CreateForm, CreateFormInput, CreateFormPayload, CreateFormVariables, FormKind, FormSource, FormStarters,
};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::components::select::{Choice, Select};
use crate::components::text_file::{FileProblem, TextFile};
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::read::Read;
use crate::routes;
use crate::session::Session;
use crate::text::forms as form_words;
use crate::text::new_form as words;
use crate::write::{RequestKey, Write};

const SOURCE: &str = "form-source";
const STARTER: &str = "form-starter";
const KIND: &str = "new-form-kind";
const FILE: &str = "form-file";
const NAME: &str = "form-name";

const FROM_STARTER: &str = "starter";
const BLANK: &str = "blank";
const FROM_FILE: &str = "file";

/// As large as the server takes.
const LARGEST: f64 = 2_000_000.0;

#[derive(Clone, Copy)]
struct Form {
    source: RwSignal<String>,
    starter: RwSignal<String>,
    kind: RwSignal<String>,
    name: RwSignal<String>,
    file: RwSignal<Option<Result<String, FileProblem>>>,
    errors: RwSignal<Vec<FormError>>,
    /// The same over all retries of the same thing, so that one press makes one form.
    request: RequestKey,
}

#[component]
pub fn NewForm(
    open: RwSignal<bool>,
    /// There is a form more, and one stays where one is.
    on_made: Callback<()>,
) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let navigate = use_navigate();
    let form = Form {
        source: RwSignal::new(FROM_STARTER.to_owned()),
        starter: RwSignal::new(String::new()),
        kind: RwSignal::new("0".to_owned()),
        name: RwSignal::new(String::new()),
        file: RwSignal::new(None),
        errors: RwSignal::new(Vec::new()),
        request: RequestKey::new(),
    };
    Draft::keep_while_open("form.new", open, move |typed| form.fill(typed), move || form.typed());
    // What was lost is told in a dialog of its own: by then nothing of the first is to be kept.
    let made = RwSignal::new(None::<(String, Vec<String>)>);
    let told = RwSignal::new(false);
    let go = StoredValue::new_local(move |id: &str| navigate(&routes::form(id), NavigateOptions::default()));
    let make = Write::new(move |variables: CreateFormVariables| async move {
        session.run(CreateForm::build(variables)).await.map(|answer| answer.create_form)
    })
    .on_failure(move |error| form.errors.set(vec![FormError::general(error.sentence())]))
    .on_done(move |payload: std::sync::Arc<CreateFormPayload>| {
        let id = payload.form.id.inner().to_owned();
        form.request.has_succeeded();
        form.fill([FROM_STARTER.to_owned(), String::new(), "0".to_owned(), String::new()]);
        open.set(false);
        if payload.lost.is_empty() {
            toasts.done(words::MADE);
            go.with_value(|go| go(&id));
        } else {
            made.set(Some((id, payload.lost.clone())));
            told.set(true);
            on_made.run(());
        }
    });
    // The next one begins anew.
    Effect::new(move || {
        if !open.get() {
            form.errors.set(Vec::new());
        }
    });
    let lost = move || made.get().map(|(id, lost)| carried_over(&id, &lost));
    view! {
        <Dialog open=open title=form_words::NEW wide=true>
            {fields(form, make)}
        </Dialog>
        <Dialog open=told title=words::LOST_TITLE wide=true>
            {lost}
        </Dialog>
    }
    .into_any()
}

/// The form is there, and not all of the Questionnaire is in it.
fn carried_over(id: &str, lost: &[String]) -> AnyView {
    let lines = lost.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
    view! {
        <Notice tone=Tone::Warning message=words::LOST />
        <ul class="lost">{lines}</ul>
        <div class="dialog__actions">
            <a class=Weight::Primary.class() href=routes::form(id)>
                {words::LOST_GO_ON}
            </a>
        </div>
    }
    .into_any()
}

fn fields(form: Form, make: Write<CreateFormVariables, CreateFormPayload>) -> AnyView {
    let sources = vec![
        RadioOption::new(FROM_STARTER, words::STARTER, words::STARTER_HINT),
        RadioOption::new(BLANK, words::BLANK, words::BLANK_HINT),
        RadioOption::new(FROM_FILE, words::FILE, words::FILE_HINT),
    ];
    let session = Session::current();
    let read = Read::new(move || session.run(FormStarters::build(())));
    let source = Memo::new(move |_| form.source.get());
    let from = move || match source.get().as_str() {
        BLANK => kinds(form),
        FROM_FILE => file(form),
        _ => starters(form, read),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match form.input() {
            Ok(input) => {
                form.errors.set(Vec::new());
                make.send(CreateFormVariables { input });
            }
            Err(problem) => form.errors.set(vec![problem]),
        }
    };
    view! {
        <form class="dialog__form" novalidate on:submit=submit>
            <ErrorSummary errors=form.errors />
            <RadioGroup id=SOURCE legend=words::SOURCE options=sources chosen=form.source />
            {from}
            <Field id=NAME label=words::NAME hint=words::NAME_HINT value=form.name />
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=make.pending()
                    pending_label=words::MAKING
                >
                    {words::MAKE}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// The forms to start from come from the server: they would weigh too much in the app.
fn starters(form: Form, read: Read<FormStarters>) -> AnyView {
    let show = move |answer: Signal<std::sync::Arc<FormStarters>>| {
        let options = Signal::derive(move || {
            answer.with(|answer| {
                let option = |starter: &crate::api::forms::FormStarter| {
                    let about = format!("{}. {}", form_words::kind(starter.kind), starter.about);
                    RadioOption::new(&starter.slug, &starter.title, about)
                };
                answer.form_starters.iter().map(option).collect::<Vec<_>>()
            })
        });
        view! {
            <RadioGroup
                id=STARTER
                legend=words::WHICH
                options=options
                chosen=form.starter
                error=error_of(form.errors, STARTER)
            />
        }
        .into_any()
    };
    view! { <Loaded read=read lines=5 show=Box::new(show) /> }.into_any()
}

fn kinds(form: Form) -> AnyView {
    let choices: Vec<Choice> = FormKind::ALL
        .into_iter()
        .enumerate()
        .map(|(index, kind)| Choice::new(index.to_string(), form_words::kind(kind)))
        .collect();
    view! {
        <Select
            id=KIND
            label=words::KIND
            choices=choices
            chosen=form.kind
            on_choose=Callback::new(move |kind| form.kind.set(kind))
        />
    }
    .into_any()
}

fn file(form: Form) -> AnyView {
    view! {
        <TextFile
            id=FILE
            label=words::CHOOSE_FILE
            hint=words::CHOOSE_FILE_HINT
            accept=".json,application/json"
            largest=LARGEST
            file=form.file
            error=error_of(form.errors, FILE)
        />
    }
    .into_any()
}

impl Form {
    /// Tracks. A file is chosen anew: the browser gives none back.
    fn typed(self) -> [String; 4] {
        [self.source.get(), self.starter.get(), self.kind.get(), self.name.get()]
    }

    fn fill(self, [source, starter, kind, name]: [String; 4]) {
        self.source.set(source);
        self.starter.set(starter);
        self.kind.set(kind);
        self.name.set(name);
        self.file.set(None);
    }

    /// What is asked for, or what is missing.
    fn input(self) -> Result<CreateFormInput, FormError> {
        let source = match self.source.get_untracked().as_str() {
            BLANK => {
                let index = self.kind.get_untracked().parse::<usize>().unwrap_or_default();
                FormSource::Empty(FormKind::ALL.get(index).copied().unwrap_or(FormKind::Questionnaire))
            }
            FROM_FILE => {
                let problem = |sentence| FormError::of(FILE, sentence);
                match self.file.get_untracked() {
                    None => return Err(problem(words::FILE_MISSING)),
                    Some(Err(FileProblem::TooLarge)) => return Err(problem(words::FILE_TOO_LARGE)),
                    Some(Err(FileProblem::NotText)) => return Err(problem(words::FILE_NOT_TEXT)),
                    Some(Ok(text)) => source::of_file(&text).ok_or_else(|| problem(words::FILE_NOT_JSON))?,
                }
            }
            _ => match self.starter.get_untracked() {
                slug if slug.is_empty() => return Err(FormError::of(STARTER, words::WHICH_MISSING)),
                slug => FormSource::Starter(slug),
            },
        };
        let name = self.name.with_untracked(|name| name.trim().to_owned());
        let name = (!name.is_empty()).then_some(name);
        let thing = serde_json::to_string(&(&source, &name)).unwrap_or_default();
        Ok(CreateFormInput { source, name, request_id: Some(self.request.of(&thing)) })
    }
}
