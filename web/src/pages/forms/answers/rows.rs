//! The table of answers: who, when, to which version, and the first of what was answered.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::forms::{AnswerList, ResponseRow};
use crate::components::table::{Column, Table};
use crate::pages::forms::one::Here;
use crate::text::form_answers as words;
use crate::{routes, text, time};

/// Answers that a row shows of the form.
const SHOWN: usize = 3;

static COLUMNS: [Column; 6] = [
    Column::text(words::WHEN),
    Column::text(words::WHO),
    Column::text(words::CAMPAIGN),
    Column::number(words::VERSION),
    Column::number(words::SCORE),
    Column::text(words::ANSWERS),
];

pub fn rows(here: Here, page: Signal<Arc<AnswerList>>, pending: Signal<bool>) -> AnyView {
    let rows = move || page.with(|page| page.form_responses.nodes.iter().map(|one| row(here, one)).collect_view());
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(here: Here, answer: &ResponseRow) -> AnyView {
    let [when, who, campaign, version, score, answers] = COLUMNS;
    let href = routes::form_answer(&here.id.get_value(), answer.id.inner());
    let patient = answer.patient.as_ref();
    let name = patient.map(|patient| text::listed(&patient.family_name, &patient.given_name));
    let of = answer.campaign.as_ref().map(|campaign| campaign.name.clone());
    let points = answer.score.as_ref().map_or_else(
        || "–".to_owned(),
        |score| answer.score_band.as_ref().map_or_else(|| score.clone(), |band| format!("{score} · {band}")),
    );
    let lines = answer.answers.iter().take(SHOWN).map(|answer| {
        view! {
            <li>
                <span class="answer-row__label">{answer.label.clone()}</span>
                " "
                {answer.text.clone()}
            </li>
        }
    });
    let more = answer.answers.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| view! { <li class="answer-row__label">{words::more(more)}</li> });
    view! {
        <tr>
            {when
                .heading(
                    view! {
                        <a class="nowrap" href=href>
                            {time::moment(&answer.submitted_at)}
                        </a>
                    },
                )} {who.cell(name.unwrap_or_else(|| words::ANONYMOUS.to_owned()))}
            {campaign.cell(of.unwrap_or_else(|| words::NO_CAMPAIGN.to_owned()))}
            {version.cell(answer.version_number.to_string())} {score.cell(points)}
            {answers.cell(view! { <ul class="answer-row">{lines.collect_view()} {more}</ul> })}
        </tr>
    }
    .into_any()
}
