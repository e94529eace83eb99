//! Reading from the server for a screen: the latest answer, the latest failure, and whether a request is under way.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::ApiError;

/// One read that a screen shows. A newer answer replaces the older; a failure leaves what is already on the screen.
pub struct Read<T: Send + Sync + 'static> {
    latest: RwSignal<Option<Arc<T>>>,
    failure: RwSignal<Option<ApiError>>,
    pending: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Read<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Read<T> {}

impl<T: Send + Sync + PartialEq + 'static> Read<T> {
    /// Reads now, and again whenever a signal that `fetch` looks at changes. Answers that have been overtaken are
    /// dropped.
    pub fn new<Answer>(fetch: impl Fn() -> Answer + 'static) -> Self
    where
        Answer: Future<Output = Result<T, ApiError>> + 'static,
    {
        let read = Self {
            latest: RwSignal::new(None),
            failure: RwSignal::new(None),
            pending: RwSignal::new(true),
            again: RwSignal::new(0),
        };
        let newest = StoredValue::new(0_u32);
        let resource = LocalResource::new(move || {
            read.again.track();
            let number = newest.get_value() + 1;
            newest.set_value(number);
            let answer = fetch();
            async move {
                read.pending.set(true);
                (number, answer.await.map(Arc::new))
            }
        });
        Effect::new(move || {
            resource.with(|answer| {
                if let Some((number, answer)) = answer
                    && *number == newest.get_value()
                {
                    read.settle(answer.clone());
                }
            });
        });
        read
    }

    fn settle(self, answer: Result<Arc<T>, ApiError>) {
        self.pending.set(false);
        match answer {
            Ok(data) => {
                self.put(data);
                self.failure.set(None);
            }
            Err(error) => self.failure.set(Some(error)),
        }
    }

    /// Shows this instead, without asking: a live update has brought it. Screens hear of it only if it differs.
    pub fn put(self, data: Arc<T>) {
        if self.latest.get_untracked().as_ref() != Some(&data) {
            self.latest.set(Some(data));
        }
    }
}

impl<T: Send + Sync + 'static> Read<T> {
    /// The latest answer. Tracks.
    pub fn latest(self) -> Option<Arc<T>> {
        self.latest.get()
    }

    /// The latest answer, without tracking.
    pub fn latest_untracked(self) -> Option<Arc<T>> {
        self.latest.get_untracked()
    }

    /// Why the latest request failed, if it did. Tracks.
    pub fn failure(self) -> Option<ApiError> {
        self.failure.get()
    }

    /// Whether a request is under way. Tracks.
    pub fn is_pending(self) -> bool {
        self.pending.get()
    }

    /// Asks again.
    pub fn again(self) {
        self.again.update(|again| *again += 1);
    }
}
