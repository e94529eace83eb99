//! Guessing is made slow: after five failures an account is locked, each further failure doubles the time.
//!
//! Wrong passwords and wrong codes count together and only a completed sign-in (or a right code) clears
//! them. A verdict is given only while the account is not locked, decided in the transaction that counts,
//! so that guesses sent at once learn no more than guesses sent one after the other. A locked account is
//! told so, which tells that it exists: addresses of staff are no secret.

use std::time::Duration;

use entity::{time::Timestamp, user};
use sea_orm::{ColumnTrait, QueryFilter};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, sea_query::Expr};
use shared::ids::UserId;

use crate::{
    domain::{Error, Result},
    state::App,
};

const ALLOWED: u32 = 5; // failures before the first lock
const FIRST_LOCK: Duration = Duration::from_secs(30);
const LONGEST_LOCK: Duration = Duration::from_mins(15); // long enough for guessers, short enough for a member of staff

/// How long an account is locked after so many failures in a row.
pub fn lock_after(failures: u32) -> Option<Duration> {
    let doublings = failures.checked_sub(ALLOWED)?.min(16);
    Some((FIRST_LOCK * (1 << doublings)).min(LONGEST_LOCK))
}

/// Refuses while the account is locked.
pub fn check(user: &user::Model, now: Timestamp) -> Result<()> {
    match user.locked_until {
        Some(until) if until > now => {
            let millis = u64::try_from(until.0 - now.0).unwrap_or_default();
            Err(Error::LockedOut { retry_after_seconds: millis.div_ceil(1000) })
        }
        _ => Ok(()),
    }
}

/// Reads the user for a verdict: others wait for the row until the transaction ends.
pub async fn hold(transaction: &impl ConnectionTrait, user: UserId) -> Result<user::Model> {
    let user = user::Entity::find_by_id(user.get()).lock_exclusive().one(transaction).await?;
    user.ok_or(Error::NotFound("user"))
}

/// Counts a failure of a user that [`hold`] read. Returns how long the account is locked now.
pub async fn count_failure(
    transaction: &impl ConnectionTrait,
    user: &user::Model,
    now: Timestamp,
) -> Result<Option<Duration>> {
    let failures = user.failed_attempts.saturating_add(1);
    let lock = lock_after(u32::try_from(failures).unwrap_or(0));
    user::Entity::update_many()
        .col_expr(user::Column::FailedAttempts, Expr::value(failures))
        .col_expr(user::Column::LockedUntil, Expr::value(lock.map(|lock| now.plus(lock))))
        .filter(user::Column::Id.eq(user.id))
        .exec(transaction)
        .await?;
    Ok(lock)
}

/// Forgets all failures.
pub async fn clear(transaction: &impl ConnectionTrait, user: UserId) -> Result<()> {
    user::Entity::update_many()
        .col_expr(user::Column::FailedAttempts, Expr::value(0))
        .col_expr(user::Column::LockedUntil, Expr::value(Option::<i64>::None))
        .filter(user::Column::Id.eq(user.get()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Counts a wrong code that a caller of [`super::totp::use_code`] was told about, after its own
/// transaction was rolled back. Other outcomes count nothing.
pub async fn count_wrong_code<T>(app: &App, user: UserId, outcome: &Result<T>) -> Result<()> {
    if !matches!(outcome, Err(Error::Refused { code: super::totp::WRONG_CODE, .. })) {
        return Ok(());
    }
    let transaction = app.database.begin().await?;
    let user = hold(&transaction, user).await?;
    count_failure(&transaction, &user, app.clock.timestamp()).await?;
    transaction.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_doubles_up_to_its_longest() {
        assert_eq!(lock_after(4), None);
        assert_eq!(lock_after(5), Some(Duration::from_secs(30)));
        assert_eq!(lock_after(7), Some(Duration::from_mins(2)));
        assert_eq!(lock_after(10), Some(Duration::from_mins(15)));
        assert_eq!(lock_after(u32::MAX), Some(LONGEST_LOCK));
    }
}
