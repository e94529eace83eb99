//! Answers: stored once, with the acknowledgement, sealed where they are sensitive, read with their version.

use std::collections::BTreeSet;

use bytes::Bytes;
use entity::form_response;
use futures::TryStreamExt;
use sea_orm::EntityTrait;
use serde_json::{Value as Json, json};
use shared::{form::Language, ids::FormResponseId};

use super::ground::{Ground, given, grounds, lungs};
use crate::domain::{
    campaigns::fixtures::manager,
    forms::{self, FieldIs, Filter, Sender, Stored},
};

fn answers() -> Json {
    json!({ "name": "<b>=1+1", "wheeze": "yes", "nights": "3", "secret": "I smoke" })
}

async fn rows(ground: &Ground) -> Vec<form_response::Model> {
    form_response::Entity::find().all(ground.0.app.database.reader()).await.unwrap()
}

#[tokio::test]
async fn a_personal_answer_acknowledges_is_sealed_and_stands_in_the_view() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        let version = ground.publish(form).await;
        let (_, recipient) = ground.campaign(version).await;
        let personal = ground.personal(recipient).await;
        assert!(personal.before.is_none());
        let done = ground.answer(&personal, answers()).await.unwrap();
        assert!(matches!(done.stored, Stored::New(_)));
        assert_eq!(done.band.as_deref(), Some("call"));
        let row = &rows(&ground).await[0];
        assert_eq!(row.answers, json!({ "name": "<b>=1+1", "wheeze": true, "nights": 3 }));
        assert!(row.sealed.is_some() && !format!("{row:?}").contains("smoke"));
        assert_eq!((row.recipient_id, row.score), (Some(recipient.get()), Some(2_000_000)));
        let acknowledged = "SELECT COUNT(*) AS n FROM recipient WHERE acknowledged_at IS NOT NULL";
        assert_eq!(ground.number(acknowledged).await, 1);
        let seen = "SELECT COUNT(*) AS n FROM form_your_lungs \
                    WHERE name = '<b>=1+1' AND nights = 3 AND score = 2 AND score_band = 'call' AND form_version = 1";
        assert_eq!(ground.number(seen).await, 1);
        let read = forms::read_response(app, &manager(), FormResponseId::from(row.id)).await.unwrap();
        assert_eq!(json!(read.answers)["secret"], "I smoke");
        let events = "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'form_response.read'";
        assert_eq!(ground.number(events).await, 1);
        // Asked to change what cannot be changed, nothing happens.
        let again = ground.answer(&ground.personal(recipient).await, json!({ "name": "X", "wheeze": "no" })).await;
        assert!(matches!(again.unwrap().stored, Stored::NotChanged(_)));
        let same = ground.answer(&ground.personal(recipient).await, answers()).await;
        assert!(matches!(same.unwrap().stored, Stored::Before(_)));
        assert_eq!(rows(&ground).await.len(), 1);
    }
}

#[tokio::test]
async fn an_answer_is_changed_where_the_form_allows_it() {
    for ground in grounds().await {
        let form = ground.form(true).await;
        let version = ground.publish(form).await;
        let (campaign, recipient) = ground.campaign(version).await;
        ground.answer(&ground.personal(recipient).await, answers()).await.unwrap();
        let personal = ground.personal(recipient).await;
        let before = personal.before.as_ref().unwrap();
        assert!(before.get("name").is_some() && before.get("secret").is_none(), "what is sensitive does not come back");
        assert!(personal.kept().eq(["secret"]));
        let none_taken_back = BTreeSet::new();
        let completed = |answers: Json| personal.completed(&given(answers), &none_taken_back);
        assert_eq!(completed(json!({ "secret": " " })).get("secret"), Some(&"I smoke".into()));
        assert_eq!(completed(json!({ "secret": "I stopped" })).get("secret"), Some(&"I stopped".into()));
        let taken_back = BTreeSet::from(["secret".to_owned()]);
        assert_eq!(personal.completed(&given(json!({})), &taken_back).get("secret"), None);
        let same = ground.answer(&personal, answers()).await.unwrap();
        assert!(matches!(same.stored, Stored::Before(_)), "nothing changed");
        let changed = ground.answer(&personal, json!({ "name": "Ada", "wheeze": "no", "nights": "3" })).await.unwrap();
        assert!(matches!(changed.stored, Stored::Changed(_)));
        let row = &rows(&ground).await[0];
        assert_eq!(row.answers, json!({ "name": "Ada", "wheeze": false }), "what is hidden keeps no answer");
        assert!(row.changed_at.is_some() && row.sealed.is_none());
        ground.sql(&format!("UPDATE campaign SET expires_at = 1 WHERE id = {}", campaign.get())).await;
        let token = ground.0.app.keys.link_token(recipient, 1);
        assert!(forms::personal(&ground.0.app, &token).await.unwrap().is_err(), "the campaign has ended");
    }
}

#[tokio::test]
async fn the_same_by_one_page_is_stored_once_and_anything_else_beside_it() {
    for ground in grounds().await {
        let form = ground.form(false).await;
        ground.publish(form).await;
        let addressed = ground.addressed(None).await.unwrap();
        let stamp = ground.stamp(&addressed);
        let first = ground.answer_openly(&addressed, &stamp, answers()).await.unwrap();
        let again = ground.answer_openly(&addressed, &stamp, answers()).await.unwrap();
        assert!(matches!((first.stored, again.stored), (Stored::New(a), Stored::Before(b)) if a == b));
        let other = ground.stamp(&addressed);
        ground.answer_openly(&addressed, &other, answers()).await.unwrap();
        assert_eq!(rows(&ground).await.len(), 2);
        let mut corrected = answers();
        corrected["secret"] = json!("I stopped");
        let next = ground.answer_openly(&addressed, &stamp, corrected).await.unwrap();
        assert!(matches!(next.stored, Stored::New(_)), "what is sealed counts too");
        assert_eq!(rows(&ground).await.len(), 3);
        forms::retire(&ground.0.app, &manager(), form).await.unwrap();
        let late = ground.stamp(&addressed);
        let error = ground.answer_openly(&addressed, &late, answers()).await.unwrap_err();
        assert_eq!(error.code(), "FORM_RETIRED");
    }
}

#[tokio::test]
async fn wrong_answers_are_named_and_not_stored() {
    for ground in grounds().await {
        let form = ground.form(false).await;
        ground.publish(form).await;
        let addressed = ground.addressed(None).await.unwrap();
        let stamp = forms::read_stamp(&ground.0.app, form, &ground.stamp(&addressed)).unwrap();
        let wrong = given(json!({ "wheeze": "yes", "nights": "many", "other": "x" }));
        let language = Language::english();
        let sent = forms::submit(&ground.0.app, &addressed, &language, &wrong, Sender::Anybody(&stamp)).await.unwrap();
        let fields: Vec<String> = sent.unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["name", "nights", "other"]);
        assert!(rows(&ground).await.is_empty());
    }
}

#[tokio::test]
async fn an_old_page_is_answered_under_its_own_version() {
    for ground in grounds().await {
        let form = ground.form(false).await;
        ground.publish(form).await;
        let old = ground.addressed(None).await.unwrap();
        let old_stamp = ground.stamp(&old);
        let mut changed = lungs();
        changed["pages"][0]["sections"][0]["fields"][2]["kind"] = json!({ "text": {} });
        ground.save(form, &changed).await;
        ground.publish(form).await;
        let shown_before = ground.addressed(Some(1)).await.unwrap();
        ground.answer_openly(&shown_before, &old_stamp, answers()).await.unwrap();
        let new = ground.addressed(None).await.unwrap();
        let stamp = ground.stamp(&new);
        ground.answer_openly(&new, &stamp, json!({ "name": "A", "wheeze": "yes", "nights": "many" })).await.unwrap();
        let compared = "SELECT COUNT(*) AS n FROM form_your_lungs \
                        WHERE (form_version = 1 AND nights IS NULL) OR (form_version = 2 AND nights = 'many')";
        assert_eq!(ground.number(compared).await, 2, "a number is no text: it is not in the text's column");
    }
}

#[tokio::test]
async fn answers_are_listed_newest_first_and_filtered() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        ground.publish(form).await;
        let addressed = ground.addressed(None).await.unwrap();
        for wheeze in ["yes", "no", "yes"] {
            let stamp = ground.stamp(&addressed);
            ground.answer_openly(&addressed, &stamp, json!({ "name": "A", "wheeze": wheeze })).await.unwrap();
        }
        let all = forms::list_responses(app, &manager(), form, &Filter::default(), None, 2).await.unwrap();
        assert_eq!(all.iter().map(|row| row.id).collect::<Vec<_>>(), [3, 2]);
        let older = forms::list_responses(app, &manager(), form, &Filter::default(), Some(2.into()), 9).await.unwrap();
        assert_eq!(older.len(), 1);
        let is = |field: &str, value: Json| Filter {
            field: Some(FieldIs { field: field.to_owned(), value }),
            ..Filter::default()
        };
        let wheezing = is("wheeze", json!(true));
        assert_eq!(forms::list_responses(app, &manager(), form, &wheezing, None, 9).await.unwrap().len(), 2);
        let called = Filter { band: Some("call".to_owned()), ..is("name", json!("A")) };
        assert_eq!(forms::list_responses(app, &manager(), form, &called, None, 9).await.unwrap().len(), 2);
        let wrong = forms::list_responses(app, &manager(), form, &is("x' OR 1", json!(1)), None, 9).await.unwrap_err();
        assert_eq!(wrong.code(), "INVALID_INPUT");
    }
}

#[tokio::test]
async fn answers_leave_as_csv_that_no_spreadsheet_calculates() {
    for ground in grounds().await {
        let form = ground.form(false).await;
        ground.publish(form).await;
        let addressed = ground.addressed(None).await.unwrap();
        let stamp = ground.stamp(&addressed);
        let answers = json!({ "name": "=1+1", "wheeze": "yes", "nights": "3", "secret": "I smoke" });
        ground.answer_openly(&addressed, &stamp, answers).await.unwrap();
        let file = forms::responses_csv(&ground.0.app, &manager(), form).await.unwrap();
        let chunks: Vec<Bytes> = file.chunks.try_collect().await.unwrap();
        let text = String::from_utf8(chunks.concat()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with(",score,score_band,name,wheeze,nights,secret"), "{text}");
        assert!(lines[1].ends_with(",2,call,'=1+1,yes,3,I smoke") && lines.len() == 2, "{text}");
    }
}
