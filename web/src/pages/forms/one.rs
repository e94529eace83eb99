//! One form: its rooms, and the publishing of it beside them.

use std::sync::Arc;
use std::time::Duration;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::form::FormSchema;
use shared::permission::Permission;

use super::answers;
use super::build::{Editor, Saver, build, conflict};
use super::publish::{self, PublishButton};
use crate::api::forms::{FormDraft, FormStanding, FormState, OneForm, OneFormVariables, Standing};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::components::status::Status;
use crate::components::tabs::{Tab, Tabs};
use crate::read::Read;
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text::{form_page as words, forms as form_words};

/// While a version is being published.
const POLL: Duration = Duration::from_secs(1);

/// The rooms by the last part of their address, and whether they show answers.
static ROOMS: [(&str, &str, bool); 4] = [
    ("", words::BUILD, false),
    ("publish", words::PUBLISHING, false),
    ("answers", words::ANSWERS, true),
    ("charts", words::CHARTS, true),
];

/// One form on the screen, for all that the page is made of. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Here {
    pub id: StoredValue<String>,
    pub session: Session,
    pub editor: Editor,
    pub saver: Saver,
    pub standing: Read<FormStanding>,
}

impl Here {
    /// Where the form stands. Tracks.
    pub fn now(self) -> Option<Standing> {
        self.standing.latest().and_then(|answer| answer.form.clone())
    }

    pub fn id(self) -> cynic::Id {
        cynic::Id::new(self.id.get_value())
    }
}

#[component]
pub fn FormPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! {
        <Guarded title=words::TITLE needs=Permission::ViewForms>
            {move || form(id.get())}
        </Guarded>
    }
    .into_any()
}

fn form(id: String) -> AnyView {
    let session = Session::current();
    let variables = {
        let id = cynic::Id::new(id.clone());
        move || OneFormVariables { id: id.clone() }
    };
    let read = {
        let variables = variables.clone();
        Read::new(move || session.run(OneForm::build(variables())))
    };
    let standing = Read::new(move || session.run(FormStanding::build(variables())));
    poll(standing);
    let now = Memo::new(move |_| standing.latest().and_then(|answer| answer.form.clone()));
    let title =
        Signal::derive(move || now.with(|now| now.as_ref().map_or(words::TITLE.to_owned(), |now| now.name.clone())));
    let here = RwSignal::new(None::<Here>);
    let aside = move || {
        // Each by itself: the dialog stays open while the status changes.
        let status = move || now.with(|now| now.as_ref().map(status));
        let publish = move || here.get().map(|here| view! { <PublishButton here=here /> });
        view! { <div class="page__actions">{status} {publish}</div> }
    };
    let show = move |answer: Signal<Arc<OneForm>>| match answer.with_untracked(|answer| answer.form.clone()) {
        None => gone(),
        Some(draft) => match begin(session, &id, draft, standing) {
            None => view! { <Notice tone=Tone::Error message=words::UNREADABLE /> }.into_any(),
            Some(begun) => {
                here.set(Some(begun));
                rooms(begun)
            }
        },
    };
    view! {
        <Page title=title aside=aside>
            <Loaded read=read lines=12 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

/// Nothing for a draft that this version of the app cannot read.
fn begin(session: Session, id: &str, draft: FormDraft, standing: Read<FormStanding>) -> Option<Here> {
    let schema: FormSchema = serde_json::from_value(draft.draft.0).ok()?;
    let editor = Editor::new(schema, untrack(|| session.may(Permission::EditForms)));
    let saver = Saver::start(session, id, draft.draft_version, editor);
    Some(Here { id: StoredValue::new(id.to_owned()), session, editor, saver, standing })
}

fn poll(standing: Read<FormStanding>) {
    let is_moving = Memo::new(move |_| {
        let answer = standing.latest();
        answer.as_ref().and_then(|answer| answer.form.as_ref()).is_some_and(|form| form.on_its_way().is_some())
    });
    let tick = move || {
        if is_moving.try_get_untracked() == Some(true) && !document().hidden() {
            standing.again();
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, POLL) {
        on_cleanup(move || handle.clear());
    }
}

fn status(form: &Standing) -> AnyView {
    let word = match (form.state, form.live_number()) {
        (FormState::Published, Some(number)) => words::live(number),
        (state, _) => form_words::state(state).to_owned(),
    };
    view! { <Status mood=form_words::mood(form.state) word=word /> }.into_any()
}

fn rooms(here: Here) -> AnyView {
    let params = use_params_map();
    let room = Memo::new(move |_| params.with(|params| params.get("room").unwrap_or_default()));
    let sees_answers = untrack(|| here.session.may(Permission::ViewAnswers));
    let tabs = Signal::derive(move || {
        let offered = ROOMS.iter().filter(|(_, _, answers)| sees_answers || !answers);
        let tab = |(path, name, _): &(&str, &'static str, bool)| {
            Tab::new(*name, routes::form_room(&here.id.get_value(), path), room.get() == *path)
        };
        offered.map(tab).collect::<Vec<_>>()
    });
    let content = move || match room.get().as_str() {
        "" => build(here.editor, here.saver),
        "publish" => publish::publishing(here),
        "answers" if sees_answers => answers::list(here),
        "charts" if sees_answers => answers::charts(here),
        _ => gone(),
    };
    view! {
        <Tabs label=words::ROOMS tabs=tabs />
        {conflict(here.saver)}
        {content}
    }
    .into_any()
}

fn gone() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=Place::Forms.path()>
                    {words::TO_LIST}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}
