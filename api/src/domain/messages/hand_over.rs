//! Handing a group of letters to the channel's client, at the channel's pace. No transaction is open.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::{FutureExt, StreamExt, stream};
use shared::channel::Channel;

use super::{
    pace::Pace,
    render::{Content, Letter},
};
use crate::{
    clients::{
        delivery::{Answer, SendError},
        email::{Email, EmailSender},
        sms::{Sms, SmsSender},
    },
    state::App,
};

const SLICES_AT_ONCE: usize = 32; // slices that wait for an answer while the next one leaves

/// The client of a channel, and how fast it may be used.
#[derive(Debug)]
pub(super) struct HandOver {
    client: Client,
    pace: Pace,
}

#[derive(Debug)]
enum Client {
    Sms(Arc<dyn SmsSender>),
    Email(Arc<dyn EmailSender>),
}

impl HandOver {
    pub(super) fn new(app: &App, channel: Channel, pace: Pace) -> Self {
        let client = match channel {
            Channel::Sms => Client::Sms(app.sms.clone()),
            Channel::Email => Client::Email(app.email.clone()),
        };
        Self { client, pace }
    }

    /// One answer a letter, in their order. A client that panics or answers too little leaves its
    /// letters unknown.
    pub(super) async fn send(&self, group: Arc<Vec<Letter>>) -> Vec<Answer> {
        let slice = self.pace.slice();
        let starts = (0..group.len()).step_by(slice.min(group.len().max(1)));
        let slices: Vec<_> =
            starts.map(|start| self.send_slice(&group[start..group.len().min(start.saturating_add(slice))])).collect();
        stream::iter(slices).buffered(SLICES_AT_ONCE).concat().await
    }

    async fn send_slice(&self, letters: &[Letter]) -> Vec<Answer> {
        self.pace.wait(letters.len()).await;
        let answers = AssertUnwindSafe(self.client.send_all(letters)).catch_unwind().await;
        let mut answers = answers.unwrap_or_else(|_| {
            tracing::error!(letters = letters.len(), "the client of a provider panicked");
            Vec::new()
        });
        answers.resize_with(letters.len(), || Err(SendError::Unknown("the client gave no answer".to_owned())));
        answers
    }
}

impl Client {
    async fn send_all(&self, letters: &[Letter]) -> Vec<Answer> {
        match self {
            Self::Sms(client) => {
                let texts: Vec<Sms> = letters
                    .iter()
                    .filter_map(|letter| match &letter.content {
                        Content::Sms(sms) => Some(sms.clone()),
                        Content::Email(_) => None,
                    })
                    .collect();
                client.send_all(&texts).await
            }
            Self::Email(client) => {
                let emails: Vec<Email> = letters
                    .iter()
                    .filter_map(|letter| match &letter.content {
                        Content::Email(email) => Some(email.clone()),
                        Content::Sms(_) => None,
                    })
                    .collect();
                client.send_all(&emails).await
            }
        }
    }
}
