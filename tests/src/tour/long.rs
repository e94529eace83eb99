//! Where everything is as long as it may be: names that wrap, words that cannot, reasons of a paragraph, and lists of many
//! rows. Made the way staff make it, so that nothing is on a page that could not be there.

mod words;

use anyhow::Context;
use serde_json::{Value, json};

use super::forms;
use super::stop::{self, Stop, Things};
use crate::{App, Client, Engine, Result, scene, wait};
use words::{LINE, WORD, lengthen, named, paragraph};

/// Of every kind of thing that has a list.
const ROWS: usize = 24;

/// Beside those with names of their own.
const PATIENTS: u32 = 400;

/// A server with such things, and somebody who has made them.
pub struct Long {
    pub app: App,
    pub client: Client,
    things: Things,
}

/// Makes all of it; takes a minute or two.
pub async fn scene() -> Result<Long> {
    let app = App::on(Engine::Sqlite).setting("forms.fewest_seconds", "0").start().await?;
    scene::import_patients(&app, PATIENTS).await?;
    for (file, rows) in [("a", people()), ("b", rejected())] {
        let file = scene::file(&app, &format!("{}.csv", named(&format!("{file} {LINE} {WORD}"), 150)), rows)?;
        app.run(&["import", &file.display().to_string()]).await?;
    }
    let mut client = app.signed_in("administrator").await?;
    practice(&client).await?;
    let (form, answer) = forms::changed_form(&app, &client, lengthen, &[("remarks", &paragraph(900))]).await?;
    let campaign = campaign(&client, 0).await?;
    scene::launch(&mut client, &json!(campaign)).await?;
    scene::dispatched(&client, &json!(campaign)).await?;
    let report = report(&client, &campaign, 0).await?;
    let run = run(&client, &report).await?;
    let template = template(&client, 0).await?;
    let draft = self::campaign(&client, 1).await?;
    for number in 2..ROWS {
        self::campaign(&client, number).await?;
        self::report(&client, &campaign, number).await?;
        self::template(&client, number).await?;
        colleague(&client, number).await?;
        stopped(&client, number).await?;
        if number % 3 == 0 {
            code_set(&client, number).await?;
            system(&client, number).await?;
        }
    }
    let found = client
        .query(
            "{ patients(search: \"Featherstonehaugh\", first: 1) { nodes { id } } imports(first: 1) { nodes { id } } }",
            json!({}),
        )
        .await?;
    let id = |kind: &str| found[kind]["nodes"][0]["id"].as_str().map(ToOwned::to_owned);
    let patient = id("patients").context("the patient with a long name is not found")?;
    never_contact(&client, &patient).await?;
    let import = id("imports");
    let things = Things { campaign, patient, report, run: Some(run), import, draft, template, form, answer };
    Ok(Long { app, client, things })
}

impl Long {
    pub fn stops(&self) -> Vec<Stop> {
        let mut stops = stop::lists();
        stops.extend(self.things.pages());
        stops.push(Stop::at("patients-found", "/patients?search=featherstonehaugh"));
        stops
    }
}

/// Patients with long names, addresses, emails and many conditions.
fn people() -> String {
    let head = "local_id,nhs_number,given_name,family_name,birth_date,phone,email,address,postcode,conditions\n";
    let conditions: Vec<String> = (0..12)
        .map(|number| format!("snomed|{}|{} {number}", 195_967_001 + number * 10, named(LINE, 120).replace(',', "")))
        .chain(["snomed|195967001|Asthma".to_owned(), format!("snomed|10509002|{WORD}")])
        .collect();
    let conditions = conditions.join(";");
    let row = |number: usize, given: &str, family: &str| {
        let email = format!(
            "{}.{number}@{}.example",
            "a-very-long-name-of-somebody-with-an-address",
            "long-domain-name".repeat(3)
        );
        let address =
            format!("\"Flat {number}, The Old Rectory Coach House, {WORD}, Lower Bottom-under-Hill, near Blackpool\"");
        format!("L{number},,{given},{family},1951-02-03,07700 900{number:03},{email},{address},FY1 1AA,{conditions}\n")
    };
    let long = row(1, "Ada-Wilhelmina Bartholomea Philippa", "Featherstonehaugh-Cholmondeley-Wolstenholme-Fotheringay");
    let word = row(2, "Zoë", WORD);
    let plenty: String =
        (3..30).map(|number| row(number, "Maximiliana-Theodora", "Featherstonehaugh-Cholmondeley")).collect();
    [head, &long, &word, &plenty].concat()
}

/// Rows that cannot be taken, for many reasons.
fn rejected() -> String {
    let head = "local_id,nhs_number,given_name,family_name,birth_date,phone,email\n";
    let rows = (0..120).map(|number| match number % 4 {
        0 => format!("R{number},99900000{number:02},{WORD},Featherstonehaugh-Cholmondeley,1951-02-03,,\n"),
        1 => format!("R{number},,Tom,Webb,{}-01-01,,\n", 2100 + number),
        2 => format!("R{number},,Eve,Moss,1970-13-{number},12,{}@\n", "x".repeat(60)),
        _ => format!("R{number},,,,1960-01-01,,\n"),
    });
    std::iter::once(head.to_owned()).chain(rows).collect()
}

async fn practice(client: &Client) -> Result {
    let save = "mutation($input: SavePracticeInput!) { savePractice(input: $input) { practice { name } } }";
    let input = json!({ "name": named("The Harbour Street Surgery and Community Health Centre of Blackpool", 60),
        "phone": "01253 000 000", "openingHours": "Mon to Fri 8 to 18:30, Sat 9 to 12",
        "bookingLink": format!("https://booking.example/{}", "long-path/".repeat(8)) });
    client.query(save, json!({ "input": input })).await.map(drop)
}

async fn campaign(client: &Client, number: usize) -> Result<String> {
    let create = "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } } }";
    let rule = json!({ "any": [
        { "condition": { "codeSet": scene::LUNGS } },
        { "all": [{ "age": { "from": 65 } }, { "postcodePrefix": "FY" }, { "not": { "status": "DECEASED" } }] },
        { "all": [{ "sex": "FEMALE" }, { "age": { "from": 16, "to": 64 } },
            { "condition": { "code": "195967001" } }, { "contactable": { "channel": "SMS" } }] },
    ] });
    let name = if number % 5 == 4 { format!("{WORD}{number}") } else { format!("{} {number}", named(LINE, 96)) };
    let templates = json!([
        { "channel": "EMAIL", "subject": named(LINE, 140),
          "body": format!("Hello {{{{ given_name }}}},\n\n{}\n\n{{{{ link }}}}\n\n{WORD}\n", paragraph(900)) },
        { "channel": "SMS", "body": format!("{{{{ practice }}}}: {} {{{{ link }}}}", paragraph(260)) }
    ]);
    let window = json!({ "days": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"],
        "from": "00:00", "until": "23:59", "onBankHolidays": true });
    let reminders: Vec<Value> = (1..4).map(|wave| json!({ "afterDays": 7 * wave, "channels": ["SMS"] })).collect();
    let mut plan = json!({ "budget": "99999.00", "reminders": reminders });
    if number > 0 {
        // The first one is sent at once.
        plan["window"] = window;
        plan["spreadHours"] = json!(12);
    }
    let input = json!({ "name": name, "kind": "flu", "rule": rule, "channels": ["EMAIL", "SMS"],
        "templates": templates, "plan": plan });
    made(client, create, input, "/createCampaign/campaign/id").await
}

async fn report(client: &Client, campaign: &str, number: usize) -> Result<String> {
    let save = "mutation($input: SaveReportInput!) { saveReport(input: $input) { report { id } } }";
    let kind = if number.is_multiple_of(2) { "NON_RESPONDENTS" } else { "FOLLOWED" };
    let name = if number % 5 == 4 { format!("{WORD}{number}") } else { format!("{} {number}", named(LINE, 190)) };
    let id = made(client, save, json!({ "name": name, "kind": kind, "campaignId": campaign }), "/saveReport/report/id")
        .await?;
    if number < 8 {
        let plan = "mutation($input: ScheduleReportInput!) { scheduleReport(input: $input) { report { id } } }";
        client.query(plan, json!({ "input": { "id": id, "cron": "0 8 * * MON,TUE,WED,THU,FRI,SAT" } })).await?;
    }
    Ok(id)
}

/// Runs a report and waits for its rows.
async fn run(client: &Client, report: &str) -> Result<String> {
    let run = "mutation($input: RunReportInput!) { runReport(input: $input) { run { id } } }";
    let id = made(client, run, json!({ "id": report }), "/runReport/run/id").await?;
    wait::until("the report to be made", || async {
        let look = "query($id: ID!) { reportRun(id: $id) { state } }";
        let state = client.query(look, json!({ "id": id })).await?["reportRun"]["state"].clone();
        Ok((state == "DONE").then_some(()))
    })
    .await?;
    Ok(id)
}

async fn template(client: &Client, number: usize) -> Result<String> {
    let save = "mutation($input: SaveTemplateInput!) { saveTemplate(input: $input) { template { id } } }";
    let name = if number % 5 == 4 { format!("{WORD}{number}") } else { format!("{} {number}", named(LINE, 90)) };
    let body = format!("Hello {{{{ given_name }}}},\n\n{}\n\n{{{{ link }}}}\n", paragraph(1200));
    let input = if number.is_multiple_of(2) {
        json!({ "name": name, "channel": "EMAIL", "subject": named(LINE, 140), "body": body })
    } else {
        json!({ "name": name, "channel": "SMS", "body": format!("{} {{{{ link }}}}", paragraph(260)) })
    };
    made(client, save, input, "/saveTemplate/template/id").await
}

async fn colleague(client: &Client, number: usize) -> Result {
    let invite = "mutation($input: InviteUserInput!) { inviteUser(input: $input) { user { id } } }";
    let name = if number % 5 == 4 {
        format!("{WORD}{number}")
    } else {
        format!("Ada-Wilhelmina Featherstonehaugh-Cholmondeley the {number}th")
    };
    let email = format!("a-very-long-name-of-a-colleague-{number}@{}.example", "long-domain-name".repeat(3));
    let role = ["ADMINISTRATOR", "MANAGER", "VIEWER", "AUDITOR"][number % 4];
    client.query(invite, json!({ "input": { "name": name, "email": email, "role": role } })).await.map(drop)
}

async fn stopped(client: &Client, number: usize) -> Result {
    let add = "mutation($input: AddSuppressionInput!) { addSuppression(input: $input) { suppression { id } } }";
    let email = format!("a-very-long-name-of-somebody-{number}@{}.example", "long-domain-name".repeat(3));
    let input = if number.is_multiple_of(2) {
        json!({ "kind": "EMAIL", "value": email, "note": paragraph(480) })
    } else {
        json!({ "kind": "PHONE", "value": format!("07700 900{number:03}"), "note": named(&WORD.repeat(6), 480) })
    };
    client.query(add, json!({ "input": input })).await.map(drop)
}

async fn code_set(client: &Client, number: usize) -> Result {
    let import = "mutation($input: ImportCodeSetInput!) { importCodeSet(input: $input) { codeSet { name } } }";
    let rows: String = (0..80)
        .map(|row| format!("{},{} {row}\n", 195_967_001 + row * 10, named(LINE, 160).replace(',', "")))
        .collect();
    let name = format!("{}-{number}", "long-name-of-a-set".repeat(2));
    let title = if number.is_multiple_of(2) { format!("{WORD}{number}") } else { named(LINE, 95) };
    let input = json!({ "name": name, "title": title, "csv": format!("code,term\n{rows}") });
    client.query(import, json!({ "input": input })).await.map(drop)
}

async fn system(client: &Client, number: usize) -> Result {
    let add = "mutation($input: AddApiClientInput!) { addApiClient(input: $input) { client { id } } }";
    let name =
        if number.is_multiple_of(2) { format!("{WORD}{number}") } else { format!("{} {number}", named(LINE, 90)) };
    let scopes = ["patients:import", "patients:view", "campaigns:view", "reports:view"];
    client.query(add, json!({ "input": { "name": name, "scopes": scopes } })).await.map(drop)
}

async fn never_contact(client: &Client, patient: &str) -> Result {
    let set = "mutation($input: SetNeverContactInput!) { setNeverContact(input: $input) { patient { id } } }";
    client.query(set, json!({ "input": { "id": patient, "reason": paragraph(480) } })).await.map(drop)
}

async fn made(client: &Client, document: &str, input: Value, id: &str) -> Result<String> {
    let made = client.query(document, json!({ "input": input })).await?;
    Ok(made.pointer(id).and_then(Value::as_str).with_context(|| format!("there is no {id}: {made}"))?.to_owned())
}
