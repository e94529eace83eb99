//! What the API says about a person and a session.

use async_graphql::{ID, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{time::Timestamp, user};
use shared::{ids::UserId, permission::Permission};

use crate::{
    domain::identity::{
        sessions::{ACCESS_LIFETIME, SignedIn},
        sign_in::Challenge,
        totp::Enrolment,
    },
    graphql::scalars::Role,
    state::App,
};

/// The person who is signed in.
#[derive(SimpleObject)]
pub struct Viewer {
    pub id: ID,
    pub email: String,
    pub name: String,
    pub role: Role,
    /// Texts such as `campaigns:launch`.
    pub permissions: Vec<String>,
    /// When both factors are asked for again.
    pub session_expires_at: DateTime<Utc>,
    pub practice: Practice,
}

/// The practice whose patients these are.
#[derive(SimpleObject)]
pub struct Practice {
    pub name: String,
}

impl Viewer {
    pub fn new(app: &App, user: user::Model, permissions: &[Permission], session_expires_at: Timestamp) -> Self {
        Self {
            id: UserId::from(user.id).to_string().into(),
            email: user.email,
            name: user.name,
            role: user.role.into(),
            permissions: permissions.iter().map(ToString::to_string).collect(),
            session_expires_at: session_expires_at.to_utc(),
            practice: Practice { name: app.config.practice.name.clone() },
        }
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
}

impl CompleteSignInPayload {
    pub fn new(app: &App, signed_in: SignedIn) -> Self {
        Self {
            viewer: Viewer::new(app, signed_in.user, signed_in.actor.permissions(), signed_in.session_expires_at),
            access_token: signed_in.access_token,
            expires_at: signed_in.access_expires_at.to_utc(),
            expires_in: u32::try_from(ACCESS_LIFETIME.as_secs()).unwrap_or(u32::MAX),
        }
    }
}
