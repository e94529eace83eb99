//! Adding and correcting patients by hand.

use chrono::NaiveDate;
use entity::{patient, values::ContactKind};
use shared::{
    nhs_number::NhsNumber,
    permission::Role,
    person::{PatientStatus, Sex},
};

use super::{import, last_event, practice};
use crate::{
    domain::{
        Actor, Error,
        patients::{
            Correction, Filter, Typed, TypedCondition, TypedContact, add, conditions_of, contact_points_of, correct,
            total,
        },
    },
    testing::TestApp,
};

const ASTHMA: &str = "195967001";

fn manager() -> Actor {
    Actor::user(1.into(), "Gwen", Role::Manager)
}

fn number(n: u32) -> String {
    NhsNumber::from_first_nine(999_000_000 + n).unwrap().digits()
}

fn contact(kind: ContactKind, value: &str) -> TypedContact {
    TypedContact { kind, value: value.to_owned() }
}

fn eve() -> Typed {
    Typed {
        nhs_number: Some(number(1)),
        given_name: " Eve ".to_owned(),
        family_name: "Hill".to_owned(),
        birth_date: NaiveDate::from_ymd_opt(1957, 3, 24),
        sex: Sex::Female,
        status: PatientStatus::Active,
        postcode: Some("ls14ab".to_owned()),
        address: Some("1 High Street".to_owned()),
        preferred_language: None,
        contact_points: vec![
            contact(ContactKind::Email, "Eve@Example.org"),
            contact(ContactKind::Phone, "07700 900123"),
            contact(ContactKind::Phone, "+44 7700 900123"),
        ],
        conditions: vec![TypedCondition {
            system: "http://snomed.info/sct".to_owned(),
            code: ASTHMA.to_owned(),
            term: "Asthma".to_owned(),
            onset: NaiveDate::from_ymd_opt(2001, 1, 1),
            abatement: None,
        }],
    }
}

async fn contacts(test: &TestApp, id: i64) -> Vec<String> {
    let found = contact_points_of(&test.app, &[id]).await.unwrap().remove(&id).unwrap_or_default();
    found.into_iter().map(|point| point.value).collect()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> (&'static str, String) {
    match outcome.unwrap_err() {
        Error::Invalid { field, .. } => ("INVALID_INPUT", field),
        error => (error.code(), error.to_string()),
    }
}

#[tokio::test]
async fn a_patient_added_by_hand_is_one_as_a_file_makes_them() {
    let test = practice().await;
    let eve = add(&test.app, &manager(), &eve(), None).await.unwrap();
    assert_eq!((eve.source.as_str(), eve.local_id, eve.import_id), ("by-hand", None, None));
    assert_eq!((eve.given_name.as_str(), eve.postcode.as_deref()), ("Eve", Some("LS1 4AB")));
    assert_eq!(contacts(&test, eve.id).await, ["07700 900123", "Eve@example.org"], "each once, phones first");
    assert_eq!(conditions_of(&test.app, &[eve.id]).await.unwrap()[&eve.id][0].code, ASTHMA);
    assert_eq!(total(&test.app, &manager(), &Filter::default()).await.unwrap(), 5, "the kept count");
    let event = last_event(&test).await;
    assert_eq!(
        event,
        ("patient.added".into(), Some("patient-5".into()), "{\"conditions\":1,\"contactPoints\":2}".into())
    );
    // The same said by a file is nothing new.
    let row = format!(
        "nhs_number,given_name,family_name,birth_date,sex,postcode,address,phone,email,status\n\
         {},Eve,Hill,24/03/1957,F,LS1 4AB,1 High Street,07700900123,Eve@Example.org,active\n",
        number(1)
    );
    assert_eq!(import(&test, &row).await.tally.updated, 1, "without the condition it is");
    assert_eq!(import(&test, &row).await.tally.unchanged, 1);
}

#[tokio::test]
async fn asked_twice_with_one_request_id_a_patient_is_added_once() {
    let test = practice().await;
    let key = Some("0b0c6b3c-6f1d-4f63-9f3e-4a4b8f0e7d11");
    let first = add(&test.app, &manager(), &eve(), key).await.unwrap();
    let second = add(&test.app, &manager(), &eve(), key).await.unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(total(&test.app, &manager(), &Filter::default()).await.unwrap(), 5);
    let (code, message) = refused(add(&test.app, &manager(), &eve(), None).await);
    assert_eq!(code, "CONFLICT");
    assert!(message.contains("Look them up"), "{message}");
}

/// A field, and how it is filled in wrong.
type Slip = (&'static str, fn(&mut Typed));

#[tokio::test]
async fn what_is_wrong_is_named_by_its_field() {
    let test = TestApp::start().await;
    let wrong: [Slip; 9] = [
        ("nhsNumber", |typed| typed.nhs_number = Some("9990000019".into())),
        ("familyName", |typed| (typed.given_name, typed.family_name) = (" ".into(), String::new())),
        ("givenName", |typed| typed.given_name = "E\u{7}ve".into()),
        ("birthDate", |typed| typed.birth_date = NaiveDate::from_ymd_opt(2957, 1, 1)),
        ("contactPoints[1].value", |typed| typed.contact_points[1].value = "07700 9000XX".into()),
        ("contactPoints[0].value", |typed| typed.contact_points[0].value = "eve".into()),
        ("conditions[0].system", |typed| typed.conditions[0].system = "hay fever".into()),
        ("conditions[0].code", |typed| typed.conditions[0].code = " ".into()),
        ("address", |typed| typed.address = Some("x".repeat(1001))),
    ];
    for (field, change) in wrong {
        let mut typed = eve();
        change(&mut typed);
        assert_eq!(refused(add(&test.app, &manager(), &typed, None).await), ("INVALID_INPUT", field.to_owned()));
    }
    let error = Typed { nhs_number: Some("1".into()), ..eve() }.read(NaiveDate::MAX).unwrap_err();
    assert_eq!(error.to_string(), "An NHS number has 10 digits, this has 1.");
    let viewer = Actor::user(2.into(), "Vera", Role::Viewer);
    assert_eq!(refused(add(&test.app, &viewer, &eve(), None).await).0, "FORBIDDEN");
}

#[tokio::test]
async fn a_correction_stays_until_the_source_says_something_new() {
    let test = TestApp::start().await;
    let header = "local_id,nhs_number,given_name,family_name,phone,email\n";
    let row = format!("{header}7,{},Ada,Hil,07700 900001,ada@example.org\n", number(2));
    assert_eq!(import(&test, &row).await.tally.created, 1);
    let typed = Typed {
        nhs_number: Some(number(2)),
        given_name: "Ada".into(),
        family_name: "Hill".into(),
        postcode: None,
        address: None,
        birth_date: None,
        sex: Sex::Unknown,
        contact_points: vec![contact(ContactKind::Phone, "07700 900002")],
        conditions: Vec::new(),
        ..eve()
    };
    let correction = Correction { typed, contact_points_given: true, conditions_given: false };
    let corrected = correct(&test.app, &manager(), 1.into(), &correction).await.unwrap();
    assert_eq!((corrected.family_name.as_str(), corrected.name_key.as_str()), ("Hill", "hill ada"));
    assert_eq!(corrected.local_id.as_deref(), Some("7"));
    assert_eq!(contacts(&test, 1).await, ["07700 900002"]);
    let changed = "{\"fields\":[\"familyName\",\"contactPoints\"]}".to_owned();
    assert_eq!(last_event(&test).await, ("patient.corrected".into(), Some("patient-1".into()), changed));

    assert_eq!(import(&test, &row).await.tally.unchanged, 1);
    assert_eq!(contacts(&test, 1).await, ["07700 900002"], "the same row again takes nothing back");
    assert_eq!(import(&test, &row.replace("Hil,", "Hale,")).await.tally.updated, 1);
    assert_eq!(contacts(&test, 1).await, ["07700 900001", "ada@example.org"]);
}

#[tokio::test]
async fn a_correction_without_lists_keeps_them_and_one_without_a_change_says_so() {
    let test = TestApp::start().await;
    let patient = add(&test.app, &manager(), &eve(), None).await.unwrap();
    let id = patient.id.into();
    let same = Correction { typed: eve(), contact_points_given: true, conditions_given: true };
    assert_eq!(correct(&test.app, &manager(), id, &same).await.unwrap(), patient);
    assert_eq!(last_event(&test).await.2, "{\"fields\":[]}");
    let bare = Typed { address: None, contact_points: Vec::new(), conditions: Vec::new(), ..eve() };
    let without = Correction { typed: bare, contact_points_given: false, conditions_given: false };
    let corrected = correct(&test.app, &manager(), id, &without).await.unwrap();
    assert_eq!(corrected.address_sealed, None, "what is null is taken away");
    assert_eq!(contacts(&test, patient.id).await.len(), 2);
    let emptied = Correction { contact_points_given: true, conditions_given: true, ..without };
    correct(&test.app, &manager(), id, &emptied).await.unwrap();
    assert!(contacts(&test, patient.id).await.is_empty());
    assert!(conditions_of(&test.app, &[patient.id]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_number_of_another_patient_is_refused() {
    let test = TestApp::start().await;
    let one = add(&test.app, &manager(), &eve(), None).await.unwrap();
    let other = Typed { nhs_number: Some(number(3)), ..eve() };
    let other: patient::Model = add(&test.app, &manager(), &other, None).await.unwrap();
    let correction = Correction { typed: eve(), contact_points_given: false, conditions_given: false };
    assert_eq!(refused(correct(&test.app, &manager(), other.id.into(), &correction).await).0, "CONFLICT");
    correct(&test.app, &manager(), one.id.into(), &correction).await.unwrap();
    assert_eq!(refused(correct(&test.app, &manager(), 99.into(), &correction).await).0, "NOT_FOUND");
}
