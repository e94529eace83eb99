//! One patient: added by hand, corrected, never contacted again, and erased.

use recall_tests::authenticator::Authenticator;
use recall_tests::connection::Fate;
use recall_tests::{App, Engine, Result, browser, scene};

#[tokio::test]
async fn a_patient_is_added_once_though_the_answer_is_lost_then_corrected() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("patient-form", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients")).await?;
        page.shows("No patients yet").await?;
        page.click("main header a[href='/patients/new']").await?;

        page.press("Add patient").await?;
        page.shows("Enter the first names or the surname").await?;

        page.fill("First names", "Ada").await?;
        page.fill("Surname", "Hill").await?;
        page.fill("Date of birth", "24/03/1957").await?;
        page.fill("NHS number", "943 476 5918").await?;
        page.shows("The check digit of this NHS number is wrong").await?;
        page.fill("NHS number", "943 476 5919").await?;
        page.shows("This is a valid NHS number.").await?;
        page.press("Add a phone").await?;
        page.fill("Phone 1", "07700 900123").await?;
        page.press("Add a condition").await?;
        page.fill("Code", "195967001").await?;
        page.fill("Term", "Asthma").await?;

        page.spoil("addPatient", Fate::AnswerLost).await?;
        page.press("Add patient").await?;
        page.shows("Recall cannot be reached").await?;
        page.press("Add patient").await?;
        page.shows("The patient has been added.").await?;
        page.shows("24 Mar 1957").await?;
        page.shows("Asthma").await?;

        page.click("a[href$='/correct']").await?;
        page.fill("Surname", "Hillary").await?;
        page.press("Save the corrections").await?;
        page.shows("Ada Hillary").await?;
        page.shows("Details corrected").await?;
        page.shows("Surname · by Test User").await?;
        page.shows("Added by hand").await?;

        page.goto(&app.url("/patients")).await?;
        page.shows("1 patient").await?;
        page.shows("Hillary, Ada").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_was_typed_is_there_again_after_a_reload() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let user = app.user("manager@practice.example", "manager").await?;
    browser::browse("patient-draft", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients/new")).await?;
        page.fill("Surname", "Okafor").await?;
        page.goto(&app.url("/patients/new")).await?;
        page.shows("What you typed before is here again.").await?;
        page.press("Start afresh").await?;
        page.press("Add patient").await?;
        page.shows("Enter the first names or the surname").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_patient_is_seen_with_all_messages_and_never_contacted_again() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 120).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    scene::dispatched(&client, &id).await?;
    let user = app.user("administrator@practice.example", "administrator").await?;
    browser::browse("patient", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/patients?code-set=chronic-respiratory-disease&contactable=sms&status=active")).await?;
        page.click("table tbody th a").await?;
        page.shows("What happened").await?;
        page.shows("Text sent, first message").await?;
        page.shows("Flu 2026, lungs").await?;

        page.press("Never contact").await?;
        page.click("dialog[open] button[type=submit]").await?;
        page.shows("Say why, so that colleagues know").await?;
        page.fill("Reason", "Asked by letter.").await?;
        page.click("dialog[open] button[type=submit]").await?;
        page.shows("Never to be contacted, since").await?;
        page.shows("Asked by letter.").await?;

        // Beside what campaigns did: the file that brought the record, and what people did to it.
        page.shows("Came with a patient file").await?;
        page.shows("patients.csv · by").await?;
        page.shows("Marked never to be contacted").await?;
        page.press("Lift").await?;
        page.press("Allow contact").await?;
        page.shows("May be contacted again").await?;
        page.shows("Campaigns may contact this patient again.").await?;

        page.press("Revoke the link").await?;
        page.click("dialog[open] button[type=submit]").await?;
        page.shows("The link no longer works.").await?;

        page.press("Erase").await?;
        page.click("dialog[open] button[type=submit]").await?;
        page.shows("Enter the six digits of the code").await?;
        let code = Authenticator::new(&user.totp_secret)?.code().await?;
        page.fill("Code of your authenticator", &code).await?;
        page.click("dialog[open] button[type=submit]").await?;
        page.shows("This patient was erased on").await?;
        page.shows("Text sent, first message").await?;
        Ok(())
    })
    .await
}
