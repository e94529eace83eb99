//! The outside world, played by servers nobody here wrote: moto for SNS and S3, aiosmtpd and Postfix's smtp-sink for mail.

use recall_tests::{
    App, Engine, for_each_engine, ledger,
    peers::{Aws, Mail, Postfix},
    scene,
};
use serde_json::json;

/// One patient that no other test has; the servers are shared.
fn patient(engine: Engine, email: &str) -> (String, String) {
    let phone = if engine == Engine::Sqlite { "+447700900981" } else { "+447700900982" };
    let csv = format!(
        "local_id,given_name,family_name,birth_date,phone,email,conditions\n\
         1,Ada,Byron,1950-01-02,{phone},{email},http://snomed.info/sct|195967001|Asthma\n"
    );
    (phone.to_owned(), csv)
}

for_each_engine! {
    async fn texts_go_by_sns_once_each(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        let app = App::on(engine).variables(aws.sms_settings()).start().await?;
        let (phone, csv) = patient(engine, "");
        let file = scene::file(&app, "one.csv", csv)?.display().to_string();
        app.json(&["import", &file]).await?;
        let mut client = app.signed_in("manager").await?;
        let id = scene::draft(&client).await?;
        scene::launch(&mut client, &id).await?;
        let campaign = scene::dispatched(&client, &id).await?;
        let texts = aws.texts_to(&phone).await?;
        assert_eq!(texts.len(), 1, "{campaign}");
        assert!(texts[0].body.contains("/m/"), "{}", texts[0].body);
        let sms = scene::channels(&campaign).find(|channel| channel["channel"] == "SMS").unwrap();
        assert_eq!(scene::number(sms, "sent"), 1);
    }

    async fn emails_go_by_smtp_once_each(engine: Engine) {
        let Some(mail) = Mail::find() else { return Ok(()) };
        let app = App::on(engine).variables(mail.settings()).start().await?;
        let email = format!("ada-{}@example.org", std::process::id());
        let email = format!("{engine:?}-{email}").to_lowercase();
        let file = scene::file(&app, "one.csv", patient(engine, &email).1)?.display().to_string();
        app.json(&["import", &file]).await?;
        let mut client = app.signed_in("manager").await?;
        let id = scene::draft(&client).await?;
        scene::launch(&mut client, &id).await?;
        let campaign = scene::dispatched(&client, &id).await?;
        let messages = mail.messages_to(&email)?;
        assert_eq!(messages.len(), 1, "{campaign}");
        assert!(messages[0].contains("Message-ID: <message-"), "{}", messages[0]);
        assert!(messages[0].contains("A message from Medicare"), "{}", messages[0]);
    }

    async fn emails_reach_the_sink_of_postfix_once_each_and_whole(engine: Engine) {
        const PATIENTS: usize = 300; // more than one group, over all connections
        let Some(postfix) = Postfix::find() else { return Ok(()) };
        let sender = format!("{engine:?}-{}@practice.example", std::process::id()).to_lowercase();
        let app = App::on(engine).variables(postfix.settings(&sender)).start().await?;
        let (client, campaign) = ledger::launched(&app, PATIENTS).await?;
        scene::dispatched(&client, &campaign).await?;
        let mails = postfix.mails_from(&sender)?;
        assert_eq!(mails.len(), PATIENTS);
        let rows = ledger::read(&app).await?;
        for row in rows.iter().filter(|row| row.channel == "email") {
            assert_eq!(row.state, "sent", "{row:?}");
            let envelope = format!("X-Rcpt-Args: <{}>", row.to);
            let mail = mails.iter().find(|mail| mail.lines().any(|line| line.starts_with(&envelope)));
            let mail = mail.unwrap_or_else(|| panic!("{row:?} is not there"));
            let id = format!("Message-ID: <message-{}@", row.id);
            for part in [id.as_str(), "multipart/alternative", "text/plain", "text/html", "List-Unsubscribe: <"] {
                assert!(mail.contains(part), "{part} is missing in {mail}");
            }
            assert!(mail.trim_end().ends_with("--"), "the end of the last part is missing in {mail}");
        }
    }

    async fn a_mail_server_that_is_away_loses_nothing(engine: Engine) {
        // Port 9 is where nobody listens.
        let away = vec![
            ("RECALL_EMAIL__TRANSPORT".to_owned(), "smtp".to_owned()),
            ("RECALL_EMAIL__SMTP_URL".to_owned(), "smtp://127.0.0.1:9".to_owned()),
        ];
        let app = App::on(engine).variables(away).start().await?;
        let file = scene::file(&app, "one.csv", patient(engine, "ada@example.org").1)?.display().to_string();
        app.json(&["import", &file]).await?;
        let mut client = app.signed_in("manager").await?;
        let id = scene::draft(&client).await?;
        scene::launch(&mut client, &id).await?;
        let campaign = recall_tests::wait::until("the text", || async {
            let campaign = scene::campaign(&client, &id).await?;
            let sent: i64 = scene::channels(&campaign).map(|channel| scene::number(channel, "sent")).sum();
            Ok((sent == 1).then_some(campaign))
        })
        .await?;
        let email = scene::channels(&campaign).find(|channel| channel["channel"] == "EMAIL").unwrap();
        assert_eq!(scene::number(email, "failed") + scene::number(email, "uncertain"), 0, "it waits: {email}");
    }

    async fn snapshots_are_copied_to_s3_and_checked_there(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        let bucket = format!("recall-{engine:?}-{}", std::process::id()).to_lowercase();
        aws.create_bucket(&bucket).await?;
        let bare = App::on(engine).prepare().await?;
        let identity = bare.data().join("key.txt").display().to_string();
        let made = bare.json(&["snapshot", "keygen", "--out", &identity]).await?;
        let app = App::on(engine)
            .setting("snapshots.recipients", format!("[{}]", made["public_key"]))
            .setting("snapshots.s3.bucket", &bucket)
            .setting("snapshots.s3.prefix", "practice/")
            .setting("snapshots.s3.region", "eu-west-2")
            .setting("snapshots.s3.endpoint_url", aws.endpoint())
            .variables(Aws::credentials())
            .start()
            .await?;
        let client = app.signed_in("manager").await?;
        let take = "mutation { takeSnapshot { snapshot { id } } }";
        client.query(take, json!({})).await?;
        let file = recall_tests::wait::until("the snapshot", || async {
            let answer = client.query("{ snapshots { nodes { state fileName places message } } }", json!({})).await?;
            let snapshot = answer["snapshots"]["nodes"][0].clone();
            anyhow::ensure!(snapshot["state"] != "FAILED", "{snapshot}");
            Ok((snapshot["state"] == "VERIFIED").then(|| snapshot["fileName"].as_str().map(ToOwned::to_owned)).flatten())
        })
        .await?;
        let copy = aws.object(&bucket, &format!("practice/{file}")).await?.unwrap();
        assert_eq!(copy, std::fs::read(app.data().join("snapshots").join(&file))?, "both places hold the same bytes");
        assert!(copy.starts_with(b"age-encryption.org/v1"));
    }
}
