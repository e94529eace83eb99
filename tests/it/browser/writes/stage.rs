//! Where the writes are made: a server, a signed-in administrator in a browser, and the things the rows are about.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use recall_tests::authenticator::Authenticator;
use recall_tests::browser::Page;
use recall_tests::{App, Client, Result, browser};
use serde_json::{Value, json};

use super::{Once, Step, Write, go_through};

pub struct Stage<'a> {
    pub app: &'a App,
    pub page: &'a Page,
    /// Looks at what was done, beside the browser.
    pub client: &'a Client,
    authenticator: Authenticator,
    /// What the words in braces stand for.
    words: Vec<(&'static str, String)>,
}

/// Goes through a table in a browser of its own.
pub async fn play(name: &str, app: &App, words: &[(&'static str, String)], table: &[Write]) -> Result {
    let client = app.signed_in("administrator").await?;
    let user = app.user("ada@practice.example", "administrator").await?;
    browser::browse(name, async |page| {
        page.sign_in(app, &user).await?;
        let authenticator = Authenticator::new(&user.totp_secret)?;
        let mut words = words.to_vec();
        words.push(("password", user.password.clone()));
        go_through(&Stage { app, page, client: &client, authenticator, words }, table).await
    })
    .await
}

impl Stage<'_> {
    pub async fn take(&self, step: &Step) -> Result {
        let page = self.page;
        match step {
            Step::Visit(path) => {
                page.goto(&self.app.url(&self.fill_in(path))).await?;
                page.settled().await
            }
            Step::Press(words) => page.press(&self.fill_in(words)).await,
            Step::Fill(label, text) => page.fill(label, &self.fill_in(text)).await,
            Step::Mark(label) => page.mark(label).await,
            Step::Choose(label, choice) => page.choose(label, &self.fill_in(choice)).await,
            Step::Attach(label, file) => page.attach(label, &PathBuf::from(self.fill_in(file))).await,
            Step::See(text) => page.shows(&self.fill_in(text)).await,
        }
    }

    fn fill_in(&self, text: &str) -> String {
        let put = |text: String, (word, value): &(&str, String)| text.replace(&format!("{{{word}}}"), value);
        self.words.iter().fold(text.to_owned(), put)
    }

    /// A fresh code for a write that needs one.
    pub async fn code(&self, write: &Write) -> Result<String> {
        if write.code.is_some() { self.authenticator.code().await } else { Ok(String::new()) }
    }

    /// How often it was done: for what may be done twice, once if it holds.
    pub async fn count(&self, once: &Once) -> Result<i64> {
        match once {
            Once::Event(action) => {
                let document = "query($action: String) { auditEvents(filter: { action: $action }) { totalCount } }";
                let answer = self.client.query(document, json!({ "action": action })).await?;
                answer["auditEvents"]["totalCount"].as_i64().context("no count of events")
            }
            Once::More(document) => {
                let answer = self.client.query(&self.fill_in(document), json!({})).await?;
                amount(&answer).with_context(|| format!("{document} counts nothing"))
            }
            Once::Holds(document, wanted) => {
                let document = self.fill_in(document);
                let answer = self.client.query(&document, json!({})).await?;
                let found = first(&answer).with_context(|| format!("{document} tells nothing"))?;
                Ok(i64::from(found == *wanted))
            }
        }
    }
}

/// The first number, or the length of the first list.
fn amount(answer: &Value) -> Option<i64> {
    match answer {
        Value::Object(fields) => fields.values().find_map(amount),
        Value::Array(items) => i64::try_from(items.len()).ok(),
        other => other.as_i64(),
    }
}

/// The first value that is no object and no list, as text.
fn first(answer: &Value) -> Option<String> {
    match answer {
        Value::Object(fields) => fields.values().find_map(first),
        Value::Array(items) => Some(items.iter().filter_map(first).collect::<Vec<_>>().join(" ")),
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// The id in the answer to a query whose only field has it.
pub async fn id(client: &Client, document: &str, variables: Value) -> Result<String> {
    let answer = client.query(document, variables).await?;
    let id = first(&answer).with_context(|| format!("{document} tells no id"))?;
    ensure!(!id.is_empty() && id != "null", "{document} tells no id: {answer}");
    Ok(id)
}
