//! Patients who are never to be contacted.

use shared::{ids::PatientId, permission::Role};

use super::{FILE, import, last_event, practice};
use crate::domain::{
    Actor,
    patients::{by_ids, clear_never_contact, never_contact_of, set_never_contact},
};

#[tokio::test]
async fn it_is_kept_sealed_survives_an_import_and_can_be_taken_back() {
    let test = practice().await;
    let actor = Actor::user(1.into(), "Gwen", Role::Manager);
    let ada = PatientId::from(1);
    let row = set_never_contact(&test.app, &actor, ada, " asked on the phone ").await.unwrap();
    assert!(!row.never_contact_sealed.unwrap().windows(5).any(|window| window == b"asked"));
    let event = last_event(&test).await;
    assert_eq!(event, ("patient.never_contact_set".into(), Some("patient-1".into()), "{}".into()));
    assert_eq!(import(&test, &FILE.replace("Ada", "Adah")).await.tally.updated, 1);
    let kept = by_ids(&test.app, &[1]).await.unwrap().remove(&1).unwrap();
    assert_eq!(kept.given_name, "Adah");
    let never = never_contact_of(&test.app, &kept).unwrap().unwrap();
    assert_eq!((never.reason.as_str(), never.at), ("asked on the phone", test.app.clock.timestamp()));
    let cleared = clear_never_contact(&test.app, &actor, ada).await.unwrap();
    assert_eq!(never_contact_of(&test.app, &cleared).unwrap(), None);
    assert_eq!(last_event(&test).await.0, "patient.never_contact_cleared");
}

#[tokio::test]
async fn it_needs_a_reason_and_the_permission() {
    let test = practice().await;
    let actor = Actor::user(1.into(), "Gwen", Role::Manager);
    let long = "x".repeat(501);
    for reason in [" ", long.as_str()] {
        assert_eq!(set_never_contact(&test.app, &actor, 1.into(), reason).await.unwrap_err().code(), "INVALID_INPUT");
    }
    assert_eq!(set_never_contact(&test.app, &actor, 99.into(), "why").await.unwrap_err().code(), "NOT_FOUND");
    let viewer = Actor::user(2.into(), "Vera", Role::Viewer);
    assert_eq!(clear_never_contact(&test.app, &viewer, 1.into()).await.unwrap_err().code(), "FORBIDDEN");
}
