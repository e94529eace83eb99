//! What is not read, and what is not kept, of posts that are too much.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use futures::stream;
use serde_json::json;

use super::{ANSWERED, later, post, server, server_of, stamp};
use crate::http::test_server::{Answer, TestServer};

const FILES: &str = "SELECT COUNT(*) AS n FROM form_attachment";
const PICTURE: &str = "\u{89}PNG";

/// A post from one address, and whether anything of it was read.
async fn watched(server: &TestServer, path: &str) -> (StatusCode, bool) {
    let is_read = Arc::new(AtomicBool::new(false));
    let seen = is_read.clone();
    let body = stream::once(async move {
        seen.store(true, Ordering::Relaxed);
        Ok::<_, std::io::Error>(Bytes::from_static(b"_version=1&_press=back"))
    });
    let mut request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from_stream(body))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 9], 1))));
    let status = server.send(request).await.status;
    (status, is_read.load(Ordering::Relaxed))
}

#[tokio::test]
async fn nothing_is_read_of_who_sends_too_much_or_to_no_form() {
    let server = server(true).await;
    assert_eq!(watched(&server, "/f/nothing").await, (StatusCode::NOT_FOUND, false));
    assert_eq!(watched(&server, "/m/nonsense/form").await, (StatusCode::NOT_FOUND, false));
    assert_eq!(watched(&server, "/f/your-lungs").await, (StatusCode::OK, true));
    for (path, times) in [("/f/your-lungs", 1), ("/m/nonsense/form", 10)] {
        let a_minute = times * server.app.config.forms.answers_a_minute;
        let mut sent = 0;
        // The minute goes on meanwhile: some more than that are taken.
        while watched(&server, path).await.0 != StatusCode::TOO_MANY_REQUESTS {
            sent += 1;
            assert!(sent < 4 * a_minute, "{path} has no brake");
        }
        assert!(sent + 3 > a_minute, "{path} took {sent}");
        assert_eq!(watched(&server, path).await, (StatusCode::TOO_MANY_REQUESTS, false));
    }
}

#[tokio::test]
async fn a_post_of_more_than_any_form_asks_for_is_refused_in_words() {
    let server = server(true).await;
    let path = "/f/your-lungs";
    for (body, told) in [
        ("a&".repeat(3_001), "more answers in this than any form asks for"),
        (format!("name={}", "x".repeat(4_000_000)), "What you sent is too large"),
    ] {
        let refused = post(&server, path, &body).await;
        assert!(refused.status == StatusCode::PAYLOAD_TOO_LARGE && refused.body.contains(told), "{}", refused.body);
    }
    let many = "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n\r\n".repeat(3_001);
    let refused = send_parts(&server, path, &format!("{many}--x--\r\n")).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = format!("{}--x--\r\n", part("name", None, &"x".repeat(4_000_001)));
    assert_eq!(send_parts(&server, path, &long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let cut = send_parts(&server, path, "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nhalf").await;
    assert!(cut.status == StatusCode::BAD_REQUEST && cut.body.contains("Not all of it reached us"), "{}", cut.body);
    let request = Request::post(path).header("content-type", "application/json").body(Body::from("{}")).unwrap();
    assert_eq!(server.send(request).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

fn part(name: &str, file: Option<&str>, text: &str) -> String {
    let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n")
}

async fn send_parts(server: &TestServer, path: &str, body: &str) -> Answer {
    // Each character as the byte of its number.
    let bytes: Vec<u8> = body.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let request = Request::post(path).header("content-type", "multipart/form-data; boundary=x").body(Body::from(bytes));
    server.send(request.unwrap()).await
}

#[tokio::test]
async fn files_are_kept_only_where_the_form_asks_for_them_and_a_person_may_have_sent_them() {
    let file = |id: &str| json!({ "id": id, "kind": { "file": { "types": ["png"] } }, "label": { "en": id } });
    let mut second = file("second");
    second["showIf"] = json!({ "answered": "letter" });
    let mut never = file("never");
    never["showIf"] = json!({ "not": { "answered": "letter" } });
    let server = server_of(&json!([file("letter"), second, never]), true, false).await;
    let path = "/f/your-lungs";
    let stamp = stamp(&server.get(path).await.body);
    later(&server);
    let picture = |name: &str| part(name, Some("a.png"), &format!("{PICTURE}\r\n\u{1a}\n"));
    let send = async |stamp: &str, rest: String| {
        let own = [("_version", "1"), ("_stamp", stamp), ("_press", "send")].map(|(name, text)| part(name, None, text));
        send_parts(&server, path, &format!("{}{rest}--x--\r\n", own.concat())).await.body
    };
    for (stamp, files, told) in [
        (stamp.as_str(), picture("letter").repeat(2_000), "Choose one file here, not several"),
        (stamp.as_str(), picture("letter") + &picture("other"), "This form asks for no such file"),
        ("", picture("letter"), "Choose the file once more"),
        (stamp.as_str(), picture("letter") + &part("_website", None, "spam"), "Choose the file once more"),
    ] {
        let page = send(stamp, files).await;
        assert!(page.contains("There is a problem") && page.contains(told), "{told}: {page}");
        assert_eq!((server.count(FILES).await, server.count(ANSWERED).await), (0, 0), "{told}");
    }
    let all = || picture("letter") + &picture("second") + &picture("never");
    let sent = send(&stamp, all()).await;
    assert!(sent.contains("We have your answers."), "{sent}");
    assert_eq!((server.count(FILES).await, server.count(ANSWERED).await), (2, 1), "what is hidden keeps no file");
    let again = send(&stamp, all()).await;
    assert!(again.contains("We have your answers."), "{again}");
    assert_eq!(server.count(ANSWERED).await, 1, "a reload sends the same files once more");
}
