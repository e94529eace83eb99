//! What takes a person who shows a fresh code of their authenticator: to launch a campaign, to approve one, to set the
//! backup keys, to erase a patient.

use sea_orm::DatabaseTransaction;
use shared::permission::Permission;

use super::{lockout, totp};
use crate::{
    domain::{Actor, Result},
    state::App,
};

/// A transaction in which the code of somebody with this permission was used; unless it is committed the code stays
/// fresh. A wrong one is counted.
pub async fn begin_with_code(
    app: &App,
    actor: &Actor,
    permission: Permission,
    code: &str,
) -> Result<DatabaseTransaction> {
    actor.require(permission)?;
    let user = actor.user_id().ok_or_else(totp::people_only)?;
    let transaction = app.database.begin().await?;
    let Err(refusal) = totp::use_code(&transaction, app, user, code).await else {
        return Ok(transaction);
    };
    transaction.rollback().await?;
    let refused = Err(refusal);
    lockout::count_wrong_code(app, user, &refused).await?;
    refused
}
