//! What takes a person who shows a fresh code of their authenticator: to launch, now or later, and to approve a launch.

use sea_orm::DatabaseTransaction;
use shared::{ids::UserId, permission::Permission};

use crate::{
    domain::{
        Actor, Error, Result,
        identity::{lockout, totp},
    },
    state::App,
};

/// A transaction in which the code of somebody who may launch was used; unless it is committed the code stays fresh.
/// A wrong one is counted.
pub(super) async fn begin_with_code(app: &App, actor: &Actor, code: &str) -> Result<DatabaseTransaction> {
    actor.require(Permission::LaunchCampaigns)?;
    let user = person(actor)?;
    let transaction = app.database.begin().await?;
    let Err(refusal) = totp::use_code(&transaction, app, user, code).await else {
        return Ok(transaction);
    };
    transaction.rollback().await?;
    let refused = Err(refusal);
    lockout::count_wrong_code(app, user, &refused).await?;
    refused
}

/// Who it is, if it is a person.
pub(super) fn person(actor: &Actor) -> Result<UserId> {
    actor.user_id().ok_or_else(|| {
        let message = "This takes a person with an authenticator; an external system cannot do it.";
        Error::refused("FORBIDDEN", message)
    })
}
