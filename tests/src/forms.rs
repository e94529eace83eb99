//! What tests of publishing and of the page begin with: a form, its publishing, and somebody without script.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::{App, AppBuilder, Client, Result, wait};
use anyhow::{Context, ensure};
use reqwest::{Method, header::CONTENT_TYPE};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};

/// A form of two steps: a name and wheezing, then the nights of those who wheeze.
pub fn lungs() -> Value {
    let yes = json!({ "yesNo": { "field": "wheeze", "is": true } });
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "Your lungs" },
        "pages": [{ "id": "p", "sections": [{ "fields": [
            { "id": "name", "kind": { "text": { "maxLength": 40 } }, "label": { "en": "Name" }, "required": true },
            { "id": "wheeze", "kind": { "yesNo": {} }, "label": { "en": "Do you wheeze?" }, "required": true },
            { "id": "nights", "kind": { "number": { "from": 0, "to": 7 } }, "label": { "en": "Nights awake" },
              "required": true, "showIf": yes }
        ] }] }] })
}

/// The same under another title.
pub fn titled(title: &str) -> Value {
    let mut form = lungs();
    form["title"]["en"] = title.into();
    form
}

/// One field of every kind, on two pages; the second has fields that come and go.
pub fn every_kind() -> Result<Value> {
    Ok(serde_json::from_str(include_str!("every_kind.json"))?)
}

/// Every form that ships, and the one with every kind of field, as sources of new ones.
pub async fn shipped(client: &Client) -> Result<Vec<Value>> {
    let starters = client.query("{ formStarters { slug } }", json!({})).await?["formStarters"].clone();
    let starters = starters.as_array().context("no forms ship")?.iter();
    let sources = starters.map(|starter| json!({ "starter": starter["slug"] }));
    Ok(sources.chain([json!({ "json": every_kind()? })]).collect())
}

/// A form as its staff know it.
pub struct Made {
    pub id: String,
    pub slug: String,
    draft: i64,
}

impl Made {
    /// A draft with this schema.
    pub async fn draft(client: &Client, schema: &Value, is_public: bool) -> Result<Self> {
        Self::from(client, &json!({ "json": schema }), is_public).await
    }

    /// A draft out of this source.
    pub async fn from(client: &Client, source: &Value, is_public: bool) -> Result<Self> {
        let create =
            "mutation($input: CreateFormInput!) { createForm(input: $input) { form { id slug draftVersion } } }";
        let input = json!({ "source": source, "isPublic": is_public });
        let form = client.query(create, json!({ "input": input })).await?["createForm"]["form"].clone();
        let text = |field: &str| form[field].as_str().map(ToOwned::to_owned).context("a form without id or address");
        Ok(Self { id: text("id")?, slug: text("slug")?, draft: 1 })
    }

    /// A published form; every step went well.
    pub async fn published(client: &Client, schema: &Value, is_public: bool) -> Result<Self> {
        let form = Self::draft(client, schema, is_public).await?;
        form.publish(client).await?;
        Ok(form)
    }

    /// Changes the draft or what is around it.
    pub async fn save(&mut self, client: &Client, change: &Value) -> Result {
        let mut input = change.clone();
        input["id"] = json!(self.id);
        input["draftVersion"] = json!(self.draft);
        let save = "mutation($input: SaveFormDraftInput!) { saveFormDraft(input: $input) { form { draftVersion } } }";
        let saved = client.query(save, json!({ "input": input })).await?;
        self.draft = saved["saveFormDraft"]["form"]["draftVersion"].as_i64().context("a draft without number")?;
        Ok(())
    }

    /// Asks for the draft to be published; the version on its way.
    pub async fn ask(&self, client: &Client) -> Result<String> {
        let asked = client.query(PUBLISH, self.asking()).await?;
        let version = asked["publishForm"]["version"]["id"].as_str().context("a version without id")?;
        Ok(version.to_owned())
    }

    /// What asking for the draft to be published takes.
    pub fn asking(&self) -> Value {
        json!({ "input": { "id": self.id, "draftVersion": self.draft } })
    }

    /// Publishes the draft and waits until every step is done.
    pub async fn publish(&self, client: &Client) -> Result<String> {
        let version = self.ask(client).await?;
        done(client, &version).await?;
        Ok(version)
    }

    pub async fn retire(&self, client: &Client) -> Result {
        let retire = "mutation($input: RetireFormInput!) { retireForm(input: $input) { form { state } } }";
        let retired = client.query(retire, json!({ "input": { "id": self.id } })).await?;
        ensure!(retired["retireForm"]["form"]["state"] == "RETIRED", "{retired}");
        Ok(())
    }

    /// The path where it is filled in.
    pub fn path(&self) -> String {
        format!("/f/{}", self.slug)
    }

    /// The SQL view of its answers.
    pub fn view(&self) -> String {
        format!("form_{}", self.slug.replace('-', "_"))
    }
}

pub const PUBLISH: &str = "mutation($input: PublishFormInput!) { publishForm(input: $input) { version { id } } }";

/// The steps of publishing a version as staff see them.
pub async fn steps(client: &Client, version: &str) -> Result<Vec<Value>> {
    let look = "query($id: ID!) { formVersion(id: $id) { steps { step title state attempts error finishedAt } } }";
    let seen = client.query(look, json!({ "id": version })).await?;
    seen["formVersion"]["steps"].as_array().cloned().context("a version without steps")
}

/// Waits until every step is done.
pub async fn done(client: &Client, version: &str) -> Result<Vec<Value>> {
    wait::until("every step of publishing to be done", || async {
        let steps = steps(client, version).await?;
        Ok(steps.iter().all(|step| step["state"] == "DONE").then_some(steps))
    })
    .await
}

/// A page as it came.
pub struct Seen {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub html: String,
}

impl Seen {
    async fn of(response: reqwest::Response) -> Result<Self> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Self { status, headers, html: response.text().await? })
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn says(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    /// Where it posts to.
    pub fn action(&self) -> Result<String> {
        let (_, rest) = self.html.split_once("action=\"").context("the page posts nowhere")?;
        Ok(plain(rest.split('"').next().unwrap_or_default()))
    }

    /// What it posts without being asked: the hidden fields outside what only a script shows.
    pub fn carried(&self) -> Vec<(String, String)> {
        let form = self.html.split("</form>").next().unwrap_or_default();
        let form = form.split("<template").next().unwrap_or_default();
        let inputs = form.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"")?;
            Some((name.to_owned(), plain(rest.split('"').next()?)))
        });
        inputs.collect()
    }

    /// Fills in what is shown, presses a button, and sees what follows.
    pub async fn press(&self, client: &Client, button: &str, typed: &[(&str, &str)]) -> Result<Self> {
        let mut pairs = self.carried();
        pairs.extend(typed.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())));
        pairs.push(("_press".to_owned(), button.to_owned()));
        post(client, &self.action()?, &pairs).await
    }

    /// Sends what is typed with a file for a field, as a browser does (RFC 7578); `file` is the field and the name.
    pub async fn send_file(
        &self,
        client: &Client,
        typed: &[(&str, &str)],
        file: (&str, &str),
        content: &[u8],
    ) -> Result<Self> {
        const BORDER: &str = "----between-the-parts";
        let mut body = Vec::new();
        let own = typed.iter().chain(&[("_press", "send")]).map(|&(name, text)| (name.to_owned(), text.to_owned()));
        for (name, text) in self.carried().into_iter().chain(own) {
            let head = format!("--{BORDER}\r\ncontent-disposition: form-data; name=\"{name}\"");
            body.extend(format!("{head}\r\n\r\n{text}\r\n").bytes());
        }
        let (field, name) = file;
        let head = format!("content-disposition: form-data; name=\"{field}\"; filename=\"{name}\"");
        body.extend(format!("--{BORDER}\r\n{head}\r\ncontent-type: application/pdf\r\n\r\n").bytes());
        body.extend(content);
        body.extend(format!("\r\n--{BORDER}--\r\n").bytes());
        let request = client.request(Method::POST, &self.action()?);
        let request = request.header(CONTENT_TYPE, format!("multipart/form-data; boundary={BORDER}"));
        Self::of(request.body(body).send().await?).await
    }
}

/// What begins as a picture does.
pub const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n smoke";

/// Opens a page.
pub async fn open(client: &Client, path: &str) -> Result<Seen> {
    Seen::of(client.get(path).await?).await
}

/// Posts what a page would.
pub async fn post(client: &Client, path: &str, pairs: &[(String, String)]) -> Result<Seen> {
    let body: Vec<String> = pairs.iter().map(|(name, text)| format!("{}={}", encoded(name), encoded(text))).collect();
    let request = client.request(Method::POST, path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    Seen::of(request.body(body.join("&")).send().await?).await
}

/// A server that takes what is sent as soon as it is sent.
pub async fn quick(builder: AppBuilder) -> Result<App> {
    builder.setting("forms.fewest_seconds", "0").setting("forms.answers_a_minute", "100000").start().await
}

/// These columns of rows, as JSON of the database's own making; `of` is what comes after `FROM`.
pub async fn rows(database: &DatabaseConnection, columns: &[&str], of: &str) -> Result<Vec<Value>> {
    let backend = database.get_database_backend();
    let object = if backend == DbBackend::Postgres { "json_build_object" } else { "json_object" };
    let pairs: Vec<String> = columns.iter().map(|column| format!("'{column}', {column}")).collect();
    let sql = format!("SELECT CAST({object}({}) AS text) AS told FROM {of}", pairs.join(", "));
    let found = database.query_all_raw(Statement::from_string(backend, sql)).await?;
    found.into_iter().map(|row| Ok(serde_json::from_str(&row.try_get::<String>("", "told")?)?)).collect()
}

/// How many rows there are; `of` is what comes after `FROM`.
pub async fn count(app: &App, of: &str) -> Result<i64> {
    let database = app.database().connect().await?;
    let sql = Statement::from_string(database.get_database_backend(), format!("SELECT COUNT(*) AS n FROM {of}"));
    let row = database.query_one_raw(sql).await?.context("a count without a row")?;
    Ok(row.try_get("", "n")?)
}

/// How many answers there are to all forms.
pub async fn answers(app: &App) -> Result<i64> {
    count(app, "form_response").await
}

fn encoded(text: &str) -> String {
    let encode =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encode).collect()
}

/// Text out of an attribute.
fn plain(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Seconds since 1970.
pub fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}
