//! Notifications signed by a key of the test's own, on both engines; and forged ones.

#![allow(clippy::unwrap_used)]

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::body::Bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use entity::time::Timestamp;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::channel::{Channel, MessageState};

use super::{Received, Refused, Swept, Verifier, envelope::Envelope, receive, sweep};
use crate::{
    clients::{certificates::CertificateSource, email::TAG, subscriptions::Subscriptions},
    config::Config,
    crypto::{certificate::Hash, test_signer::TestSigner},
    domain::messages::{
        receipt::BOUNCED,
        tests::ground::{Ground, Step, grounds},
    },
    state::App,
};

const TOPIC: &str = "arn:aws:sns:eu-west-2:123456789012:recall-mail";
const ADDRESS: &str = "https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-0123abcd.pem";
const MINUTE: i64 = 60_000; // milliseconds

/// Plays SNS: has the certificate, and remembers what was asked of it.
#[derive(Debug)]
struct Amazon {
    certificate: String,
    fetched: AtomicUsize,
    confirmed: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl CertificateSource for Amazon {
    async fn fetch(&self, url: &str) -> anyhow::Result<Bytes> {
        self.fetched.fetch_add(1, Ordering::SeqCst);
        anyhow::ensure!(url == ADDRESS, "nothing is at {url}");
        Ok(self.certificate.clone().into())
    }
}

#[async_trait::async_trait]
impl Subscriptions for Amazon {
    async fn confirm(&self, topic_arn: &str, token: &str) -> anyhow::Result<()> {
        self.confirmed.lock().unwrap().push(format!("{topic_arn} {token}"));
        Ok(())
    }
}

/// A ground whose application listens to an Amazon of its own.
struct Scene {
    ground: Ground,
    app: App,
    amazon: Arc<Amazon>,
    signer: Arc<TestSigner>,
}

async fn scenes(patients: i64) -> Vec<Scene> {
    let signer = Arc::new(TestSigner::new());
    let grounds = grounds(patients, 10).await.into_iter().map(|ground| {
        let amazon = Arc::new(Amazon {
            certificate: signer.certificate(),
            fetched: AtomicUsize::new(0),
            confirmed: Mutex::default(),
        });
        let mut config = Config::clone(&ground.app.config);
        config.feedback.topic_arns = vec![TOPIC.to_owned()];
        let app = App {
            config: Arc::new(config),
            feedback: Arc::new(Verifier::new(amazon.clone())),
            subscriptions: amazon.clone(),
            ..ground.app.clone()
        };
        Scene { ground, app, amazon, signer: signer.clone() }
    });
    grounds.collect()
}

impl Scene {
    fn now(&self) -> i64 {
        self.app.clock.timestamp().0
    }

    /// A notification of now, signed as `version` says.
    fn notification(&self, id: &str, message: &Value, version: &str) -> Envelope {
        let envelope = json!({
            "Type": "Notification", "MessageId": id, "TopicArn": TOPIC, "Message": message.to_string(),
            "Timestamp": Timestamp(self.now()).to_utc().to_rfc3339(), "SignatureVersion": version,
            "Signature": "", "SigningCertURL": ADDRESS,
        });
        self.signed(serde_json::from_value(envelope).unwrap())
    }

    fn signed(&self, envelope: Envelope) -> Envelope {
        let hash = envelope.hash().unwrap_or(Hash::Sha256);
        self.signed_by(envelope, hash)
    }

    fn signed_by(&self, envelope: Envelope, hash: Hash) -> Envelope {
        let signature = self.signer.sign(hash, envelope.signed_text().as_bytes());
        Envelope { signature: STANDARD.encode(signature), ..envelope }
    }

    async fn take(&self, envelope: &Envelope) -> Result<Received, Refused> {
        let received = receive(&self.app, envelope).await.unwrap();
        self.ground.check_counts().await;
        received
    }

    async fn state(&self, message: i64) -> MessageState {
        self.ground.state(message).await.0
    }

    async fn count(&self, sql: &str) -> i64 {
        let database = &self.app.database;
        database.reader().query_one_raw(database.statement(sql, [])).await.unwrap().unwrap().try_get("", "n").unwrap()
    }
}

fn delivered(message: i64) -> Value {
    json!({ "notification": { "messageId": format!("sns-message-{message}") }, "status": "SUCCESS",
        "delivery": { "destination": "+447700900123", "providerResponse": "Message has been accepted by phone" } })
}

fn mail(message: i64, kind: &str, address: &str) -> Value {
    json!({ "eventType": kind, "mail": { "messageId": format!("ses-{message}"), "destination": [address],
        "tags": { (TAG): [format!("message-{message}")] } } })
}

#[tokio::test]
async fn receipts_of_both_versions_of_signatures_are_believed_once() {
    for scene in scenes(2).await {
        scene.ground.run_once().await;
        let texts = scene.ground.ids(Channel::Sms).await;
        for (position, version) in ["1", "2"].into_iter().enumerate() {
            let envelope = scene.notification(version, &delivered(texts[position]), version);
            assert_eq!(scene.take(&envelope).await, Ok(Received::Taken(1)));
            assert_eq!(scene.state(texts[position]).await, MessageState::Delivered);
            assert_eq!(scene.take(&envelope).await, Ok(Received::Before), "the same again changes nothing");
        }
        assert_eq!(scene.amazon.fetched.load(Ordering::SeqCst), 1, "the certificate is kept");
    }
}

#[tokio::test]
async fn a_hard_bounce_ends_the_message_and_the_use_of_the_address() {
    for scene in scenes(1).await {
        scene.ground.run_once().await;
        let email = scene.ground.ids(Channel::Email).await[0];
        let mut event = mail(email, "Bounce", "jo@example.org");
        event["bounce"] = json!({ "bounceType": "Permanent",
            "bouncedRecipients": [{ "emailAddress": "jo@example.org", "status": "5.1.1" }] });
        scene.take(&scene.notification("b", &event, "2")).await.unwrap();
        assert_eq!(scene.ground.state(email).await, (BOUNCED, Some("bounced (5.1.1)".to_owned())));
        let sql = "SELECT COUNT(*) AS n FROM suppression s JOIN contact_point p ON p.kind = s.kind \
                   AND p.value_index = s.value_index WHERE s.reason = 'hard_bounce' AND s.kind = 'email'";
        assert_eq!(scene.count(sql).await, 1);
        let sql = "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'suppression.added'";
        assert_eq!(scene.count(sql).await, 1);
        let mut complaint = mail(email, "Complaint", "jo@example.org");
        complaint["complaint"] = json!({ "complainedRecipients": [{ "emailAddress": "jo@example.org" }] });
        scene.take(&scene.notification("c", &complaint, "2")).await.unwrap();
        assert_eq!(scene.count("SELECT COUNT(*) AS n FROM suppression WHERE reason = 'complaint'").await, 1);
        assert_eq!(scene.count("SELECT COUNT(*) AS n FROM suppression").await, 1, "a wish takes the bounce's place");
    }
}

#[tokio::test]
async fn what_was_delivered_does_not_come_back_for_now() {
    for scene in scenes(2).await {
        scene.ground.run_once().await;
        let emails = scene.ground.ids(Channel::Email).await;
        let full = |email: i64| {
            let mut event = mail(email, "Bounce", "jo@example.org");
            event["bounce"] = json!({ "bounceType": "Transient", "bounceSubType": "MailboxFull",
                "bouncedRecipients": [{ "emailAddress": "jo@example.org", "status": "4.2.2" }] });
            event
        };
        let mut away = mail(emails[0], "Bounce", "jo@example.org");
        away["bounce"] = json!({ "bounceType": "Transient", "bounceSubType": "General",
            "bouncedRecipients": [{ "emailAddress": "jo@example.org" }] });
        scene.take(&scene.notification("a", &away, "2")).await.unwrap();
        assert_eq!(scene.state(emails[0]).await, MessageState::Sent, "somebody is on holiday");
        scene.take(&scene.notification("d", &mail(emails[0], "Delivery", "jo@example.org"), "2")).await.unwrap();
        for (position, email) in emails.iter().enumerate() {
            scene.take(&scene.notification(&format!("f{position}"), &full(*email), "2")).await.unwrap();
        }
        assert_eq!(scene.state(emails[0]).await, MessageState::Delivered);
        assert_eq!(scene.ground.state(emails[1]).await, (BOUNCED, Some("bounced for now (4.2.2)".to_owned())));
    }
}

#[tokio::test]
async fn a_receipt_that_was_kept_stops_the_second_copy() {
    for scene in scenes(1).await {
        let email = scene.ground.ids(Channel::Email).await[0];
        scene.take(&scene.notification("a", &mail(email, "Delivery", "jo@example.org"), "2")).await.unwrap();
        assert_eq!(scene.count("SELECT COUNT(*) AS n FROM early_receipt").await, 1, "nothing has left yet");
        // As after a doubt that its campaign sends once more.
        scene.ground.execute("UPDATE message SET possible_duplicate = TRUE WHERE channel = 'email'").await;
        assert_eq!(sweep(&scene.app).await.unwrap().applied, 1);
        assert_eq!(scene.state(email).await, MessageState::Delivered);
        assert_eq!(scene.count("SELECT COUNT(*) AS n FROM message WHERE possible_duplicate").await, 0, "sent once");
        scene.ground.run_once().await;
        assert!(scene.ground.client.given().iter().all(|id| *id != format!("message-{email}")));
        scene.ground.check_counts().await;
    }
}

#[tokio::test]
async fn stop_suppresses_the_number() {
    for scene in scenes(1).await {
        let stop = json!({ "originationNumber": "+447700900123", "destinationNumber": "+447700900999",
            "messageBody": "Stop please", "inboundMessageId": "i-1" });
        scene.take(&scene.notification("s", &stop, "2")).await.unwrap();
        scene.ground.run_once().await;
        let text = scene.ground.ids(Channel::Sms).await[0];
        assert_eq!(scene.ground.state(text).await, (MessageState::Suppressed, Some("stop".to_owned())));
    }
}

#[tokio::test]
async fn an_early_receipt_waits_until_its_message_is_recorded() {
    for scene in scenes(1).await {
        let (text, email) = (scene.ground.ids(Channel::Sms).await[0], scene.ground.ids(Channel::Email).await[0]);
        scene.take(&scene.notification("a", &delivered(text), "2")).await.unwrap();
        scene.take(&scene.notification("b", &mail(email, "Delivery", "jo@example.org"), "2")).await.unwrap();
        assert_eq!(sweep(&scene.app).await.unwrap(), Swept::default(), "nothing is recorded yet");
        scene.ground.run_once().await;
        assert_eq!(sweep(&scene.app).await.unwrap(), Swept { applied: 2, forgotten: 0 });
        scene.ground.check_counts().await;
        for message in [text, email] {
            assert_eq!(scene.state(message).await, MessageState::Delivered);
        }
        assert_eq!(scene.count("SELECT COUNT(*) AS n FROM early_receipt").await, 0);
    }
}

#[tokio::test]
async fn a_receipt_proves_a_message_in_doubt_and_only_its_own() {
    for scene in scenes(2).await {
        let (texts, emails) = (scene.ground.ids(Channel::Sms).await, scene.ground.ids(Channel::Email).await);
        for &text in &texts {
            scene.ground.client.step(text, Step::Unknown);
        }
        scene.ground.run_once().await;
        assert_eq!(scene.state(texts[0]).await, MessageState::Uncertain);
        // What another installation marked with the same number went to another address.
        scene.take(&scene.notification("a", &mail(emails[0], "Delivery", "else@example.org"), "2")).await.unwrap();
        assert_eq!(scene.state(emails[0]).await, MessageState::Sent);
        // The mark of a text does not fit an email.
        scene.take(&scene.notification("b", &mail(texts[0], "Delivery", "jo@example.org"), "2")).await.unwrap();
        assert_eq!(scene.state(texts[0]).await, MessageState::Uncertain);
        let in_doubt = format!("UPDATE message SET state = 'uncertain' WHERE id = {}", emails[1]);
        scene.ground.execute(&in_doubt).await;
        scene.ground.execute("UPDATE message_count SET n = n - 1 WHERE channel = 'email' AND state = 'sent'").await;
        scene
            .ground
            .execute(&format!(
                "INSERT INTO message_count (campaign_id, wave, channel, state, n) VALUES ({}, 0, 'email', 'uncertain', 1)",
                scene.ground.campaign.get()
            ))
            .await;
        receive(&scene.app, &scene.notification("c", &mail(emails[1], "Send", "jo@example.org"), "2"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(scene.state(emails[1]).await, MessageState::Sent);
    }
}

#[tokio::test]
async fn every_forgery_is_refused_and_changes_nothing() {
    for scene in scenes(1).await {
        scene.ground.run_once().await;
        let text = scene.ground.ids(Channel::Sms).await[0];
        let genuine = scene.notification("a", &delivered(text), "2");
        let at = |url: &str| scene.signed(Envelope { signing_cert_url: url.to_owned(), ..genuine.clone() });
        let of = |ms: i64| {
            let timestamp = Timestamp(scene.now() + ms).to_utc().to_rfc3339();
            scene.signed(Envelope { timestamp, ..genuine.clone() })
        };
        let file = "SimpleNotificationService-0123abcd.pem";
        let elsewhere = scene.signed(Envelope { topic_arn: TOPIC.replace("mail", "evil"), ..genuine.clone() });
        let sha1 = scene.signed_by(genuine.clone(), Hash::Sha1);
        let old = Envelope { signature_version: "1".to_owned(), ..genuine.clone() };
        let new = scene.signed(Envelope { signature_version: "3".to_owned(), ..genuine.clone() });
        let changed = Envelope { message: genuine.message.replace("SUCCESS", "FAILURE"), ..genuine.clone() };
        let subject = Envelope { subject: Some("Hello".to_owned()), ..genuine.clone() };
        let stranger = Envelope {
            signature: STANDARD.encode(TestSigner::new().sign(Hash::Sha256, genuine.signed_text().as_bytes())),
            ..genuine.clone()
        };
        for (forged, why) in [
            (at(&format!("https://evil.example/{file}")), Refused::WrongCertificateAddress),
            (at(&format!("https://sns.eu-west-2.amazonaws.com.evil.example/{file}")), Refused::WrongCertificateAddress),
            (at(&format!("https://evil.sns.eu-west-2.amazonaws.com/{file}")), Refused::WrongCertificateAddress),
            (at(&format!("https://sns.us-east-1.amazonaws.com/{file}")), Refused::WrongCertificateAddress),
            (at(&format!("http://sns.eu-west-2.amazonaws.com/{file}")), Refused::WrongCertificateAddress),
            (at("https://sns.eu-west-2.amazonaws.com/evil.pem"), Refused::WrongCertificateAddress),
            (elsewhere, Refused::UnknownTopic),
            (of(-80 * MINUTE), Refused::WrongTime),
            (of(10 * MINUTE), Refused::WrongTime),
            (Envelope { timestamp: "yesterday".to_owned(), ..genuine.clone() }, Refused::WrongTime),
            (sha1, Refused::WrongSignature),
            (old, Refused::WrongSignature),
            (new, Refused::UnknownVersion),
            (changed, Refused::WrongSignature),
            (subject, Refused::WrongSignature),
            (stranger, Refused::WrongSignature),
            (Envelope { signature: "no base64".to_owned(), ..genuine.clone() }, Refused::WrongSignature),
        ] {
            assert_eq!(scene.take(&forged).await, Err(why));
        }
        assert_eq!(scene.state(text).await, MessageState::Sent);
        assert_eq!(scene.count("SELECT COUNT(*) AS n FROM hook_message").await, 0);
        assert_eq!(scene.take(&genuine).await, Ok(Received::Taken(1)), "the genuine one is still good");
    }
}

#[tokio::test]
async fn a_subscription_is_confirmed_when_sns_itself_asks() {
    for scene in scenes(1).await {
        let asks = json!({
            "Type": "SubscriptionConfirmation", "MessageId": "m", "Token": "secret-of-sns", "TopicArn": TOPIC,
            "Message": "You have chosen to subscribe", "SubscribeURL": "https://evil.example/",
            "Timestamp": Timestamp(scene.now()).to_utc().to_rfc3339(), "SignatureVersion": "2", "Signature": "",
            "SigningCertURL": ADDRESS,
        });
        let asks: Envelope = serde_json::from_value(asks).unwrap();
        assert_eq!(scene.take(&asks).await, Err(Refused::WrongSignature));
        assert!(scene.amazon.confirmed.lock().unwrap().is_empty());
        assert_eq!(scene.take(&scene.signed(asks)).await, Ok(Received::Subscribed));
        assert_eq!(*scene.amazon.confirmed.lock().unwrap(), [format!("{TOPIC} secret-of-sns")]);
    }
}

#[tokio::test]
async fn a_certificate_that_cannot_be_had_is_not_asked_for_again_at_once() {
    let scene = scenes(1).await.remove(0);
    let address = ADDRESS.replace("0123abcd", "ffff");
    let envelope = scene.signed(Envelope {
        signing_cert_url: address,
        ..scene.notification("a", &json!({ "eventType": "TEXT_QUEUED", "messageId": "x" }), "2")
    });
    for _ in 0..3 {
        assert!(matches!(scene.take(&envelope).await, Err(Refused::NoCertificate(_))));
    }
    assert_eq!(scene.amazon.fetched.load(Ordering::SeqCst), 1);
}
