//! Patients who are erased for good.

use entity::{condition, contact_point, values::ContactKind};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::{
    ids::PatientId,
    permission::{Permission, Role},
};

use super::{FILE, import, last_event, practice};
use crate::{
    clients::clock::Clock,
    domain::{
        Actor,
        identity::{totp, users::NewUser, users::create_with_credentials},
        patients::{Filter, Request, by_ids, erase, list, set_never_contact, total},
    },
};

#[tokio::test]
async fn nothing_is_left_that_tells_who_it_was_and_a_file_may_bring_them_back() {
    let test = practice().await;
    let new =
        NewUser { email: "gwen@example.org".parse().unwrap(), name: "Gwen".to_owned(), role: Role::Administrator };
    let made = create_with_credentials(&test.app, &Actor::command("test"), &new).await.unwrap();
    let gwen = Actor::user(made.user, "Gwen", Role::Administrator);
    let code = || totp::code_at(&made.totp.secret, test.clock.timestamp()).unwrap();
    let ada = PatientId::from(1);

    let erased = erase(&test.app, &gwen, ada, &code()).await.unwrap();
    assert_eq!(erased.erased_at, Some(test.app.clock.timestamp()));
    let kept = by_ids(&test.app, &[1]).await.unwrap().remove(&1).unwrap();
    assert_eq!(kept, erased);
    let texts = [&kept.given_name, &kept.family_name, &kept.name_key];
    assert!(texts.into_iter().all(String::is_empty), "{kept:?}");
    assert!(kept.nhs_sealed.is_none() && kept.nhs_index.is_none() && kept.address_sealed.is_none(), "{kept:?}");
    assert!(kept.local_id.is_none() && kept.birth_date.is_none() && kept.postcode.is_none(), "{kept:?}");
    let reader = test.app.database.reader();
    let contacts = contact_point::Entity::find().filter(contact_point::Column::PatientId.eq(1));
    assert_eq!(contacts.count(reader).await.unwrap(), 0);
    let conditions = condition::Entity::find().filter(condition::Column::PatientId.eq(1));
    assert_eq!(conditions.count(reader).await.unwrap(), 0);
    // Béa shares the number, and keeps it.
    let phones = contact_point::Entity::find().filter(contact_point::Column::Kind.eq(ContactKind::Phone));
    assert_eq!(phones.count(reader).await.unwrap(), 1);
    let event = last_event(&test).await;
    assert_eq!((event.0.as_str(), event.1.as_deref()), ("patient.erased", Some("patient-1")));

    assert_eq!(total(&test.app, &gwen, &Filter::default()).await.unwrap(), 3);
    let shown = list(&test.app, &gwen, &Request { limit: 10, ..Request::default() }).await.unwrap();
    assert_eq!(shown.iter().map(|patient| patient.id).collect::<Vec<_>>(), [2, 3, 4]);
    let refused = set_never_contact(&test.app, &gwen, ada, "why").await.unwrap_err();
    assert_eq!(refused.code(), "PATIENT_ERASED");

    let again = import(&test, FILE).await.tally;
    assert_eq!((again.created, again.unchanged), (1, 3));
    assert_eq!(total(&test.app, &gwen, &Filter::default()).await.unwrap(), 4);
}

#[tokio::test]
async fn it_takes_the_permission_and_a_fresh_code() {
    let test = practice().await;
    let manager = Actor::user(1.into(), "Mo", Role::Manager);
    assert_eq!(erase(&test.app, &manager, 1.into(), "123456").await.unwrap_err().code(), "FORBIDDEN");
    let client = Actor::client("client-1", "PAS", Permission::ALL.to_vec());
    assert_eq!(erase(&test.app, &client, 1.into(), "123456").await.unwrap_err().code(), "PEOPLE_ONLY");
    let new =
        NewUser { email: "gwen@example.org".parse().unwrap(), name: "Gwen".to_owned(), role: Role::Administrator };
    let made = create_with_credentials(&test.app, &Actor::command("test"), &new).await.unwrap();
    let gwen = Actor::user(made.user, "Gwen", Role::Administrator);
    assert_eq!(erase(&test.app, &gwen, 1.into(), "no code").await.unwrap_err().code(), "WRONG_CODE");
    let code = totp::code_at(&made.totp.secret, test.clock.timestamp()).unwrap();
    assert_eq!(erase(&test.app, &gwen, 99.into(), &code).await.unwrap_err().code(), "NOT_FOUND");
    assert_eq!(by_ids(&test.app, &[1]).await.unwrap().remove(&1).unwrap().given_name, "Ada");
}
