//! Looking for answers: what is sealed is not looked for, and what nobody answered is known.

use sea_orm::{FromQueryResult, Value};
use serde_json::{Value as Json, json};

use super::ground::{Ground, grounds, lungs};
use crate::{
    database::Engine,
    domain::{
        campaigns::fixtures::manager,
        forms::{self, FieldIs, Filter},
    },
};

fn is(field: &str, value: Json) -> Filter {
    Filter { field: Some(FieldIs { field: field.to_owned(), value }), ..Filter::default() }
}

#[tokio::test]
async fn a_field_that_was_sealed_later_is_asked_for_by_nobody() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        ground.publish(form).await;
        let addressed = ground.addressed(None).await.unwrap();
        let stamp = ground.stamp(&addressed);
        ground.answer_openly(&addressed, &stamp, json!({ "name": "Ada", "wheeze": "no" })).await.unwrap();
        let found = async || forms::list_responses(app, &manager(), form, &is("name", json!("Ada")), None, 9).await;
        let asked = async || forms::check_asked(app.database.reader(), "your-lungs", "name").await;
        assert_eq!(found().await.unwrap().len(), 1);
        asked().await.unwrap();
        let mut sealed = lungs();
        sealed["pages"][0]["sections"][0]["fields"][0]["sensitive"] = json!(true);
        ground.save(form, &sealed).await;
        ground.publish(form).await;
        let refused = found().await.unwrap_err();
        assert!(refused.to_string().contains("are sealed: they cannot be looked for"), "{refused}");
        let refused = asked().await.unwrap_err();
        assert!(refused.to_string().contains("are sealed: nobody can be chosen by them"), "{refused}");
        // A version that has lost the field says nothing of it: the one before does.
        let mut without = sealed;
        without["pages"][0]["sections"][0]["fields"].as_array_mut().unwrap().remove(0);
        ground.save(form, &without).await;
        ground.publish(form).await;
        assert_eq!(found().await.unwrap_err().code(), "INVALID_INPUT");
        assert_eq!(asked().await.unwrap_err().code(), "INVALID_INPUT");
    }
}

#[tokio::test]
async fn an_answer_that_nobody_gave_is_not_looked_for_and_one_that_was_is_found() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        ground.publish(form).await;
        let addressed = ground.addressed(None).await.unwrap();
        let stamp = ground.stamp(&addressed);
        ground.answer_openly(&addressed, &stamp, json!({ "name": "Ada", "wheeze": "no" })).await.unwrap();
        let count =
            async |filter: &Filter| forms::list_responses(app, &manager(), form, filter, None, 9).await.unwrap().len();
        let (yes, no) = (is("wheeze", json!(true)), is("wheeze", json!(false)));
        assert_eq!((count(&yes).await, count(&no).await), (0, 1));
        // Told by the tallies alone: the answer itself was changed behind their back.
        let changed = r#"UPDATE form_response SET answers = '{"name":"Ada","wheeze":true}'"#;
        ground.sql(changed).await;
        assert_eq!((count(&yes).await, count(&no).await), (0, 0));
        let events = "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'form_response.listed'";
        assert_eq!(ground.number(events).await, 4);
    }
}

/// How the engine goes about a query, in its own words.
async fn plan(ground: &Ground, sql: &str) -> String {
    #[derive(FromQueryResult)]
    struct Sqlite {
        detail: String,
    }
    #[derive(FromQueryResult)]
    struct Postgres {
        #[sea_orm(from_alias = "QUERY PLAN")]
        line: String,
    }
    let database = &ground.0.app.database;
    let none = Vec::<Value>::new();
    match database.engine() {
        Engine::Sqlite => {
            let statement = database.statement(&format!("EXPLAIN QUERY PLAN {sql}"), none);
            let lines = Sqlite::find_by_statement(statement).all(database.reader()).await.unwrap();
            lines.into_iter().map(|line| line.detail).collect()
        }
        Engine::Postgres => {
            let statement = database.statement(&format!("EXPLAIN {sql}"), none);
            let lines = Postgres::find_by_statement(statement).all(database.reader()).await.unwrap();
            lines.into_iter().map(|line| line.line).collect()
        }
    }
}

#[tokio::test]
async fn answers_of_a_campaign_and_of_a_band_are_found_by_an_index() {
    for ground in grounds().await {
        if ground.0.app.database.engine() == Engine::Postgres {
            // Enough rows that reading them all is the longer way.
            ground.sql("INSERT INTO form (slug, name, kind, state, is_public, changeable, draft, draft_version, draft_saved_at, draft_saved_by, created_by, created_at) \
                VALUES ('f', 'F', 'questionnaire', 'published', true, false, '{}', 1, 0, '', '', 0)").await;
            ground.sql("INSERT INTO form_version (form_id, number, schema, checksum, created_by, created_at) VALUES (1, 1, '{}', '', '', 0)").await;
            ground.sql("INSERT INTO form_response (form_id, form_version_id, campaign_id, language, answers, score_band, request_key, submitted_at) \
                SELECT 1, 1, n % 50, 'en', '{}', 'b' || n % 50, n, 0 FROM generate_series(1, 20000) n").await;
            ground.sql("ANALYZE form_response").await;
        }
        for (column, value) in [("campaign_id", "7"), ("score_band", "'b7'")] {
            let sql = format!(
                "SELECT * FROM form_response WHERE form_id = 1 AND {column} = {value} ORDER BY id DESC LIMIT 50"
            );
            let plan = plan(&ground, &sql).await;
            assert!(plan.contains(&format!("form_response_form_id_{column}_id")), "{plan}");
        }
    }
}
