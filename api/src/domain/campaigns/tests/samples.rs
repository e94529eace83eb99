//! Messages as some patients would get them.

use entity::campaign;
use sea_orm::ConnectionTrait;
use shared::{channel::Channel, permission::Role};

use crate::domain::{
    Actor, Error,
    campaigns::{
        Draft, TemplateText, TemplateVariant, create,
        fixtures::{NewPatient, Practice, command, flu, manager},
        get, launch_unattended, message_preview, samples,
    },
    day,
    messages::preview::EXAMPLE_TOKEN,
};

fn text(body: &str) -> TemplateText {
    TemplateText { channel: Channel::Sms, subject: None, body: body.to_owned() }
}

#[tokio::test]
async fn three_patients_of_a_draft_are_shown_those_who_can_be_reached_first() {
    let practice = Practice::open().await;
    let app = &practice.app;
    practice.add(NewPatient::with_asthma(None, None)).await;
    practice.add(NewPatient::with_asthma(Some("+442079460018"), None)).await;
    for n in 1..=3 {
        let email = (n < 3).then(|| format!("p{n}@example.org"));
        practice.add(NewPatient::with_asthma(Some(&format!("+44770090000{n}")), email.as_deref())).await;
    }
    let draft = create(app, &manager(), flu()).await.unwrap();
    let today = day::of(practice.now().to_utc());
    let shown = samples(app, &manager(), &draft, today).await.unwrap();
    let ids: Vec<_> = shown.iter().map(|one| one.patient.as_ref().unwrap().id).collect();
    assert_eq!(ids, [3, 4, 5]);
    let email = shown[0].email.as_ref().unwrap();
    assert_eq!((email.to.as_deref(), email.from.as_str()), (Some("p1@example.org"), app.config.email.from.as_str()));
    assert!(email.text.contains("Dear Ada Test,"), "{}", email.text);
    assert!(email.text.contains(&format!("{}/m/{EXAMPLE_TOKEN}\n", app.config.http.base_url())));
    assert_eq!(shown[2].email.as_ref().unwrap().to, None);
    let sms = shown[2].sms.as_ref().unwrap();
    assert_eq!((sms.to.as_deref(), sms.segments), (Some("07700 900003"), 1));

    let id = draft.id.into();
    launch_unattended(app, &command(), id).await.unwrap();
    let launched = get(app.database.reader(), id).await.unwrap();
    assert_eq!(samples(app, &manager(), &launched, today).await.unwrap().len(), 3);
    let auditor = Actor::user(3.into(), "Al", Role::Auditor);
    assert!(matches!(samples(app, &auditor, &launched, today).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_sample_is_in_the_patient_s_language_and_of_the_newest_wave() {
    let practice = Practice::open().await;
    let app = &practice.app;
    for n in 1..=2 {
        practice.add(NewPatient::with_asthma(Some(&format!("+44770090000{n}")), Some("p@example.org"))).await;
    }
    practice
        .app
        .database
        .writer()
        .execute_unprepared("UPDATE patient SET preferred_language = 'cy-GB' WHERE id = 2")
        .await
        .unwrap();
    let variant =
        |wave, language: &str, body: &str| TemplateVariant { text: text(body), wave, language: language.to_owned() };
    let variants = vec![variant(0, "cy", "Helo {{ link }}"), variant(1, "", "Again {{ link }}")];
    let mut draft = create(app, &manager(), Draft { variants, ..flu() }).await.unwrap();
    let today = day::of(practice.now().to_utc());
    let begins = async |draft: &campaign::Model, word: &str| {
        let shown = samples(app, &manager(), draft, today).await.unwrap();
        shown.iter().map(|one| one.sms.as_ref().unwrap().text.starts_with(word)).collect::<Vec<_>>()
    };
    assert_eq!(begins(&draft, "Helo ").await, [false, true]);
    assert_eq!(begins(&draft, "Again ").await, [false, false]);
    draft.wave = 1;
    assert_eq!((begins(&draft, "Again ").await, begins(&draft, "Helo ").await), (vec![true, false], vec![false, true]));
    assert!(samples(app, &manager(), &draft, today).await.unwrap()[1].email.is_some());
}

#[tokio::test]
async fn a_template_is_tried_on_a_patient_or_on_nobody() {
    let practice = Practice::open().await;
    let app = &practice.app;
    let ada = practice.add(NewPatient::with_asthma(Some("+447700900001"), None)).await;
    let templates = [text("{{ given_name }}: {{ link }}")];
    let nobody = message_preview(app, &manager(), &templates, None).await.unwrap();
    assert_eq!((nobody.name.as_str(), nobody.patient.is_none(), nobody.email.is_none()), ("Jo Sample", true, true));
    let told = format!("Ada: {}/m/{EXAMPLE_TOKEN}", app.config.http.base_url());
    let shown = message_preview(app, &manager(), &templates, Some(ada)).await.unwrap();
    let sms = shown.sms.unwrap();
    assert_eq!((sms.text, sms.to.as_deref()), (told, Some("07700 900001")));
    let auditor = Actor::user(3.into(), "Al", Role::Auditor);
    assert!(message_preview(app, &auditor, &templates, None).await.is_ok());
    assert!(matches!(message_preview(app, &auditor, &templates, Some(ada)).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_template_that_could_not_be_saved_is_not_shown() {
    let practice = Practice::open().await;
    let error = message_preview(&practice.app, &manager(), &[text("Dear {{ surname }}, {{ link }}")], None).await;
    match error {
        Err(Error::Invalid { field, message }) => {
            assert_eq!(field, "templates[0]");
            assert!(message.starts_with("SMS: line 1 of the body: there is no placeholder \"surname\""), "{message}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_example_is_as_long_as_a_link_and_never_one() {
    assert_eq!(EXAMPLE_TOKEN.len(), 26);
    let keys = crate::crypto::KeyRing::generate(&crate::clients::random::OsRandom);
    for recipient in [1, 62_i64.pow(4) - 1] {
        assert!(!keys.link_token(recipient.into(), 1).contains('-'));
    }
}
