//! Doing what is asked for once: a caller who heard no answer asks again with the same key and gets
//! what the first asking made.
//!
//! Both calls stand in the transaction of the change: [`recall`] before it, [`record`] after it. Of two
//! askings at the same time the later one fails with `CONFLICT` and changes nothing; asked again, it
//! gets the outcome of the first.

use std::time::Duration;

use entity::{request, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{Actor, Error, Result};
use crate::database::Engine;

const KEPT: Duration = Duration::from_hours(7 * 24); // longer than any page stays open with a form in it
const LENGTH: std::ops::RangeInclusive<usize> = 8..=100; // a UUID has 36

/// The number of what this key made before; `None` where it is new, or where the caller gave none.
/// `kind` is what is asked for, as `patient.add`.
///
/// # Errors
/// `INVALID_INPUT` for a key too short to be unique or too long to be kept, `CONFLICT` for the key of
/// another actor or of something else.
pub async fn recall(
    transaction: &impl ConnectionTrait,
    actor: &Actor,
    kind: &str,
    request_id: Option<&str>,
) -> Result<Option<i64>> {
    let Some(key) = request_id else { return Ok(None) };
    if !LENGTH.contains(&key.chars().count()) {
        return Err(Error::invalid(
            "requestId",
            format!("A request id has {} to {} characters. Use a new UUID.", LENGTH.start(), LENGTH.end()),
        ));
    }
    match request::Entity::find_by_id(key).one(transaction).await? {
        None => Ok(None),
        Some(made) if made.actor == actor.id && made.kind == kind => Ok(Some(made.outcome_id)),
        Some(_) => Err(taken()),
    }
}

/// Keeps what this key made; does nothing where the caller gave none.
///
/// # Errors
/// `CONFLICT` when the same key was asked for at the same time: the transaction must not be committed.
pub async fn record(
    transaction: &impl ConnectionTrait,
    actor: &Actor,
    kind: &str,
    request_id: Option<&str>,
    id: i64,
    now: Timestamp,
) -> Result<()> {
    let Some(key) = request_id else { return Ok(()) };
    let oldest = Timestamp(now.0.saturating_sub(i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX)));
    request::Entity::delete_many().filter(request::Column::CreatedAt.lt(oldest)).exec(transaction).await?;
    let sql = "INSERT INTO request (\"key\", actor, kind, outcome_id, created_at) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT DO NOTHING";
    let values = [key.into(), actor.id.as_str().into(), kind.into(), id.into(), now.into()];
    let inserted = transaction.execute_raw(Engine::of(transaction).statement(sql, values)).await?;
    if inserted.rows_affected() == 0 {
        return Err(taken());
    }
    Ok(())
}

/// Keeps another number for a key: what it made is further now. Does nothing where the caller gave none.
pub async fn settle(connection: &impl ConnectionTrait, request_id: Option<&str>, id: i64) -> Result<()> {
    let Some(key) = request_id else { return Ok(()) };
    request::Entity::update_many()
        .col_expr(request::Column::OutcomeId, Expr::value(id))
        .filter(request::Column::Key.eq(key))
        .exec(connection)
        .await?;
    Ok(())
}

/// Forgets a key, because what it stood for did not come about: asked again, it is done.
pub async fn forget(connection: &impl ConnectionTrait, request_id: Option<&str>) -> Result<()> {
    let Some(key) = request_id else { return Ok(()) };
    request::Entity::delete_by_id(key).exec(connection).await?;
    Ok(())
}

/// The refusal of a key that stands for something else.
pub fn taken() -> Error {
    Error::refused(
        "CONFLICT",
        "This request id was used already, for something else or a moment ago. To repeat a request send it again as \
         it was; for a new one use a new UUID.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use shared::{ids::UserId, permission::Role};

    use super::*;
    use crate::{database::Database, testing::migrated};

    const KEY: &str = "0b0c6b3c-6f1d-4f63-9f3e-4a4b8f0e7d11";

    fn gwen() -> Actor {
        Actor::user(UserId::from(1), "Gwen", Role::Administrator)
    }

    fn omar() -> Actor {
        Actor::user(UserId::from(2), "Omar", Role::Manager)
    }

    /// What a creating mutation does: makes thing number `next` unless this key made one before.
    async fn make(database: &Database, actor: &Actor, kind: &str, key: &str, next: i64, at: i64) -> Result<i64> {
        let transaction = database.begin().await?;
        if let Some(id) = recall(&transaction, actor, kind, Some(key)).await? {
            return Ok(id);
        }
        record(&transaction, actor, kind, Some(key), next, Timestamp(at)).await?;
        transaction.commit().await?;
        Ok(next)
    }

    #[tokio::test]
    async fn asking_again_gives_what_the_first_asking_made() {
        let (_folder, database) = migrated().await;
        assert_eq!(make(&database, &gwen(), "patient.add", KEY, 7, 0).await.unwrap(), 7);
        assert_eq!(make(&database, &gwen(), "patient.add", KEY, 8, 1).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn the_key_of_another_person_or_of_another_kind_is_refused() {
        let (_folder, database) = migrated().await;
        make(&database, &gwen(), "patient.add", KEY, 7, 0).await.unwrap();
        assert_eq!(make(&database, &omar(), "patient.add", KEY, 8, 1).await.unwrap_err().code(), "CONFLICT");
        assert_eq!(make(&database, &gwen(), "report.save", KEY, 8, 1).await.unwrap_err().code(), "CONFLICT");
    }

    #[tokio::test]
    async fn a_key_that_came_in_between_undoes_the_change() {
        let (_folder, database) = migrated().await;
        make(&database, &gwen(), "patient.add", KEY, 7, 0).await.unwrap();
        let transaction = database.begin().await.unwrap();
        let late = record(&transaction, &gwen(), "patient.add", Some(KEY), 8, Timestamp(1)).await;
        assert_eq!(late.unwrap_err().code(), "CONFLICT");
    }

    #[tokio::test]
    async fn a_key_that_cannot_be_unique_names_its_field() {
        let (_folder, database) = migrated().await;
        let error = make(&database, &gwen(), "patient.add", "1", 7, 0).await.unwrap_err();
        assert!(matches!(error, Error::Invalid { field, .. } if field == "requestId"));
    }

    #[tokio::test]
    async fn what_a_key_made_can_get_further_or_be_as_if_it_had_not_been() {
        let (_folder, database) = migrated().await;
        make(&database, &gwen(), "template.test", KEY, 0, 0).await.unwrap();
        settle(database.writer(), Some(KEY), 1).await.unwrap();
        assert_eq!(make(&database, &gwen(), "template.test", KEY, 0, 1).await.unwrap(), 1);
        forget(database.writer(), Some(KEY)).await.unwrap();
        assert_eq!(make(&database, &gwen(), "template.test", KEY, 7, 2).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn keys_are_forgotten_after_a_week() {
        let (_folder, database) = migrated().await;
        let week = i64::try_from(KEPT.as_millis()).unwrap();
        make(&database, &gwen(), "patient.add", KEY, 7, 0).await.unwrap();
        make(&database, &gwen(), "patient.add", "another-key", 8, week).await.unwrap();
        assert_eq!(make(&database, &gwen(), "patient.add", KEY, 9, week).await.unwrap(), 7);
        make(&database, &gwen(), "patient.add", "a-third-key", 9, week + 1).await.unwrap();
        assert_eq!(make(&database, &gwen(), "patient.add", KEY, 10, week + 1).await.unwrap(), 10);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn however_often_it_is_asked_each_key_makes_one_thing(keys in proptest::collection::vec(0_u8..5, 1..30)) {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                let (_folder, database) = migrated().await;
                let mut made = BTreeMap::new();
                for (next, key) in (1_i64..).zip(keys) {
                    let id = make(&database, &gwen(), "patient.add", &format!("request-{key}"), next, next).await.unwrap();
                    assert_eq!(id, *made.entry(key).or_insert(next));
                }
            });
        }
    }
}
