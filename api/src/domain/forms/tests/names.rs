//! Names of views among all others in the database.

use sea_orm::{FromQueryResult, Value};
use shared::form::is_slug;

use super::ground::{Ground, grounds};
use crate::database::Engine;

/// Every name that begins like a view: of tables, indexes, triggers, sequences and types.
async fn names(ground: &Ground) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
    }
    let database = &ground.0.app.database;
    let sql = match database.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE name LIKE 'form\\_%' ESCAPE '\\'",
        Engine::Postgres => {
            "SELECT CAST(relname AS text) AS name FROM pg_class WHERE relname LIKE 'form\\_%' \
             UNION SELECT CAST(typname AS text) FROM pg_type WHERE typname LIKE 'form\\_%'"
        }
    };
    let statement = database.statement(sql, Vec::<Value>::new());
    let rows = Row::find_by_statement(statement).all(database.reader()).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn no_address_makes_a_view_of_a_name_that_is_taken() {
    for ground in grounds().await {
        let names = names(&ground).await;
        assert!(names.len() > 10 && names.contains(&"form_tally".to_owned()), "{names:?}");
        for name in names {
            let slug = name.strip_prefix("form_").unwrap().replace('_', "-");
            assert!(!is_slug(&slug), "a form at {slug:?} would have the view {name:?}, which is there");
        }
    }
}
