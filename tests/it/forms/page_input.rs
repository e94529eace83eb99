//! What people and programs send that is wrong: each is told what and where, keeps what they typed, and nothing is stored.

use recall_tests::{App, Client, Engine, Result, for_each_engine};
use serde_json::{Value, json};

use recall_tests::forms::{Made, PICTURE, answers, open, quick, rows};

/// Text, number, date, choice, and a file.
fn all() -> Value {
    let field = |id: &str, kind: Value| json!({ "id": id, "kind": kind, "label": { "en": id.replace('_', " ") } });
    let options = json!([{ "value": "flu", "label": { "en": "Flu" } }, { "value": "rsv", "label": { "en": "RSV" } }]);
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "All" },
        "pages": [{ "id": "p", "sections": [{ "fields": [
            field("short", json!({ "text": { "maxLength": 20 } })),
            field("words", json!({ "longText": { "maxLength": 200 } })),
            field("per_day", json!({ "number": { "from": 0, "to": 60 } })),
            field("born", json!({ "date": { "to": "today" } })),
            field("vaccine", json!({ "choice": { "style": "radio", "options": options } })),
            field("letter", json!({ "file": { "types": ["pdf", "png"], "maxKilobytes": 10 } }))
        ] }] }] })
}

async fn published(engine: Engine) -> Result<(App, Client, Made)> {
    let app = quick(App::on(engine)).await?;
    let client = app.signed_in("manager").await?;
    let form = Made::published(&client, &all(), true).await?;
    Ok((app, client, form))
}

for_each_engine! {
    async fn a_wrong_answer_is_named_at_its_field_and_nothing_typed_is_lost(engine: Engine) {
        let (app, _, form) = published(engine).await?;
        let anybody = app.client()?;
        let page = open(&anybody, &form.path()).await?;
        let long = "x".repeat(21);
        let longer = "y".repeat(201);
        for (field, typed, told) in [
            ("short", long.as_str(), "Short must be 20 characters or less"),
            ("words", longer.as_str(), "Words must be 200 characters or less"),
            ("per_day", "many", "Per day must be a number"),
            ("per_day", "61", "Per day must be 60 or less"),
            ("per_day", "1.5", "Per day must be a whole number"),
            ("born", "yesterday", "Born must be a real date"),
            ("vaccine", "measles", "Select one of the answers in the list"),
        ] {
            let answered = page.press(&anybody, "send", &[("short", "Ada"), (field, typed)]).await?;
            // A name that comes twice is a list, which one line never is.
            let answered = if field == "short" { page.press(&anybody, "send", &[(field, typed)]).await? } else { answered };
            assert_eq!(answered.status, 200);
            assert!(answered.says("There is a problem") && answered.says(&format!("<a href=\"#f-{field}\">")), "{field}: {}", answered.html);
            assert!(answered.says(told), "{field} {typed}: {}", answered.html);
            if field != "vaccine" {
                assert!(answered.says(typed), "{typed} is lost: {}", answered.html);
            }
        }
        for (field, typed) in [("nothing_of_ours", "x"), ("born-hour", "x"), ("__proto__x", "")] {
            let answered = page.press(&anybody, "send", &[("short", "Ada"), (field, typed)]).await?;
            let is_told = answered.says(&format!("This form does not ask for &quot;{field}&quot;")) || answered.says("We have your answers.");
            assert!(is_told, "{field}: {}", answered.html);
            assert_eq!(answered.says("There is a problem"), !typed.is_empty(), "{field}");
        }
        assert_eq!(answers(&app).await?, 1, "the blank one alone");
    }

    async fn markup_and_formulas_are_text_on_the_page_in_the_view_and_in_exports(engine: Engine) {
        let (app, client, form) = published(engine).await?;
        let anybody = app.client()?;
        let page = open(&anybody, &form.path()).await?;
        let nasty = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{style}}' OR 1=1; --";
        let formula = "=1+1\u{202e}";
        let wrong = page.press(&anybody, "send", &[("words", nasty), ("short", formula), ("per_day", "x")]).await?;
        for html in [&wrong.html, &page.press(&anybody, "next", &[("words", nasty), ("per_day", "x")]).await?.html] {
            assert!(!html.contains("<script>alert") && !html.contains("<img"), "{html}");
            assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && html.contains("{{style}}"), "{html}");
        }
        let sent = page.press(&anybody, "send", &[("words", nasty), ("short", formula)]).await?;
        assert!(sent.says("We have your answers."), "{}", sent.html);
        let seen = rows(&app.database().connect().await?, &["words", "short"], &form.view()).await?;
        assert_eq!(seen, [json!({ "words": nasty, "short": "=1+1" })], "as it was typed, without what cannot be seen");
        let csv = client.get(&format!("/forms/{}/answers.csv", form.id)).await?.error_for_status()?;
        assert_eq!(csv.headers()["content-type"], "text/csv; charset=utf-8");
        let csv = csv.text().await?;
        assert!(csv.contains(",'=1+1,") && csv.contains(&nasty.replace('"', "\"\"")), "{csv}");
    }

    async fn a_file_that_lies_about_its_type_is_refused_by_its_content(engine: Engine) {
        let (app, client, form) = published(engine).await?;
        let anybody = app.client()?;
        let kept = app.data().join("forms").join("files");
        let count = || std::fs::read_dir(&kept).map_or(0, Iterator::count);
        for (name, content, told) in [
            ("letter.pdf", b"MZ\x90\0 a program".to_vec(), "Letter must be a PDF or PNG file"),
            ("letter.pdf", b"<html><script>alert(1)</script>".to_vec(), "Letter must be a PDF or PNG file"),
            ("letter.pdf", b"\xff\xd8\xff\xe0 a photograph".to_vec(), "Letter must be a PDF or PNG file"),
            ("letter.pdf", [b"%PDF-1.7 ".as_slice(), &vec![b'x'; 10_000]].concat(), "Letter must be smaller than 10 kB"),
        ] {
            let page = open(&anybody, &form.path()).await?;
            let answered = page.send_file(&anybody, &[("short", "Ada")], ("letter", name), &content).await?;
            let html = &answered.html;
            assert!(answered.status == 200 && html.contains("There is a problem") && html.contains(told), "{told}: {html}");
            assert!(html.contains("value=\"Ada\""), "what was typed stays: {html}");
        }
        assert_eq!((answers(&app).await?, count()), (0, 0));
        // A picture that is called a letter is a picture, and is given out as that, never to be shown in place.
        let page = open(&anybody, &form.path()).await?;
        let sent = page.send_file(&anybody, &[("short", "Ada")], ("letter", "../../<b>letter.pdf"), PICTURE).await?;
        assert!(sent.says("We have your answers."), "{}", sent.html);
        assert_eq!((answers(&app).await?, count()), (1, 1));
        let look = "query($id: ID!) { formResponses(formId: $id) { nodes { id answers { field value } } } }";
        let found = client.query(look, json!({ "id": form.id })).await?["formResponses"]["nodes"][0].clone();
        let letter = found["answers"].as_array().and_then(|all| all.iter().find(|one| one["field"] == "letter").cloned()).unwrap_or_default();
        assert_eq!(letter["value"]["mediaType"], "image/png", "{letter}");
        let file = client.get(&format!("/form-responses/{}/files/letter", found["id"].as_str().unwrap_or_default())).await?;
        let header = |name: &str| file.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(header("content-disposition").starts_with("attachment;"), "{:?}", file.headers());
        assert_eq!((header("content-type"), header("x-content-type-options")), ("application/octet-stream", "nosniff"));
        assert_eq!(file.bytes().await?.as_ref(), PICTURE);
    }
}
