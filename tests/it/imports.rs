//! Files on their way in: over HTTP in pieces, again and again, and in another encoding.

use anyhow::Context;
use recall_tests::{App, Client, Engine, Result, for_each_engine, scene, scene::number, wait};
use reqwest::{Method, StatusCode, header::LOCATION};
use serde_json::{Value, json};

const IMPORT: &str =
    "id state rowsTotal created updated unchanged rejected message issues(first: 10) { nodes { row column reason } }";

for_each_engine! {
    async fn a_file_comes_in_pieces_is_checked_and_then_committed(engine: Engine) {
        let mut app = App::start(engine).await?;
        let mut client = app.signed_in("manager").await?;
        let content = std::fs::read(scene::patients_file(&app, 200).await?)?;
        let upload = begin_upload(&client, content.len()).await?;
        let half = content.len() / 2;
        send(&client, &upload, 0, &content[..half]).await?;
        app.kill().await?;
        app.restart().await?;
        client.move_to(&app.url(""));
        let offset = offset(&client, &upload).await?;
        assert_eq!(offset, half, "what was acknowledged survives a power cut");
        send(&client, &upload, offset, &content[offset..]).await?;
        for entry in std::fs::read_dir(app.data().join("uploads"))? {
            let stored = std::fs::read(entry?.path())?;
            assert!(!stored.windows(10).any(|bytes| bytes == &content[..10]), "the upload is sealed on disk");
        }
        let checked = import(&client, &upload).await?;
        assert_eq!(number(&checked, "created"), 200, "{checked}");
        let patients = "{ patients { totalCount } }";
        assert_eq!(client.query(patients, json!({})).await?["patients"]["totalCount"], 0, "checking writes nothing");
        let commit = "mutation($input: CommitImportInput!) { commitImport(input: $input) { import { id } } }";
        client.query(commit, json!({ "input": { "id": checked["id"] } })).await?;
        let committed = until_state(&client, &checked["id"], "COMMITTED").await?;
        assert_eq!(number(&committed, "created"), 200);
        assert_eq!(client.query(patients, json!({})).await?["patients"]["totalCount"], 200);
    }

    async fn the_same_file_again_changes_nothing(engine: Engine) {
        let app = App::on(engine).prepare().await?;
        let first = scene::import_patients(&app, 500).await?;
        let again = scene::import_patients(&app, 500).await?;
        assert_eq!((number(&first, "created"), number(&again, "unchanged")), (500, 500), "{again}");
        let file = app.data().join("patients.csv");
        let text = std::fs::read_to_string(&file)?;
        let given = text.lines().nth(1).and_then(|line| line.split(',').nth(2)).context("a first row")?.to_owned();
        std::fs::write(&file, text.replacen(&format!(",{given},"), ",Zebedee,", 1))?;
        let changed = app.json(&["import", &file.display().to_string()]).await?;
        assert_eq!((number(&changed, "updated"), number(&changed, "unchanged")), (1, 499), "{changed}");
    }

    async fn windows_1252_is_recognised_and_converted(engine: Engine) {
        let mut app = App::on(engine).prepare().await?;
        let file = scene::file(&app, "old.csv", b"local_id,given_name,family_name,birth_date\n1,Zo\xeb,O\x92Brien,02/01/1950\n")?;
        let imported = app.json(&["import", &file.display().to_string()]).await?;
        assert_eq!(number(&imported, "created"), 1, "{imported}");
        app.restart().await?;
        let client = app.signed_in("viewer").await?;
        let found = client.query("{ patients(search: \"o\") { nodes { givenName familyName birthDate } } }", json!({})).await?;
        let patient = &found["patients"]["nodes"][0];
        assert_eq!((&patient["givenName"], &patient["birthDate"]), (&json!("Zoë"), &json!("1950-01-02")), "{found}");
    }

    async fn patients_are_found_by_name_and_by_exact_number(engine: Engine) {
        let mut app = App::on(engine).prepare().await?;
        let rows = "local_id,nhs_number,given_name,family_name,birth_date,phone,email\n\
                    1,9990000018,Ada,Byron,1950-01-02,07700 900123,ada@example.org\n\
                    2,,Noor,Byrne,1960-01-02,07700 900123,\n";
        let file = scene::file(&app, "two.csv", rows)?;
        app.json(&["import", &file.display().to_string()]).await?;
        app.restart().await?;
        let client = app.signed_in("viewer").await?;
        let search = "query($search: String) { patients(search: $search) { nodes { familyName contactPoints { kind value } } } }";
        for (typed, found) in [("byr", 2), ("BYRON", 1), ("999 000 0018", 1), ("+447700900123", 2), ("ADA@example.org", 1), ("nobody", 0)] {
            let answer = client.query(search, json!({ "search": typed })).await?;
            assert_eq!(answer["patients"]["nodes"].as_array().unwrap().len(), found, "{typed}: {answer}");
        }
    }
}

async fn begin_upload(client: &Client, size: usize) -> Result<String> {
    let answer = client
        .request(Method::POST, "/uploads")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", size)
        .header("Upload-Metadata", "filename cGF0aWVudHMuY3N2")
        .send()
        .await?;
    anyhow::ensure!(answer.status() == StatusCode::CREATED, "{}", answer.text().await?);
    let location = answer.headers()[LOCATION].to_str()?.to_owned();
    let start = location.find("/uploads/").context("the location of the upload")?;
    Ok(location[start..].to_owned())
}

async fn send(client: &Client, upload: &str, offset: usize, bytes: &[u8]) -> Result {
    let answer = client
        .request(Method::PATCH, upload)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Offset", offset)
        .header("Content-Type", "application/offset+octet-stream")
        .body(bytes.to_vec())
        .send()
        .await?;
    anyhow::ensure!(answer.status() == StatusCode::NO_CONTENT, "{}: {}", answer.status(), answer.text().await?);
    Ok(())
}

async fn offset(client: &Client, upload: &str) -> Result<usize> {
    let answer = client.request(Method::HEAD, upload).header("Tus-Resumable", "1.0.0").send().await?;
    Ok(answer.headers()["upload-offset"].to_str()?.parse()?)
}

async fn import(client: &Client, upload: &str) -> Result<Value> {
    let create = "mutation($input: CreateImportInput!) { createImport(input: $input) { import { id } } }";
    let id = upload.rsplit('/').next().unwrap_or_default();
    let answer = client.query(create, json!({ "input": { "uploadId": id } })).await?;
    until_state(client, &answer["createImport"]["import"]["id"], "CHECKED").await
}

async fn until_state(client: &Client, id: &Value, state: &str) -> Result<Value> {
    wait::until("the import", || async {
        let document = format!("query($id: ID!) {{ import(id: $id) {{ {IMPORT} }} }}");
        let import = client.query(&document, json!({ "id": id })).await?["import"].clone();
        anyhow::ensure!(import["state"] != "FAILED", "the import failed: {}", import["message"]);
        Ok((import["state"] == state).then_some(import))
    })
    .await
}
