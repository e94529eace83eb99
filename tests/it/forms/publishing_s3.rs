//! Publishing into a bucket of S3, as moto plays it, over a wire that can be cut.

use anyhow::Context;
use recall_tests::peers::Aws;
use recall_tests::wire::{Wire, server_of};
use recall_tests::{App, AppBuilder, Engine, Result, for_each_engine, wait};
use serde_json::json;

use recall_tests::forms::{Made, done, lungs, open, quick, rows, steps, titled};

const PREFIX: &str = "forms/";

/// A server whose pages go into a bucket of its own.
async fn bucket(engine: Engine, aws: &Aws, name: &str, endpoint: &str) -> Result<(AppBuilder, String)> {
    let bucket = format!("pages-{name}-{engine:?}-{}", std::process::id()).to_lowercase();
    aws.create_bucket(&bucket).await?;
    let builder = App::on(engine)
        .setting("forms.pages.bucket", &bucket)
        .setting("forms.pages.prefix", PREFIX)
        .setting("forms.pages.region", "eu-west-2")
        .setting("forms.pages.endpoint_url", endpoint)
        .variables(Aws::credentials());
    Ok((builder, bucket))
}

for_each_engine! {
    async fn a_page_is_in_the_bucket_encrypted_with_its_type_and_how_long_it_keeps(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        let (builder, bucket) = bucket(engine, &aws, "served", aws.endpoint()).await?;
        let app = quick(builder).await?;
        let client = app.signed_in("manager").await?;
        let mut form = Made::published(&client, &lungs(), true).await?;
        let key = rows(&app.database().connect().await?, &["object_key"], "form_version").await?[0]["object_key"].as_str().unwrap_or_default().to_owned();
        for (name, keeps) in [(key.as_str(), "public, max-age=31536000, immutable"), ("your-lungs.html", "no-cache")] {
            let name = format!("{PREFIX}{name}");
            let page = aws.object(&bucket, &name).await?.with_context(|| format!("{name} is not there"))?;
            assert!(String::from_utf8(page)?.contains("Do you wheeze?"), "{name}");
            let headers = aws.object_headers(&bucket, &name).await?;
            let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            assert_eq!(header("content-type"), "text/html; charset=utf-8", "{name}");
            assert_eq!(header("cache-control"), keeps, "{name}");
            assert_eq!(header("x-amz-server-side-encryption"), "AES256", "{name}");
        }
        assert!(open(&app.client()?, &form.path()).await?.says("Do you wheeze?"));
        form.save(&client, &json!({ "isPublic": false })).await?;
        wait::until("the page to leave the bucket", || async {
            Ok(aws.object(&bucket, &format!("{PREFIX}your-lungs.html")).await?.is_none().then_some(()))
        })
        .await?;
        assert!(aws.object(&bucket, &format!("{PREFIX}{key}")).await?.is_some(), "the version stays, for those with a link");
    }

    async fn a_bucket_that_is_down_leaves_the_old_version_live_and_says_so(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        let wire = Wire::to(server_of(aws.endpoint())?).await?;
        let (builder, bucket) = bucket(engine, &aws, "down", &wire.through(aws.endpoint())?).await?;
        let app = quick(builder).await?;
        let client = app.signed_in("manager").await?;
        let mut form = Made::published(&client, &lungs(), true).await?;
        form.save(&client, &json!({ "draft": titled("Your breathing") })).await?;
        wire.cut();
        let version = form.ask(&client).await?;
        let told = wait::until("the step to fail", || async {
            let steps = steps(&client, &version).await?;
            Ok(steps.iter().find(|step| step["state"] == "FAILED").cloned())
        })
        .await?;
        let error = told["error"].as_str().unwrap_or_default();
        assert!(told["step"] == "STORE" && error.contains(&format!("s3://{bucket}/{PREFIX} failed; check bucket, region")), "{told}");
        assert!(error.ends_with("The version before stays live."), "{error}");
        let live = open(&app.client()?, &form.path()).await?;
        assert!(live.status == 200 && live.says("Your lungs") && !live.says("Your breathing"), "{}", live.html);
        wire.mend();
        done(&client, &version).await?;
        assert!(open(&app.client()?, &form.path()).await?.says("Your breathing"));
        let page = aws.object(&bucket, &format!("{PREFIX}your-lungs.html")).await?.unwrap_or_default();
        assert!(String::from_utf8(page)?.contains("Your breathing"));
    }
}
