//! Saves the draft by itself shortly after each change. Who saves over what somebody else has saved is told, and decides.

use std::time::Duration;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::form::FormSchema;

use super::editor::Editor;
use super::kept::{self, Kept};
use crate::api::forms::{Json, OneForm, OneFormVariables, SaveFormDraft, SaveFormDraftInput, SaveFormDraftVariables};
use crate::api::{ApiError, Reason, Refusal};
use crate::draft::Draft;
use crate::session::Session;
use crate::text::form_builder as words;

/// How long after the last change.
const PAUSE: Duration = Duration::from_millis(1_200);

/// How far what is on the screen has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Saving {
    Saved,
    /// It is saved in a moment.
    Waiting,
    UnderWay,
    Failed(String),
    /// Somebody else has saved this draft meanwhile.
    Conflict {
        version: i32,
        theirs: Box<FormSchema>,
    },
}

fn input(id: &str, version: i32, schema: &FormSchema) -> SaveFormDraftInput {
    SaveFormDraftInput {
        id: cynic::Id::new(id),
        draft_version: version,
        // A form has a JSON form always: its keys are names.
        draft: Some(Json(serde_json::to_value(schema).unwrap_or_default())),
        name: None,
        slug: None,
        is_public: None,
        changeable: None,
    }
}

/// Why nothing goes on while a person has to decide between two drafts.
fn undecided() -> ApiError {
    ApiError::Refused(Refusal {
        reason: Reason::StaleDraft,
        message: words::CONFLICT.to_owned(),
        field: None,
        retry_after_seconds: None,
        request_id: None,
    })
}

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Saver {
    session: Session,
    id: StoredValue<String>,
    editor: Editor,
    state: RwSignal<Saving>,
    /// The draft that the server has, as far as is known here.
    version: StoredValue<i32>,
    on_server: StoredValue<FormSchema>,
    /// What was sent and not answered: an answer may be lost, or come late, though the server has done it.
    sent: StoredValue<Vec<FormSchema>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Saver {
    /// Takes up what was kept in the tab, and saves each change from now on until the current owner is cleaned up.
    pub fn start(session: Session, id: &str, version: i32, editor: Editor) -> Self {
        let on_server = editor.schema.get_untracked();
        let saver = Self {
            session,
            id: StoredValue::new(id.to_owned()),
            editor,
            state: RwSignal::new(Saving::Saved),
            version: StoredValue::new(version),
            on_server: StoredValue::new(on_server.clone()),
            sent: StoredValue::new(Vec::new()),
            timer: StoredValue::new(None),
        };
        if !editor.may_edit {
            return saver;
        }
        if let Some(kept) = Draft::restore::<Kept>(&saver.key()) {
            if kept.schema == on_server {
                Draft::forget(&saver.key());
            } else {
                if !kept.changes(version, &on_server) {
                    saver.state.set(Saving::Conflict { version, theirs: Box::new(on_server) });
                    saver.version.set_value(kept.version);
                }
                saver.sent.set_value(kept.sent);
                editor.put(kept.schema);
            }
        }
        Effect::new(move || {
            let is_saved = editor.schema.with(|schema| saver.on_server.with_value(|known| known == schema));
            saver.changed(is_saved);
        });
        let ask = window_event_listener(ev::beforeunload, move |event| {
            if saver.state.try_get_untracked().is_some_and(|state| state != Saving::Saved) {
                // The browser asks in its own words; older ones want some of ours.
                event.prevent_default();
                event.set_return_value(words::NOT_SAVED);
            }
        });
        on_cleanup(move || {
            ask.remove();
            saver.part();
        });
        saver
    }

    /// One leaves the page: what was typed last is not left to the timer. What fails stays in the tab, and is on the
    /// screen again at the next visit.
    fn part(self) {
        if self.state.try_get_untracked() != Some(Saving::Waiting) {
            return;
        }
        let known = (self.id.try_get_value(), self.version.try_get_value(), self.editor.schema.try_get_untracked());
        let (Some(id), Some(version), Some(schema)) = known else { return };
        let mut sent = self.sent.try_get_value().unwrap_or_default();
        sent.push(schema.clone());
        let (session, key) = (self.session, format!("form.{id}"));
        Draft::save(&key, &Kept { version, schema: schema.clone(), sent });
        spawn_local(async move {
            let input = input(&id, version, &schema);
            if let Ok(saved) = session.run(SaveFormDraft::build(SaveFormDraftVariables { input })).await {
                kept::answered(&key, saved.save_form_draft.form.draft_version, &schema);
            }
        });
    }

    fn key(self) -> String {
        self.id.with_value(|id| format!("form.{id}"))
    }

    /// Tracks.
    pub fn state(self) -> Saving {
        self.state.get()
    }

    /// The draft that a publication or a change of settings names.
    pub fn version(self) -> i32 {
        self.version.get_value()
    }

    /// Changes something of the form beside its draft, which is saved before. `input` is what is to be sent for a draft;
    /// doing it twice does no harm, and so it is done again where only the draft's number has gone on.
    pub async fn change(self, input: impl Fn(i32) -> SaveFormDraftInput) -> Result<(), ApiError> {
        self.flush().await?;
        let first = self.send(input(self.version())).await;
        match first {
            Err(error) if error.reason() == Some(Reason::StaleDraft) => {
                self.compare(error).await?;
                self.send(input(self.version())).await
            }
            answer => answer,
        }
    }

    async fn send(self, input: SaveFormDraftInput) -> Result<(), ApiError> {
        let saved = self.session.run(SaveFormDraft::build(SaveFormDraftVariables { input })).await?;
        let _ = self.version.try_set_value(saved.save_form_draft.form.draft_version);
        // What was typed meanwhile changes the new draft.
        if self.state.try_get_untracked() == Some(Saving::Waiting) {
            self.keep();
        }
        Ok(())
    }

    /// Keeps what is on the screen in the tab.
    fn keep(self) {
        let (version, sent) = (self.version.get_value(), self.sent.get_value());
        Draft::save(&self.key(), &Kept { version, schema: self.editor.schema.get_untracked(), sent });
    }

    fn changed(self, is_saved: bool) {
        if is_saved {
            Draft::forget(&self.key());
        } else {
            self.keep();
        }
        // A conflict is for a person to decide, and what is under way looks for itself.
        if matches!(self.state.get_untracked(), Saving::Conflict { .. } | Saving::UnderWay) {
            return;
        }
        if let Some(earlier) = self.timer.get_value() {
            earlier.clear();
        }
        if is_saved {
            self.state.set(Saving::Saved);
            return;
        }
        self.state.set(Saving::Waiting);
        let fire = move || {
            if self.state.try_get_untracked() == Some(Saving::Waiting) {
                self.save();
            }
        };
        self.timer.set_value(set_timeout_with_handle(fire, PAUSE).ok());
    }

    /// Saves now.
    pub fn save(self) {
        spawn_local(async move {
            let _ = self.store().await;
        });
    }

    /// Saves all that is not saved yet. While a person has to decide between two drafts nothing is saved, and nothing
    /// that wants the draft to be saved before goes on.
    pub async fn flush(self) -> Result<(), ApiError> {
        // What is typed meanwhile, and what only the draft's number kept from being saved, is saved as well.
        while !self.store().await? {}
        Ok(())
    }

    /// Saves what is on the screen, and tells whether that is all there is to save.
    async fn store(self) -> Result<bool, ApiError> {
        while self.state.try_get_untracked() == Some(Saving::UnderWay) {
            crate::browser::sleep(PAUSE / 10).await;
        }
        match self.state.try_get_untracked() {
            // The screen is gone, or somebody has to decide.
            None | Some(Saving::Conflict { .. }) => return Err(undecided()),
            Some(_) => {}
        }
        if self.is_all() {
            self.state.set(Saving::Saved);
            return Ok(true);
        }
        let (key, schema) = (self.key(), self.editor.schema.get_untracked());
        let input = self.id.with_value(|id| input(id, self.version.get_value(), &schema));
        self.state.set(Saving::UnderWay);
        self.sent.update_value(|sent| sent.push(schema.clone()));
        self.keep();
        let answer = self.session.run(SaveFormDraft::build(SaveFormDraftVariables { input })).await;
        match answer {
            Ok(saved) => {
                let version = saved.save_form_draft.form.draft_version;
                if self.is_saved(version, &schema) {
                    return Ok(self.is_all());
                }
                kept::answered(&key, version, &schema);
                Err(undecided())
            }
            Err(error) if error.reason() == Some(Reason::StaleDraft) => {
                self.compare(error).await?;
                Ok(self.is_all())
            }
            Err(error) => {
                self.state.try_set(Saving::Failed(error.sentence()));
                Err(error)
            }
        }
    }

    /// Whether the server has what is on the screen.
    fn is_all(self) -> bool {
        let known = self.on_server.try_get_value();
        known.is_some() && known == self.editor.schema.try_get_untracked()
    }

    /// Another draft is there. That of an answer that was lost is ours, and the one that is known has another number only.
    async fn compare(self, refused: ApiError) -> Result<(), ApiError> {
        let Some(id) = self.id.try_get_value() else { return Err(refused) };
        let answer = self.session.run(OneForm::build(OneFormVariables { id: cynic::Id::new(id) })).await;
        let found = answer.map(|answer| {
            let form = answer.form?;
            Some((form.draft_version, serde_json::from_value::<FormSchema>(form.draft.0).ok()?))
        });
        match found {
            Ok(Some((version, theirs))) => {
                let is_sent = self.sent.try_with_value(|sent| sent.contains(&theirs)).unwrap_or_default();
                if is_sent || self.on_server.try_get_value().as_ref() == Some(&theirs) {
                    if self.is_saved(version, &theirs) { Ok(()) } else { Err(undecided()) }
                } else {
                    self.state.try_set(Saving::Conflict { version, theirs: Box::new(theirs) });
                    Err(refused)
                }
            }
            Ok(None) => {
                self.state.try_set(Saving::Failed(refused.sentence()));
                Err(refused)
            }
            Err(error) => {
                self.state.try_set(Saving::Failed(error.sentence()));
                Err(error)
            }
        }
    }

    /// The server has this. False where the screen is gone by now, and its signals with it.
    fn is_saved(self, version: i32, schema: &FormSchema) -> bool {
        let Some(now) = self.editor.schema.try_get_untracked() else { return false };
        let is_all = now == *schema;
        self.version.set_value(version);
        self.on_server.set_value(schema.clone());
        self.sent.set_value(Vec::new());
        self.state.set(Saving::Saved);
        self.changed(is_all);
        true
    }

    /// Of a conflict: what is on the screen is to be the draft.
    pub fn keep_mine(self) {
        if let Saving::Conflict { version, theirs } = self.state.get_untracked() {
            self.version.set_value(version);
            self.on_server.set_value(*theirs);
            self.state.set(Saving::Waiting);
            self.save();
        }
    }

    /// Of a conflict: the other draft is to be on the screen. Undo brings this one back.
    pub fn take_theirs(self) {
        if let Saving::Conflict { version, theirs } = self.state.get_untracked() {
            self.version.set_value(version);
            self.on_server.set_value((*theirs).clone());
            self.state.set(Saving::Saved);
            self.editor.put(*theirs);
        }
    }
}
