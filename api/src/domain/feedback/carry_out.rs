//! Doing what providers told: messages move on, contact points are suppressed, early receipts wait.

use sea_orm::ConnectionTrait;

use super::{early, notice::Notice};
use crate::{
    domain::{
        Result,
        messages::receipt::{self, Applied},
        suppressions,
    },
    state::App,
};

pub(super) async fn carry_out(app: &App, transaction: &impl ConnectionTrait, notices: &[Notice]) -> Result<()> {
    let mut suppressed = Vec::new();
    for notice in notices {
        match notice {
            Notice::Receipt(receipt) => match receipt::apply(transaction, receipt).await? {
                Applied::Unknown if !receipt.provider_id.is_empty() => early::keep(transaction, receipt, None).await?,
                Applied::TooEarly(message) => early::keep(transaction, receipt, Some(message)).await?,
                Applied::Unknown | Applied::Before | Applied::Changed(_) => {}
            },
            Notice::Suppress { address, reason } => suppressed.push((address.kind, address.index.as_slice(), *reason)),
        }
    }
    // Last: the audit log that goes with it holds the chain until the transaction ends.
    for (kind, index, reason) in suppressed {
        suppressions::by_provider(transaction, app.clock.timestamp(), kind, index, reason).await?;
    }
    Ok(())
}
