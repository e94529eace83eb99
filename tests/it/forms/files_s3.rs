//! A file that comes with answers into a bucket of S3: sealed and encrypted there, given out as a download, gone with its
//! patient.

use anyhow::Context;
use recall_tests::acts::downloaded;
use recall_tests::browser::Scheme;
use recall_tests::forms::{PICTURE, quick};
use recall_tests::peers::Aws;
use recall_tests::wire::{Wire, server_of};
use recall_tests::{App, Client, Engine, Result, browser, for_each_engine, scene, wait};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::answers_scene::{Form, campaign, rows};

const PREFIX: &str = "files/";

/// A name, and a letter.
fn letter() -> Value {
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "Your letter" },
        "pages": [{ "id": "p", "sections": [{ "fields": [
            { "id": "name", "kind": { "text": {} }, "label": { "en": "Name" }, "required": true },
            { "id": "letter", "kind": { "file": { "types": ["pdf", "png"] } }, "label": { "en": "A letter" }, "required": true }
        ] }] }] })
}

/// The names of the files that came with answers.
async fn kept(app: &App) -> Result<Vec<String>> {
    let found =
        rows(&app.database().connect().await?, "SELECT object_key FROM form_attachment WHERE response_id IS NOT NULL")
            .await?;
    Ok(found.iter().filter_map(|row| row["object_key"].as_str().map(ToOwned::to_owned)).collect())
}

/// Whose the only answers are, and which.
async fn answered(client: &Client, form: &Form) -> Result<(String, String)> {
    let look = "query($id: ID!) { formResponses(formId: $id) { nodes { id patientId } } }";
    let found = client.query(look, json!({ "id": form.id })).await?["formResponses"]["nodes"][0].clone();
    let text = |name: &str| found[name].as_str().map(ToOwned::to_owned).context("answers of nobody");
    Ok((text("id")?, text("patientId")?))
}

for_each_engine! {
    async fn a_file_goes_into_a_bucket_comes_out_as_a_download_and_leaves_with_its_patient(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        if !browser::is_available() {
            return Ok(());
        }
        let wire = Wire::to(server_of(aws.endpoint())?).await?;
        let bucket = format!("files-{engine:?}-{}", std::process::id()).to_lowercase();
        aws.create_bucket(&bucket).await?;
        let builder = App::on(engine)
            .setting("forms.files.bucket", &bucket)
            .setting("forms.files.prefix", PREFIX)
            .setting("forms.files.region", "eu-west-2")
            .setting("forms.files.endpoint_url", wire.through(aws.endpoint())?)
            .variables(Aws::credentials());
        let app = quick(builder).await?;
        let mut client = app.signed_in("manager").await?;
        let form = Form::publish(&client, &json!({ "json": letter() }), true).await?;
        let (_, links) = campaign(&app, &mut client, &form.version, 60).await?;
        let picture = scene::file(&app, "letter.png", PICTURE)?;

        browser::browse("form-file-into-s3", async |page| {
            page.look(390, 844, Scheme::Light).await?;
            page.goto(&app.url(&links[0])).await?;
            page.fill("Name", "Ada").await?;
            page.attach("A letter", &picture).await?;
            // A bucket that is away costs nobody what they typed, nor makes it look sent.
            wire.cut();
            page.press("Send").await?;
            page.shows("Something went wrong").await?;
            wire.mend();
            page.driver().back().await?;
            page.shows("A letter").await?;
            wait::until("what was typed to be there again", || async {
                let name = page.element("#f-name").await?.prop("value").await?;
                Ok((name.as_deref() == Some("Ada")).then_some(()))
            })
            .await?;
            page.attach("A letter", &picture).await?;
            page.press("Send").await?;
            page.shows("We have your answers.").await
        })
        .await?;

        let key = format!("{PREFIX}{}", kept(&app).await?.first().context("no file is known")?);
        let object = aws.object(&bucket, &key).await?.context("the file is not in the bucket")?;
        let is_sealed = object.len() > PICTURE.len() && !object.windows(4).any(|part| part == b"\x89PNG" || part == b"smok");
        assert!(is_sealed, "{object:?}");
        assert!(!key.contains("letter"), "{key}");
        let headers = aws.object_headers(&bucket, &key).await?;
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!(header("x-amz-server-side-encryption"), "AES256", "{headers:?}");
        assert_ne!(header("content-type"), "image/png");

        let (answer, patient) = answered(&client, &form).await?;
        let user = app.user("reader@practice.example", "manager").await?;
        let folder = TempDir::with_prefix("recall-letters-")?;
        browser::browse("form-file-out-of-s3", async |page| {
            page.look(1440, 900, Scheme::Light).await?;
            page.sign_in(&app, &user).await?;
            page.download_into(folder.path()).await?;
            page.goto(&app.url(&format!("/forms/{}/answers/{answer}", form.id))).await?;
            page.shows("letter.png").await?;
            page.press_beginning("Download").await?;
            let saved = downloaded(folder.path(), ".png").await?;
            assert_eq!(std::fs::read(&saved)?, PICTURE);
            Ok(())
        })
        .await?;
        let given = client.get(&format!("/form-responses/{answer}/files/letter")).await?.error_for_status()?;
        assert!(given.headers()["content-disposition"].to_str()?.starts_with("attachment;"), "{:?}", given.headers());
        assert_eq!(given.headers()["content-type"], "application/octet-stream");

        let mut administrator = app.signed_in("administrator").await?;
        let erase = json!({ "input": { "id": patient, "code": administrator.code().await? } });
        let document = "mutation($input: ErasePatientInput!) { erasePatient(input: $input) { patient { erasedAt } } }";
        administrator.query(document, erase).await?;
        wait::until("the file to leave the bucket", || async {
            Ok(aws.object(&bucket, &key).await?.is_none().then_some(()))
        })
        .await?;
        assert!(kept(&app).await?.is_empty());
        let gone = client.get(&format!("/form-responses/{answer}/files/letter")).await?.status();
        assert_eq!(gone, 404);
    }
}
