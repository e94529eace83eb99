//! The protocol as tus-js-client speaks it.

#![allow(clippy::unwrap_used)]

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, request::Builder},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use shared::permission::Permission;

use crate::{
    domain::{Actor, identity::clients},
    http::test_server::{Answer, TestServer},
};

const FILE: &[u8] = b"local_id,family_name\n1,Hill\n";

struct Agent {
    server: TestServer,
    token: String,
}

impl Agent {
    async fn with(scope: Permission) -> Self {
        let server = TestServer::start().await;
        let issued = clients::create(&server.app, &Actor::command("test"), "Agent", vec![scope]).await.unwrap();
        let granted = clients::grant(&server.app, &issued.client_id, &issued.client_secret.0, None).await.unwrap();
        Self { server, token: granted.access_token }
    }

    fn request(&self, method: Method, path: &str) -> Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("tus-resumable", "1.0.0")
            .header("authorization", format!("Bearer {}", self.token))
    }

    async fn create(&self, length: usize) -> Answer {
        let name = STANDARD.encode("patients.csv");
        let request = self
            .request(Method::POST, "/uploads")
            .header("upload-length", length)
            .header("upload-metadata", format!("filetype dGV4dC9jc3Y=,filename {name}"));
        self.server.send(request.body(Body::empty()).unwrap()).await
    }

    async fn patch(&self, path: &str, offset: usize, part: &'static [u8], checksum: Option<&str>) -> Answer {
        let mut request = self
            .request(Method::PATCH, path)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", offset);
        if let Some(checksum) = checksum {
            request = request.header("upload-checksum", format!("sha256 {checksum}"));
        }
        self.server.send(request.body(Body::from(part)).unwrap()).await
    }

    async fn head(&self, path: &str) -> Answer {
        self.server.send(self.request(Method::HEAD, path).body(Body::empty()).unwrap()).await
    }
}

#[tokio::test]
async fn a_file_is_uploaded_in_parts_and_goes_on_where_it_stopped() {
    let agent = Agent::with(Permission::ImportPatients).await;
    let created = agent.create(FILE.len()).await;
    assert_eq!(created.status, StatusCode::CREATED);
    assert_eq!(created.header("tus-resumable"), "1.0.0");
    assert!(created.header("upload-expires").ends_with("GMT"));
    let path = created.header("location").to_owned();

    assert_eq!(agent.patch(&path, 0, &FILE[..10], None).await.header("upload-offset"), "10");
    let stand = agent.head(&path).await;
    assert_eq!(
        (stand.status, stand.header("upload-offset"), stand.header("cache-control")),
        (StatusCode::OK, "10", "no-store")
    );
    assert_eq!(agent.patch(&path, 5, &FILE[5..], None).await.status, StatusCode::CONFLICT);
    let last = agent.patch(&path, 10, &FILE[10..], None).await;
    assert_eq!((last.status, last.header("upload-offset")), (StatusCode::NO_CONTENT, "28"));
    assert_eq!(agent.patch(&path, 28, b"more", None).await.status, StatusCode::PAYLOAD_TOO_LARGE);

    let removed = agent.server.send(agent.request(Method::DELETE, &path).body(Body::empty()).unwrap()).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert_eq!(agent.head(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_damaged_part_is_taken_back() {
    let agent = Agent::with(Permission::ImportPatients).await;
    let path = agent.create(FILE.len()).await.header("location").to_owned();
    let right = STANDARD.encode(digest(&SHA256, FILE));
    let wrong = STANDARD.encode(digest(&SHA256, b"another part"));
    assert_eq!(agent.patch(&path, 0, FILE, Some(&wrong)).await.status.as_u16(), 460);
    assert_eq!(agent.head(&path).await.header("upload-offset"), "0");
    assert_eq!(agent.patch(&path, 0, FILE, Some(&right)).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn who_may_not_import_and_what_is_too_large_are_refused() {
    let agent = Agent::with(Permission::ImportPatients).await;
    let too_large = agent.create(3 * 1024 * 1024 * 1024).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(too_large.body.contains("GiB"), "{}", too_large.body);
    let old = Request::post("/uploads").header("tus-resumable", "0.2.2").body(Body::empty()).unwrap();
    assert_eq!(agent.server.send(old).await.status, StatusCode::PRECONDITION_FAILED);
    let nobody = Request::post("/uploads").header("tus-resumable", "1.0.0").header("upload-length", 1);
    assert_eq!(agent.server.send(nobody.body(Body::empty()).unwrap()).await.status, StatusCode::UNAUTHORIZED);
    let options = agent.server.send(Request::options("/uploads").body(Body::empty()).unwrap()).await;
    assert_eq!(options.header("tus-extension"), "creation,termination,expiration,checksum");
    let reader = Agent::with(Permission::ViewPatients).await;
    assert_eq!(reader.create(1).await.status, StatusCode::FORBIDDEN);
}
