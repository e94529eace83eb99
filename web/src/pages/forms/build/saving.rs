//! Saves the draft by itself shortly after each change. Who saves over what somebody else has saved is told, and decides.

use std::time::Duration;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::form::FormSchema;

use super::editor::Editor;
use crate::api::forms::{Json, OneForm, OneFormVariables, SaveFormDraft, SaveFormDraftInput, SaveFormDraftVariables};
use crate::api::{ApiError, Reason};
use crate::draft::Draft;
use crate::session::Session;

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

/// What is kept in the tab until it is saved.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The draft that it changes.
    version: i32,
    schema: FormSchema,
}

/// A form has a JSON form always: its keys are names.
fn input(id: &str, version: i32, schema: &FormSchema) -> Option<SaveFormDraftInput> {
    Some(SaveFormDraftInput {
        id: cynic::Id::new(id),
        draft_version: version,
        draft: Some(Json(serde_json::to_value(schema).ok()?)),
        name: None,
        slug: None,
        is_public: None,
        changeable: None,
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
    /// What was sent last: an answer may be lost though the server has done it.
    sent: StoredValue<Option<FormSchema>>,
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
            sent: StoredValue::new(None),
            timer: StoredValue::new(None),
        };
        if !editor.may_edit {
            return saver;
        }
        if let Some(kept) = Draft::restore::<Kept>(&saver.key()) {
            if kept.schema == on_server {
                Draft::forget(&saver.key());
            } else {
                if kept.version != version {
                    saver.state.set(Saving::Conflict { version, theirs: Box::new(on_server) });
                    saver.version.set_value(kept.version);
                }
                editor.put(kept.schema);
            }
        }
        Effect::new(move || {
            let is_saved = editor.schema.with(|schema| saver.on_server.with_value(|known| known == schema));
            saver.changed(is_saved);
        });
        on_cleanup(move || saver.part());
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
        let (session, key) = (self.session, format!("form.{id}"));
        spawn_local(async move {
            let Some(input) = input(&id, version, &schema) else { return };
            let saved = session.run(SaveFormDraft::build(SaveFormDraftVariables { input })).await;
            if saved.is_ok() {
                Draft::forget(&key);
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
                self.sent.set_value(Some(self.on_server.get_value()));
                self.compare(error).await?;
                self.send(input(self.version())).await
            }
            answer => answer,
        }
    }

    async fn send(self, input: SaveFormDraftInput) -> Result<(), ApiError> {
        let saved = self.session.run(SaveFormDraft::build(SaveFormDraftVariables { input })).await?;
        let _ = self.version.try_set_value(saved.save_form_draft.form.draft_version);
        Ok(())
    }

    fn changed(self, is_saved: bool) {
        if is_saved {
            Draft::forget(&self.key());
        } else {
            let schema = self.editor.schema.get_untracked();
            Draft::save(&self.key(), &Kept { version: self.version.get_value(), schema });
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
            let _ = self.flush().await;
        });
    }

    /// Saves what is not saved yet, and tells whether all of it is.
    pub async fn flush(self) -> Result<(), ApiError> {
        while self.state.try_get_untracked() == Some(Saving::UnderWay) {
            crate::browser::sleep(PAUSE / 10).await;
        }
        match self.state.try_get_untracked() {
            None | Some(Saving::Conflict { .. }) => return Ok(()),
            Some(_) => {}
        }
        let (id, version) = (self.id.get_value(), self.version.get_value());
        let schema = self.editor.schema.get_untracked();
        if self.on_server.with_value(|known| *known == schema) {
            self.state.try_set(Saving::Saved);
            return Ok(());
        }
        let Some(input) = input(&id, version, &schema) else { return Ok(()) };
        self.state.set(Saving::UnderWay);
        self.sent.set_value(Some(schema.clone()));
        let answer = self.session.run(SaveFormDraft::build(SaveFormDraftVariables { input })).await;
        match answer {
            Ok(saved) => {
                self.is_saved(saved.save_form_draft.form.draft_version, schema);
                Ok(())
            }
            Err(error) if error.reason() == Some(Reason::StaleDraft) => self.compare(error).await,
            Err(error) => {
                self.state.try_set(Saving::Failed(error.sentence()));
                Err(error)
            }
        }
    }

    /// Another draft is there: that of an answer that was lost is ours.
    async fn compare(self, refused: ApiError) -> Result<(), ApiError> {
        let Some(id) = self.id.try_get_value() else { return Err(refused) };
        let answer = self.session.run(OneForm::build(OneFormVariables { id: cynic::Id::new(id) })).await;
        let found = answer.map(|answer| {
            let form = answer.form?;
            Some((form.draft_version, serde_json::from_value::<FormSchema>(form.draft.0).ok()?))
        });
        match found {
            Ok(Some((version, theirs))) => {
                if self.sent.try_get_value().flatten().as_ref() == Some(&theirs) {
                    self.is_saved(version, theirs);
                    Ok(())
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

    fn is_saved(self, version: i32, schema: FormSchema) {
        // The screen may be gone by now, and its signals with it.
        let Some(now) = self.editor.schema.try_get_untracked() else { return };
        let is_all = now == schema;
        self.version.set_value(version);
        self.on_server.set_value(schema);
        self.state.set(Saving::Saved);
        self.changed(is_all);
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
