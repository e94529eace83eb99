//! Reading from the server for a screen: the latest answer, the latest failure, and whether a request is under way.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::ApiError;

/// An answer of whatever type.
pub type Erased = Arc<dyn Any + Send + Sync>;

type Fetch = Rc<dyn Fn() -> LocalBoxFuture<'static, Result<Erased, ApiError>>>;

/// One read that a screen shows. A newer answer replaces the older; a failure leaves what is already on the screen.
///
/// Only the hull knows the type of the answer: what it does is compiled once for all reads of the app.
pub struct Read<T> {
    hull: Hull,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Read<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Read<T> {}

impl<T: Send + Sync + PartialEq + 'static> Read<T> {
    /// Reads now, and again whenever a signal changes that `fetch` looks at before it gives its future. Answers that
    /// have been overtaken are dropped.
    pub fn new<Answer>(fetch: impl Fn() -> Answer + 'static) -> Self
    where
        Answer: Future<Output = Result<T, ApiError>> + 'static,
    {
        let hull = Hull::new(
            Rc::new(move || {
                let answer = fetch();
                async move { answer.await.map(|answer| Arc::new(answer) as Erased) }.boxed_local()
            }),
            |one, other| one.downcast_ref::<T>() == other.downcast_ref::<T>(),
        );
        Self { hull, answer: PhantomData }
    }

    /// Shows this instead, without asking: a live update has brought it. Screens hear of it only if it differs.
    pub fn put(self, data: Arc<T>) {
        self.hull.put(data);
    }

    /// The same for what a write has brought: an answer that is on its way is older, and is dropped.
    pub fn put_last(self, data: Arc<T>) {
        self.hull.newest.update_value(|newest| *newest += 1);
        self.hull.settle(Ok(data));
    }
}

impl<T: Send + Sync + 'static> Read<T> {
    /// The latest answer. Tracks.
    pub fn latest(self) -> Option<Arc<T>> {
        self.hull.latest.get().and_then(known)
    }

    /// The latest answer, without tracking.
    pub fn latest_untracked(self) -> Option<Arc<T>> {
        self.hull.latest.get_untracked().and_then(known)
    }

    /// Whether there has been an answer. Tracks.
    pub fn has_arrived(self) -> bool {
        self.hull.latest.with(Option::is_some)
    }

    /// Why the latest request failed, if it did. Tracks.
    pub fn failure(self) -> Option<ApiError> {
        self.hull.failure.get()
    }

    /// Whether a request is under way. Tracks.
    pub fn is_pending(self) -> bool {
        self.hull.pending.get()
    }

    /// Asks again.
    pub fn again(self) {
        self.hull.again.update(|again| *again += 1);
    }
}

/// What was put in as a `T` comes out as one.
pub fn known<T: Send + Sync + 'static>(answer: Erased) -> Option<Arc<T>> {
    answer.downcast().ok()
}

/// A read without the type of its answer.
#[derive(Clone, Copy)]
struct Hull {
    latest: RwSignal<Option<Erased>>,
    failure: RwSignal<Option<ApiError>>,
    pending: RwSignal<bool>,
    again: RwSignal<u32>,
    /// The number of the latest request; answers to others are dropped.
    newest: StoredValue<u32>,
    same: fn(&(dyn Any + Send + Sync), &(dyn Any + Send + Sync)) -> bool,
}

impl Hull {
    fn new(fetch: Fetch, same: fn(&(dyn Any + Send + Sync), &(dyn Any + Send + Sync)) -> bool) -> Self {
        let hull = Self {
            latest: RwSignal::new(None),
            failure: RwSignal::new(None),
            pending: RwSignal::new(true),
            again: RwSignal::new(0),
            newest: StoredValue::new(0),
            same,
        };
        Effect::new(move || {
            hull.again.track();
            let number = hull.newest.get_value() + 1;
            hull.newest.set_value(number);
            let answer = fetch();
            spawn_local(async move {
                hull.pending.try_set(true);
                let answer = answer.await;
                // Overtaken, or the screen is gone and its signals with it.
                if hull.newest.try_get_value() == Some(number) {
                    hull.settle(answer);
                }
            });
        });
        hull
    }

    fn settle(self, answer: Result<Erased, ApiError>) {
        self.pending.try_set(false);
        match answer {
            Ok(data) => {
                self.put(data);
                self.failure.try_set(None);
            }
            Err(error) => {
                self.failure.try_set(Some(error));
            }
        }
    }

    fn put(self, data: Erased) {
        let known = self.latest.try_get_untracked().flatten();
        if !known.is_some_and(|known| (self.same)(known.as_ref(), data.as_ref())) {
            self.latest.try_set(Some(data));
        }
    }
}
