//! Writing to the server from a screen: one request at a time, its failure in words, and its outcome.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, Reason};
use crate::browser;
use crate::read::{Erased, known};

type Run = Rc<dyn Fn(Box<dyn Any>) -> Option<LocalBoxFuture<'static, Result<Erased, ApiError>>>>;

/// One thing a screen can do on the server. It is a handle: copying it is free.
///
/// A failed write leaves what was typed alone; sending again is a retry, and a form that creates something sends the
/// same [`request_id`] until it has succeeded. Only the hull knows the types: what it does is compiled once for all
/// writes of the app.
pub struct Write<Input, Output> {
    hull: Hull,
    types: PhantomData<fn(Input) -> Output>,
}

impl<Input, Output> Clone for Write<Input, Output> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Input, Output> Copy for Write<Input, Output> {}

impl<Input: 'static, Output: Send + Sync + 'static> Write<Input, Output> {
    /// `run` does the work for one input.
    pub fn new<Answer>(run: impl Fn(Input) -> Answer + 'static) -> Self
    where
        Answer: Future<Output = Result<Output, ApiError>> + 'static,
    {
        let run: Run = Rc::new(move |input| {
            let answer = run(*input.downcast().ok()?);
            Some(async move { answer.await.map(|output| Arc::new(output) as Erased) }.boxed_local())
        });
        Self { hull: Hull::new(run), types: PhantomData }
    }

    /// Starts the work. While it is under way, sending again does nothing.
    pub fn send(self, input: Input) {
        self.hull.send(Box::new(input));
    }

    /// Whether the work is under way. Tracks.
    pub fn pending(self) -> Signal<bool> {
        self.hull.pending.into()
    }

    /// The failure in words. Tracks.
    pub fn complaint(self) -> Option<String> {
        self.hull.failure.with(|failure| failure.as_ref().map(ApiError::sentence))
    }

    /// What is about to be tried has nothing to do with the failure before.
    pub fn forget_failure(self) {
        self.hull.failure.set(None);
    }

    /// What the latest success brought. Tracks.
    pub fn done(self) -> Option<Arc<Output>> {
        self.hull.done.get().and_then(known)
    }

    /// Does this after each success, until the current owner is cleaned up.
    pub fn on_done(self, then: impl Fn(Arc<Output>) + 'static) -> Self {
        self.hull.on_done(Box::new(move |output| {
            if let Some(output) = known(output) {
                then(output);
            }
        }));
        self
    }

    /// Where the server refuses for this reason, what was wanted is there already: an earlier try has done it and its
    /// answer was lost, or somebody else was quicker. That is no failure; this is done instead.
    pub fn on_already(self, reason: Reason, then: impl Fn() + 'static) -> Self {
        self.hull.on_already(reason, Box::new(then));
        self
    }

    /// Does this after each failure, until the current owner is cleaned up.
    pub fn on_failure(self, then: impl Fn(ApiError) + 'static) -> Self {
        self.hull.on_failure(Box::new(then));
        self
    }
}

/// A write without its types.
#[derive(Clone, Copy)]
struct Hull {
    run: StoredValue<Run, LocalStorage>,
    pending: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
    done: RwSignal<Option<Erased>>,
    /// The refusal that says that it is done already, and how often it was.
    already: StoredValue<Option<Reason>>,
    was_already: RwSignal<u32>,
}

impl Hull {
    fn new(run: Run) -> Self {
        Self {
            run: StoredValue::new_local(run),
            pending: RwSignal::new(false),
            failure: RwSignal::new(None),
            done: RwSignal::new(None),
            already: StoredValue::new(None),
            was_already: RwSignal::new(0),
        }
    }

    fn send(self, input: Box<dyn Any>) {
        if self.pending.get_untracked() {
            return;
        }
        let Some(answer) = self.run.with_value(|run| run(input)) else { return };
        self.pending.set(true);
        spawn_local(async move {
            // The screen may be gone by the end, and its signals with it.
            match answer.await {
                Ok(output) => {
                    self.failure.try_set(None);
                    self.pending.try_set(false);
                    self.done.try_set(Some(output));
                }
                Err(error) if error.reason().is_some() && error.reason() == self.already.try_get_value().flatten() => {
                    self.failure.try_set(None);
                    self.pending.try_set(false);
                    self.was_already.try_update(|times| *times += 1);
                }
                Err(error) => {
                    self.pending.try_set(false);
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    fn on_done(self, then: Box<dyn Fn(Erased)>) {
        Effect::new(move || {
            if let Some(output) = self.done.get() {
                untrack(|| then(output));
            }
        });
    }

    fn on_already(self, reason: Reason, then: Box<dyn Fn()>) {
        self.already.set_value(Some(reason));
        Effect::new(move || {
            if self.was_already.get() > 0 {
                untrack(&then);
            }
        });
    }

    fn on_failure(self, then: Box<dyn Fn(ApiError)>) {
        Effect::new(move || {
            if let Some(error) = self.failure.get() {
                untrack(|| then(error));
            }
        });
    }
}

/// A new key for a request that creates something: a UUID version 4 (RFC 9562 §5.4). The form keeps it over all
/// retries and takes a new one after a success, so that the server does the same thing once.
pub fn request_id() -> String {
    let mut bytes = [0_u8; 16];
    browser::fill_random(&mut bytes);
    uuid(bytes)
}

/// The key of a request that creates something, for forms where what is asked for may change after an answer was
/// lost: the same for the same thing until it has succeeded.
#[derive(Clone, Copy)]
pub struct RequestKey {
    kept: StoredValue<Option<(String, String)>>,
}

impl RequestKey {
    pub fn new() -> Self {
        Self { kept: StoredValue::new(None) }
    }

    /// The key for `thing`, which says what is to be made, such as the address of who is invited.
    pub fn of(self, thing: &str) -> String {
        let kept = self.kept.get_value().filter(|(of, _)| of == thing);
        let (_, key) = kept.unwrap_or_else(|| {
            let new = (thing.to_owned(), request_id());
            self.kept.set_value(Some(new.clone()));
            new
        });
        key
    }

    /// It was made: the next one is another.
    pub fn has_succeeded(self) {
        self.kept.set_value(None);
    }
}

fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.into_iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 0x0f] {
            text.extend(char::from_digit(half.into(), 16));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn a_request_id_has_the_form_of_a_uuid_version_4() {
        assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
