//! Taking one notification: checked, recognised if it was here before, done in one transaction.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{
    carry_out::carry_out,
    envelope::{Envelope, Kind},
    notice,
    verify::Refused,
};
use crate::{
    domain::{Actor, Result, audit},
    state::App,
};

/// What came of a genuine notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    Subscribed,
    Unsubscribed,
    /// With how many things it told.
    Taken(usize),
    /// The same was here before; nothing was done. SNS sends again when our answer is lost.
    Before,
}

/// Takes a notification of SNS, or says why it is not believed.
pub async fn receive(app: &App, envelope: &Envelope) -> Result<Result<Received, Refused>> {
    let topics = &app.config.feedback.topic_arns;
    if let Err(refused) = app.feedback.check(envelope, topics, app.clock.timestamp()).await {
        return Ok(Err(refused));
    }
    Ok(Ok(match envelope.kind {
        Kind::Notification => take(app, envelope).await?,
        Kind::SubscriptionConfirmation => {
            // Twice does no harm, so it is done before it is written down.
            let token = envelope.token.as_deref().unwrap_or_default();
            app.subscriptions.confirm(&envelope.topic_arn, token).await?;
            note(app, envelope, "feedback.subscribed").await?;
            Received::Subscribed
        }
        Kind::UnsubscribeConfirmation => {
            if note(app, envelope, "feedback.unsubscribed").await? {
                tell_staff(app, &envelope.topic_arn).await;
            }
            Received::Unsubscribed
        }
    }))
}

async fn take(app: &App, envelope: &Envelope) -> Result<Received> {
    let notices = notice::read(&app.keys, &envelope.message);
    let transaction = app.database.begin().await?;
    if !is_new(app, &transaction, envelope).await? {
        return Ok(Received::Before);
    }
    let halted = carry_out(app, &transaction, &notices).await?;
    transaction.commit().await?;
    for halted in halted {
        halted.tell_staff(app);
    }
    Ok(Received::Taken(notices.len()))
}

/// Writes the notification down; false where it was written down before.
async fn is_new(app: &App, transaction: &impl ConnectionTrait, envelope: &Envelope) -> Result<bool> {
    let sql = "INSERT INTO hook_message (message_id, seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING";
    let values = [envelope.message_id.as_str().into(), app.clock.timestamp().0.into()];
    Ok(transaction.execute_raw(app.database.statement(sql, values)).await?.rows_affected() > 0)
}

async fn note(app: &App, envelope: &Envelope, action: &str) -> Result<bool> {
    let transaction = app.database.begin().await?;
    let new = is_new(app, &transaction, envelope).await?;
    if new {
        let detail = json!({ "topic": envelope.topic_arn });
        let entry = audit::Entry { action, subject: None, detail };
        audit::record(&transaction, app.clock.timestamp(), &Actor::system("sns"), entry).await?;
        transaction.commit().await?;
    }
    Ok(new)
}

async fn tell_staff(app: &App, topic: &str) {
    let text = format!(
        "Amazon SNS no longer tells Recall what became of messages: somebody ended the subscription of the topic \
         {topic}.\n\nUntil it is made again, bounces and complaints are not seen. Ask whoever manages the AWS account.\n"
    );
    if let Err(error) = app.notices.send("feedback-unsubscribed", "Recall: no more delivery receipts", &text).await {
        tracing::error!(%error, "the notice that a subscription has ended was not sent");
    }
}
