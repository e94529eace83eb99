//! What was done to a record, as its time line has it.

use std::time::Duration;

use shared::{
    permission::{Permission, Role},
    person::{PatientStatus, Sex},
};

use super::{FILE, import, practice};
use crate::{
    domain::{
        Actor,
        patients::{
            Change, ChangeKind, Correction, Typed, add, by_ids, changes_of, clear_never_contact, correct,
            set_never_contact,
        },
    },
    testing::TestApp,
};

const HOUR: Duration = Duration::from_hours(1);

fn gwen() -> Actor {
    Actor::user(1.into(), "Gwen", Role::Manager)
}

async fn changes(test: &TestApp, actor: &Actor, id: i64) -> Vec<Change> {
    let patient = by_ids(&test.app, &[id]).await.unwrap().remove(&id).unwrap();
    changes_of(&test.app, actor, &patient).await.unwrap()
}

fn kinds(changes: &[Change]) -> Vec<ChangeKind> {
    changes.iter().map(|change| change.kind).collect()
}

fn named(given: &str, family: &str) -> Typed {
    Typed {
        nhs_number: None,
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        birth_date: None,
        sex: Sex::Unknown,
        status: PatientStatus::Active,
        postcode: None,
        address: None,
        preferred_language: None,
        contact_points: Vec::new(),
        conditions: Vec::new(),
    }
}

#[tokio::test]
async fn files_and_people_make_one_line_the_newest_first() {
    let test = practice().await;
    let began = test.app.clock.timestamp();
    let ada = changes(&test, &gwen(), 1).await;
    assert_eq!((kinds(&ada), ada[0].at), (vec![ChangeKind::Imported], began));
    assert_eq!(ada[0].import, Some((1.into(), "patients.csv".to_owned())));

    test.clock.advance(HOUR);
    let typed = named("Ada-Louise", "O'Brien");
    let correction = Correction { typed, contact_points_given: false, conditions_given: false };
    correct(&test.app, &gwen(), 1.into(), &correction).await.unwrap();
    // Saved once more without a change: that is none.
    correct(&test.app, &gwen(), 1.into(), &correction).await.unwrap();
    test.clock.advance(HOUR);
    set_never_contact(&test.app, &gwen(), 1.into(), "asked on the phone").await.unwrap();
    test.clock.advance(HOUR);
    clear_never_contact(&test.app, &gwen(), 1.into()).await.unwrap();
    test.clock.advance(HOUR);
    import(&test, &FILE.replace("ada@example.org", "ada@example.net")).await;

    let ada = changes(&test, &gwen(), 1).await;
    let expected = [
        ChangeKind::Updated,
        ChangeKind::ContactAllowed,
        ChangeKind::NeverContact,
        ChangeKind::Corrected,
        ChangeKind::Imported,
    ];
    assert_eq!(kinds(&ada), expected);
    assert_eq!((ada[3].fields.as_slice(), ada[3].by.as_deref()), (&["givenName".to_owned()][..], Some("user-1")));
    assert_eq!(ada[0].import.as_ref().map(|(id, _)| id.get()), Some(2));
    assert_eq!(ada[4].import.as_ref().map(|(id, _)| id.get()), Some(1));
    // The second file said nothing new of Cal.
    assert_eq!(kinds(&changes(&test, &gwen(), 3).await), [ChangeKind::Imported]);
}

#[tokio::test]
async fn who_was_added_by_hand_came_with_no_file_and_a_file_is_told_to_those_who_see_imports() {
    let test = practice().await;
    let eve = add(&test.app, &gwen(), &named("Eve", "Hill"), None).await.unwrap();
    assert_eq!(kinds(&changes(&test, &gwen(), eve.id).await), [ChangeKind::Added]);
    let system = Actor::client("client-1", "PAS", vec![Permission::ViewPatients]);
    let ada = changes(&test, &system, 1).await;
    assert_eq!((kinds(&ada), &ada[0].import), (vec![ChangeKind::Imported], &None));
    let nobody = Actor::client("client-2", "PAS", Vec::new());
    let patient = by_ids(&test.app, &[1]).await.unwrap().remove(&1).unwrap();
    assert_eq!(changes_of(&test.app, &nobody, &patient).await.unwrap_err().code(), "FORBIDDEN");
}
