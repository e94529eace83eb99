//! What comes back: emails by SES, the webhook as strangers meet it, numbers that opted out, a stranger's word.

use anyhow::Context;
use recall_tests::{App, Engine, Result, for_each_engine, peers::Aws, scene, wait};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

const TOPIC: &str = "arn:aws:sns:eu-west-2:123456789012:recall-mail";

/// One patient that no other test has; the servers are shared.
fn patient(engine: Engine, email: &str) -> String {
    let phone = if engine == Engine::Sqlite { "+447700900971" } else { "+447700900972" };
    format!(
        "local_id,given_name,family_name,birth_date,phone,email,conditions\n\
         1,Ada,Byron,1950-01-02,{phone},{email},http://snomed.info/sct|195967001|Asthma\n"
    )
}

/// A launched campaign over that patient, everything dispatched.
async fn sent(app: &App, engine: Engine, email: &str) -> Result<Value> {
    let file = scene::file(app, "one.csv", patient(engine, email))?.display().to_string();
    app.json(&["import", &file]).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    scene::dispatched(&client, &id).await
}

for_each_engine! {
    async fn emails_go_by_ses_once_each_with_both_parts(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        aws.verify_sender("recall@example.org").await?;
        let app = App::on(engine).variables(aws.email_settings()).start().await?;
        let email = format!("{engine:?}-ses-{}@example.org", std::process::id()).to_lowercase();
        let campaign = sent(&app, engine, &email).await?;
        let row = scene::channels(&campaign).find(|channel| channel["channel"] == "EMAIL").unwrap();
        assert_eq!(scene::number(row, "sent"), 1, "{campaign}");
        let mails = aws.emails_to(&email).await?;
        assert_eq!(mails.len(), 1);
        for part in ["Message-ID: <message-", "multipart/alternative", "text/plain", "text/html", "List-Unsubscribe: <"] {
            assert!(mails[0].contains(part), "{part} is missing in {}", mails[0]);
        }
    }

    async fn the_webhook_believes_no_stranger(engine: Engine) {
        let none = App::start(engine).await?;
        let post = async |app: &App, body: String| -> Result<u16> {
            Ok(reqwest::Client::new().post(app.url("/hooks/sns")).body(body).send().await?.status().as_u16())
        };
        assert_eq!(post(&none, "{}".to_owned()).await?, 404, "no topic is configured");
        let app = App::on(engine).setting("feedback.topic_arns", format!("[\"{TOPIC}\"]")).start().await?;
        let forged = |field: &str, value: &str| {
            let mut envelope = json!({
                "Type": "Notification", "MessageId": "1", "TopicArn": TOPIC, "SignatureVersion": "2",
                "Message": "{\"eventType\":\"TEXT_DELIVERED\",\"messageId\":\"1\"}", "Signature": "AAAA",
                "Timestamp": "2020-01-01T00:00:00.000Z",
                "SigningCertURL": "https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-0123.pem",
            });
            if !field.is_empty() {
                envelope[field] = Value::from(value);
            }
            envelope.to_string()
        };
        assert_eq!(post(&app, "hello".to_owned()).await?, 400);
        assert_eq!(post(&app, forged("", "")).await?, 403, "it is old");
        assert_eq!(post(&app, forged("TopicArn", "arn:aws:sns:eu-west-2:123456789012:other")).await?, 403);
        let seen = app.database().connect().await?;
        let row = seen.query_one_raw(sea_orm::Statement::from_string(
            seen.get_database_backend(),
            "SELECT COUNT(*) AS n FROM hook_message".to_owned(),
        ));
        let n: i64 = row.await?.context("no count")?.try_get("", "n")?;
        assert_eq!(n, 0);
    }

    async fn numbers_that_opted_out_at_sns_are_suppressed(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        let app = App::on(engine).variables(aws.sms_settings()).start().await?;
        let client = app.signed_in("manager").await?;
        // The clock of the schedule is the database's; its next run is made to be now.
        let database = app.database().connect().await?;
        database.execute_unprepared("UPDATE schedule SET next_run_at = 1 WHERE name = 'read_opt_outs'").await?;
        database.close().await?;
        let list = "{ suppressions(filter: { reason: PROVIDER_LIST, kind: PHONE }) { totalCount nodes { reason } } }";
        let found = wait::until("the numbers of the provider", || async {
            let found = client.query(list, json!({})).await?["suppressions"].clone();
            // The page and its count are two statements: between them the list may have been taken over.
            Ok(found["nodes"].as_array().is_some_and(|nodes| !nodes.is_empty()).then_some(found))
        })
        .await?;
        assert_eq!(found["nodes"][0]["reason"], "PROVIDER_LIST", "{found}");
    }

    async fn delivery_records_in_cloudwatch_logs_make_texts_delivered_or_bounced(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        let group = format!("sns/eu-west-2/{engine:?}-{}/DirectPublishToPhoneNumber", std::process::id());
        let failures = format!("{group}/Failure");
        let app = App::on(engine)
            .variables(aws.sms_settings())
            .setting("feedback.delivery_logs.groups", json!([group, failures]).to_string())
            .setting("feedback.delivery_logs.region", "eu-west-2")
            .setting("feedback.delivery_logs.endpoint_url", aws.endpoint())
            .start()
            .await?;
        let end = if engine == Engine::Sqlite { '5' } else { '6' };
        let phone = |n: i32| format!("+4477009009{n}{end}");
        let csv = format!(
            "local_id,given_name,family_name,birth_date,phone,conditions\n\
             1,Ada,Byron,1950-01-02,{},http://snomed.info/sct|195967001|Asthma\n\
             2,Bo,Byron,1950-01-02,{},http://snomed.info/sct|195967001|Asthma\n",
            phone(3),
            phone(4),
        );
        let file = scene::file(&app, "two.csv", csv)?.display().to_string();
        app.json(&["import", &file]).await?;
        let mut client = app.signed_in("manager").await?;
        let id = scene::draft(&client).await?;
        scene::launch(&mut client, &id).await?;
        scene::dispatched(&client, &id).await?;
        let (arrives, fails) = (aws.texts_to(&phone(3)).await?, aws.texts_to(&phone(4)).await?);
        let record = |id: &str, status: &str, to: &str, response: &str| {
            json!({
                "notification": { "messageId": id, "timestamp": "2026-11-23 10:00:00.000" },
                "delivery": { "destination": to, "providerResponse": response, "smsType": "Transactional" },
                "status": status,
            })
        };
        let delivered = record(&arrives[0].id, "SUCCESS", &phone(3), "Message has been accepted by phone");
        let failed = record(&fails[0].id, "FAILURE", &phone(4), "Invalid phone number");
        // The group of failures does not exist before the first one: that is no reason to give up.
        aws.create_log_group(&group).await?;
        aws.log(&group, &[json!("no record"), delivered]).await?;
        let database = app.database().connect().await?;
        let read_now = "UPDATE schedule SET next_run_at = 1 WHERE name = 'read_delivery_logs'";
        let texts = async |state: &str, n: i64| {
            wait::until(state, || async {
                let campaign = scene::campaign(&client, &id).await?;
                let sms = scene::channels(&campaign).find(|channel| channel["channel"] == "SMS").cloned();
                Ok(sms.filter(|sms| scene::number(sms, state) == n))
            })
            .await
        };
        database.execute_unprepared(read_now).await?;
        texts("delivered", 1).await?;
        aws.create_log_group(&failures).await?;
        aws.log(&failures, &[failed]).await?;
        database.execute_unprepared(read_now).await?;
        let sms = texts("bounced", 1).await?;
        database.close().await?;
        assert_eq!((scene::number(&sms, "delivered"), scene::number(&sms, "sent")), (1, 0), "{sms}");
        let list = "{ suppressions(filter: { reason: HARD_BOUNCE, kind: PHONE }) { nodes { reason } } }";
        let suppressed = client.query(list, json!({})).await?["suppressions"]["nodes"].clone();
        assert_eq!(suppressed.as_array().map(Vec::len), Some(1), "{suppressed}");
        assert!(!app.log().contains(&phone(4)), "a number is in the log");
    }

    async fn a_stranger_s_word_reaches_staff_by_their_topic(engine: Engine) {
        let Some(aws) = Aws::find() else { return Ok(()) };
        let topic = aws.create_topic(&format!("staff-{engine:?}-{}", std::process::id()).to_lowercase()).await?;
        let app = App::on(engine)
            .setting("notices.topic_arn", &topic)
            .setting("notices.endpoint_url", aws.endpoint())
            .variables(Aws::credentials())
            .start()
            .await?;
        sent(&app, engine, "ada@example.org").await?;
        let link = scene::link(&scene::outbox(&app, "sms")?[0])?;
        let answer = app.client()?.press(&format!("{link}/not-me")).await?;
        assert!(answer.text().await?.contains("Thank you for telling us"));
        let notices = wait::until("the notice", || async {
            let notices = aws.notices_of(&topic).await?;
            Ok((!notices.is_empty()).then_some(notices))
        })
        .await?;
        assert!(notices.contains("reached somebody else") && !notices.contains("Ada"), "{notices}");
        let client = app.signed_in("administrator").await?;
        let list = "{ suppressions { nodes { id reason value patients { givenName } } } }";
        let nodes = client.query(list, json!({})).await?["suppressions"]["nodes"].clone();
        assert_eq!(nodes.as_array().map(Vec::len), Some(2), "{nodes}");
        assert!(nodes[0]["reason"] == "WRONG_PERSON" && nodes[0]["patients"][0]["givenName"] == "Ada", "{nodes}");
    }
}
