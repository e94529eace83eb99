//! In which language a form is shown, and the way to the others.

use std::sync::Arc;

use axum::{body::Body, http::Request};
use serde_json::json;
use shared::form::FormSchema;

use super::{post, server_of, stamp};
use crate::{
    config::Config,
    domain::forms::page::{Site, first},
    http::test_server::TestServer,
};

async fn bilingual(is_public: bool) -> TestServer {
    let text = |en: &str, cy: &str| json!({ "en": en, "cy": cy });
    let fields = json!([
        { "id": "source", "kind": { "hidden": {} } },
        { "id": "name", "kind": { "text": {} }, "label": text("Name", "Enw"), "required": true },
        { "id": "wheeze", "kind": { "yesNo": {} }, "label": text("Do you wheeze?", "Ydych chi'n gwichian?") },
        { "id": "nights", "kind": { "text": {} }, "label": text("Nights", "Nosweithiau"),
          "showIf": { "yesNo": { "field": "wheeze", "is": true } } }
    ]);
    server_of(&fields, is_public, true).await
}

async fn shown(server: &TestServer, path: &str, browser: &str) -> String {
    server.send(Request::get(path).header("accept-language", browser).body(Body::empty()).unwrap()).await.body
}

#[tokio::test]
async fn every_page_leads_to_the_other_languages_and_nothing_typed_is_lost() {
    let server = bilingual(true).await;
    let english = shown(&server, "/f/your-lungs?source=poster", "de, en;q=0.5").await;
    let link = "href=\"/f/your-lungs?lang=cy&amp;source=poster\" lang=\"cy\" hreflang=\"cy\"";
    assert!(english.contains("<html lang=\"en\">") && english.contains(link), "{english}");
    assert!(english.contains("aria-current=\"true\">English<") && english.contains(">Cymraeg<"), "{english}");
    let welsh = server.get("/f/your-lungs?lang=cy").await.body;
    assert!(
        welsh.contains("<html lang=\"cy\">") && welsh.contains("Eich ysgyfaint") && welsh.contains("Parhau"),
        "{welsh}"
    );
    let about = format!("_version=1&_language=cy&_stamp={}", stamp(&welsh));
    let next = post(&server, "/f/your-lungs", &format!("{about}&_step=0&_press=next&name=Ada&wheeze=yes")).await.body;
    assert!(next.contains("Nosweithiau") && next.contains("value=\"language-en\" lang=\"en\""), "{next}");
    let (before, _) = next.split_once("language-en").unwrap();
    assert!(before.contains("value=\"next\" tabindex=\"-1\""), "the Enter key still goes on: {next}");
    let all = format!("{about}&name=Ada&wheeze=yes&nights=tair");
    let back = post(&server, "/f/your-lungs", &format!("{all}&_step=1&_press=language-en")).await.body;
    assert!(
        back.contains("<html lang=\"en\">") && back.contains("Nights") && back.contains("value=\"tair\""),
        "{back}"
    );
    let review = post(&server, "/f/your-lungs", &format!("{all}&_step=review&_press=language-en")).await.body;
    assert!(review.contains("Check your answers") && review.contains("tair"), "{review}");
}

#[tokio::test]
async fn a_browser_and_a_patient_are_asked_for_their_language() {
    let server = bilingual(true).await;
    assert!(shown(&server, "/f/your-lungs", "cy-GB, en;q=0.8").await.contains("Eich ysgyfaint"));
    assert!(shown(&server, "/f/your-lungs", "pl").await.contains("Your lungs"));
    server.sql("UPDATE campaign SET plan = '{\"form\":\"form-version-1\"}'").await;
    server.sql("UPDATE patient SET preferred_language = 'cy' WHERE id = 1").await;
    let path = format!("{}/form", server.link(1));
    assert!(shown(&server, &path, "en").await.contains("Eich ysgyfaint"), "what the practice knows comes first");
    assert!(shown(&server, &format!("{path}?lang=en"), "cy").await.contains("Your lungs"));
    let posted = post(&server, &path, "_version=1&_press=next").await.body;
    assert!(posted.contains("<html lang=\"cy\">"), "{posted}");
}

#[tokio::test]
async fn a_link_out_of_a_bucket_leads_to_recall() {
    let server = bilingual(true).await;
    let form: FormSchema = serde_json::from_value(json!({ "format": 1, "kind": "consent", "languages": ["en", "cy"],
        "title": { "en": "Flu" }, "pages": [{ "id": "p", "sections": [{ "fields": [
            { "id": "agreed", "kind": "consent", "label": { "en": "I agree" } }] }] }] }))
    .unwrap();
    let mut app = server.app.clone();
    let mut config = Config::clone(&app.config);
    config.forms.page_origin = Some("https://forms.example.org".to_owned());
    app.config = Arc::new(config);
    let site = Site::of(&app, &app.config.practice);
    let page = first(&site, "flu", 1, &form);
    let link = format!("href=\"{}/f/flu?lang=cy\"", app.config.http.base_url());
    assert!(page.contains(&link), "{page}");
}
