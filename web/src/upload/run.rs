//! An upload under way: started, paused, gone on with, and going on by itself after a lost connection.

use std::time::Duration;

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortController, File};

use super::digest;
use super::kept::{Fingerprint, Kept, Slot};
use super::pace::Pace;
use super::tus::{Agent, Failure};
use crate::session::Session;
use crate::{browser, text, time};

/// Bytes a part: large enough that the requests cost little, small enough that a lost one costs little.
const PART: f64 = 4_194_304.0;

/// Waits before the next attempt after a failure that passes.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(5), Duration::from_secs(10)];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    #[default]
    Idle,
    Sending,
    /// The connection is lost; it goes on by itself once it is back.
    Waiting,
    Paused,
    /// It cannot go on; a sentence says why.
    Failed(String),
    Done,
}

impl Phase {
    /// Whether a file is on its way, if perhaps not at this moment.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Sending | Self::Waiting | Self::Paused)
    }
}

/// Ends the task and the request it waits for.
struct Running {
    task: AbortHandle,
    request: AbortController,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
        self.request.abort();
    }
}

/// The upload of a screen. It stops when the screen goes away; the server keeps what it has.
#[derive(Clone, Copy)]
pub struct Upload {
    session: Session,
    phase: RwSignal<Phase>,
    pace: RwSignal<Pace>,
    running: StoredValue<Option<Running>, LocalStorage>,
}

impl Upload {
    pub fn new(session: Session) -> Self {
        let upload = Self {
            session,
            phase: RwSignal::new(Phase::Idle),
            pace: RwSignal::new(Pace::default()),
            running: StoredValue::new_local(None),
        };
        on_cleanup(move || upload.stop());
        upload
    }

    /// Tracks.
    pub fn phase(self) -> Phase {
        self.phase.get()
    }

    /// Tracks.
    pub fn pace(self) -> Pace {
        self.pace.get()
    }

    /// Sends the files one after the other, each from where it was, then calls `then` with their ids.
    pub fn start(self, files: Vec<(Slot, File)>, then: Callback<Vec<String>>) {
        let Ok(request) = AbortController::new() else {
            self.phase.set(Phase::Failed(text::upload::OLD_BROWSER.into()));
            return;
        };
        let agent = Agent { session: self.session, stop: request.signal() };
        let (task, registration) = AbortHandle::new_pair();
        self.running.set_value(Some(Running { task, request }));
        self.phase.set(Phase::Sending);
        let work = async move {
            let mut ids = Vec::new();
            for (slot, file) in files {
                match self.send(&agent, slot, &file).await {
                    Ok(id) => ids.push(id),
                    Err(sentence) => return self.phase.set(Phase::Failed(sentence)),
                }
            }
            self.phase.set(Phase::Done);
            then.run(ids);
        };
        spawn_local(async move {
            // An abort is a pause, or the screen went away.
            let _ = Abortable::new(work, registration).await;
        });
    }

    /// Stops for now.
    pub fn pause(self) {
        self.stop();
        self.phase.set(Phase::Paused);
    }

    /// Gives up: the server forgets what it has.
    pub fn cancel(self) {
        self.stop();
        self.phase.set(Phase::Idle);
        for slot in [Slot::Patients, Slot::Conditions] {
            self.forget(slot);
        }
    }

    /// Forgets an unfinished upload, here and on the server.
    pub fn forget(self, slot: Slot) {
        let (Some(kept), Ok(request)) = (Kept::read(slot), AbortController::new()) else {
            return;
        };
        Kept::forget(slot);
        let agent = Agent { session: self.session, stop: request.signal() };
        spawn_local(async move {
            // What cannot be removed now ends by itself within a day.
            let _ = agent.remove(&kept.path).await;
        });
    }

    fn stop(self) {
        let _ = self.running.try_update_value(Option::take);
    }

    /// Sends one file until the server has all of it.
    async fn send(self, agent: &Agent, slot: Slot, file: &File) -> Result<String, String> {
        let fingerprint = Fingerprint::of(file).await;
        let mut attempt = 0;
        loop {
            let before = self.pace.get_untracked().done;
            match self.go_on(agent, slot, file, &fingerprint).await {
                Ok(id) => return Ok(id),
                Err(Failure::Final(sentence)) => return Err(sentence),
                Err(Failure::Gone) => Kept::forget(slot),
                Err(Failure::Passing) => {
                    if self.pace.get_untracked().done > before {
                        attempt = 0;
                    }
                    self.phase.set(Phase::Waiting);
                    browser::sleep(PAUSES[attempt.min(PAUSES.len() - 1)]).await;
                    attempt += 1;
                }
            }
        }
    }

    /// Sends what the server has not got yet, until something fails.
    async fn go_on(self, agent: &Agent, slot: Slot, file: &File, fingerprint: &Fingerprint) -> Result<String, Failure> {
        let known = Kept::read(slot).filter(|kept| kept.file == *fingerprint);
        let mut kept = match known {
            Some(kept) => kept,
            None => Kept {
                path: agent.create(&fingerprint.name, fingerprint.size).await?,
                file: fingerprint.clone(),
                done: 0.0,
            },
        };
        kept.write(slot);
        let mut offset = agent.offset(&kept.path).await?;
        self.phase.set(Phase::Sending);
        self.pace.set(Pace::starting(offset, fingerprint.size));
        while offset < fingerprint.size {
            let begun = time::now_ms();
            let end = (offset + PART).min(fingerprint.size);
            let part =
                digest::read(file, offset, end).await.ok_or_else(|| Failure::Final(text::upload::UNREADABLE.into()))?;
            offset = agent.append(&kept.path, offset, &part).await?;
            self.pace.update(|pace| *pace = pace.after(offset, time::now_ms() - begun));
            kept.done = offset;
            kept.write(slot);
        }
        Ok(kept.id().to_owned())
    }
}
