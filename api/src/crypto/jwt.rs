//! Access tokens and sign-in challenges as JSON Web Tokens (RFC 7519), signed with HMAC-SHA-256.
//!
//! What a token is for is its audience, so that a challenge is never taken for an access token.

use std::time::Duration;

use entity::time::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize};

use super::keyring::KeyRing;

const ISSUER: &str = "recall";

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Calls to the API.
    Api,
    /// The second step of a sign-in, and nothing else.
    SignIn,
}

impl Audience {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Api => "recall-api",
            Self::SignIn => "recall-sign-in",
        }
    }
}

/// What a token says about its bearer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bearer {
    /// Text of an id, as `user-1` or `client-3`.
    pub subject: String,
    /// Number of the session an access token of a user belongs to.
    pub session: Option<i64>,
    /// Scopes of a client, separated by spaces (RFC 6749 §3.3).
    pub scope: Option<String>,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("the token has expired")]
    Expired,
    #[error("the token is not one of ours, was changed, or is meant for something else")]
    Wrong,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sid: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    scope: Option<String>,
}

impl KeyRing {
    /// A signed token that is good until `now` plus `lifetime`, to the second.
    pub fn sign_token(
        &self,
        audience: Audience,
        bearer: Bearer,
        now: Timestamp,
        lifetime: Duration,
    ) -> anyhow::Result<String> {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: audience.as_str().to_owned(),
            sub: bearer.subject,
            iat: seconds(now),
            exp: seconds(now.plus(lifetime)),
            sid: bearer.session,
            scope: bearer.scope,
        };
        let key = EncodingKey::from_secret(self.token_key());
        Ok(jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key)?)
    }

    /// Reads what [`Self::sign_token`] made for the same audience, if it is still good at `now`.
    pub fn read_token(&self, audience: Audience, token: &str, now: Timestamp) -> Result<Bearer, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[audience.as_str()]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_exp = false; // the library would ask the machine for the time; ours is a parameter
        let key = DecodingKey::from_secret(self.token_key());
        let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature => TokenError::Expired,
                _ => TokenError::Wrong,
            })?
            .claims;
        if claims.exp <= seconds(now) {
            return Err(TokenError::Expired);
        }
        Ok(Bearer { subject: claims.sub, session: claims.sid, scope: claims.scope })
    }
}

fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1000)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clients::random::OsRandom;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);
    const LIFETIME: Duration = Duration::from_mins(1);

    fn bearer() -> Bearer {
        Bearer { subject: "user-7".to_owned(), session: Some(3), scope: None }
    }

    #[test]
    fn a_token_reads_back_until_it_expires() {
        let ring = KeyRing::generate(&OsRandom);
        let token = ring.sign_token(Audience::Api, bearer(), NOW, LIFETIME).unwrap();
        let last = NOW.plus(Duration::from_secs(59));
        assert_eq!(ring.read_token(Audience::Api, &token, last), Ok(bearer()));
        assert_eq!(ring.read_token(Audience::Api, &token, NOW.plus(LIFETIME)), Err(TokenError::Expired));
    }

    #[test]
    fn a_challenge_is_no_access_token() {
        let ring = KeyRing::generate(&OsRandom);
        let challenge = ring.sign_token(Audience::SignIn, bearer(), NOW, LIFETIME).unwrap();
        assert_eq!(ring.read_token(Audience::Api, &challenge, NOW), Err(TokenError::Wrong));
    }

    #[test]
    fn a_token_of_another_installation_or_without_a_signature_is_refused() {
        let ring = KeyRing::generate(&OsRandom);
        let foreign = KeyRing::generate(&OsRandom).sign_token(Audience::Api, bearer(), NOW, LIFETIME).unwrap();
        assert_eq!(ring.read_token(Audience::Api, &foreign, NOW), Err(TokenError::Wrong));
        // {"alg":"none","typ":"JWT"} in front of genuine claims
        let genuine = ring.sign_token(Audience::Api, bearer(), NOW, LIFETIME).unwrap();
        let claims = genuine.split('.').nth(1).unwrap();
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
        assert_eq!(ring.read_token(Audience::Api, &unsigned, NOW), Err(TokenError::Wrong));
        assert_eq!(ring.read_token(Audience::Api, "", NOW), Err(TokenError::Wrong));
    }
}
