//! Bad input: a clear message, an exit code, and nothing changed.

use recall_tests::{App, Engine, Finished, Result, for_each_engine, scene};
use reqwest::StatusCode;
use serde_json::{Value, json};

const HEAD: &str = "local_id,nhs_number,given_name,family_name,birth_date,sex,phone,email,conditions";

/// Imports a file strictly and returns how that ended.
async fn import(app: &App, content: impl AsRef<[u8]>) -> Result<Finished> {
    let path = scene::file(app, "bad.csv", content)?;
    app.run(&["import", &path.display().to_string(), "--strict"]).await
}

async fn patients(app: &App) -> Result<Value> {
    let client = app.signed_in("administrator").await?;
    Ok(client.query("{ patients { totalCount } }", json!({})).await?["patients"]["totalCount"].clone())
}

fn says(finished: &Finished, code: i32, words: &[&str]) {
    let text = format!("{}{}", finished.stdout, finished.stderr).to_lowercase();
    assert_eq!(finished.code, code, "{text}");
    for word in words {
        assert!(text.contains(&word.to_lowercase()), "no {word:?} in: {text}");
    }
}

for_each_engine! {
    async fn a_file_that_cannot_be_read_changes_nothing(engine: Engine) {
        let app = App::on(engine).prepare().await?;
        app.json(&["migrate"]).await?;
        says(&import(&app, "").await?, 1, &["empty"]);
        says(&import(&app, "apple,pear\n1,2\n").await?, 1, &["first line", "column"]);
        says(&import(&app, "given_name;family_name;nhs_number\nAda;Byron;9990000018\n").await?, 1, &[";"]);
        let long = format!("{HEAD}\n1,,{},Byron,1950-01-02,f,,,\n", "x".repeat(10 * 1024 * 1024));
        let long = import(&app, long).await?;
        assert!(long.code == 1 || long.code == 3, "{}", long.stderr);
        assert!(format!("{}{}", long.stdout, long.stderr).to_lowercase().contains("long"), "{}", long.stderr);
        let mut app = app;
        app.restart().await?;
        assert_eq!(patients(&app).await?, 0);
    }

    async fn a_row_that_is_wrong_is_named_by_row_column_and_reason(engine: Engine) {
        let mut app = App::on(engine).prepare().await?;
        app.json(&["migrate"]).await?;
        let row = |fields: &str| format!("{HEAD}\n1,,Ada,Byron,1950-01-02,f,,,\n{fields}\n");
        says(&import(&app, row("2,9990000019,Noor,Khan,1950-01-02,f,,,")).await?, 3, &["nhs_number", "check digit", "3"]);
        says(&import(&app, row("2,,Noor,Khan,2999-01-02,f,,,")).await?, 3, &["birth_date", "future"]);
        says(&import(&app, row("2,,Noor,Khan,1950-01-02,f,,,,too,many")).await?, 3, &["fields"]);
        let twins = "2,999 000 0018,Noor,Khan,1950-01-02,f,,,\n3,9990000018,Tom,Webb,1950-01-02,m,,,";
        says(&import(&app, row(twins)).await?, 3, &["nhs_number", "row 3"]);
        app.restart().await?;
        assert_eq!(patients(&app).await?, 0, "--strict keeps everything out");
    }

    async fn a_launch_that_must_not_be_is_refused_and_changes_nothing(engine: Engine) {
        let app = App::start(engine).await?;
        let acute = format!("{HEAD}\n1,,Ada,Byron,1950-01-02,f,07700900123,,http://snomed.info/sct|10509002|Acute bronchitis\n");
        let path = scene::file(&app, "acute.csv", acute)?;
        app.json(&["import", &path.display().to_string()]).await?;
        let mut client = app.signed_in("manager").await?;
        let launch = "mutation($input: LaunchCampaignInput!) { launchCampaign(input: $input) { campaign { id } } }";
        let empty = scene::draft(&client).await?;
        let code = client.code().await?;
        let refusal = client.refused(launch, json!({ "input": { "id": empty, "code": code } })).await?;
        assert_eq!(refusal.code, "EMPTY_COHORT", "acute bronchitis is no long-term condition: {}", refusal.message);
        let refusal = client.refused(launch, json!({ "input": { "id": empty, "code": "000000" } })).await?;
        assert!(["WRONG_CODE", "CODE_ALREADY_USED"].contains(&refusal.code.as_str()), "{refusal:?}");
        let create = "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } } }";
        let all = json!({ "name": "Everybody", "kind": "flu", "rule": { "status": "ACTIVE" }, "channels": ["SMS"] });
        let mut without = all.clone();
        without["templates"] = json!([]);
        let bare = client.query(create, json!({ "input": without })).await?["createCampaign"]["campaign"]["id"].clone();
        let code = client.code().await?;
        let refusal = client.refused(launch, json!({ "input": { "id": bare, "code": code } })).await?;
        assert_eq!(refusal.code, "MISSING_TEMPLATE");
        let mut whole = all;
        whole["templates"] = json!([{ "channel": "SMS", "body": "{{ practice }} {{ link }}" }]);
        let id = client.query(create, json!({ "input": whole })).await?["createCampaign"]["campaign"]["id"].clone();
        scene::launch(&mut client, &id).await?;
        let code = client.code().await?;
        let refusal = client.refused(launch, json!({ "input": { "id": id, "code": code } })).await?;
        assert_eq!(refusal.code, "ALREADY_LAUNCHED");
        let campaign = scene::dispatched(&client, &id).await?;
        assert_eq!(scene::number(&campaign["counts"], "recipients"), 1);
        assert_eq!(scene::outbox(&app, "sms")?.len(), 1, "launched once, sent once");
    }

    async fn a_link_with_one_letter_changed_opens_nothing(engine: Engine) {
        let app = App::start(engine).await?;
        scene::import_patients(&app, 150).await?;
        let mut client = app.signed_in("manager").await?;
        let id = scene::draft(&client).await?;
        scene::launch(&mut client, &id).await?;
        scene::dispatched(&client, &id).await?;
        let link = scene::link(&scene::outbox(&app, "sms")?[0])?;
        let last = if link.ends_with('a') { 'b' } else { 'a' };
        let middle = if &link[10..11] == "a" { "b" } else { "a" };
        for wrong in [format!("{}{last}", &link[..link.len() - 1]), format!("{}{middle}{}", &link[..10], &link[11..])] {
            let answer = app.client()?.get(&wrong).await?;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND);
            assert!(answer.text().await?.contains("01632"), "the page says whom to ask");
            assert_eq!(app.client()?.press(&wrong).await?.status(), StatusCode::NOT_FOUND);
        }
        let counts = scene::campaign(&client, &id).await?["counts"].clone();
        assert_eq!((scene::number(&counts, "followed"), scene::number(&counts, "acknowledged")), (0, 0));
    }
}
