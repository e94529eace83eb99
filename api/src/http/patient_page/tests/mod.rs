//! The page as patients, scanners and forgers meet it.

#![allow(clippy::unwrap_used)]

mod ended;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use shared::{channel::CampaignState, ids::RecipientId};

use crate::http::test_server::{Answer, TestServer};

const ACKNOWLEDGED: &str = "SELECT COUNT(*) AS n FROM recipient WHERE acknowledged_at IS NOT NULL";

async fn by(server: &TestServer, name: &str, value: &str) -> Answer {
    server.send(Request::get(server.link(1)).header(name, value).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn opening_a_link_is_recorded_once_and_never_acknowledges() {
    let server = TestServer::start().await;
    for _ in 0..3 {
        let page = server.get(&server.link(1)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("I have read this message"));
    }
    assert_eq!(server.reached("followed").await, 1);
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM recipient_event").await, 1);
    assert_eq!((server.reached("acknowledged").await, server.count(ACKNOWLEDGED).await), (0, 0));
}

#[tokio::test]
async fn the_message_is_in_the_patient_s_language_where_the_campaign_has_it() {
    let server = TestServer::start().await;
    let sql = "INSERT INTO template_variant (campaign_id, channel, wave, language, subject, body, created_at) \
               SELECT id, 'email', 0, 'cy', 'Eich brechiad', 'Annwyl {{ given_name }}, mae eich brechiad yn aros.\n\n{{ link }}', 0 \
               FROM campaign";
    server.sql(sql).await;
    server.sql("UPDATE patient SET preferred_language = 'cy-GB' WHERE id = 1").await;
    let welsh = server.get(&server.link(1)).await.body;
    assert!(welsh.contains("<p>Annwyl ") && welsh.contains("<h1><span>Eich brechiad"), "{welsh}");
    let english = server.get(&server.link(2)).await.body;
    assert!(!english.contains("brechiad") && !english.contains("lang=\"cy\""), "{english}");
}

#[tokio::test]
async fn every_page_speaks_the_patient_s_language() {
    let server = TestServer::start().await;
    server.sql("UPDATE patient SET preferred_language = 'cy-GB' WHERE id = 1").await;
    server.sql("UPDATE patient SET preferred_language = 'pl' WHERE id = 2").await;
    let link = server.link(1);
    let welsh = server.get(&link).await.body;
    assert!(welsh.contains("<html lang=\"cy\">") && welsh.contains("Rwyf wedi darllen y neges hon"), "{welsh}");
    assert!(welsh.contains("<p lang=\"en-GB\">Dear "), "the practice's words are as it wrote them: {welsh}");
    assert!(welsh.contains("<h1><span lang=\"en-GB\">Your flu vaccination"), "{welsh}");
    for (path, words) in [
        (link.clone(), "Diolch, Ada &lt;b&gt;"),
        (link.clone(), "dywedoch wrthym ar 18 Medi 2026"),
        (format!("{link}/opt-out"), "Rydym wedi atal y negeseuon"),
        (format!("{link}/not-me"), "Diolch am ddweud wrthym"),
        (link.clone(), "Nid i chi yr oedd y neges hon"),
    ] {
        let asked = server.get(&path).await.body;
        assert!(asked.contains("<html lang=\"cy\">") && !asked.contains("Phone "), "{path}: {asked}");
        let done = server.post(&path).await.body;
        assert!(done.contains("<html lang=\"cy\">") && done.contains(words), "{path}: {done}");
    }
    let polish = server.get(&server.link(2)).await.body;
    assert!(polish.contains("<html lang=\"en-GB\">") && polish.contains("<p>Dear "), "{polish}");
}

#[tokio::test]
async fn asking_for_the_head_records_nothing() {
    let server = TestServer::start().await;
    let head = server.send(Request::head(server.link(1)).body(Body::empty()).unwrap()).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM recipient_event").await, 0);
}

#[tokio::test]
async fn a_link_scanner_and_a_prefetch_are_weak_evidence() {
    let server = TestServer::start().await;
    for (name, value) in [("user-agent", "Slackbot-LinkExpanding 1.0"), ("sec-purpose", "prefetch;prerender")] {
        let page = by(&server, name, value).await;
        assert!(page.body.contains("I have read this message"), "machines see what people see");
    }
    assert_eq!(server.reached("followed").await, 0);
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM recipient_event WHERE weak").await, 1);
    server.get(&server.link(1)).await;
    assert_eq!(server.reached("followed").await, 1);
}

#[tokio::test]
async fn the_button_acknowledges_once_and_says_so_kindly_again() {
    let server = TestServer::start().await;
    let first = server.post(&server.link(1)).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.body.contains("We have noted"), "{}", first.body);
    let again = server.post(&server.link(1)).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(again.body.contains("We have it already: you told us on Fri 18 Sep 2026"), "{}", again.body);
    for stage in ["acknowledged", "followed", "sent"] {
        assert_eq!(server.reached(stage).await, 1, "{stage}");
    }
    assert_eq!(
        server.count("SELECT COUNT(*) AS n FROM message WHERE state = 'cancelled' AND reason = 'acknowledged'").await,
        1
    );
    assert_eq!(server.count("SELECT n FROM message_count WHERE state = 'queued'").await, 1);
    assert_eq!(server.count("SELECT n FROM message_count WHERE state = 'cancelled'").await, 1);
    assert!(server.get(&server.link(1)).await.body.contains("You told us on"));
}

#[tokio::test]
async fn many_buttons_at_once_all_count() {
    let server = TestServer::start().await;
    let links = [server.link(1), server.link(2)];
    let posts = (0..40).map(|n| server.post(&links[n % 2]));
    for answer in futures::future::join_all(posts).await {
        assert_eq!(answer.status, StatusCode::OK);
    }
    assert_eq!((server.reached("acknowledged").await, server.count(ACKNOWLEDGED).await), (2, 2));
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM recipient_event WHERE kind = 'acknowledged'").await, 2);
}

#[tokio::test]
async fn opting_out_asks_first_then_suppresses_and_leaves_an_audit_event() {
    let server = TestServer::start().await;
    let path = format!("{}/opt-out", server.link(1));
    assert!(server.get(&path).await.body.contains("Stop messages to me"));
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM suppression").await, 0);
    for _ in 0..2 {
        assert!(server.post(&path).await.body.contains("We have stopped the messages"));
    }
    assert_eq!(
        server.count("SELECT COUNT(*) AS n FROM suppression WHERE reason = 'opted_out' AND patient_id = 1").await,
        2
    );
    assert_eq!(
        server.count("SELECT COUNT(*) AS n FROM message WHERE state = 'suppressed' AND reason = 'opted_out'").await,
        1
    );
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM audit_event WHERE actor_kind = 'patient'").await, 1);
    assert_eq!((server.reached("opted_out").await, server.count(ACKNOWLEDGED).await), (1, 0));
}

#[tokio::test]
async fn one_click_in_a_mail_program_unsubscribes_and_looking_does_not() {
    let server = TestServer::start().await;
    let path = server.link(1).replace("/m/", "/u/");
    assert!(server.get(&path).await.body.contains("Stop messages to me"));
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM suppression").await, 0);
    let click = Request::post(&path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("List-Unsubscribe=One-Click"))
        .unwrap();
    let done = server.send(click).await;
    assert_eq!(done.status, StatusCode::OK);
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM suppression WHERE reason = 'opted_out'").await, 2);
    assert_eq!(server.post("/u/nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_stranger_stops_the_messages_and_sees_no_more_of_them() {
    let server = TestServer::start().await;
    let (link, path) = (server.link(1), format!("{}/not-me", server.link(1)));
    assert!(server.get(&link).await.body.contains(&path), "the page leads there");
    assert!(server.get(&path).await.body.contains("It is not for me"));
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM suppression").await, 0);
    assert!(server.post(&path).await.body.contains("Thank you for telling us"));
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM suppression WHERE reason = 'wrong_person'").await, 2);
    let stopped = "SELECT COUNT(*) AS n FROM message WHERE state = 'suppressed' AND reason = 'wrong_person'";
    assert_eq!(server.count(stopped).await, 1);
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM audit_event WHERE action = 'recipient.not_me'").await, 1);
    for answer in [server.get(&link).await, server.post(&link).await] {
        assert_eq!(answer.status, StatusCode::GONE);
        assert!(answer.body.contains("not meant for you") && !answer.body.contains("Ada"), "{}", answer.body);
    }
    assert!(server.post(&path).await.body.contains("Thank you for telling us"), "said twice");
    assert_eq!((server.reached("acknowledged").await, server.reached("opted_out").await), (0, 0));
    assert_eq!(server.get(&server.link(2)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn one_letter_changed_is_a_wrong_link_and_looks_like_any_other() {
    let server = TestServer::start().await;
    let link = server.link(1);
    let letter = if &link[5..6] == "x" { "y" } else { "x" };
    let changed = format!("{}{letter}{}", &link[..5], &link[6..]);
    let forged = server.get(&changed).await;
    let unknown = server.get("/m/nonsense").await;
    assert_eq!((forged.status, unknown.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(forged.body, unknown.body);
    assert!(forged.body.contains("01632 960000"), "it says whom to call");
    assert_eq!(server.post(&changed).await.status, StatusCode::NOT_FOUND);
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM recipient_event").await, 0);
    for beneath in ["/m", "/m/", "/m/a/b"] {
        assert_eq!(server.get(beneath).await.status, StatusCode::NOT_FOUND, "{beneath}");
    }
}

#[tokio::test]
async fn links_that_have_ended_say_what_to_do() {
    let server = TestServer::start().await;
    let link = server.link(1);
    let ended = async |words: &str| {
        for answer in [server.get(&link).await, server.post(&link).await] {
            assert_eq!(answer.status, StatusCode::GONE);
            assert!(answer.body.contains(words) && answer.body.contains("call us"), "{}", answer.body);
        }
    };
    server.sql("UPDATE recipient SET link_version = 2 WHERE id = 1").await;
    ended("This link was replaced").await;
    server.sql("UPDATE recipient SET link_version = 1 WHERE id = 1").await;
    server.campaign_is(CampaignState::Cancelled).await;
    ended("This message was withdrawn").await;
    server.campaign_is(CampaignState::Completed).await;
    ended("This message is out of date").await;
    server.campaign_is(CampaignState::Running).await;
    server.sql("UPDATE campaign SET expires_at = 1").await;
    ended("This message is out of date").await;
    server.sql("UPDATE patient SET status = 'deceased'").await;
    ended("This message was withdrawn").await;
    assert_eq!(server.count(ACKNOWLEDGED).await, 0);
}

#[tokio::test]
async fn wrong_links_are_slowed_down_and_right_ones_are_not() {
    let server = TestServer::start().await;
    let from = std::net::SocketAddr::from(([203, 0, 113, 9], 1));
    let wrong = async |path: String| {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(axum::extract::ConnectInfo(from));
        server.send(request).await
    };
    let mut last = StatusCode::NOT_FOUND;
    for _ in 0..40 {
        last = wrong("/m/nonsense".into()).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(wrong(server.link(1)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_page_is_small_safe_and_names_no_condition() {
    let server = TestServer::start().await;
    let page = server.get(&server.link(1)).await;
    assert!(page.body.len() < 15_000, "{} bytes", page.body.len());
    assert!(page.body.contains("Your flu vaccination at Medicare"));
    assert!(page.body.contains("Dear Ada &lt;b&gt;,"), "{}", page.body);
    for absent in ["Byron", "lungs", "<script", "personal link", "http://"] {
        assert!(!page.body.contains(absent), "{absent}");
    }
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-robots-tag"), "noindex, nofollow");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    assert!(page.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn many_events_are_recorded_in_one_go() {
    use entity::{time::Timestamp, values::EventKind};
    let server = TestServer::start().await;
    let events: Vec<_> =
        [1, 2, 2, 3].into_iter().map(|id| (RecipientId::from(id), EventKind::Acknowledged, Timestamp(5))).collect();
    let recorded = crate::domain::acknowledgements::record_many(&server.app, &events).await.unwrap();
    assert_eq!((recorded, server.reached("acknowledged").await), (2, 2));
}
