//! What tests of answers begin with: a published form, and people who fill it in over HTTP.

use anyhow::{Context, ensure};
use recall_tests::{App, Client, Engine, Result, scene, wait};
use reqwest::{Method, header::CONTENT_TYPE};
use sea_orm::{ConnectionTrait, DatabaseConnection, QueryResult, Statement};
use serde_json::{Value, json};

/// A server that takes what is sent as soon as it is sent.
pub async fn server(engine: Engine) -> Result<App> {
    let app = App::on(engine).setting("forms.fewest_seconds", "0").setting("forms.answers_a_minute", "100000");
    app.start().await
}

/// A form as its staff know it.
pub struct Form {
    pub id: String,
    pub slug: String,
    /// Of the version that was published last.
    pub version: String,
}

impl Form {
    /// Made from this source, for everybody, and published.
    pub async fn publish(client: &Client, source: &Value, changeable: bool) -> Result<Self> {
        let create =
            "mutation($input: CreateFormInput!) { createForm(input: $input) { form { id slug draftVersion } } }";
        let input = json!({ "source": source, "isPublic": true, "changeable": changeable });
        let form = client.query(create, json!({ "input": input })).await?["createForm"]["form"].clone();
        let text = |field: &str| form[field].as_str().map(ToOwned::to_owned).context("a form without id or address");
        let mut made = Self { id: text("id")?, slug: text("slug")?, version: String::new() };
        made.publish_draft(client, 1).await?;
        Ok(made)
    }

    /// Saves another draft and publishes it.
    pub async fn publish_again(&mut self, client: &Client, draft: &Value) -> Result {
        let look = "query($id: ID!) { form(id: $id) { draftVersion } }";
        let seen = client.query(look, json!({ "id": self.id })).await?["form"]["draftVersion"].clone();
        let save = "mutation($input: SaveFormDraftInput!) { saveFormDraft(input: $input) { form { draftVersion } } }";
        let input = json!({ "id": self.id, "draftVersion": seen, "draft": draft });
        let saved = client.query(save, json!({ "input": input })).await?;
        let saved = saved["saveFormDraft"]["form"]["draftVersion"].as_i64().context("a draft without number")?;
        self.publish_draft(client, saved).await
    }

    async fn publish_draft(&mut self, client: &Client, draft: i64) -> Result {
        let publish = "mutation($input: PublishFormInput!) { publishForm(input: $input) { version { id } } }";
        let input = json!({ "id": self.id, "draftVersion": draft });
        let asked = client.query(publish, json!({ "input": input })).await?;
        let version = asked["publishForm"]["version"]["id"].as_str().context("a version without id")?;
        version.clone_into(&mut self.version);
        let look = "query($id: ID!) { formVersion(id: $id) { publishedAt steps { step state error } } }";
        wait::until("a form to be published", || async {
            let seen = client.query(look, json!({ "id": version })).await?["formVersion"].clone();
            let steps = seen["steps"].as_array().context("a version without steps")?;
            let failed = steps.iter().find(|step| step["state"] == "FAILED");
            ensure!(failed.is_none(), "a step of publishing failed: {failed:?}");
            Ok(steps.iter().all(|step| step["state"] == "DONE").then_some(()))
        })
        .await
    }

    /// The path of its SQL view.
    pub fn view(&self) -> String {
        format!("form_{}", self.slug.replace('-', "_"))
    }

    /// Somebody fills in its public page and sends it; what the page says then.
    pub async fn answer(&self, client: &Client, answers: &[(&str, &str)]) -> Result<String> {
        self.send(client, &self.stamp(client).await?, answers).await
    }

    /// The stamp of a page that is opened now.
    pub async fn stamp(&self, client: &Client) -> Result<String> {
        let page = client.get(&format!("/f/{}", self.slug)).await?.error_for_status()?.text().await?;
        let (_, rest) = page.split_once("name=\"_stamp\" value=\"").context("the page has no stamp")?;
        Ok(rest.split('"').next().unwrap_or_default().to_owned())
    }

    /// Sends answers from a page with this stamp.
    pub async fn send(&self, client: &Client, stamp: &str, answers: &[(&str, &str)]) -> Result<String> {
        let own = [("_stamp", stamp), ("_press", "send"), ("_step", "0")];
        post(client, &format!("/f/{}", self.slug), &[&own, answers].concat()).await
    }
}

/// Posts fields as a page does; what it answers.
pub async fn post(client: &Client, path: &str, fields: &[(&str, &str)]) -> Result<String> {
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let request = client.request(Method::POST, path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = request.body(body.join("&")).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    ensure!(status.is_success(), "{path} answered {status}: {text}");
    Ok(text)
}

fn encoded(text: &str) -> String {
    let encode = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(encode).collect()
}

/// A campaign that asks its recipients to fill in this version, sent; the paths of their forms.
pub async fn campaign(app: &App, client: &mut Client, version: &str, patients: u32) -> Result<(Value, Vec<String>)> {
    scene::import_patients(app, patients).await?;
    let document = "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } } }";
    let input = json!({ "name": "Lungs", "kind": "flu", "rule": { "condition": { "codeSet": scene::LUNGS } },
        "channels": ["EMAIL", "SMS"], "templates": scene::templates(), "plan": { "formVersionId": version } });
    let made = client.query(document, json!({ "input": input })).await?;
    let id = made["createCampaign"]["campaign"]["id"].clone();
    scene::launch(client, &id).await?;
    scene::dispatched(client, &id).await?;
    let mut links = scene::outbox(app, "sms")?.iter().map(scene::link).collect::<Result<Vec<_>>>()?;
    links.sort_unstable();
    links.dedup();
    Ok((id, links.into_iter().map(|link| format!("{link}/form")).collect()))
}

/// The rows of a query, as JSON: whole numbers, numbers, texts, and true or false where the engine has that.
pub async fn rows(database: &DatabaseConnection, sql: &str) -> Result<Vec<Value>> {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let rows = database.query_all_raw(statement).await?;
    let row = |row: &QueryResult| -> Result<Value> {
        let names = row.column_names();
        names.iter().map(|name| Ok((name.clone(), cell(row, name)?))).collect::<Result<_>>().map(Value::Object)
    };
    rows.iter().map(row).collect()
}

fn cell(row: &QueryResult, name: &str) -> Result<Value> {
    let whole = row.try_get::<Option<i64>>("", name).map(|value| json!(value));
    let value = whole
        .or_else(|_| row.try_get::<Option<i32>>("", name).map(|value| json!(value)))
        .or_else(|_| row.try_get::<Option<f64>>("", name).map(|value| json!(value)))
        .or_else(|_| row.try_get::<Option<String>>("", name).map(|value| json!(value)))
        .or_else(|_| row.try_get::<Option<bool>>("", name).map(|value| json!(value)));
    value.with_context(|| format!("the column {name} is neither a number, nor a text, nor true or false"))
}
