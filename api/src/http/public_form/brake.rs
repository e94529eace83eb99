//! How often one address may send something in a minute, asked before anything of it is read or looked up.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use governor::{DefaultKeyedRateLimiter, Quota};

use super::{reply::Reply, room::Room};
use crate::{
    http::client::{ClientAddress, network},
    state::App,
};

const REMEMBERED: usize = 10_000; // addresses; about 1 MB

pub(super) struct Brake(DefaultKeyedRateLimiter<IpAddr>);

impl Brake {
    pub fn new(a_minute: u32) -> Self {
        let a_minute = NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN);
        Self(DefaultKeyedRateLimiter::keyed(Quota::per_minute(a_minute)))
    }

    /// Counts what was sent; whether it was one too many.
    pub fn too_many(&self, address: Option<IpAddr>) -> bool {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
            self.0.shrink_to_fit();
        }
        address.is_some_and(|address| self.0.check_key(&network(address)).is_err())
    }
}

/// The way in for what is posted to a route.
pub(super) struct Gate {
    pub brake: Brake,
    pub room: Arc<Room>,
}

/// A post that did not come too soon after others, with the room it may be read into.
pub(super) struct Passed(pub Arc<Room>);

impl FromRequestParts<App> for Passed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Some(gate) = parts.extensions.get::<Arc<Gate>>().cloned() else {
            tracing::error!(path = parts.uri.path(), "a route takes posts and has no gate");
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        let Ok(client) = ClientAddress::from_request_parts(parts, app).await;
        if gate.brake.too_many(client.0) {
            let Ok(reply) = Reply::from_request_parts(parts, app).await;
            return Err(reply.too_many());
        }
        Ok(Self(gate.room.clone()))
    }
}
