//! Recovery codes: ten codes that stand for the authenticator app, each once, for somebody who lost it.
//!
//! Ten characters of base32 (RFC 4648 §6) are 50 bits: too many to guess under the lockout. They are
//! kept as a keyed hash, because 50 bits are not too many for somebody who has the database.

use aws_lc_rs::hmac;
use entity::recovery_code::{self, Column, Entity};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::Expr,
};
use serde_json::json;
use shared::ids::UserId;

use super::{lockout, totp};
use crate::{
    clients::random::Random,
    crypto::KeyRing,
    domain::{Actor, Error, Result, audit},
    state::App,
};

pub const CODES: usize = 10; // a year of forgotten phones, and they fit on a card
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const LENGTH: usize = 10; // letters

/// Makes new codes and takes the old ones away. They are shown once, as `abcde-fghij`.
pub async fn renew(app: &App, actor: &Actor, code: &str) -> Result<Vec<String>> {
    let user = actor.user_id().ok_or_else(totp::people_only)?;
    let outcome = replace(app, actor, user, code).await;
    lockout::count_wrong_code(app, user, &outcome).await?;
    outcome
}

async fn replace(app: &App, actor: &Actor, user: UserId, code: &str) -> Result<Vec<String>> {
    let transaction = app.database.begin().await?;
    totp::use_code(&transaction, app, user, code).await?;
    let codes = make(&transaction, app, actor, user).await?;
    transaction.commit().await?;
    Ok(codes)
}

/// Makes new codes in the transaction that has seen a right code of the authenticator app.
pub(super) async fn make(
    transaction: &impl ConnectionTrait,
    app: &App,
    actor: &Actor,
    user: UserId,
) -> Result<Vec<String>> {
    let now = app.clock.timestamp();
    let codes: Vec<String> = (0..CODES).map(|_| generate(app.random.as_ref())).collect();
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        id: NotSet,
        user_id: Set(user.get()),
        code_hash: Set(hash(&app.keys, user, code)),
        created_at: Set(now),
        used_at: Set(None),
    });
    let rows: Vec<_> = rows.collect();
    forget(transaction, user).await?;
    Entity::insert_many(rows).exec_without_returning(transaction).await?;
    let detail = json!({ "codes": CODES });
    let entry = audit::Entry { action: "user.recovery_codes_renewed", subject: Some(user.to_string()), detail };
    audit::record(transaction, now, actor, entry).await?;
    Ok(codes.iter().map(|code| format!("{}-{}", &code[..LENGTH / 2], &code[LENGTH / 2..])).collect())
}

/// How many codes still work.
pub async fn left(connection: &impl ConnectionTrait, user: UserId) -> Result<u64> {
    let unused = Entity::find().filter(Column::UserId.eq(user.get())).filter(Column::UsedAt.is_null());
    Ok(unused.count(connection).await?)
}

/// Uses up a code in the transaction of the sign-in it allows. Conditional: of two at once one wins.
pub(super) async fn spend(transaction: &impl ConnectionTrait, app: &App, user: UserId, typed: &str) -> Result<()> {
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(app.clock.timestamp()))
        .filter(Column::UserId.eq(user.get()))
        .filter(Column::CodeHash.eq(hash(&app.keys, user, &read(typed))))
        .filter(Column::UsedAt.is_null())
        .exec(transaction)
        .await?;
    if used.rows_affected == 1 {
        return Ok(());
    }
    let message = "This recovery code is wrong or was used already. Each works once; take another of your ten.";
    Err(Error::refused(totp::WRONG_CODE, message))
}

/// Takes all codes of a user away.
pub(super) async fn forget(transaction: &impl ConnectionTrait, user: UserId) -> Result<()> {
    Entity::delete_many().filter(Column::UserId.eq(user.get())).exec(transaction).await?;
    Ok(())
}

fn generate(random: &dyn Random) -> String {
    let mut bytes = [0; LENGTH];
    random.fill(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect() // 256 is a multiple of 32
}

/// What was meant: base32 has no 0, 1 and 8, and people read them for letters.
fn read(typed: &str) -> String {
    let meant = |letter: char| match letter.to_ascii_lowercase() {
        '0' => 'o',
        '1' => 'l',
        '8' => 'b',
        other => other,
    };
    typed.chars().filter(char::is_ascii_alphanumeric).map(meant).collect()
}

/// The words and the user's number keep this apart from everything else that is made with the key.
fn hash(keys: &KeyRing, user: UserId, code: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, keys.token_key());
    let mut message = hmac::Context::with_key(&key);
    message.update(b"recall recovery code\0");
    message.update(&user.get().to_be_bytes());
    message.update(code.as_bytes());
    message.sign().as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::random::OsRandom;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = generate(&OsRandom);
        assert_eq!(read(&format!(" {}-{} ", code[..5].to_uppercase(), &code[5..])), code);
        assert_eq!(read("0RA1X-8cde2"), "oralxbcde2");
    }

    #[test]
    fn the_same_code_of_another_user_has_another_hash() {
        let keys = KeyRing::generate(&OsRandom);
        assert_ne!(hash(&keys, 1.into(), "abcdefghij"), hash(&keys, 2.into(), "abcdefghij"));
    }
}
