//! Downloads of a campaign: whom no channel reaches.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use shared::ids::CampaignId;

use super::{
    download::{csv, refusal},
    session::RequireActor,
};
use crate::{
    domain::{Error, campaigns},
    state::App,
};

/// `GET /campaigns/campaign-7/unreachable.csv`, with a bearer token.
pub fn router() -> Router<App> {
    Router::new().route("/campaigns/{id}/unreachable.csv", get(unreachable))
}

async fn unreachable(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<CampaignId>() else { return refusal(&Error::NotFound("campaign")) };
    match campaigns::unreachable_csv(&app, &actor, id).await {
        Ok(list) => csv(&list.file_name, list.chunks),
        Err(error) => refusal(&error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::{
        body::Body,
        http::{Request, StatusCode},
    };
    use tower::ServiceExt;

    use super::*;
    use crate::testing::TestApp;

    #[tokio::test]
    async fn nobody_downloads_the_list_without_signing_in() {
        let test = TestApp::start().await;
        let request = Request::get("/campaigns/campaign-1/unreachable.csv").body(Body::empty()).unwrap();
        let response = router().with_state(test.app.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
}
