//! GraphQL over HTTP as its draft wants it.

#![allow(clippy::unwrap_used)]

use axum::{
    body::Body,
    http::{Request, StatusCode},
};

use crate::http::test_server::{Answer, TestServer};

const MODERN: &str = "application/graphql-response+json";

async fn post(server: &TestServer, accept: &str, body: &str) -> Answer {
    let request = Request::post("/graphql").header("content-type", "application/json").header("accept", accept);
    server.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn a_query_is_answered_in_the_type_asked_for() {
    let server = TestServer::start().await;
    let query = r#"{"query":"{ __typename }"}"#;
    for (accept, expected) in [(MODERN, MODERN), ("application/json", "application/json"), ("*/*", "application/json")]
    {
        let answer = post(&server, accept, query).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("content-type"), format!("{expected}; charset=utf-8"));
        assert_eq!(answer.body, r#"{"data":{"__typename":"Query"}}"#);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert_eq!(post(&server, "text/html", query).await.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(server.get("/graphql?query=%7B__typename%7D").await.body, r#"{"data":{"__typename":"Query"}}"#);
}

#[tokio::test]
async fn a_document_that_is_not_executed_is_a_bad_request_to_those_who_understand() {
    let server = TestServer::start().await;
    for query in ["{", "{ nothing }", "query($id: ID!) { __typename }"] {
        let body = serde_json::json!({ "query": query, "variables": { "id": null } }).to_string();
        let modern = post(&server, MODERN, &body).await;
        assert_eq!(modern.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(!modern.body.contains("\"data\""), "{}", modern.body);
        assert!(modern.body.contains(r#""code":"INVALID_REQUEST""#), "{}", modern.body);
        assert_eq!(post(&server, "application/json", &body).await.status, StatusCode::OK, "{query}");
    }
}

#[tokio::test]
async fn malformed_requests_are_refused() {
    let server = TestServer::start().await;
    let bodies = ["", "no json", "{}", "[]", r#"[{"query":"{ __typename }"}]"#, r#"{"query":1}"#];
    for body in bodies.into_iter().chain([r#"{"query":"{ __typename }","variables":"x"}"#]) {
        assert_eq!(post(&server, "application/json", body).await.status, StatusCode::BAD_REQUEST, "{body}");
    }
    assert_eq!(server.get("/graphql").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_mutation_by_get_and_a_form_are_refused() {
    let server = TestServer::start().await;
    let by_get = server.get("/graphql?query=mutation%7BsignOut%7D").await;
    assert_eq!((by_get.status, by_get.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    let form = Request::post("/graphql").header("content-type", "text/plain").body(Body::from(r#"{"query":"{a}"}"#));
    assert_eq!(server.send(form.unwrap()).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = format!(r#"{{"query":"{}"}}"#, " ".repeat(8 << 20));
    assert_eq!(post(&server, "application/json", &large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_query_that_goes_too_deep_is_not_executed() {
    let server = TestServer::start().await;
    let deep = format!("{{ __schema {{ types {{ {} name {} }} }} }}", "ofType {".repeat(20), "}".repeat(20));
    let body = serde_json::json!({ "query": deep }).to_string();
    assert_eq!(post(&server, MODERN, &body).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_a_browser_safe() {
    let server = TestServer::start().await;
    for path in ["/graphql", "/healthz", "/nothing", "/m/nonsense"] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
}
