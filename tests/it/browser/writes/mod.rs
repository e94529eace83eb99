//! Every write a person can make, with a server that fails in the middle of it: the page says so, what was typed is
//! still there, and pressing again does it once.
//!
//! A table a room. A row is what a person does up to the button, the button, and what must have happened in the end.

mod account;
mod backups;
mod campaigns;
mod forms;
mod messages;
mod patients;
mod reports;
mod settings;
mod stage;

use anyhow::{Context, bail, ensure};
use recall_tests::browser::{Page, output};
use recall_tests::connection::{Fate, Server};
use recall_tests::{Result, wait};

use stage::Stage;

/// Something a person does. Words in braces are filled in from the stage: `/patients/{patient}`.
enum Step {
    Visit(&'static str),
    /// A button.
    Press(&'static str),
    Fill(&'static str, &'static str),
    Mark(&'static str),
    Choose(&'static str, &'static str),
    Attach(&'static str, &'static str),
    /// Waits until this is shown.
    See(&'static str),
}

/// The button of a write, by the beginning of its words.
enum Button {
    OnPage(&'static str),
    InDialog(&'static str),
}

/// What shows that a write was done, and done once.
enum Once {
    /// Exactly one more event with this action in the audit log.
    Event(&'static str),
    /// One more of what this query counts or lists.
    More(&'static str),
    /// Doing it twice is the same as doing it once: the first value of the answer to this query.
    Holds(&'static str, &'static str),
}

/// A row of the table.
struct Write {
    name: &'static str,
    steps: &'static [Step],
    button: Button,
    /// The id of the field for a fresh code: its label may be on the page twice.
    code: Option<&'static str>,
    /// As GraphQL calls it.
    mutation: &'static str,
    once: Once,
    /// What the page says at the end: that it is done, or that it was done before.
    done: &'static str,
    /// Whether the page learns by itself what became of it: then there is nothing to press again.
    learns: bool,
}

/// A second try that finds what the first one has done: the dialog closes, and the page shows the new state.
const ALREADY: &str = "This was already done.";

const UNREACHABLE: &str = "Recall cannot be reached.";
const ANSWERED_IN_ITS_PLACE: &str = "Something between you and Recall answered in its place (status 502).";

/// Closes what was said before, so that what is said next is seen.
const QUIET: &str = "document.querySelectorAll('.toast button').forEach(button => button.click())";

/// Goes through a table; each row that fails is told, with a picture of its page.
async fn go_through(stage: &Stage<'_>, table: &[Write]) -> Result {
    let mut failed = Vec::new();
    for write in table {
        if let Err(failure) = survive(stage, write).await {
            stage.page.server(Server::Answering).await?;
            let picture = output().join(format!("write-{}.png", write.name.replace(' ', "-")));
            stage.page.screenshot(&picture).await?;
            failed.push(format!("{}: {failure:#} (a picture is in {})", write.name, picture.display()));
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!("{} of {} failed\n{}", failed.len(), table.len(), failed.join("\n")) }
}

/// The server is gone, then a proxy answers, then the answer is lost after the server has done it; at last the server is
/// slow, and one presses twice.
async fn survive(stage: &Stage<'_>, write: &Write) -> Result {
    let page = stage.page;
    for step in write.steps {
        stage.take(step).await?;
    }
    page.settled().await?;
    let before = stage.count(&write.once).await?;
    let mut code = stage.code(write).await?;

    page.server(Server::Gone).await?;
    try_in_vain(stage, write, &code, UNREACHABLE).await.context("the server is gone")?;
    page.server(Server::Answering).await?;
    page.spoil(write.mutation, Fate::BadGateway).await?;
    try_in_vain(stage, write, &code, ANSWERED_IN_ITS_PLACE).await.context("a proxy answers")?;
    ensure!(stage.count(&write.once).await? == before, "something was done though the server was not reached");

    page.spoil(write.mutation, Fate::AnswerLost).await?;
    try_in_vain(stage, write, &code, UNREACHABLE).await.context("the answer is lost")?;
    wait::until("the server to have done it", || async {
        Ok((stage.count(&write.once).await? > before).then_some(()))
    })
    .await?;
    if write.learns {
        page.shows(write.done).await.context("nothing has been pressed again")?;
        return once(stage, write, before).await;
    }

    code = stage.code(write).await?;
    page.server(Server::Silent).await?;
    enter_code(page, write, &code).await?;
    press(page, &write.button).await.context("pressing again")?;
    page.click(write.button.under_way()).await.context("nothing says that it is under way")?;
    page.server(Server::Answering).await?;
    page.shows(write.done).await.context("after pressing again")?;
    if write.done == ALREADY {
        page.settled().await?;
        let open = page.driver().execute("return document.querySelector('dialog[open]') !== null", Vec::new()).await?;
        ensure!(open == false, "the dialog is still open");
        let text = page.text().await?;
        ensure!(!text.contains(UNREACHABLE), "the page still tells of the failure:\n{text}");
    }
    once(stage, write, before).await
}

async fn once(stage: &Stage<'_>, write: &Write, before: i64) -> Result {
    let times = stage.count(&write.once).await? - before;
    ensure!(times == 1, "it was done {times} times");
    Ok(())
}

/// Presses the button, which must fail, be said and leave everything as it was typed.
async fn try_in_vain(stage: &Stage<'_>, write: &Write, code: &str, said: &str) -> Result {
    let page = stage.page;
    enter_code(page, write, code).await?;
    let typed = page.typed().await?;
    page.driver().execute(QUIET, Vec::new()).await?;
    press(page, &write.button).await?;
    page.shows(said).await?;
    let left = page.typed().await?;
    ensure!(left == typed, "of what was typed, {typed}, there is left {left}");
    Ok(())
}

impl Button {
    /// The same button while its work is under way, when it may say so in other words.
    fn under_way(&self) -> &'static str {
        match self {
            Self::OnPage(_) => "main [aria-disabled='true']",
            Self::InDialog(_) => "dialog[open] [aria-disabled='true']",
        }
    }
}

async fn enter_code(page: &Page, write: &Write, code: &str) -> Result {
    match write.code {
        Some(id) => {
            let field = page.element(&format!("#{id}")).await?;
            field.clear().await?;
            Ok(field.send_keys(code).await?)
        }
        None => Ok(()),
    }
}

async fn press(page: &Page, button: &Button) -> Result {
    match button {
        Button::OnPage(words) => page.press_beginning(words).await,
        Button::InDialog(words) => page.confirm(words).await,
    }
}
