//! Forms in the app: made from one of ours, changed, tried, published, asked in a campaign, answered and read.

use anyhow::{Context, bail, ensure};
use recall_tests::browser::{Key, Page, Scheme};
use recall_tests::{App, Client, Engine, Result, browser, scene, wait};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

const PHONE: (u32, u32) = (390, 844);
/// More pages than the form has.
const PAGES: usize = 12;

/// Chooses the first answer of each question that is on the screen, and yes; types into what is empty.
const FILL_IN: &str = "const shown = element => element.getClientRects().length > 0;
    const groups = {};
    for (const box of document.querySelectorAll('main input[type=radio]')) {
        if (shown(box.closest('label') || box)) (groups[box.name] = groups[box.name] || []).push(box);
    }
    for (const boxes of Object.values(groups)) {
        if (!boxes.some(box => box.checked)) boxes[0].click();
    }
    for (const box of document.querySelectorAll('main input[type=text], main textarea')) {
        if (shown(box) && !box.closest('.trap') && !box.value) {
            const part = box.name.split('-').pop();
            box.value = { day: '1', month: '10', year: '2026' }[part] || 'On the left arm';
            box.dispatchEvent(new Event('input', { bubbles: true }));
        }
    }";

#[tokio::test]
async fn a_practice_manager_makes_a_form_asks_it_and_reads_the_answer() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    // People who fill in a form in less than a few seconds are asked to confirm; this one is fast.
    let app = App::on(Engine::Sqlite).setting("forms.fewest_seconds", "0").start().await?;
    scene::import_patients(&app, 60).await?;
    let mut client = app.signed_in("manager").await?;
    let campaign = scene::draft(&client).await?;
    let user = app.user("forms@practice.example", "manager").await?;
    browser::browse("forms", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url("/forms")).await?;
        page.shows("No forms yet").await?;
        page.press("New form").await?;
        page.press("Make the form").await?;
        page.shows("Choose the form to start from").await?;
        page.mark("I have had my vaccination").await?;
        page.press("Make the form").await?;
        page.shows("Pages and questions").await?;

        build(page).await?;
        try_it(page).await?;
        publish(page).await?;
        attach(page, &app, &campaign).await?;

        scene::launch(&mut client, &campaign).await?;
        scene::dispatched(&client, &campaign).await?;
        let link = scene::link(&scene::outbox(&app, "sms")?[0])?;
        page.look(PHONE.0, PHONE.1, Scheme::Light).await?;
        answer(page, &app.url(&link)).await?;

        page.look(1440, 900, Scheme::Light).await?;
        read(page, &app, &client).await?;
        go_on(page, &app, &client, &campaign).await
    })
    .await
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

/// A patient on a phone opens the link of the text and answers page by page.
async fn answer(page: &Page, link: &str) -> Result {
    page.goto(link).await?;
    page.follow("Answer our questions").await?;
    for _ in 0..PAGES {
        // What depends on an answer shows after it.
        for _ in 0..3 {
            page.driver().execute(FILL_IN, Vec::new()).await?;
        }
        let before = page.text().await?;
        page.click("main button.press").await?;
        wait::until("the next page", || async { Ok((page.text().await? != before).then_some(())) }).await?;
        if page.driver().execute("return document.querySelector('main button.press') === null", Vec::new()).await?
            == true
        {
            return Ok(());
        }
    }
    bail!("the form does not end:\n{}", page.text().await?)
}

/// The answer is in the list, whole on a page of its own, in the charts, and in the SQL view.
async fn read(page: &Page, app: &App, client: &Client) -> Result {
    let forms = client.query("{ forms { nodes { id view } } }", json!({})).await?["forms"]["nodes"][0].clone();
    let id = forms["id"].as_str().context("a form without id")?;
    page.goto(&app.url("/forms")).await?;
    page.shows("Published").await?;
    page.goto(&app.url(&format!("/forms/{id}/answers"))).await?;
    page.shows("Flu 2026, lungs").await?;
    page.click("table tbody th a").await?;
    page.shows("Where did it hurt?").await?;
    page.shows("On the left arm").await?;
    page.shows("By a personal link").await?;
    page.goto(&app.url(&format!("/forms/{id}/charts"))).await?;
    page.shows("Answered by 1 of 1").await?;
    page.shows("Did it hurt?").await?;

    let view = forms["view"].as_str().context("a form without a view")?;
    let database = app.database().connect().await?;
    let sql = format!("SELECT where_did_it_hurt AS told FROM {view} WHERE did_it_hurt AND patient_id IS NOT NULL");
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    let told: String = row.context("no row in the view")?.try_get("", "told")?;
    assert_eq!(told, "On the left arm");
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
    page.shows("On the left arm").await?;
    page.goto(&app.url("/campaigns/new")).await?;
    page.choose("What", "gave an answer to a form").await?;
    page.choose("Form", "I have had my vaccination").await?;
    page.choose("Question", "Did it hurt?").await?;
    page.choose("Answer", "Yes").await?;
    page.shows("Patients who answered yes to “Did it hurt?” of the form “I have had my vaccination”.").await?;
    page.shows("1 patient").await
}

#[tokio::test]
async fn two_people_at_one_form_lose_nothing() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let client = app.signed_in("manager").await?;
    let create = "mutation($input: CreateFormInput!) { createForm(input: $input) { form { id draft } } }";
    let input = json!({ "source": { "starter": "already-vaccinated" } });
    let form = client.query(create, json!({ "input": input })).await?["createForm"]["form"].clone();
    let id = form["id"].as_str().context("a form without id")?;
    let user = app.user("forms@practice.example", "manager").await?;
    browser::browse("forms-conflict", async |page| {
        page.sign_in(&app, &user).await?;
        page.goto(&app.url(&format!("/forms/{id}"))).await?;
        page.shows("Pages and questions").await?;
        page.settled().await?;
        // Somebody else saves first.
        let mut theirs = form["draft"].clone();
        theirs["title"]["en"] = json!("Their title");
        let save = "mutation($input: SaveFormDraftInput!) { saveFormDraft(input: $input) { form { id } } }";
        client.query(save, json!({ "input": { "id": id, "draftVersion": 1, "draft": theirs } })).await?;
        page.fill("Title", "My title").await?;
        page.shows("Somebody else has saved this form meanwhile").await?;
        // What is typed stays over a reload, and so does the question.
        page.driver().refresh().await?;
        page.shows("Somebody else has saved this form meanwhile").await?;
        assert_eq!(page.element("#form-title").await?.prop("value").await?.as_deref(), Some("My title"));
        // Nor does anything else of the form go on before somebody has decided: theirs stays.
        page.goto(&app.url(&format!("/forms/{id}/publish"))).await?;
        page.press("Make it public").await?;
        wait::until("why it is not public", || async {
            let told = page.text().await?.matches("Somebody else has saved this form meanwhile").count();
            Ok((told == 2).then_some(()))
        })
        .await?;
        // The form asks on where it is written: nothing has decided by itself.
        page.goto(&app.url(&format!("/forms/{id}"))).await?;
        page.shows("Show the other one").await?;
        let saved = client.query("query($id: ID!) { form(id: $id) { draft isPublic } }", json!({ "id": id })).await?;
        assert_eq!(saved["form"]["draft"]["title"]["en"], "Their title");
        assert_eq!(saved["form"]["isPublic"], false);
        page.press("Show the other one").await?;
        wait::until("the other title", || async {
            let title = page.element("#form-title").await?.prop("value").await?;
            Ok((title.as_deref() == Some("Their title")).then_some(()))
        })
        .await?;
        page.chord(Key::Control, 'z').await?;
        page.shows("All changes saved").await?;
        let saved = client.query("query($id: ID!) { form(id: $id) { draft } }", json!({ "id": id })).await?;
        assert_eq!(saved["form"]["draft"]["title"]["en"], "My title");
        Ok(())
    })
    .await
}
