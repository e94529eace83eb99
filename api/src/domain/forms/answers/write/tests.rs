//! Answers of one recipient that come at the same time.

#![allow(clippy::unwrap_used)]

use bytes::Bytes;
use serde_json::json;
use shared::form::Language;

use super::*;
use crate::domain::forms::{
    NewFile, Sender,
    answers::submit::prepare,
    examine_file, keep_file,
    tests::ground::{given, grounds, lungs},
};

#[tokio::test]
async fn the_first_is_the_one_that_is_new_whether_or_not_it_has_a_file() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(true).await;
        let mut asked = lungs();
        asked["pages"][0]["sections"][0]["fields"][2] =
            json!({ "id": "letter", "kind": { "file": { "types": ["pdf"] } }, "label": { "en": "Letter" } });
        ground.save(form, &asked).await;
        let version = ground.publish(form).await;
        let (_, recipient) = ground.campaign(version).await;
        let personal = ground.personal(recipient).await;
        let file = NewFile { name: "a.pdf".to_owned(), content: Bytes::from_static(b"%PDF-1.7 smoke") };
        let letter = examine_file(app, &personal.form.version, "letter", &file).unwrap();
        keep_file(app, &personal.form.version, "letter", &letter, &file.content).await.unwrap();
        let answers =
            [json!({ "name": "Ada", "wheeze": "yes", "letter": letter }), json!({ "name": "Ada", "wheeze": "no" })];
        let now = (app.clock.timestamp(), day::of(app.clock.now()));
        let items = answers.map(|answers| {
            let sender = Sender::Recipient(&personal);
            prepare(app, &personal.form, sender, &Language::english(), &given(answers), now).unwrap()
        });
        let transaction = app.database.begin().await.unwrap();
        let outcomes = Submissions { keys: app.keys.clone() }.write(&transaction, &items).await.unwrap();
        transaction.commit().await.unwrap();
        let is_right = matches!(&outcomes[..], [Outcome::Stored(Stored::New(new)), Outcome::Stored(Stored::Changed(changed))]
            if new == changed);
        assert!(is_right, "{outcomes:?}");
        let counted = |value: &str| {
            format!("SELECT CAST(SUM(n) AS bigint) AS n FROM form_tally WHERE field = 'wheeze' AND value = '{value}'")
        };
        let figures = (ground.number(&counted("true")).await, ground.number(&counted("false")).await);
        assert_eq!(figures, (0, 1), "what is counted is what is stored");
    }
}
