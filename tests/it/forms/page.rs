//! The page of a form over HTTP: who may open it, from where it may be posted, and what comes too fast or twice.

use futures::future::join_all;
use recall_tests::{App, Engine, Result, for_each_engine, wait};
use reqwest::Method;
use sea_orm::prelude::DateTimeUtc;
use serde_json::json;

use recall_tests::forms::{Made, Seen, answers, lungs, now, open, post, quick};

/// The time in `seconds`, as GraphQL takes it.
fn in_seconds(seconds: u64) -> Result<String> {
    let until = i64::try_from(now()? + seconds)?;
    Ok(DateTimeUtc::from_timestamp(until, 0).map(|time| time.to_rfc3339()).unwrap_or_default())
}

const NO_WHEEZE: [(&str, &str); 2] = [("name", "Ada"), ("wheeze", "no")];

for_each_engine! {
    async fn a_signed_link_opens_what_is_not_public_until_it_expires(engine: Engine) {
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let anybody = app.client()?;
        let form = Made::published(&client, &lungs(), false).await?;
        assert_eq!(open(&anybody, &form.path()).await?.status, 404, "nobody without a link");
        let sign = "mutation($input: SignFormLinkInput!) { signFormLink(input: $input) { url } }";
        let link = async |seconds: u64| -> Result<String> {
            let input = json!({ "input": { "id": form.id, "until": in_seconds(seconds)? } });
            let url = client.query(sign, input).await?["signFormLink"]["url"].clone();
            Ok(url.as_str().and_then(|url| url.strip_prefix(&app.url(""))).unwrap_or_default().to_owned())
        };
        let path = link(600).await?;
        let page = open(&anybody, &path).await?;
        assert!(page.status == 200 && page.action()? == path, "it posts to where it was opened: {}", page.html);
        let review = page.press(&anybody, "next", &NO_WHEEZE).await?;
        assert!(review.press(&anybody, "send", &[]).await?.says("We have your answers."));
        for other in [path.replace("key=", "key=0"), path.replace("until=1", "until=2"), path.split('?').next().unwrap_or_default().to_owned()] {
            assert_eq!(open(&anybody, &other).await?.status, 404, "{other}");
            assert_eq!(post(&anybody, &other, &page.carried()).await?.status, 404, "{other}");
        }
        let short = link(2).await?;
        wait::until("the link to expire", || async { Ok((open(&anybody, &short).await?.status == 404).then_some(())) }).await?;
        let refused = client.refused(sign, json!({ "input": { "id": form.id, "until": "2020-01-01T00:00:00Z" } })).await?;
        assert_eq!(refused.message, "The link would be out of date already; give a time to come.");
        assert_eq!(answers(&app).await?, 1);
    }

    async fn only_the_configured_origin_may_post_by_script(engine: Engine) {
        const BUCKET: &str = "https://forms.example.org";
        let app = quick(App::on(engine).setting("forms.page_origin", BUCKET)).await?;
        let client = app.signed_in("manager").await?;
        let anybody = app.client()?;
        let form = Made::published(&client, &lungs(), true).await?;
        let page = open(&anybody, &form.path()).await?;
        assert_eq!(page.action()?, app.url(&form.path()), "a bucket's page posts here");
        assert!(page.header("content-security-policy").contains(&format!("form-action 'self' {}", app.url(""))));
        for (origin, allowed) in [(BUCKET, BUCKET), ("https://evil.example", ""), ("https://forms.example.org.evil.example", ""), ("null", "")] {
            let asked = anybody.request(Method::OPTIONS, &form.path()).header("origin", origin)
                .header("access-control-request-method", "POST").send().await?;
            assert_eq!(asked.status(), 204);
            let header = |name: &str| asked.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
            assert_eq!((header("access-control-allow-origin").as_str(), header("vary").contains("origin")), (allowed, true), "{origin}");
            assert_eq!(header("access-control-allow-methods"), if allowed.is_empty() { "" } else { "POST" }, "{origin}");
            assert!(header("access-control-allow-credentials").is_empty());
            let posted = anybody.request(Method::POST, &form.path()).header("origin", origin)
                .header("content-type", "application/x-www-form-urlencoded").body("_version=1&_press=back").send().await?;
            let read = posted.headers().get("access-control-allow-origin").and_then(|value| value.to_str().ok());
            assert_eq!(read.unwrap_or_default(), allowed, "{origin}");
        }
        // A page that a bucket shows has no stamp: it is shown once more, and then taken.
        let pages = std::fs::read_to_string(app.data().join("forms").join("pages").join("your-lungs.html"))?;
        assert!(pages.contains("name=\"_stamp\" value=\"\""), "{pages}");
        let pairs = |text: &str| text.split('&').filter_map(|pair| pair.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect::<Vec<_>>();
        let review = post(&anybody, &form.path(), &pairs("_version=1&_step=0&_stamp=&_press=next&name=Ada&wheeze=no")).await?;
        assert!(review.says("Check your answers") && !review.says("name=\"_stamp\" value=\"\""), "{}", review.html);
        let path = form.path();
        let sent = post(&anybody, &path, &[review.carried(), pairs("_press=send")].concat()).await?;
        assert!(sent.says("We have your answers."), "{}", sent.html);
    }

    async fn a_double_click_a_retry_and_a_reload_store_one_answer(engine: Engine) {
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let anybody = app.client()?;
        let form = Made::published(&client, &lungs(), true).await?;
        let review = open(&anybody, &form.path()).await?.press(&anybody, "next", &NO_WHEEZE).await?;
        let clicks = join_all((0..6).map(|_| review.press(&anybody, "send", &[]))).await;
        for click in clicks {
            assert!(click?.says("We have your answers."));
        }
        assert!(review.press(&anybody, "send", &[]).await?.says("We have your answers."), "a reload later");
        assert_eq!(answers(&app).await?, 1);
        let another = open(&anybody, &form.path()).await?.press(&anybody, "next", &NO_WHEEZE).await?;
        another.press(&anybody, "send", &[]).await?;
        assert_eq!(answers(&app).await?, 2, "another page is another answer");
        let back = review.press(&anybody, "change-0", &[]).await?;
        let corrected = back.press(&anybody, "next", &[("name", "Eve"), ("wheeze", "no")]).await?;
        assert!(corrected.press(&anybody, "send", &[]).await?.says("We have your answers."));
        assert_eq!(answers(&app).await?, 3, "what was put right, or who came next, is stored beside it");
    }

    async fn programs_are_braked_without_anybody_elses_help(engine: Engine) {
        let app = App::on(engine).setting("forms.fewest_seconds", "4").setting("forms.answers_a_minute", "12").start().await?;
        let client = app.signed_in("manager").await?;
        let anybody = app.client()?;
        let form = Made::published(&client, &lungs(), true).await?;
        let opened = open(&anybody, &form.path()).await?;
        let review = opened.press(&anybody, "next", &NO_WHEEZE).await?;
        let trapped = review.press(&anybody, "send", &[("_website", "https://spam.example")]).await?;
        assert!(trapped.says("Your answers are not sent yet") && answers(&app).await? == 0, "shown once more: {}", trapped.html);
        let hasty = review.press(&anybody, "send", &[]).await?;
        assert!(hasty.says("Check your answers") && answers(&app).await? == 0, "sooner than a person can: {}", hasty.html);
        // As soon as a person could have done it, the same page is taken.
        let taken = wait::until("the page to be old enough", || async {
            // The database is asked first: each post counts against the brake.
            Ok((started(&review) + 4 <= now()?).then_some(()))
        });
        taken.await?;
        let sent = hasty.press(&anybody, "send", &[]).await?;
        assert!(sent.says("We have your answers.") && answers(&app).await? == 1, "{}", sent.html);
        let mut last = sent;
        for _ in 0..12 {
            last = review.press(&anybody, "back", &[]).await?;
        }
        assert_eq!((last.status, last.header("retry-after")), (429, "60"));
        assert!(last.says("Please wait a minute") && last.says("What you typed is not lost."), "{}", last.html);
        assert_eq!(open(&anybody, &form.path()).await?.status, 200, "reading is not braked");
    }

    async fn a_retired_form_takes_no_answers_by_any_open_page(engine: Engine) {
        let app = quick(App::on(engine)).await?;
        let client = app.signed_in("manager").await?;
        let anybody = app.client()?;
        let form = Made::published(&client, &lungs(), true).await?;
        let review = open(&anybody, &form.path()).await?.press(&anybody, "next", &NO_WHEEZE).await?;
        form.retire(&client).await?;
        for press in ["send", "next", "back"] {
            let late = review.press(&anybody, press, &[]).await?;
            assert_eq!(late.status, 404, "{press}");
            assert!(late.says("it takes no answers any more") && late.says("Please call us and we will help."), "{}", late.html);
        }
        assert_eq!(open(&anybody, &form.path()).await?.status, 404);
        assert_eq!(answers(&app).await?, 0);
    }
}

/// Seconds since 1970 at which the stamp of a page was made, rounded up.
fn started(page: &Seen) -> u64 {
    let stamp =
        page.carried().into_iter().find(|(name, _)| name == "_stamp").map(|(_, stamp)| stamp).unwrap_or_default();
    stamp.split('.').next().and_then(|millis| millis.parse::<u64>().ok()).map_or(0, |millis| millis / 1000 + 1)
}
