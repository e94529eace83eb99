//! A published form that ships with the product, and what people answer to it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use anyhow::{Context as _, bail};
use sea_orm::ConnectionTrait;
use serde_json::json;
use shared::{
    form::{Answers, Language},
    ids::FormId,
};
use tokio::task::JoinSet;

use super::stored;
use crate::{
    domain::{
        Actor,
        forms::{self, NewForm, Sender, Source},
    },
    state::App,
};

const AT_ONCE: usize = 512; // as many as one transaction takes
const PLACES: [&str; 3] = ["pharmacy", "practice", "hospital"];
/// One of so many answers says so: rare enough that a filter has to look for it.
const RARE: u32 = 1_000;

pub(super) struct Form {
    pub id: FormId,
    pub slug: String,
    /// The number of its version.
    pub version: i64,
}

/// A form with choices, a text, and answers that are sealed; for everybody.
pub(super) async fn publish(app: &App) -> anyhow::Result<Form> {
    let actor = Actor::command("bench");
    let source = Source::Starter("already-vaccinated".to_owned());
    let new = NewForm { source, name: None, slug: None, is_public: true, changeable: false };
    let form = forms::create(app, &actor, new).await?.form;
    let version = forms::publish(app, &actor, form.id.into(), 1).await?;
    if let Err(error) = forms::run_publication(app, version.id.into()).await {
        bail!("the form was not published: {error:?}");
    }
    Ok(Form { id: form.id.into(), slug: form.slug, version: version.id })
}

/// The campaign of all recipients asks them to fill it in.
pub(super) async fn ask(app: &App, form: &Form) -> anyhow::Result<()> {
    let plan = json!({ "form": format!("form-version-{}", form.version) });
    let statement = app.database.statement("UPDATE campaign SET plan = ?", [plan.into()]);
    app.database.writer().execute_raw(statement).await?;
    Ok(())
}

impl Form {
    pub fn path(&self) -> String {
        format!("/f/{}", self.slug)
    }

    /// What a browser sends of the `n`th answer; with the stamp of a page of its own where nobody knows who answers.
    pub fn body(&self, app: &App, n: u32, stamped: bool) -> String {
        let stamp = if stamped { forms::issue_stamp(app, self.id) } else { String::new() };
        let answers: Vec<String> = answers(n).iter().map(|(field, value)| format!("{field}={value}")).collect();
        format!("_version=1&_step=0&_press=send&_stamp={stamp}&{}", answers.join("&"))
    }
}

fn answers(n: u32) -> [(&'static str, &'static str); 7] {
    let place = if n % RARE == 7 { "work" } else { PLACES[n as usize % PLACES.len()] };
    [
        ("vaccine", if n.is_multiple_of(5) { "covid-19" } else { "flu" }),
        ("date_known", "about"),
        ("vaccinated_about", "October"),
        ("place", place),
        ("place_name", "Castle"),
        ("reaction", "no"),
        ("record", if n.is_multiple_of(3) { "no" } else { "yes" }),
    ]
}

/// Answers until there are `wanted`, taken in as all others are, many at the same time.
pub(super) async fn fill(app: &App, form: &Form, wanted: u64) -> anyhow::Result<()> {
    let missing = wanted.saturating_sub(stored(app).await?);
    let addressed = forms::at_address(app, &form.slug, None).await?.context("the form is not at its address")?;
    let (addressed, next) = (Arc::new(addressed), Arc::new(AtomicU64::new(0)));
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (app, addressed, next, id) = (app.clone(), addressed.clone(), next.clone(), form.id);
        tasks.spawn(async move {
            let language = Language::english();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= missing {
                    return anyhow::Ok(());
                }
                let answers = Answers::from_pairs(&addressed.version.schema, answers(u32::try_from(n)?));
                let stamp = forms::read_stamp(&app, id, &forms::issue_stamp(&app, id)).context("a stamp of our own")?;
                let sent = forms::submit(&app, &addressed, &language, &answers, Sender::Anybody(&stamp));
                if let Err(problems) = sent.await? {
                    bail!("these answers are wrong: {problems:?}");
                }
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    Ok(())
}
