//! Downloads of the rejected rows of imports.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use shared::ids::ImportId;

use super::{
    download::{csv, refusal},
    session::RequireActor,
};
use crate::{
    domain::{Error, imports},
    state::App,
};

/// `GET /imports/import-7/rejected.csv`, with a bearer token.
pub fn router() -> Router<App> {
    Router::new().route("/imports/{id}/rejected.csv", get(download))
}

async fn download(State(app): State<App>, RequireActor(actor): RequireActor, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ImportId>() else { return refusal(&Error::NotFound("import")) };
    match imports::rejected_csv(&app, &actor, id).await {
        Ok(rejected) => csv(&rejected.file_name, rejected.chunks),
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
    async fn nobody_downloads_rejected_rows_without_signing_in() {
        let test = TestApp::start().await;
        let request = Request::get("/imports/import-1/rejected.csv").body(Body::empty()).unwrap();
        let response = router().with_state(test.app.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
}
