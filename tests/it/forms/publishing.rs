//! Publishing: into the SQL view, the folder and the address; what stops it, and what is taken away again.

use std::fs;
use std::path::PathBuf;

use recall_tests::{App, Client, Engine, Result, for_each_engine, wait};
use serde_json::{Value, json};

use recall_tests::forms::{Made, PUBLISH, answers, count, done, lungs, open, quick, rows, steps, titled};

/// The names of the pages in the folder that stands for a bucket.
pub(super) fn pages(app: &App) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder(app))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}

fn folder(app: &App) -> PathBuf {
    app.data().join("forms").join("pages")
}

async fn state(client: &Client, form: &Made) -> Result<Value> {
    let look =
        "query($id: ID!) { form(id: $id) { state view address currentVersion { number } problems { message } } }";
    Ok(client.query(look, json!({ "id": form.id })).await?["form"].clone())
}

for_each_engine! {
    async fn a_form_is_published_into_its_view_the_folder_and_its_address(engine: Engine) {
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let form = Made::draft(&client, &lungs(), true).await?;
        let anybody = app.client()?;
        assert_eq!(open(&anybody, &form.path()).await?.status, 404, "a draft is nobody's to see");
        let version = form.ask(&client).await?;
        let steps = done(&client, &version).await?;
        let names: Vec<&str> = steps.iter().filter_map(|step| step["step"].as_str()).collect();
        assert_eq!(names, ["CHECK", "VIEW", "PAGE", "STORE", "SWITCH", "AUDIT"]);
        assert!(steps.iter().all(|step| step["attempts"] == 1 && step["error"].is_null() && !step["finishedAt"].is_null()), "{steps:?}");
        let seen = state(&client, &form).await?;
        assert_eq!((&seen["state"], &seen["view"], &seen["currentVersion"]["number"]),
            (&json!("PUBLISHED"), &json!("form_your_lungs"), &json!(1)));
        assert_eq!(seen["address"], json!(app.url("/f/your-lungs")));
        // The page: in the folder under its address and under a name that nobody guesses, and at the address.
        let stored = pages(&app)?;
        assert_eq!(stored.len(), 2, "{stored:?}");
        assert_eq!(stored[1], "your-lungs.html");
        let code = stored[0].strip_prefix("your-lungs-v1-").and_then(|rest| rest.strip_suffix(".html")).unwrap_or_default();
        assert!(code.len() == 32 && code.bytes().all(|byte| byte.is_ascii_hexdigit()), "{stored:?}");
        let page = fs::read_to_string(folder(&app).join("your-lungs.html"))?;
        assert_eq!(page, fs::read_to_string(folder(&app).join(&stored[0]))?);
        let shown = open(&anybody, &form.path()).await?;
        assert_eq!((shown.status, shown.header("content-type"), shown.header("cache-control")), (200, "text/html; charset=utf-8", "no-store"));
        assert!(shown.says("Do you wheeze?") && page.contains("Do you wheeze?"), "{page}");
        // The view takes answers as they come.
        let review = shown.press(&anybody, "next", &[("name", "Ada"), ("wheeze", "no")]).await?;
        let sent = review.press(&anybody, "send", &[]).await?;
        assert!(sent.says("We have your answers."), "{}", sent.html);
        let database = app.database().connect().await?;
        let seen = rows(&database, &["form_version", "name", "wheeze", "nights"], "form_your_lungs").await?;
        let no = if engine == Engine::Postgres { json!(false) } else { json!(0) };
        assert_eq!(seen, [json!({ "form_version": 1, "name": "Ada", "wheeze": no, "nights": null })]);
        let audit = "audit_event WHERE action LIKE 'form.publish%' ORDER BY id";
        let events: Vec<Value> = rows(&database, &["action"], audit).await?.into_iter().map(|row| row["action"].clone()).collect();
        assert_eq!(events, ["form.publish_requested", "form.published"]);
        let refused = client.refused(PUBLISH, form.asking()).await?;
        assert_eq!(refused.code, "NOTHING_CHANGED");
    }

    async fn a_store_that_is_down_leaves_the_old_version_live_and_says_so(engine: Engine) {
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let mut form = Made::published(&client, &lungs(), true).await?;
        form.save(&client, &json!({ "draft": titled("Your breathing") })).await?;
        // A file where the folder should be: nothing can be written or read there.
        let away = app.data().join("forms").join("away");
        fs::rename(folder(&app), &away)?;
        fs::write(folder(&app), "in the way")?;
        let version = form.ask(&client).await?;
        let told = wait::until("the step to fail", || async {
            let steps = steps(&client, &version).await?;
            Ok(steps.iter().find(|step| step["state"] == "FAILED").cloned())
        })
        .await?;
        assert_eq!(told["step"], "STORE", "{told}");
        let error = told["error"].as_str().unwrap_or_default();
        assert!(error.ends_with("It is tried again by itself for some minutes. The version before stays live."), "{error}");
        let anybody = app.client()?;
        let live = open(&anybody, &form.path()).await?;
        assert!(live.status == 200 && live.says("Your lungs") && !live.says("Your breathing"), "{}", live.html);
        let refused = client.refused(PUBLISH, form.asking()).await?;
        assert_eq!(refused.code, "PUBLISHING", "its job still tries: {refused:?}");
        // It is back: what was begun is finished without anybody's doing.
        fs::remove_file(folder(&app))?;
        fs::rename(&away, folder(&app))?;
        let steps = done(&client, &version).await?;
        assert!(steps[3]["attempts"].as_i64() > Some(1) && steps[0]["attempts"] == 1, "{steps:?}");
        assert!(open(&anybody, &form.path()).await?.says("Your breathing"));
        assert_eq!(pages(&app)?.len(), 3);
    }

    async fn what_is_no_longer_for_everybody_leaves_the_folder(engine: Engine) {
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let anybody = app.client()?;
        let mut form = Made::published(&client, &lungs(), true).await?;
        let is_there = |wanted: bool| {
            let app = &app;
            wait::until("the page to come or go", move || async move {
                Ok((pages(app)?.contains(&"your-lungs.html".to_owned()) == wanted).then_some(()))
            })
        };
        is_there(true).await?;
        form.save(&client, &json!({ "isPublic": false })).await?;
        is_there(false).await?;
        assert_eq!(open(&anybody, &form.path()).await?.status, 404);
        form.save(&client, &json!({ "isPublic": true })).await?;
        is_there(true).await?;
        assert_eq!(open(&anybody, &form.path()).await?.status, 200);
        form.retire(&client).await?;
        is_there(false).await?;
        assert_eq!(open(&anybody, &form.path()).await?.status, 404);
        // Brought back for those with a link only, nothing comes back.
        form.save(&client, &json!({ "isPublic": false, "draft": titled("Your lungs again") })).await?;
        form.publish(&client).await?;
        is_there(false).await?;
        assert_eq!(pages(&app)?.len(), 2, "a page a version: {:?}", pages(&app)?);
    }

    async fn a_page_that_is_still_open_is_answered_under_its_own_version(engine: Engine) {
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let anybody = app.client()?;
        let mut form = Made::published(&client, &lungs(), true).await?;
        let old = open(&anybody, &form.path()).await?.press(&anybody, "next", &[("name", "Ada"), ("wheeze", "yes")]).await?;
        let mut second = titled("Your breathing");
        second["pages"][0]["sections"][0]["fields"][2]["kind"] = json!({ "text": {} });
        form.save(&client, &json!({ "draft": second })).await?;
        form.publish(&client).await?;
        let review = old.press(&anybody, "next", &[("nights", "3")]).await?;
        assert!(review.says("Check your answers") && review.says("name=\"_version\" value=\"1\""), "{}", review.html);
        assert!(review.press(&anybody, "send", &[]).await?.says("We have your answers."));
        let new = open(&anybody, &form.path()).await?;
        assert!(new.says("Your breathing") && new.says("name=\"_version\" value=\"2\""), "{}", new.html);
        let next = new.press(&anybody, "next", &[("name", "Bob"), ("wheeze", "yes")]).await?;
        let review = next.press(&anybody, "next", &[("nights", "most")]).await?;
        assert!(review.press(&anybody, "send", &[]).await?.says("We have your answers."));
        let seen = rows(&app.database().connect().await?, &["form_version", "name", "nights"], "form_your_lungs ORDER BY response_id").await?;
        assert_eq!(seen, [json!({ "form_version": 1, "name": "Ada", "nights": null }),
            json!({ "form_version": 2, "name": "Bob", "nights": "most" })], "a number is no text");
        assert_eq!(answers(&app).await?, 2);
    }

    async fn a_form_that_does_not_hold_is_not_published_and_says_why(engine: Engine) {
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let mut form = Made::draft(&client, &lungs(), true).await?;
        for (fields, reason) in wrong_forms() {
            let mut draft = lungs();
            draft["pages"][0]["sections"][0]["fields"] = fields;
            form.save(&client, &json!({ "draft": draft })).await?;
            let seen = state(&client, &form).await?;
            assert!(seen["problems"][0]["message"].as_str().is_some_and(|message| message.contains(reason)), "{reason}: {seen}");
            let refused = client.refused(PUBLISH, form.asking()).await?;
            assert!(refused.code == "INVALID_INPUT" && refused.message.contains(reason), "{refused:?}");
        }
        assert_eq!(count(&app, "form_version").await?, 0);
    }
}

/// The fields of forms that cannot be, each with a part of what is said of it.
fn wrong_forms() -> Vec<(Value, &'static str)> {
    let text = |id: &str| json!({ "id": id, "kind": { "text": {} }, "label": { "en": "Label" } });
    let asking = |id: &str, about: &str| json!({ "id": id, "kind": { "yesNo": {} }, "label": { "en": "Label" }, "showIf": { "yesNo": { "field": about, "is": true } } });
    let pattern = |regex: &str| json!([{ "id": "a", "kind": { "text": { "pattern": { "regex": regex } } }, "label": { "en": "Label" } }]);
    let many: Vec<Value> = (0..10_000).map(|number| text(&format!("f{number}"))).collect();
    let later = json!([asking("a", "b"), { "id": "b", "kind": { "yesNo": {} }, "label": { "en": "Label" } }]);
    vec![
        (json!([text("a"), text("a")]), "the id \"a\" is there twice; give one of the two another"),
        (later, "the rule asks about “Label”, which comes later; move that question before this one"),
        (json!([asking("a", "z")]), "the rule asks about “z”, which the form does not have"),
        (
            json!([asking("a", "b"), asking("b", "a")]),
            "the rules go in a circle: “Label” → “Label” → “Label”; remove one of them",
        ),
        (pattern("[0-9"), "the pattern is no regular expression"),
        (pattern("((a{1000}){1000}){1000}"), "becomes too large when its repetitions are written out"),
        (Value::from(many), "the form has 10000 fields and at most 300 are allowed; split it into several forms"),
    ]
}
