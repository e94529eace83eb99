//! The main job over the public interface: select, launch, dispatch, open, acknowledge, report, remind.

use recall_tests::scene::number;
use recall_tests::{App, Engine, for_each_engine, scene, wait};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

for_each_engine! {
    async fn a_campaign_runs_from_launch_to_the_report(engine: Engine) {
        let app = App::start(engine).await?;
        scene::import_patients(&app, 300).await?;
        let mut client = app.signed_in("manager").await?;
        let preview = "query($rule: CohortRule!) { cohortPreview(rule: $rule) { count sentence } }";
        let rule = json!({ "rule": { "condition": { "codeSet": scene::LUNGS } } });
        let cohort = client.query(preview, rule).await?["cohortPreview"].clone();
        assert!((180..=260).contains(&number(&cohort, "count")), "about three quarters of 300: {cohort}");

        let id = scene::draft(&client).await?;
        let launched = scene::launch(&mut client, &id).await?;
        assert_eq!(launched["state"], "RUNNING");
        let recipients = number(&launched["counts"], "recipients");
        for channel in scene::channels(&launched) {
            assert_eq!(number(channel, "total"), recipients, "the ledger adds up from the start: {channel}");
        }

        let campaign = scene::dispatched(&client, &id).await?;
        let counts = &campaign["counts"];
        assert_eq!(number(counts, "neverSent"), number(counts, "unreachable"));
        let texts = scene::outbox(&app, "sms")?;
        let emails = scene::outbox(&app, "email")?;
        let sent: i64 = scene::channels(&campaign).map(|channel| number(channel, "sent")).sum();
        assert_eq!(i64::try_from(texts.len() + emails.len())?, sent);

        // Opening is not acknowledging.
        let link = scene::link(&texts[0])?;
        let patient = app.client()?;
        patient.request(Method::HEAD, &link).send().await?;
        assert_eq!(number(&scene::campaign(&client, &id).await?["counts"], "followed"), 0, "HEAD records nothing");
        let page = patient.get(&link).await?;
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(page.headers()["cache-control"], "no-store");
        let page = page.text().await?;
        assert!(page.len() < 15_000 && !page.contains("<script"), "{} bytes", page.len());
        assert!(!page.to_lowercase().contains("lung"), "the page names no condition");
        let after = scene::campaign(&client, &id).await?["counts"].clone();
        assert_eq!((number(&after, "followed"), number(&after, "acknowledged")), (1, 0));
        for _ in 0..2 {
            let status = patient.press(&link).await?.status();
            assert!(status.is_success() || status.is_redirection(), "{status}");
        }
        let after = scene::campaign(&client, &id).await?["counts"].clone();
        assert_eq!((number(&after, "followed"), number(&after, "acknowledged")), (1, 1));
        let sum = number(&after, "acknowledged") + number(&after, "nonRespondents") + number(&after, "neverSent");
        assert_eq!(sum, recipients);

        let rows = report_rows(&client, &id).await?;
        assert_eq!(i64::try_from(rows.lines().count())? - 1, number(&after, "nonRespondents"), "a line each and a head");

        let remind = "mutation($input: SendReminderInput!) { sendReminder(input: $input) { campaign { wave } } }";
        client.query(remind, json!({ "input": { "id": id } })).await?;
        let reminded = scene::dispatched(&client, &id).await?;
        for channel in scene::channels(&reminded).filter(|channel| number(channel, "wave") == 1) {
            assert_eq!(number(channel, "total"), number(&after, "nonRespondents"));
        }
        let to_first = scene::outbox(&app, "sms")?.iter().filter(|text| text.body == texts[0].body).count();
        assert_eq!(to_first, 1, "who acknowledged is not reminded");
    }

    async fn a_paused_campaign_sends_nothing_until_it_is_resumed(engine: Engine) {
        let app = App::on(engine).setting("sms.per_second", "20").setting("email.per_second", "20").start().await?;
        scene::import_patients(&app, 400).await?;
        let mut client = app.signed_in("manager").await?;
        let id = scene::draft(&client).await?;
        scene::launch(&mut client, &id).await?;
        let change = |what: &str| format!("mutation($input: CampaignInput!) {{ {what}(input: $input) {{ campaign {{ state }} }} }}");
        client.query(&change("pauseCampaign"), json!({ "input": { "id": id } })).await?;
        wait::until("what was on its way to arrive", || async {
            let campaign = scene::campaign(&client, &id).await?;
            let sending: i64 = scene::channels(&campaign).map(|channel| number(channel, "sending")).sum();
            Ok((sending == 0).then_some(()))
        })
        .await?;
        let paused = scene::campaign(&client, &id).await?;
        let queued: i64 = scene::channels(&paused).map(|channel| number(channel, "queued")).sum();
        assert!(queued > 0, "the pause came before the end: {paused}");
        client.query(&change("cancelCampaign"), json!({ "input": { "id": id } })).await?;
        let cancelled = scene::dispatched(&client, &id).await?;
        assert_eq!(cancelled["state"], "CANCELLED");
        for channel in scene::channels(&cancelled) {
            assert_eq!(number(channel, "total"), number(&cancelled["counts"], "recipients"), "{channel}");
        }
    }
}

/// Runs the report of non-respondents and downloads it.
async fn report_rows(client: &recall_tests::Client, campaign: &Value) -> recall_tests::Result<String> {
    let save = "mutation($input: SaveReportInput!) { saveReport(input: $input) { report { id } } }";
    let input = json!({ "name": "Not acknowledged", "kind": "NON_RESPONDENTS", "campaignId": campaign });
    let report = client.query(save, json!({ "input": input })).await?["saveReport"]["report"]["id"].clone();
    let run = "mutation($input: RunReportInput!) { runReport(input: $input) { run { id } } }";
    let run = client.query(run, json!({ "input": { "id": report } })).await?["runReport"]["run"]["id"].clone();
    let path = wait::until("the report", || async {
        let document = "query($id: ID!) { reportRun(id: $id) { state csvUrl } }";
        let answer = client.query(document, json!({ "id": run })).await?;
        Ok(answer["reportRun"]["csvUrl"].as_str().map(ToOwned::to_owned))
    })
    .await?;
    let answer = client.get(&path).await?;
    anyhow::ensure!(answer.status() == StatusCode::OK, "the download was answered with {}", answer.status());
    Ok(answer.text().await?)
}
