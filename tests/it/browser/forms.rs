//! A practice manager's path with a form: made from one of ours, changed, tried, published, asked in a campaign, answered
//! with script and without, read, and published again while somebody is still answering.

use anyhow::{Context, ensure};
use recall_tests::browser::{Page, Scheme};
use recall_tests::{App, Client, Engine, Result, browser, for_each_engine, scene};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::forms_patients::{Links, answer, begin, end};

/// How the three patients say where it hurt: with script, without, and by a page of the version before.
const LEFT: &str = "On the left arm";
const RIGHT: &str = "On the right arm";
const BOTH: &str = "On both arms";

for_each_engine! {
    async fn a_practice_manager_makes_a_form_asks_it_and_reads_the_answers(engine: Engine) {
        if !browser::is_available() {
            return Ok(());
        }
        // People who fill in a form in less than a few seconds are asked to confirm; these are fast.
        let app = App::on(engine).setting("forms.fewest_seconds", "0").start().await?;
        scene::import_patients(&app, 60).await?;
        let mut client = app.signed_in("manager").await?;
        let campaign = scene::draft(&client).await?;
        let user = app.user("forms@practice.example", "manager").await?;
        browser::browse("forms", async |page| {
            page.look(1440, 900, Scheme::Light).await?;
            page.sign_in(&app, &user).await?;
            make(page, &app).await?;
            build(page).await?;
            try_it(page).await?;
            publish(page).await?;
            attach(page, &app, &campaign).await?;

            scene::launch(&mut client, &campaign).await?;
            scene::dispatched(&client, &campaign).await?;
            let links = Links::of(&app)?;
            browser::browse("forms-phone", async |phone| answer(phone, &links.first, LEFT).await).await?;
            let slowly = async |phone: &Page| {
                begin(phone, &links.second).await?;
                end(phone, RIGHT).await
            };
            browser::browse_without_script("forms-phone-without-script", slowly).await?;
            read(page, &app, &client).await?;

            let late = async |phone: &Page| {
                begin(phone, &links.third).await?;
                change(page, &app, &client).await?;
                end(phone, BOTH).await
            };
            browser::browse_without_script("forms-phone-of-the-version-before", late).await?;
            read_on(page, &app, &client).await?;
            go_on(page, &app, &client, &campaign).await
        })
        .await?;
    }
}

async fn make(page: &Page, app: &App) -> Result {
    page.goto(&app.url("/forms")).await?;
    page.shows("No forms yet").await?;
    page.press("New form").await?;
    page.press("Make the form").await?;
    page.shows("Choose the form to start from").await?;
    page.mark("I have had my vaccination").await?;
    page.press("Make the form").await?;
    page.shows("Pages and questions").await
}

/// Two questions more, the second of them for those who say yes to the first.
async fn build(page: &Page) -> Result {
    page.press("Add a question").await?;
    page.press("Yes or no").await?;
    page.fill("Question", "Did it hurt?").await?;
    page.press("Add a question").await?;
    page.press("Short text").await?;
    page.fill("Question", "Where did it hurt?").await?;
    page.mark("Must be answered").await?;
    page.press("Add a condition").await?;
    page.element("#show-1-field").await?;
    page.shows("Nothing keeps this form from being published").await?;
    page.shows("All changes saved").await?;
    // Nothing of it is lost when the page is loaded anew.
    page.driver().refresh().await?;
    page.shows("Where did it hurt?").await?;
    page.shows("shown sometimes").await
}

/// The preview shows the second question to who says yes, and wants it answered.
async fn try_it(page: &Page) -> Result {
    for (field, value) in [("vaccine", "Flu"), ("date_known", "I do not remember"), ("place", "A pharmacy")] {
        let id = format!("preview-{field}");
        let choose = "const [id, words] = arguments; const set = document.getElementById(id).closest('fieldset, .preview__field');
            const label = [...set.querySelectorAll('label')].find(one => one.innerText.trim().startsWith(words));
            if (label) { label.click(); return true; }
            const list = document.getElementById(id);
            list.value = [...list.options].find(one => one.text === words).value;
            list.dispatchEvent(new Event('change', { bubbles: true })); return true;";
        page.driver().execute(choose, vec![Value::from(id), Value::from(value)]).await?;
    }
    page.press("Continue").await?;
    page.click("#preview-reaction").await?;
    page.click("#preview-record").await?;
    let is_shown = "return document.getElementById('preview-where_did_it_hurt').getClientRects().length > 0";
    ensure!(page.driver().execute(is_shown, Vec::new()).await? == false, "it is asked before anybody said yes");
    page.click("#preview-did_it_hurt").await?;
    page.element("#preview-where_did_it_hurt").await?;
    page.click(".preview .button--primary").await?;
    page.element(".preview__summary").await?;
    let field = page.element("#preview-where_did_it_hurt").await?;
    field.send_keys("The left arm").await?;
    page.click(".preview .button--primary").await?;
    // All answers, as the page shows them before they are sent.
    page.shows("Check your answers before sending them").await?;
    page.shows("The left arm").await?;
    page.click(".preview .button--primary").await?;
    page.shows("This is the end of the form.").await
}

async fn publish(page: &Page) -> Result {
    page.press("Publish").await?;
    page.shows("This is the first version.").await?;
    page.confirm("Publish it").await?;
    page.shows("Version 1 is live").await?;
    page.shows("/f/").await
}

/// The campaign asks the form in its messages step.
async fn attach(page: &Page, app: &App, campaign: &Value) -> Result {
    let id = campaign.as_str().context("a campaign without id")?;
    page.goto(&app.url(&format!("/campaigns/{id}/edit/messages"))).await?;
    page.choose("Form to fill in", "I have had my vaccination (version 1)").await?;
    page.shows("The campaign holds to this version").await?;
    page.press("Save and continue").await?;
    page.shows("When is it sent?").await
}

/// The id of the only form, and the name of its view.
async fn form(client: &Client) -> Result<(String, String)> {
    let form = client.query("{ forms { nodes { id view } } }", json!({})).await?["forms"]["nodes"][0].clone();
    let text =
        |name: &str| form[name].as_str().map(ToOwned::to_owned).with_context(|| format!("a form without {name}"));
    Ok((text("id")?, text("view")?))
}

/// Where it hurt and to which version that was told, as the SQL view has it, in the order of the answers.
async fn in_the_view(app: &App, view: &str) -> Result<Vec<(i32, String)>> {
    let database = app.database().connect().await?;
    let sql = format!(
        "SELECT form_version, where_did_it_hurt FROM {view} WHERE did_it_hurt AND patient_id IS NOT NULL ORDER BY response_id"
    );
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    rows.iter().map(|row| Ok((row.try_get("", "form_version")?, row.try_get("", "where_did_it_hurt")?))).collect()
}

fn told(version: i32, words: &str) -> (i32, String) {
    (version, words.to_owned())
}

/// The answers are in the list, whole on a page of their own, in the charts, and in the SQL view.
async fn read(page: &Page, app: &App, client: &Client) -> Result {
    let (id, view) = form(client).await?;
    page.goto(&app.url("/forms")).await?;
    page.shows("Published").await?;
    page.goto(&app.url(&format!("/forms/{id}/answers"))).await?;
    page.shows("Flu 2026, lungs").await?;
    page.click("table tbody tr:nth-of-type(2) th a").await?;
    page.shows("Where did it hurt?").await?;
    page.shows(LEFT).await?;
    page.shows("By a personal link").await?;
    page.follow("All answers").await?;
    page.click("table tbody tr:nth-of-type(1) th a").await?;
    page.shows(RIGHT).await?;
    page.goto(&app.url(&format!("/forms/{id}/charts"))).await?;
    page.shows("Answered by 2 of 2").await?;
    page.shows("Did it hurt?").await?;
    assert_eq!(in_the_view(app, &view).await?, [told(1, LEFT), told(1, RIGHT)]);
    Ok(())
}

/// A question more that everybody must answer, and a version with it, by the dialog that says what changes.
async fn change(page: &Page, app: &App, client: &Client) -> Result {
    let (id, _) = form(client).await?;
    page.goto(&app.url(&format!("/forms/{id}"))).await?;
    page.shows("Pages and questions").await?;
    page.press("Add a question").await?;
    page.press("Number").await?;
    page.fill("Question", "How many days did it hurt?").await?;
    page.mark("Must be answered").await?;
    page.shows("All changes saved").await?;
    page.press("Publish").await?;
    page.shows("Publish version 2").await?;
    page.shows("What changes").await?;
    page.element("dialog[open] .difference").await?;
    let dialog = page.element("dialog[open]").await?.text().await?;
    for words in ["How many days did it hurt?", "Stay comparable", "is answered under the version they see"] {
        ensure!(dialog.contains(words), "the dialog does not say {words:?}: {dialog}");
    }
    page.confirm("Publish it").await?;
    page.shows("Version 2 is live").await
}

/// What was begun under the first version is stored under it, without the answer that only the second asks for.
async fn read_on(page: &Page, app: &App, client: &Client) -> Result {
    let (id, view) = form(client).await?;
    page.goto(&app.url(&format!("/forms/{id}/answers"))).await?;
    page.shows("Flu 2026, lungs").await?;
    page.click("table tbody tr:nth-of-type(1) th a").await?;
    page.shows(BOTH).await?;
    page.shows("Version 1").await?;
    page.goto(&app.url(&format!("/forms/{id}/charts"))).await?;
    page.shows("Answered by 3 of 3").await?;
    page.shows("How many days did it hurt?").await?;
    page.shows("Answered by 0 of 3").await?;
    assert_eq!(in_the_view(app, &view).await?, [told(1, LEFT), told(1, RIGHT), told(1, BOTH)]);
    Ok(())
}

/// From the campaign and from the patient to the answer, and from the answer to whom to write to next.
async fn go_on(page: &Page, app: &App, client: &Client, campaign: &Value) -> Result {
    let id = campaign.as_str().context("a campaign without id")?;
    page.goto(&app.url(&format!("/campaigns/{id}"))).await?;
    page.shows("Patients are asked to fill in I have had my vaccination, version 1").await?;
    page.follow("See the answers").await?;
    page.shows("Flu 2026, lungs").await?;
    let look = "{ forms { nodes { responses { nodes { patientId } } } } }";
    let found = client.query(look, json!({})).await?;
    let patient = &found["forms"]["nodes"][0]["responses"]["nodes"][0]["patientId"];
    page.goto(&app.url(&format!("/patients/{}", patient.as_str().context("an answer of nobody")?))).await?;
    page.shows("Answers to forms").await?;
    page.follow("I have had my vaccination").await?;
    page.shows(BOTH).await?;
    page.goto(&app.url("/campaigns/new")).await?;
    page.choose("What", "gave an answer to a form").await?;
    page.choose("Form", "I have had my vaccination").await?;
    page.choose("Question", "Did it hurt?").await?;
    page.choose("Answer", "Yes").await?;
    page.shows("Patients who answered yes to “Did it hurt?” of the form “I have had my vaccination”.").await?;
    page.shows("3 patients").await
}
