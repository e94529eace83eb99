//! Finding patients.

use sea_orm::ConnectionTrait;
use shared::{channel::Channel, permission::Role, person::PatientStatus};

use super::practice;
use crate::{
    domain::{
        Actor, code_sets,
        patients::{Filter, Order, Position, Request, list, total, view},
    },
    testing::TestApp,
};

async fn names(test: &TestApp, filter: Filter) -> Vec<String> {
    let request = Request { filter: filter.clone(), limit: 10, ..Default::default() };
    let actor = Actor::command("test");
    let rows = list(&test.app, &actor, &request).await.unwrap();
    assert_eq!(total(&test.app, &actor, &filter).await.unwrap(), u64::try_from(rows.len()).unwrap());
    rows.into_iter().map(|row| row.given_name).collect()
}

fn search(typed: &str) -> Filter {
    Filter { search: Some(typed.to_owned()), ..Default::default() }
}

#[tokio::test]
async fn patients_are_found_by_name_phone_and_email() {
    let test = practice().await;
    assert_eq!(names(&test, Filter::default()).await, ["Ada", "Béa", "Cal", "Dot"]);
    assert_eq!(names(&test, search("OBRIEN")).await, ["Ada", "Béa"]);
    assert_eq!(names(&test, search("O'Brien, b")).await, ["Béa"]);
    assert_eq!(names(&test, search("+44 7700 900001")).await, ["Ada", "Béa"]);
    assert_eq!(names(&test, search("CAL@example.org")).await, ["Cal"]);
    assert!(names(&test, search("%")).await.is_empty());
}

#[tokio::test]
async fn filters_add_up_and_a_suppressed_contact_point_reaches_nobody() {
    let test = practice().await;
    let lungs = Some(code_sets::CHRONIC_RESPIRATORY_DISEASE.to_owned());
    assert_eq!(names(&test, Filter { code_set: lungs.clone(), ..Default::default() }).await, ["Ada", "Béa"]);
    let email = Some(Channel::Email);
    assert_eq!(names(&test, Filter { code_set: lungs, contactable: email, ..Default::default() }).await, ["Ada"]);
    let deceased = Some(PatientStatus::Deceased);
    assert_eq!(names(&test, Filter { status: deceased, ..Default::default() }).await, ["Dot"]);
    let suppress = "INSERT INTO suppression (kind, value_index, reason, created_at) \
                    SELECT kind, value_index, 'opted_out', 0 FROM contact_point WHERE kind = 'email' AND patient_id = 3";
    test.app.database.writer().execute_unprepared(suppress).await.unwrap();
    assert_eq!(names(&test, Filter { contactable: email, ..Default::default() }).await, ["Ada"]);
}

#[tokio::test]
async fn pages_follow_one_another_in_both_directions() {
    let test = practice().await;
    let actor = Actor::command("test");
    let page = async |order, from: Option<&entity::patient::Model>, backward| {
        let from = from.map(|row| Position { name_key: row.name_key.clone(), id: row.id });
        let request = Request { order, from, backward, limit: 2, ..Default::default() };
        list(&test.app, &actor, &request).await.unwrap()
    };
    let first = page(Order::Name, None, false).await;
    let second = page(Order::Name, first.last(), false).await;
    assert_eq!(second.iter().map(|row| row.id).collect::<Vec<_>>(), [3, 4]);
    let back = page(Order::Name, second.first(), true).await;
    assert_eq!(back.iter().map(|row| row.id).collect::<Vec<_>>(), [2, 1], "in the direction of travel");
    let newest = page(Order::Newest, None, false).await;
    assert_eq!(newest.iter().map(|row| row.id).collect::<Vec<_>>(), [4, 3]);
}

#[tokio::test]
async fn every_look_leaves_an_event_without_the_text_that_was_searched() {
    let test = practice().await;
    names(&test, search("obrien")).await;
    view(&test.app, &Actor::command("test"), 3.into()).await.unwrap();
    let sql = "SELECT action || ' ' || COALESCE(subject, '') || ' ' || detail AS told FROM audit_event ORDER BY id DESC LIMIT 2";
    let rows = test.app.database.reader().query_all_raw(test.app.database.statement(sql, [])).await.unwrap();
    let told: Vec<String> = rows.iter().map(|row| row.try_get("", "told").unwrap()).collect();
    assert!(told[0].starts_with("patient.viewed patient-3"), "{told:?}");
    assert!(told[1].starts_with("patient.listed") && !told[1].to_lowercase().contains("obrien"), "{told:?}");
    let auditor = Actor::user(1.into(), "Auditor", Role::Auditor);
    assert_eq!(view(&test.app, &auditor, 3.into()).await.unwrap_err().code(), "FORBIDDEN");
}
