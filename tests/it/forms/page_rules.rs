//! What the script shows is what the server asks: the same rules, the same answers, in both.

use recall_tests::browser::{Page, Scheme};
use recall_tests::{App, Engine, Result, browser};
use serde_json::{Value, json};

use recall_tests::forms::{Made, open, post, quick};

/// A question of each kind that rules ask about, then a text behind each rule.
fn form() -> Value {
    let field = |id: &str, kind: Value| json!({ "id": id, "kind": kind, "label": { "en": id } });
    let option = |value: &str| json!({ "value": value, "label": { "en": value.to_uppercase() } });
    let mut fields = vec![
        field("yes", json!({ "yesNo": {} })),
        field("tick", json!("consent")),
        field("one", json!({ "choice": { "style": "radio", "options": [option("x"), option("y")] } })),
        field(
            "several_of",
            json!({ "choice": { "style": "several", "options": [option("p"), option("q"), option("r")] } }),
        ),
        field("number", json!({ "number": { "decimals": 2 } })),
        field("day", json!({ "date": {} })),
        field("text", json!({ "text": {} })),
    ];
    for (at, rule) in rules().into_iter().enumerate() {
        let mut behind = field(&format!("behind_{at:02}"), json!({ "text": {} }));
        behind["showIf"] = rule;
        fields.push(behind);
    }
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "Rules" },
        "pages": [{ "id": "p", "sections": [{ "fields": fields }] }] })
}

fn rules() -> Vec<Value> {
    let day = |from: Value, to: Value| json!({ "date": { "field": "day", "from": from, "to": to } });
    vec![
        json!({ "yesNo": { "field": "yes", "is": true } }),
        json!({ "yesNo": { "field": "yes", "is": false } }),
        json!({ "not": { "yesNo": { "field": "yes", "is": true } } }),
        json!({ "yesNo": { "field": "tick", "is": true } }),
        json!({ "chosen": { "field": "one", "anyOf": ["y"] } }),
        json!({ "chosen": { "field": "several_of", "anyOf": ["p", "q"] } }),
        json!({ "number": { "field": "number", "from": 1.5, "to": 1200 } }),
        json!({ "number": { "field": "number", "to": 0 } }),
        json!({ "answered": "day" }),
        day(json!("2026-02-28"), json!("2026-03-01")),
        day(json!("today-1y"), json!("today")),
        day(json!("today-3m"), Value::Null),
        json!({ "age": { "field": "day", "from": 16 } }),
        json!({ "age": { "field": "day", "to": 15 } }),
        json!({ "text": { "field": "text", "is": "Zoë" } }),
        json!({ "any": [{ "answered": "text" }, { "answered": "number" }] }),
        json!({ "all": [{ "answered": "text" }, { "not": { "answered": "behind_00" } }] }),
        json!({ "answered": "behind_00" }),
    ]
}

type Typed = Vec<(&'static str, &'static str)>;

fn fillings() -> Vec<Typed> {
    let day = |day, month, year| vec![("day-day", day), ("day-month", month), ("day-year", year)];
    vec![
        vec![],
        vec![("yes", "yes"), ("behind_00", "typed")],
        vec![("yes", "no"), ("behind_00", "typed before")],
        vec![("tick", "yes"), ("one", "y"), ("several_of", "q"), ("several_of", "r")],
        vec![("one", "x"), ("several_of", "r"), ("number", "1.5"), ("text", " zOË ")],
        vec![("number", "1,200")],
        vec![("number", "1 200.01")],
        vec![("number", "-3")],
        vec![("number", "−3")],
        vec![("number", "0")],
        vec![("text", "Zoe")],
        day("28", "2", "2026"),
        day("1", "March", "2026"),
        day("2", "mar", "2026"),
        day("29", "02", "2024"),
        day("1", "1", "1950"),
        day("1", "1", "2020"),
    ]
}

const FILL: &str = "const typed = arguments[0];
    for (const one of document.querySelectorAll('form [name]')) {
        if (one.name.startsWith('_')) continue;
        const mine = typed.filter(([name]) => name === one.name).map(([, text]) => text);
        if (/^(radio|checkbox)$/.test(one.type)) one.checked = mine.includes(one.value);
        else one.value = mine[0] || '';
    }
    document.querySelector('#f-text').dispatchEvent(new Event('input', { bubbles: true }));
    return [...document.querySelectorAll('[data-if]')].filter(one => !one.hidden)
        .map(one => one.querySelector('label').firstChild.textContent.trim())";

async fn in_the_browser(page: &Page, typed: &Typed) -> Result<Value> {
    Ok(page.driver().execute(FILL, vec![json!(typed)]).await?)
}

#[tokio::test]
async fn the_script_shows_what_the_server_asks() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = quick(App::on(Engine::Sqlite)).await?;
    let client = app.signed_in("manager").await?;
    let form = Made::published(&client, &form(), true).await?;
    let anybody = app.client()?;
    let opened = open(&anybody, &form.path()).await?;
    browser::browse("form-rules", async |page| {
        page.look(390, 844, Scheme::Light).await?;
        page.goto(&app.url(&form.path())).await?;
        let mut shown = 0;
        for typed in fillings() {
            let mut pairs = opened.carried();
            pairs.extend(typed.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())));
            pairs.push(("_press".to_owned(), "look".to_owned()));
            let review = post(&anybody, &form.path(), &pairs).await?;
            assert!(review.says("Check your answers"), "{typed:?}: {}", review.html);
            let asked = review.html.split("<dt>").skip(1).filter_map(|rest| rest.split("</dt>").next());
            let asked: Vec<&str> = asked.filter(|label| label.starts_with("behind_")).collect();
            shown += asked.len();
            assert_eq!(in_the_browser(page, &typed).await?, json!(asked), "{typed:?}");
        }
        assert!(shown > 40, "{shown} are too few to say anything");
        Ok(())
    })
    .await
}
