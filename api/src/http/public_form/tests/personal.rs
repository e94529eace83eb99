//! What a personal link shows of earlier answers, and what becomes of later ones.

use serde_json::json;

use super::{ANSWERED, post, server_of};
use crate::http::test_server::TestServer;

const SHOWN: &str = "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'form_response.shown'";
const SEALED: &str = "SELECT COUNT(*) AS n FROM form_response WHERE sealed IS NOT NULL";

async fn asked(changeable: bool) -> (TestServer, String) {
    let options =
        json!([{ "value": "mon", "label": { "en": "Monday" } }, { "value": "tue", "label": { "en": "Tuesday" } }]);
    let fields = json!([
        { "id": "name", "kind": { "text": {} }, "label": { "en": "Name" }, "required": true },
        { "id": "days", "kind": { "choice": { "style": "several", "options": options } }, "label": { "en": "Days" },
          "default": ["mon"] },
        { "id": "smokes", "kind": { "yesNo": {} }, "label": { "en": "Do you smoke?" }, "required": true, "sensitive": true },
        { "id": "a_day", "kind": { "text": {} }, "label": { "en": "How many a day?" }, "sensitive": true,
          "showIf": { "yesNo": { "field": "smokes", "is": true } } }
    ]);
    let server = server_of(&fields, false, changeable).await;
    server.sql("UPDATE campaign SET plan = '{\"form\":\"form-version-1\"}'").await;
    let path = format!("{}/form", server.link(1));
    let sent = post(&server, &path, "_version=1&_press=send&name=Ada&days=&smokes=yes&a_day=twenty").await;
    assert!(sent.body.contains("We have your answers."), "{}", sent.body);
    (server, path)
}

#[tokio::test]
async fn sensitive_answers_stay_and_do_not_come_back() {
    let (server, path) = asked(true).await;
    assert_eq!(server.count(SHOWN).await, 0);
    let page = server.get(&path).await.body;
    assert!(page.contains("value=\"Ada\"") && page.contains("We have your earlier answer"), "{page}");
    assert!(!page.contains("twenty") && !page.contains("value=\"yes\" checked"), "{page}");
    assert!(!page.contains("value=\"mon\" checked"), "a default that was not wanted stays away: {page}");
    assert_eq!(server.count(SHOWN).await, 1, "that answers were shown is written down");
    let review = post(&server, &path, "_version=1&_press=look&name=Eve&days=").await.body;
    assert!(review.contains("Check your answers") && review.contains("Your earlier answer stays"), "{review}");
    assert!(review.contains("How many a day?") && !review.contains("twenty"), "{review}");
    let send = async |rest: &str| {
        let sent = post(&server, &path, &format!("_version=1&_press=send&name=Eve&days={rest}")).await.body;
        assert!(sent.contains("We have your answers."), "{sent}");
    };
    send("").await;
    let name = "SELECT COUNT(*) AS n FROM form_response WHERE answers LIKE '%Eve%' AND sealed IS NOT NULL";
    assert_eq!(server.count(name).await, 1, "changed, and what is sealed stays");
    send("&smokes=no&_take_back.a_day=yes").await;
    assert_eq!(server.count(SEALED).await, 1);
    let missing = post(&server, &path, "_version=1&_press=send&name=Eve&_take_back.smokes=yes").await.body;
    assert!(missing.contains("There is a problem"), "what has to be answered cannot be taken back: {missing}");
    assert!(missing.contains("name=\"_take_back.smokes\" value=\"yes\" checked"), "{missing}");
}

#[tokio::test]
async fn nobody_is_thanked_for_what_is_not_stored() {
    let (server, path) = asked(false).await;
    let again = post(&server, &path, "_version=1&_press=send&name=Ada&days=&smokes=yes&a_day=twenty").await.body;
    assert!(again.contains("We have your answers."), "the same once more: {again}");
    let other = post(&server, &path, "_version=1&_press=send&name=Ada&days=&smokes=no").await.body;
    assert!(other.contains("what you sent now was not stored") && !other.contains("We have your answers."), "{other}");
    assert_eq!(server.count(ANSWERED).await, 1);
    let page = server.get(&path).await.body;
    assert!(page.contains("You have answered this form already") && server.count(SHOWN).await == 0, "{page}");
}

#[tokio::test]
async fn a_browser_that_fills_in_the_hidden_box_loses_no_patients_answers() {
    let (server, path) = asked(true).await;
    let sent = post(&server, &path, "_version=1&_press=send&_website=x&name=Eve&days=&smokes=no").await.body;
    assert!(sent.contains("We have your answers."), "{sent}");
    assert_eq!(server.count("SELECT COUNT(*) AS n FROM form_response WHERE answers LIKE '%Eve%'").await, 1);
}
