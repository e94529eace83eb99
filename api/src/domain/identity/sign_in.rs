//! Signing in: password, then a code. Between the two the browser holds a challenge of five minutes.

use std::time::Duration;

use entity::{time::Timestamp, user, values::UserState};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use shared::ids::UserId;

use super::{
    lockout, password, password_reset, recovery,
    sessions::{self, SignedIn},
    totp::{self, Enrolment},
};
use crate::{
    crypto::jwt::{Audience, Bearer, TokenError},
    domain::{Actor, Error, Result, audit},
    state::App,
};

pub const CHALLENGE_LIFETIME: Duration = Duration::from_mins(5); // time to find the phone and scan a code

/// The first step is done.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// To be sent with the code.
    pub token: String,
    /// What the authenticator app must know, until a right code has confirmed it.
    pub enrolment: Option<Enrolment>,
}

/// Checks the password. Whether the address or the password was wrong is not told, and both take the
/// same time.
pub async fn begin(app: &App, email: &str, password: &str) -> Result<Challenge> {
    let email = email.trim().to_ascii_lowercase();
    let user = user::Entity::find().filter(user::Column::Email.eq(email)).one(app.database.reader()).await?;
    let user = user.filter(|user| user.state == UserState::Active);
    if let Some(user) = &user {
        lockout::check(user, app.clock.timestamp())?;
    }
    let right = password::verify(password, user.as_ref().and_then(|user| user.password_hash.as_deref())).await?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let Some(user) = user else {
        failed(&transaction, None, "password", None, now).await?;
        transaction.commit().await?;
        return Err(wrong_credentials());
    };
    let user = lockout::hold(&transaction, user.id.into()).await?;
    lockout::check(&user, now)?;
    if !right {
        let lock = lockout::count_failure(&transaction, &user, now).await?;
        failed(&transaction, Some(&user), "password", lock, now).await?;
        transaction.commit().await?;
        return Err(wrong_credentials());
    }
    let challenge = challenge(&transaction, app, &user).await?;
    transaction.commit().await?;
    Ok(challenge)
}

/// Checks the code of the authenticator app and starts a session.
pub async fn complete(app: &App, challenge: &str, code: &str, user_agent: Option<&str>) -> Result<SignedIn> {
    by_second_factor(app, challenge, SecondFactor::Authenticator(code), user_agent).await
}

/// The same by one of the recovery codes, for somebody without their authenticator app.
pub async fn recover(app: &App, challenge: &str, code: &str, user_agent: Option<&str>) -> Result<SignedIn> {
    by_second_factor(app, challenge, SecondFactor::Recovery(code), user_agent).await
}

#[derive(Clone, Copy)]
enum SecondFactor<'a> {
    Authenticator(&'a str),
    Recovery(&'a str),
}

impl SecondFactor<'_> {
    fn word(self) -> &'static str {
        match self {
            Self::Authenticator(_) => "code",
            Self::Recovery(_) => "recovery code",
        }
    }

    /// Uses it up. True when the authenticator app has just been enrolled by it.
    async fn spend(self, transaction: &impl ConnectionTrait, app: &App, user: UserId) -> Result<bool> {
        match self {
            Self::Authenticator(code) => totp::use_sign_in_code(transaction, app, user, code).await,
            Self::Recovery(code) => recovery::spend(transaction, app, user, code).await.map(|()| false),
        }
    }
}

async fn by_second_factor(
    app: &App,
    challenge: &str,
    factor: SecondFactor<'_>,
    user_agent: Option<&str>,
) -> Result<SignedIn> {
    let now = app.clock.timestamp();
    let id = challenged(app, challenge, now)?;
    let transaction = app.database.begin().await?;
    let user = lockout::hold(&transaction, id).await?;
    if user.state != UserState::Active {
        return Err(wrong_credentials());
    }
    lockout::check(&user, now)?;
    let enrolled = match factor.spend(&transaction, app, id).await {
        Ok(enrolled) => enrolled,
        Err(error) => {
            if !error.is_internal() {
                let lock = lockout::count_failure(&transaction, &user, now).await?;
                failed(&transaction, Some(&user), factor.word(), lock, now).await?;
                transaction.commit().await?;
            }
            return Err(error);
        }
    };
    lockout::clear(&transaction, id).await?;
    sessions::prune(&transaction, now).await?;
    password_reset::prune(&transaction, now).await?;
    user::Entity::update_many()
        .col_expr(user::Column::LastSignInAt, Expr::value(now))
        .filter(user::Column::Id.eq(user.id))
        .exec(&transaction)
        .await?;
    let mut signed_in = sessions::start(&transaction, app, user, user_agent).await?;
    let entry = audit::Entry {
        action: "user.signed_in",
        subject: Some(id.to_string()),
        detail: json!({ "session": signed_in.actor.session, "second_factor": factor.word() }),
    };
    audit::record(&transaction, now, &signed_in.actor, entry).await?;
    if enrolled {
        signed_in.recovery_codes = recovery::make(&transaction, app, &signed_in.actor, id).await?;
    }
    transaction.commit().await?;
    Ok(signed_in)
}

/// The challenge of a user whose password was right.
pub(super) async fn challenge(transaction: &impl ConnectionTrait, app: &App, user: &user::Model) -> Result<Challenge> {
    let id = UserId::from(user.id);
    let enrolment = totp::pending(transaction, app, id, &user.email).await?;
    let bearer = Bearer { subject: id.to_string(), session: None, scope: None };
    let token = app.keys.sign_token(Audience::SignIn, bearer, app.clock.timestamp(), CHALLENGE_LIFETIME)?;
    Ok(Challenge { token, enrolment })
}

fn challenged(app: &App, challenge: &str, now: Timestamp) -> Result<UserId> {
    let bearer = app.keys.read_token(Audience::SignIn, challenge, now).map_err(|error| match error {
        TokenError::Expired => Error::refused(
            "CHALLENGE_EXPIRED",
            "The sign-in took longer than five minutes. Begin again with your password.",
        ),
        TokenError::Wrong => {
            Error::invalid("challenge", "This challenge is not one of ours. Begin again with your password.")
        }
    })?;
    bearer.subject.parse().map_err(|_| Error::Unauthenticated)
}

fn wrong_credentials() -> Error {
    Error::refused("WRONG_CREDENTIALS", "The email address or the password is wrong.")
}

/// The log says which part was wrong; the client is not told. What was typed is not kept: people type
/// passwords into the wrong field.
pub(super) async fn failed(
    transaction: &impl ConnectionTrait,
    user: Option<&user::Model>,
    step: &str,
    lock: Option<Duration>,
    now: Timestamp,
) -> Result<()> {
    let entry = audit::Entry {
        action: "user.sign_in_failed",
        subject: user.map(|user| UserId::from(user.id).to_string()),
        detail: json!({ "step": step, "locked_seconds": lock.map(|lock| lock.as_secs()) }),
    };
    audit::record(transaction, now, &Actor::system("sign-in"), entry).await
}
