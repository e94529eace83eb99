//! Doing what providers told: messages move on, contact points are suppressed, early receipts wait.

use sea_orm::ConnectionTrait;

use super::{early, notice::Notice};
use crate::{
    domain::{
        Result,
        campaigns::{self, Halted},
        messages::receipt::{self, Applied, Moved, Told},
        suppressions,
    },
    state::App,
};

/// Returns the campaigns that were paused by it: staff are to be told once the transaction is committed.
pub(super) async fn carry_out(
    app: &App,
    transaction: &impl ConnectionTrait,
    notices: &[Notice],
) -> Result<Vec<Halted>> {
    let (mut suppressed, mut changed, mut halted) = (Vec::new(), Vec::new(), Vec::new());
    for notice in notices {
        match notice {
            Notice::Receipt(receipt) => match receipt::apply(transaction, &app.config.prices, receipt).await? {
                Applied::Unknown if !receipt.provider_id.is_empty() => early::keep(transaction, receipt, None).await?,
                Applied::TooEarly(message) => early::keep(transaction, receipt, Some(message)).await?,
                Applied::Changed(moved) => changed.push((receipt, moved)),
                Applied::Unknown | Applied::Before => {}
            },
            Notice::Suppress { address, reason } => suppressed.push((address.kind, address.index.as_slice(), *reason)),
        }
    }
    // Last: the audit log that goes with it holds the chain until the transaction ends.
    for (receipt, moved) in changed {
        halted.extend(halt(app, transaction, receipt.told, moved, receipt.reason.as_deref()).await?);
    }
    for (kind, index, reason) in suppressed {
        suppressions::by_provider(transaction, app.clock.timestamp(), "sns", kind, index, reason).await?;
    }
    Ok(halted)
}

/// What the provider did not send because of our account it will send to nobody: the campaign is paused.
pub(super) async fn halt(
    app: &App,
    transaction: &impl ConnectionTrait,
    told: Told,
    moved: Moved,
    reason: Option<&str>,
) -> Result<Option<Halted>> {
    if told != Told::NotSent {
        return Ok(None);
    }
    campaigns::halt_for_provider(app, transaction, moved.campaign, reason.unwrap_or("no reason given")).await
}
