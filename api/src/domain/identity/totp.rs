//! The second factor: time-based one-time passwords (RFC 6238) of 6 digits, 30 seconds, HMAC-SHA-1,
//! which is what authenticator apps understand. A code works once.

use entity::{time::Timestamp, totp};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::Expr,
};
use shared::ids::UserId;
use totp_rs::{Builder, Secret, Totp};

use super::{lockout, qr};
use crate::{
    domain::{Error, Result},
    state::App,
};

pub const WRONG_CODE: &str = "WRONG_CODE";
pub const CODE_ALREADY_USED: &str = "CODE_ALREADY_USED";

const SECRET: usize = 20; // bytes, RFC 4226 §4 requirement 6
const STEP: u64 = 30; // seconds
const SKEW: u16 = 1; // steps either way, RFC 6238 §5.2
const COLUMN: &str = "totp.secret";
const ISSUER: &str = "Recall";

/// What an authenticator app needs to know. Shown until the first right code, then never again.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Base32, for typing.
    pub secret: String,
    /// `otpauth://totp/…`, for the QR code.
    pub uri: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(…)")
    }
}

impl Enrolment {
    /// The QR code as an SVG document.
    pub fn svg(&self) -> Result<String> {
        Ok(qr::svg(&self.uri)?)
    }
}

/// Makes a new secret for a user who has none. `confirmed` when it is handed over on another way than by
/// signing in.
pub async fn create(
    transaction: &impl ConnectionTrait,
    app: &App,
    user: UserId,
    email: &str,
    confirmed: bool,
) -> Result<Enrolment> {
    let mut secret = [0; SECRET];
    app.random.fill(&mut secret);
    let enrolment = enrolment(&secret, email)?;
    let now = app.clock.timestamp();
    let row = totp::ActiveModel {
        user_id: Set(user.get()),
        secret_sealed: Set(app.keys.seal(COLUMN, &secret, app.random.as_ref())),
        last_step: NotSet,
        confirmed_at: Set(confirmed.then_some(now)),
        created_at: Set(now),
    };
    totp::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(enrolment)
}

/// What to show at sign-in: `None` once a right code has confirmed that the app knows the secret.
pub async fn pending(
    transaction: &impl ConnectionTrait,
    app: &App,
    user: UserId,
    email: &str,
) -> Result<Option<Enrolment>> {
    match find(transaction, user).await? {
        None => Ok(Some(create(transaction, app, user, email, false).await?)),
        Some(row) if row.confirmed_at.is_some() => Ok(None),
        Some(row) => Ok(Some(enrolment(&open(app, &row)?, email)?)),
    }
}

/// Uses up a fresh code in the transaction of what it allows. `WRONG_CODE` and `CODE_ALREADY_USED` when it
/// does not; a caller that rolls back tells [`lockout::count_wrong_code`] then.
pub async fn use_code(transaction: &impl ConnectionTrait, app: &App, user: UserId, code: &str) -> Result<()> {
    let now = app.clock.timestamp();
    lockout::check(&lockout::hold(transaction, user).await?, now)?;
    let row = find(transaction, user).await?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_some()) else {
        return Err(Error::refused("NOT_ENROLLED", "Set up an authenticator app first: sign out and sign in again."));
    };
    spend(transaction, app, &row, code, now).await
}

/// The same at sign-in, where the first right code confirms the enrolment. True when it has just done so.
pub(super) async fn use_sign_in_code(
    transaction: &impl ConnectionTrait,
    app: &App,
    user: UserId,
    code: &str,
) -> Result<bool> {
    let now = app.clock.timestamp();
    let row = find(transaction, user).await?.ok_or_else(wrong_code)?;
    spend(transaction, app, &row, code, now).await?;
    let confirmed = totp::Entity::update_many()
        .col_expr(totp::Column::ConfirmedAt, Expr::value(now))
        .filter(totp::Column::UserId.eq(user.get()))
        .filter(totp::Column::ConfirmedAt.is_null())
        .exec(transaction)
        .await?;
    Ok(confirmed.rows_affected == 1)
}

async fn spend(
    transaction: &impl ConnectionTrait,
    app: &App,
    row: &totp::Model,
    code: &str,
    now: Timestamp,
) -> Result<()> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect(); // apps show "123 456"
    let seconds = u64::try_from(now.0 / 1000).unwrap_or_default();
    let step = generator(&open(app, row)?, "")?.check(&digits, seconds).ok_or_else(wrong_code)?;
    let step = i64::try_from(step).map_err(anyhow::Error::from)?;
    let last = totp::Column::LastStep;
    let used = totp::Entity::update_many()
        .col_expr(last, Expr::value(step))
        .filter(totp::Column::UserId.eq(row.user_id))
        .filter(Condition::any().add(last.is_null()).add(last.lt(step)))
        .exec(transaction)
        .await?;
    if used.rows_affected == 0 {
        let message =
            "This code was used already. Wait for the next one in your authenticator app, at most 30 seconds.";
        return Err(Error::refused(CODE_ALREADY_USED, message));
    }
    Ok(())
}

/// What an external system or a command is told where a person's fresh code is wanted.
pub fn people_only() -> Error {
    Error::refused("PEOPLE_ONLY", "This takes a fresh code of an authenticator app: only people can do it, in the app.")
}

fn wrong_code() -> Error {
    let message =
        "This code is wrong. Take the one your authenticator app shows now; the clock of your phone must be right.";
    Error::refused(WRONG_CODE, message)
}

async fn find(transaction: &impl ConnectionTrait, user: UserId) -> Result<Option<totp::Model>> {
    Ok(totp::Entity::find_by_id(user.get()).one(transaction).await?)
}

fn open(app: &App, row: &totp::Model) -> Result<Vec<u8>> {
    Ok(app.keys.open(COLUMN, &row.secret_sealed).map_err(anyhow::Error::from)?)
}

fn enrolment(secret: &[u8], email: &str) -> Result<Enrolment> {
    let totp = generator(secret, email)?;
    let uri = totp.to_url().map_err(|error| anyhow::anyhow!("no otpauth address can be made: {error:?}"))?;
    Ok(Enrolment { secret: totp.secret().to_base32(), uri })
}

fn generator(secret: &[u8], email: &str) -> Result<Totp> {
    Ok(Builder::new()
        .with_secret(Secret::new(secret.into()))
        .with_step_duration(STEP)
        .with_skew(SKEW)
        .with_issuer(Some(ISSUER))
        .with_account_name(email)
        .build()
        .map_err(|error| anyhow::anyhow!("the second factor cannot be computed: {error:?}"))?)
}

/// The code that an authenticator app with this secret shows at `now`; for the command line and tests.
pub fn code_at(base32: &str, now: Timestamp) -> Result<String> {
    let secret =
        Secret::try_from_base32(base32).map_err(|error| anyhow::anyhow!("the secret is no base32: {error:?}"))?;
    let seconds = u64::try_from(now.0 / 1000).unwrap_or_default();
    Ok(generator(secret.as_bytes(), "")?.generate(seconds).to_string())
}
