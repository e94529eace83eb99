//! Answers on their way: sent once however often, tied to their recipient, read in the app, in SQL and in exports, gone
//! with the patient.

use std::io::{Cursor, Read};

use futures::future::join_all;
use recall_tests::{App, Client, Engine, Result, for_each_engine, scene};
use serde_json::{Value, json};
use zip::ZipArchive;

use super::answers_scene::{Form, campaign, post, rows, server};

const ANSWERS: &str = "query($form: ID!, $filter: ResponseFilter) { formResponses(formId: $form, filter: $filter) {
    nodes { id versionNumber patientId campaignId language score scoreBand answers { field label text value } } } }";

const SUMMARY: &str = "query($form: ID!, $version: Int) { form(id: $form) { summary(version: $version) { total
    byDay { day count } fields { field label type sealed answered counts { value label count } mean minimum maximum } } } }";

/// A field of each kind whose column differs, and one that is sealed.
fn every_column() -> Value {
    let field = |id: &str, kind: Value| json!({ "id": id, "kind": kind, "label": { "en": id } });
    let mut secret = field("secret", json!({ "longText": {} }));
    secret["sensitive"] = json!(true);
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "Every column" },
        "pages": [{ "id": "p", "sections": [{ "fields": [
            field("words", json!({ "text": {} })),
            field("whole", json!({ "number": {} })),
            field("exact", json!({ "number": { "decimals": 2 } })),
            field("born", json!({ "date": {} })),
            field("at", json!({ "time": {} })),
            field("pick", json!({ "choice": { "style": "radio", "options": [
                { "value": "a", "label": { "en": "Apple" }, "points": 2 }, { "value": "b", "label": { "en": "Pear" } }] } })),
            field("ticks", json!({ "choice": { "style": "several", "options": [
                { "value": "x", "label": { "en": "Ex" } }, { "value": "y", "label": { "en": "Why" } }] } })),
            field("well", json!({ "yesNo": {} })),
            field("pain", json!({ "scale": { "from": 0, "to": 10 } })),
            field("agreed", json!("consent")),
            secret
        ] }] }],
        "scoring": { "title": { "en": "Score" }, "bands": [
            { "id": "low", "from": 0, "to": 1, "label": { "en": "Low" } },
            { "id": "high", "from": 2, "to": 9, "label": { "en": "High" } }] } })
}

const FULL: [(&str, &str); 14] = [
    ("words", "=HYPERLINK(\"x\")\u{0}<script>alert(1)</script>"),
    ("whole", "1,200"),
    ("exact", "36.60"),
    ("born-day", "24"),
    ("born-month", "3"),
    ("born-year", "1957"),
    ("at", "2.30pm"),
    ("pick", "a"),
    ("ticks", "y"),
    ("ticks", "x"),
    ("well", "no"),
    ("pain", "7"),
    ("agreed", "yes"),
    ("secret", "I smoke"),
];

async fn listed(client: &Client, form: &Form, filter: Value) -> Result<Vec<Value>> {
    let found = client.query(ANSWERS, json!({ "form": form.id, "filter": filter })).await?;
    Ok(found["formResponses"]["nodes"].as_array().cloned().unwrap_or_default())
}

async fn summary(client: &Client, form: &Form, version: Option<i32>) -> Result<Value> {
    let told = client.query(SUMMARY, json!({ "form": form.id, "version": version })).await?;
    Ok(told["form"]["summary"].clone())
}

async fn download(client: &Client, path: &str) -> Result<String> {
    Ok(client.get(path).await?.error_for_status()?.text().await?)
}

for_each_engine! {
    async fn a_starter_is_published_answered_listed_and_read_in_sql(engine: Engine) {
        let app = server(engine).await?;
        let client = app.signed_in("manager").await?;
        let form = Form::publish(&client, &json!({ "starter": "already-vaccinated" }), false).await?;
        let anybody = app.client()?;
        let answers = [("vaccine", "flu"), ("date_known", "about"), ("vaccinated_about", "in October"), ("place", "pharmacy"),
            ("reaction", "no"), ("record", "yes")];
        let missing = form.answer(&anybody, &answers[1..]).await?;
        assert!(missing.contains("There is a problem"), "{missing}");
        let done = form.answer(&anybody, &answers).await?;
        assert!(done.contains("Thank you"), "{done}");
        let found = listed(&client, &form, json!({})).await?;
        assert_eq!(found.len(), 1);
        assert!(!found[0].to_string().contains("reaction"), "sealed in a list: {}", found[0]);
        let one = "query($id: ID!) { formResponse(id: $id) { answers { field value } } }";
        let whole = client.query(one, json!({ "id": found[0]["id"] })).await?["formResponse"]["answers"].clone();
        assert!(whole.as_array().unwrap().contains(&json!({ "field": "reaction", "value": "no" })), "{whole}");
        let database = app.database().connect().await?;
        let sql = format!("SELECT vaccine, vaccinated_on, vaccinated_about, form_version FROM {}", form.view());
        let seen = rows(&database, &sql).await?;
        assert_eq!(seen, [json!({ "vaccine": "flu", "vaccinated_on": null, "vaccinated_about": "in October", "form_version": 1 })]);
    }

    async fn every_kind_of_field_is_a_typed_column_and_leaves_safely(engine: Engine) {
        let app = server(engine).await?;
        let client = app.signed_in("manager").await?;
        let mut form = Form::publish(&client, &json!({ "json": every_column() }), false).await?;
        let anybody = app.client()?;
        let old_page = form.stamp(&anybody).await?;
        let done = form.answer(&anybody, &FULL).await?;
        assert!(done.contains("Thank you"), "{done}");
        form.answer(&anybody, &[("words", "nothing else")]).await?;
        let database = app.database().connect().await?;
        // Arithmetic and functions that only columns of the right types take.
        let typed = if engine == Engine::Postgres {
            "SELECT whole + 1 AS whole, CAST(exact * 10 AS text) AS exact, extract(year FROM born)::int AS year, ticks[2] AS tick, \
             NOT well AS unwell, CAST(score AS int) AS score, submitted_at > now() - interval '1 hour' AS fresh"
        } else {
            "SELECT whole + 1 AS whole, CAST(exact * 10 AS text) AS exact, CAST(strftime('%Y', born) AS INTEGER) AS year, \
             json_extract(ticks, '$[1]') AS tick, NOT well AS unwell, CAST(score AS INTEGER) AS score, \
             submitted_at > datetime('now', '-1 hour') AS fresh"
        };
        let sql = format!("{typed}, words, at, pick, pain, agreed, score_band FROM {} ORDER BY response_id", form.view());
        let seen = rows(&database, &sql).await?;
        let is = |yes: bool| if engine == Engine::Postgres { json!(yes) } else { json!(i32::from(yes)) };
        assert_eq!(seen[0], json!({ "whole": 1201, "exact": "366.0", "year": 1957, "tick": "y", "unwell": is(true), "score": 2,
            "fresh": is(true), "words": "=HYPERLINK(\"x\")<script>alert(1)</script>", "at": "14:30", "pick": "a", "pain": 7,
            "agreed": is(true), "score_band": "high" }));
        assert!(seen[1]["whole"].is_null() && seen[1]["tick"].is_null() && seen[1]["score_band"].is_null(), "{}", seen[1]);
        assert!(rows(&database, &format!("SELECT secret FROM {}", form.view())).await.is_err(), "sealed");
        // Filters, one for each type of an answer.
        for (field, value) in [("words", json!("nothing else")), ("whole", json!(1200)), ("well", json!(false)), ("ticks", json!("y"))] {
            let found = listed(&client, &form, json!({ "answer": { "field": field, "value": value } })).await?;
            assert_eq!(found.len(), 1, "{field}: {found:?}");
        }
        assert_eq!(listed(&client, &form, json!({ "band": "high" })).await?.len(), 1);
        let csv = download(&client, &format!("/forms/{}/answers.csv", form.id)).await?;
        let line = csv.lines().nth(1).unwrap();
        assert!(line.contains("\"'=HYPERLINK(\"\"x\"\")<script>alert(1)</script>\",1200,36.6,1957-03-24,14:30,a,x; y,no,7,yes,I smoke"), "{csv}");
        let workbook = client.get(&format!("/forms/{}/answers.xlsx", form.id)).await?.error_for_status()?.bytes().await?;
        let mut workbook = ZipArchive::new(Cursor::new(workbook))?;
        let mut sheet = String::new();
        workbook.by_name("xl/worksheets/sheet1.xml")?.read_to_string(&mut sheet)?;
        assert!(!sheet.contains("<f>") && sheet.contains("<t>=HYPERLINK("), "a text and no formula: {sheet}");
        // A number, a decimal number, a date as Excel counts days, and no for "well".
        for cell in ["<v>1200</v>", "<v>36.6</v>", "<v>20903</v>", " t=\"b\"><v>0</v>", "<t>x; y</t>", "<t>I smoke</t>"] {
            assert!(sheet.contains(cell), "{cell} in {sheet}");
        }
        let fhir = "query($id: ID!) { formResponse(id: $id) { questionnaireResponse } }";
        let first = &listed(&client, &form, json!({ "band": "high" })).await?[0]["id"];
        let resource = client.query(fhir, json!({ "id": first })).await?["formResponse"]["questionnaireResponse"].clone();
        assert_eq!(&resource["id"], first);
        let file = client.get(&format!("/forms/{}/answers.ndjson", form.id)).await?.error_for_status()?;
        assert_eq!(file.headers()["content-type"], "application/fhir+ndjson");
        let lines = file.text().await?.lines().map(serde_json::from_str).collect::<serde_json::Result<Vec<Value>>>()?;
        assert_eq!(lines.len(), listed(&client, &form, json!({})).await?.len());
        assert!(lines.contains(&resource), "{lines:?}");
        let audited = "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'form_response.exported' AND CAST(detail AS text) LIKE '%fhir%'";
        assert_eq!(rows(&database, audited).await?, [json!({ "n": 1 })]);
        let text = resource.to_string();
        assert_eq!((&resource["resourceType"], &resource["status"]), (&json!("QuestionnaireResponse"), &json!("completed")));
        for part in ["\"valueDecimal\":36.6", "\"valueInteger\":1200", "\"valueDate\":\"1957-03-24\"", "\"valueTime\":\"14:30:00\"",
            "\"valueBoolean\":false", "I smoke"] {
            assert!(text.contains(part), "{part} in {resource}");
        }
        // A number becomes a text: the page that is still open is answered under its own version, beside the new column.
        let mut second = every_column();
        second["pages"][0]["sections"][0]["fields"][1]["kind"] = json!({ "text": {} });
        form.publish_again(&client, &second).await?;
        let done = form.send(&anybody, &old_page, &[&[("_version", "1")], &FULL[..]].concat()).await?;
        assert!(done.contains("Thank you"), "{done}");
        form.answer(&anybody, &[("whole", "many")]).await?;
        let sql = format!("SELECT form_version, whole FROM {} ORDER BY response_id", form.view());
        let seen = rows(&database, &sql).await?;
        let whole = |version: i32, value: Value| json!({ "form_version": version, "whole": value });
        assert_eq!(seen, [whole(1, Value::Null), whole(1, Value::Null), whole(1, Value::Null), whole(2, json!("many"))]);
    }

    async fn figures_follow_what_is_sent_changed_and_erased(engine: Engine) {
        let app = server(engine).await?;
        let mut client = app.signed_in("manager").await?;
        let mut form = Form::publish(&client, &json!({ "json": every_column() }), true).await?;
        assert_eq!(summary(&client, &form, None).await?["total"], 0);
        let (_, links) = campaign(&app, &mut client, &form.version, 30).await?;
        let anybody = app.client()?;
        form.answer(&anybody, &FULL).await?;
        form.answer(&anybody, &[("whole", "7"), ("exact", "0.5"), ("born-day", "1"), ("born-month", "4"), ("born-year", "1957"),
            ("pick", "b"), ("well", "yes")]).await?;
        let told = summary(&client, &form, None).await?;
        let days = told["byDay"].as_array().unwrap();
        assert_eq!((&told["total"], days.len(), &days[0]["count"]), (&json!(2), 1, &json!(2)));
        let counts = |value: &str, label: &str, count: i64| json!({ "value": value, "label": label, "count": count });
        let of = |told: &Value, field: &str| told["fields"].as_array().unwrap().iter().find(|one| one["field"] == field).unwrap().clone();
        let pick = of(&told, "pick");
        assert_eq!((&pick["type"], &pick["answered"]), (&json!("choice"), &json!(2)));
        assert_eq!(pick["counts"], json!([counts("a", "Apple", 1), counts("b", "Pear", 1)]));
        assert_eq!(of(&told, "ticks")["counts"], json!([counts("x", "Ex", 1), counts("y", "Why", 1)]));
        assert_eq!(of(&told, "ticks")["answered"], 1);
        assert_eq!(of(&told, "well")["counts"], json!([counts("true", "Yes", 1), counts("false", "No", 1)]));
        assert_eq!(of(&told, "born")["counts"], json!([counts("1957-03", "March 1957", 1), counts("1957-04", "April 1957", 1)]));
        let whole = of(&told, "whole");
        assert_eq!((&whole["minimum"], &whole["maximum"], &whole["mean"]), (&json!(7.0), &json!(1200.0), &json!(603.5)));
        assert_eq!(whole["counts"][0], counts("0", "0 to 199", 1));
        assert_eq!(whole["counts"][6], counts("1200", "1200 to 1399", 1));
        assert_eq!(of(&told, "pain")["counts"].as_array().unwrap().len(), 11, "every point of the scale");
        let secret = of(&told, "secret");
        assert_eq!((&secret["sealed"], &secret["answered"], &secret["counts"]), (&json!(true), &json!(1), &json!([])));
        assert_eq!(of(&told, "words")["answered"], 1);
        // Changed: counted anew. Deleted: not counted any more.
        post(&anybody, &links[0], &[("_press", "send"), ("pick", "a"), ("secret", "I smoke")]).await?;
        post(&anybody, &links[0], &[("_press", "send"), ("pick", "b"), ("well", "no"), ("_take_back.secret", "yes")]).await?;
        let told = summary(&client, &form, None).await?;
        assert_eq!((&told["total"], of(&told, "secret")["answered"].clone()), (&json!(3), json!(1)));
        assert_eq!(of(&told, "pick")["counts"], json!([counts("a", "Apple", 1), counts("b", "Pear", 2)]));
        let personal = listed(&client, &form, json!({})).await?.into_iter().find(|answer| answer["patientId"].is_string());
        let erase = "mutation($id: ID!) { eraseFormResponse(input: { id: $id }) }";
        let id = json!({ "id": personal.unwrap()["id"] });
        let viewer = app.signed_in("viewer").await?;
        assert_eq!(viewer.refused(erase, id.clone()).await?.code, "FORBIDDEN");
        assert_eq!(client.query(erase, id.clone()).await?["eraseFormResponse"], true);
        assert_eq!(client.query(erase, id).await?["eraseFormResponse"], false, "it is gone already");
        let told = summary(&client, &form, None).await?;
        assert_eq!((&told["total"], &told["byDay"][0]["count"]), (&json!(2), &json!(2)));
        assert_eq!(of(&told, "pick")["counts"], json!([counts("a", "Apple", 1), counts("b", "Pear", 1)]));
        // A number becomes a text: the figures of the newest version leave out what cannot be compared. An answer that
        // it does not offer any more goes by the words it had.
        let mut second = every_column();
        second["pages"][0]["sections"][0]["fields"][1]["kind"] = json!({ "text": {} });
        second["pages"][0]["sections"][0]["fields"][5]["kind"]["choice"]["options"][1] = json!({ "value": "c", "label": { "en": "Plum" } });
        form.publish_again(&client, &second).await?;
        form.answer(&anybody, &[("whole", "many"), ("pick", "a")]).await?;
        let told = summary(&client, &form, None).await?;
        assert_eq!((&told["total"], &of(&told, "whole")["answered"]), (&json!(3), &json!(1)));
        assert_eq!(of(&told, "pick")["counts"], json!([counts("a", "Apple", 2), counts("c", "Plum", 0), counts("b", "Pear", 1)]));
        let changes = "query($id: ID!) { form(id: $id) { versions { comparison { changes } } } }";
        let told = client.query(changes, json!({ "id": form.id })).await?["form"]["versions"][0]["comparison"]["changes"].clone();
        assert_eq!(told, json!(["“whole” was a number and is now a short text.", "“pick” has new answers to choose: “Plum”.",
            "“pick” no longer offers: “Pear”."]));
        let first = summary(&client, &form, Some(1)).await?;
        assert_eq!((&first["total"], &of(&first, "whole")["maximum"]), (&json!(2), &json!(1200.0)));
        let count = "query($id: ID!) { form(id: $id) { answerCount answersXlsxUrl } }";
        assert_eq!(client.query(count, json!({ "id": form.id })).await?["form"]["answerCount"], 3);
        let auditor = app.signed_in("auditor").await?;
        let seen = auditor.query(count, json!({ "id": form.id })).await?;
        assert_eq!(seen["form"], json!({ "answerCount": null, "answersXlsxUrl": null }));
        assert_eq!(auditor.refused(SUMMARY, json!({ "form": form.id })).await?.code, "FORBIDDEN");
    }

    async fn a_form_that_is_sent_many_times_at_once_is_stored_once(engine: Engine) {
        let app = server(engine).await?;
        let client = app.signed_in("manager").await?;
        let form = Form::publish(&client, &json!({ "json": every_column() }), false).await?;
        let anybody = app.client()?;
        let stamp = form.stamp(&anybody).await?;
        let pages = join_all((0..20).map(|_| form.send(&anybody, &stamp, &FULL))).await;
        for page in pages {
            assert!(page?.contains("Thank you"));
        }
        assert_eq!(listed(&client, &form, json!({})).await?.len(), 1);
        // Forty people at once are forty answers.
        let pages = join_all((0..40).map(|_| form.answer(&anybody, &FULL))).await;
        assert!(pages.into_iter().all(|page| page.is_ok_and(|page| page.contains("Thank you"))));
        assert_eq!(listed(&client, &form, json!({})).await?.len(), 41);
    }

    async fn a_personal_answer_acknowledges_can_be_changed_and_goes_with_the_patient(engine: Engine) {
        let app = server(engine).await?;
        let mut client = app.signed_in("manager").await?;
        let form = Form::publish(&client, &json!({ "json": every_column() }), true).await?;
        let (id, links) = campaign(&app, &mut client, &form.version, 30).await?;
        let anybody = app.client()?;
        let send = |words: &'static str| [("_press", "send"), ("words", words), ("secret", "I smoke"), ("well", "no")];
        let (first, second) = (&links[0], &links[1]);
        let sent = send("One");
        let pages = join_all([first, first, second].map(|link| post(&anybody, link, &sent))).await;
        for page in pages {
            assert!(page?.contains("Thank you"));
        }
        let seen = scene::campaign(&client, &id).await?;
        assert_eq!(seen["counts"]["acknowledged"], 2, "{seen}");
        post(&anybody, first, &send("Two")).await?;
        let changed = listed(&client, &form, json!({ "answer": { "field": "words", "value": "Two" } })).await?;
        assert_eq!(changed.len(), 1);
        assert_eq!(listed(&client, &form, json!({ "campaignId": id })).await?.len(), 2);
        let patient = changed[0]["patientId"].as_str().unwrap().to_owned();
        assert_eq!(listed(&client, &form, json!({ "patientId": patient })).await?.len(), 1);
        let of_patient = "query($id: ID!) { patient(id: $id) { formResponses(first: 1) { pageInfo { hasNextPage }
            nodes { id form { name } campaign { id } } } } }";
        let told = client.query(of_patient, json!({ "id": patient })).await?["patient"]["formResponses"].clone();
        assert_eq!(told, json!({ "pageInfo": { "hasNextPage": false },
            "nodes": [{ "id": changed[0]["id"], "form": { "name": "Every column" }, "campaign": { "id": id } }] }));
        let database = app.database().connect().await?;
        let mut administrator = app.signed_in("administrator").await?;
        let erase = json!({ "input": { "id": patient, "code": administrator.code().await? } });
        let document = "mutation($input: ErasePatientInput!) { erasePatient(input: $input) {
            patient { familyName erasedAt contactPoints { value } formResponses { nodes { id } } } } }";
        let erased = administrator.query(document, erase).await?["erasePatient"]["patient"].clone();
        assert!(erased["erasedAt"].is_string(), "{erased}");
        assert_eq!(erased["familyName"], "");
        assert_eq!((&erased["contactPoints"], &erased["formResponses"]["nodes"]), (&json!([]), &json!([])));
        let closed = post(&anybody, first, &send("Three")).await.unwrap_err().to_string();
        assert!(closed.contains("410"), "{closed}");
        let counts = scene::campaign(&client, &id).await?["counts"].clone();
        assert_eq!(counts["acknowledged"], 2, "{counts}");
        let left = listed(&client, &form, json!({})).await?;
        assert_eq!(left.len(), 1, "{left:?}");
        assert_ne!(left[0]["patientId"], json!(patient));
        assert_eq!(rows(&database, &format!("SELECT patient_id FROM {}", form.view())).await?.len(), 1);
    }

    async fn who_may_not_see_answers_gets_none(engine: Engine) {
        let app: App = server(engine).await?;
        let client = app.signed_in("manager").await?;
        let form = Form::publish(&client, &json!({ "starter": "flu-booking" }), false).await?;
        let auditor = app.signed_in("auditor").await?;
        let refused = auditor.refused(ANSWERS, json!({ "form": form.id, "filter": {} })).await?;
        assert_eq!(refused.code, "FORBIDDEN");
        for ending in ["csv", "xlsx", "ndjson"] {
            assert_eq!(auditor.get(&format!("/forms/{}/answers.{ending}", form.id)).await?.status(), 403);
        }
    }
}
