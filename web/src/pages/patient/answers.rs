//! What a patient answered to forms, each with the way to the whole answer.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::ApiError;
use crate::api::forms::{PatientAnswer, PatientAnswers, PatientAnswersVariables};
use crate::components::card::Card;
use crate::components::loaded::Loaded;
use crate::read::Read;
use crate::session::Session;
use crate::text::patient as words;
use crate::{routes, time};

/// Answers a request; the next are asked for until there are no more. A patient answers a campaign once.
const PAGE: i32 = 50;

/// For who may see answers.
pub fn answers(session: Session, id: &cynic::Id) -> Option<AnyView> {
    if !untrack(|| session.may(Permission::ViewAnswers)) {
        return None;
    }
    let id = id.clone();
    let read = Read::new(move || all(session, id.clone()));
    let show = move |answer: Signal<Arc<Vec<PatientAnswer>>>| {
        let content = move || answer.with(|answers| list(answers));
        content.into_any()
    };
    Some(
        view! {
            <Card title=words::ANSWERS>
                <Loaded read=read lines=2 show=Box::new(show) />
            </Card>
        }
        .into_any(),
    )
}

async fn all(session: Session, id: cynic::Id) -> Result<Vec<PatientAnswer>, ApiError> {
    let (mut answers, mut after) = (Vec::new(), None);
    loop {
        let variables = PatientAnswersVariables { id: id.clone(), first: PAGE, after };
        let answer = session.run(PatientAnswers::build(variables)).await?;
        let Some(page) = answer.patient.and_then(|patient| patient.form_responses) else { return Ok(answers) };
        answers.extend(page.nodes);
        match page.page_info.end_cursor.filter(|_| page.page_info.has_next_page) {
            Some(cursor) => after = Some(cursor),
            None => return Ok(answers),
        }
    }
}

fn list(answers: &[PatientAnswer]) -> AnyView {
    if answers.is_empty() {
        return view! { <p>{words::NO_ANSWERS}</p> }.into_any();
    }
    let lines = answers.iter().map(line).collect_view();
    view! { <ul class="patient__list">{lines}</ul> }.into_any()
}

fn line(answer: &PatientAnswer) -> AnyView {
    let href = routes::form_answer(answer.form_id.inner(), answer.id.inner());
    let name = answer.form.as_ref().map_or_else(|| words::A_FORM.to_owned(), |form| form.name.clone());
    let campaign = answer.campaign.as_ref().map(|campaign| format!(" · {}", campaign.name));
    view! {
        <li>
            <a href=href>{name}</a>
            " "
            <span class="patient__small">{time::moment(&answer.submitted_at)} {campaign}</span>
        </li>
    }
    .into_any()
}
