//! How long people wait: for the page of a long form, for lists and charts of many answers.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use async_graphql::{Request, Variables};
use serde_json::{Value, json};
use shared::{
    form::{Answers, Field, FormSchema, Starter, Validator, starters, steps},
    ids::CampaignId,
    phone::E164Phone,
};
use tokio::time::Instant;

use super::{Read, data::Form, ms};
use crate::{
    domain::{
        Actor, day,
        forms::page::{Sheet, Site, step},
        settings,
    },
    graphql,
    state::App,
};

const TIMES: usize = 20;
const FIELDS: usize = 200;
const RENDERED_MS: f64 = 5.0;
const READ_MS: f64 = 300.0;

const SUMMARY: &str = "query($form: ID!) { form(id: $form) { summary { total byDay { day count }
    fields { field label type answered counts { value label count } mean minimum maximum } } } }";
const LIST: &str = "query($form: ID!, $filter: ResponseFilter, $after: String) {
    formResponses(formId: $form, filter: $filter, first: 50, after: $after) { pageInfo { hasNextPage endCursor }
    nodes { id versionNumber submittedAt changedAt answers { field label text value } } } }";

/// The page of a form of 200 fields, all on one step.
pub(super) async fn render(app: &App) -> anyhow::Result<Read> {
    let schema = long_form()?;
    let practice = settings::practice(app).await;
    let site = Site::of(app, &practice);
    let (answers, language) = (Answers::default(), schema.default_language());
    let today = day::of(app.clock.now());
    ensure!(steps(&schema).len() == 1, "the long form has more than one step");
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let started = Instant::now();
        // All that a request does with it: its rules are read, and its step is written.
        let visible = Validator::new(&schema, &language, today, E164Phone::parse).visible(&answers);
        let sheet = Sheet {
            site: &site,
            path: "/f/long",
            number: 1,
            schema: &schema,
            language: &language,
            answers: &answers,
            problems: &[],
            stamp: "",
            is_fresh: true,
            earlier: None,
            was_trapped: false,
        };
        let html = step(&sheet, 0, &visible);
        times.push(started.elapsed());
        ensure!(html.matches("<label").count() >= FIELDS, "the page has fewer than {FIELDS} labels");
    }
    Ok(read("the page of a form of 200 fields", times, RENDERED_MS))
}

/// Fields of the shipped forms over and over on one page, under names of their own and without rules.
fn long_form() -> anyhow::Result<FormSchema> {
    let mut shipped = starters().iter().map(Starter::schema).collect::<Result<Vec<_>, _>>()?;
    let fields = shipped.iter().flat_map(FormSchema::fields);
    let fields: Vec<Field> =
        fields.filter(|field| field.kind.takes_answer() && field.kind.is_seen()).cloned().collect();
    let fields = fields.iter().cycle().take(FIELDS).enumerate().map(|(n, field)| Field {
        id: format!("field_{n}"),
        show_if: None,
        required_if: None,
        ..field.clone()
    });
    let mut form = shipped.swap_remove(0);
    form.pages.truncate(1);
    let page = form.pages.first_mut().context("a shipped form has no page")?;
    page.sections.truncate(1);
    page.sections.first_mut().context("a shipped form has no section")?.fields = fields.collect();
    Ok(form)
}

/// What the app asks for when its list and its charts are opened.
pub(super) async fn of_answers(app: &App, form: &Form, answers: u64) -> anyhow::Result<Vec<Read>> {
    let first = json!({ "form": form.id.to_string() });
    let told = ask(app, SUMMARY, &first).await?.1;
    let total = told["form"]["summary"]["total"].as_u64();
    ensure!(total.is_some_and(|total| total >= answers), "the charts tell of {total:?} answers, not of {answers}");
    let page = ask(app, LIST, &first).await?.1;
    let cursor = page["formResponses"]["pageInfo"]["endCursor"].clone();
    let next = json!({ "form": form.id.to_string(), "after": cursor });
    let filter = json!({ "answer": { "field": "place", "value": "work" } });
    let rare = json!({ "form": form.id.to_string(), "filter": filter });
    let none = [
        json!({ "answer": { "field": "place", "value": "abroad" } }),
        json!({ "campaignId": CampaignId::from(i64::MAX).to_string() }),
    ];
    let [no_answer, no_campaign] = none.map(|filter| json!({ "form": form.id.to_string(), "filter": filter }));
    for filter in [&no_answer, &no_campaign] {
        let found = ask(app, LIST, filter).await?.1;
        ensure!(found["formResponses"]["nodes"] == json!([]), "there are answers that nobody gave");
    }
    let mut reads = Vec::new();
    for (name, query, variables) in [
        ("charts of all answers", SUMMARY, &first),
        ("list, the newest 50", LIST, &first),
        ("list, the next 50", LIST, &next),
        ("list, 50 with an answer that one in 1,000 gave", LIST, &rare),
        ("list, an answer that nobody gave", LIST, &no_answer),
        ("list, a campaign that nobody answered", LIST, &no_campaign),
    ] {
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            times.push(ask(app, query, variables).await.context(name)?.0);
        }
        reads.push(read(name, times, READ_MS));
    }
    Ok(reads)
}

async fn ask(app: &App, query: &str, variables: &Value) -> anyhow::Result<(Duration, Value)> {
    let schema = graphql::build(app.clone());
    let request = Request::new(query).variables(Variables::from_json(variables.clone()));
    let request = request.data(Actor::command("bench"));
    let started = Instant::now();
    let response = schema.execute(request).await;
    let took = started.elapsed();
    ensure!(response.errors.is_empty(), "the server refused: {:?}", response.errors);
    Ok((took, response.data.into_json()?))
}

fn read(name: &'static str, mut times: Vec<Duration>, wanted_ms: f64) -> Read {
    times.sort_unstable();
    let at = |index: usize| times.get(index).copied().map(ms).unwrap_or_default();
    Read { name, median_ms: at(TIMES / 2), slowest_ms: at(TIMES - 1), wanted_ms }
}
