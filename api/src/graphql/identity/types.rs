//! What the API says about a person and a session.

use async_graphql::{ComplexObject, Context, ID, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{time::Timestamp, user};
use shared::{ids::UserId, permission::Permission};

use crate::{
    domain::identity::{
        recovery,
        sessions::{self, ACCESS_LIFETIME, SignedIn},
        sign_in::Challenge,
        totp::Enrolment,
        users,
    },
    graphql::{
        context::{self, app},
        error::OrGraphql,
        scalars::Role,
        settings::Practice,
    },
};

/// The person who is signed in.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Viewer {
    pub id: ID,
    pub email: String,
    pub name: String,
    pub role: Role,
    /// Texts such as `campaigns:launch`.
    pub permissions: Vec<String>,
    /// When both factors are asked for again.
    pub session_expires_at: DateTime<Utc>,
    #[graphql(skip)]
    user: UserId,
}

#[ComplexObject]
impl Viewer {
    async fn practice(&self, ctx: &Context<'_>) -> Result<Practice> {
        Ok(Practice::now(app(ctx)?).await)
    }

    /// Recovery codes that still work; 0 when none were made.
    async fn recovery_codes_left(&self, ctx: &Context<'_>) -> Result<u64> {
        recovery::left(app(ctx)?.database.reader(), self.user).await.or_graphql()
    }
}

impl Viewer {
    pub fn new(user: user::Model, permissions: &[Permission], session_expires_at: Timestamp) -> Self {
        let id = UserId::from(user.id);
        Self {
            id: id.to_string().into(),
            email: user.email,
            name: user.name,
            role: user.role.into(),
            permissions: permissions.iter().map(ToString::to_string).collect(),
            session_expires_at: session_expires_at.to_utc(),
            user: id,
        }
    }

    /// The person whose session this is, as they are now.
    pub async fn signed_in(ctx: &Context<'_>) -> Result<Option<Self>> {
        let app = app(ctx)?;
        let Some(actor) = context::viewer(ctx) else { return Ok(None) };
        let (Some(id), Some(session)) = (actor.user_id(), actor.session) else { return Ok(None) };
        let user = users::find(app, id).await.or_graphql()?;
        let expires_at = sessions::expires_at(app, session).await.or_graphql()?;
        let found = user.zip(expires_at);
        Ok(found.map(|(user, expires_at)| Self::new(user, actor.permissions(), expires_at)))
    }
}

#[derive(InputObject)]
pub struct SignInInput {
    pub email: String,
    #[graphql(secret)]
    pub password: String,
}

#[derive(InputObject)]
pub struct CompleteSignInInput {
    #[graphql(secret)]
    pub challenge: String,
    /// Six digits of the authenticator app; each works once.
    #[graphql(secret)]
    pub code: String,
}

#[derive(InputObject)]
pub struct AcceptInvitationInput {
    /// Last part of the link of the invitation.
    #[graphql(secret)]
    pub token: String,
    #[graphql(secret)]
    pub password: String,
}

/// The password was right; a code is wanted within five minutes.
#[derive(SimpleObject)]
pub struct SignInPayload {
    pub challenge: String,
    /// For an authenticator app that does not know this account yet; null once it has shown a right code.
    pub enrolment: Option<TotpEnrolment>,
}

impl TryFrom<Challenge> for SignInPayload {
    type Error = crate::domain::Error;

    fn try_from(challenge: Challenge) -> crate::domain::Result<Self> {
        let enrolment = challenge.enrolment.map(TotpEnrolment::try_from).transpose()?;
        Ok(Self { challenge: challenge.token, enrolment })
    }
}

#[derive(SimpleObject)]
pub struct TotpEnrolment {
    /// Base32, for typing.
    pub secret: String,
    pub otpauth_uri: String,
    /// An SVG document of the QR code of `otpauthUri`.
    pub qr_svg: String,
}

impl TryFrom<Enrolment> for TotpEnrolment {
    type Error = crate::domain::Error;

    fn try_from(enrolment: Enrolment) -> crate::domain::Result<Self> {
        Ok(Self { qr_svg: enrolment.svg()?, secret: enrolment.secret, otpauth_uri: enrolment.uri })
    }
}

/// A session; its refresh token comes in an HttpOnly cookie.
#[derive(SimpleObject)]
pub struct CompleteSignInPayload {
    pub viewer: Viewer,
    /// For the header `Authorization: Bearer …`.
    pub access_token: String,
    /// When the access token runs out and `refreshSession` gives another.
    pub expires_at: DateTime<Utc>,
    /// The same in seconds from now.
    pub expires_in: u32,
    /// For somebody who has just set up their authenticator: ten codes that stand for it, each once, when the phone is
    /// lost. Shown once; empty at every other sign-in.
    pub recovery_codes: Vec<String>,
}

impl CompleteSignInPayload {
    pub fn new(signed_in: SignedIn) -> Self {
        Self {
            viewer: Viewer::new(signed_in.user, signed_in.actor.permissions(), signed_in.session_expires_at),
            access_token: signed_in.access_token,
            expires_at: signed_in.access_expires_at.to_utc(),
            expires_in: u32::try_from(ACCESS_LIFETIME.as_secs()).unwrap_or(u32::MAX),
            recovery_codes: signed_in.recovery_codes,
        }
    }
}
