//! Handing a group of letters to the channel's client, in its turn. No transaction is open.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::{FutureExt, future::join_all};
use shared::channel::Channel;

use super::{
    gate::Gate,
    pace::Turn,
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

/// The client of a channel.
#[derive(Debug)]
pub(super) struct HandOver {
    client: Client,
    gate: Gate,
}

#[derive(Debug)]
enum Client {
    Sms(Arc<dyn SmsSender>),
    Email(Arc<dyn EmailSender>),
}

impl HandOver {
    /// `per_second` 0 is no limit.
    pub(super) fn new(app: &App, channel: Channel, per_second: u32) -> Self {
        let client = match channel {
            Channel::Sms => Client::Sms(app.sms.clone()),
            Channel::Email => Client::Email(app.email.clone()),
        };
        Self { client, gate: Gate::new(per_second) }
    }

    /// One answer a letter, in their order. A client that panics or answers too little leaves its
    /// letters unknown.
    pub(super) async fn send(&self, group: Arc<Vec<Letter>>, turn: Turn) -> Vec<Answer> {
        let size = turn.slice(group.len());
        let slices = group.chunks(size).enumerate();
        join_all(slices.map(|(n, letters)| self.send_slice(letters, turn.wait_for(n * size)))).await.concat()
    }

    /// One write or a few calls, after a wait: a slice that waits for answers does not hold up the next one.
    async fn send_slice(&self, letters: &[Letter], wait: Duration) -> Vec<Answer> {
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        self.gate.pass(letters.len()).await;
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
