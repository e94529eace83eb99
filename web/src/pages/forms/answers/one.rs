//! One answer whole: who sent it, when and how, what was answered, and its files.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;

use super::erase::EraseAnswer;
use crate::api::ApiError;
use crate::api::forms::{AnswerOfField, FhirAnswer, OneAnswer, OneAnswerVariables, WholeAnswer};
use crate::components::button::Button;
use crate::components::card::Card;
use crate::components::crumbs::Crumb;
use crate::components::detail_list::{DetailList, detail};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::icon::{Icon, Sign};
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::components::toast::Toasts;
use crate::read::Read;
use crate::session::Session;
use crate::text::form_answer as words;
use crate::text::{form_answers as list_words, forms as form_words};
use crate::write::Write;
use crate::{browser, download, routes, text, time};

#[component]
pub fn FormAnswerPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ViewAnswers>
            {answer()}
        </Guarded>
    }
    .into_any()
}

fn answer() -> AnyView {
    let session = Session::current();
    let params = use_params_map();
    let parameter =
        move |name: &'static str| Memo::new(move |_| params.with(|params| params.get(name)).unwrap_or_default());
    let (form, id) = (parameter("id"), parameter("answer"));
    let read = Read::new(move || session.run(OneAnswer::build(OneAnswerVariables { id: cynic::Id::new(id.get()) })));
    let is_there = Memo::new(move |_| read.latest().is_some_and(|answer| answer.form_response.is_some()));
    let aside = move || is_there.get().then(|| actions(session, &form.get_untracked(), id.get_untracked()));
    let show = move |answer: Signal<Arc<OneAnswer>>| match answer.with_untracked(|answer| answer.form_response.clone())
    {
        Some(answer) => content(&answer),
        None => gone(&form.get_untracked()),
    };
    let list = form.with_untracked(|form| routes::form_room(form, "answers"));
    let title = Signal::derive(move || {
        let answer = read.latest();
        let sent = answer.as_ref().and_then(|answer| answer.form_response.as_ref().map(|one| &one.submitted_at));
        sent.map_or_else(|| words::TITLE.to_owned(), |at| words::sent(&time::moment(at)))
    });
    view! {
        <Page title=title tab=words::TITLE below=vec![Crumb::link(words::TO_LIST, list)] aside=aside>
            <Loaded read=read lines=10 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn actions(session: Session, form: &str, id: String) -> AnyView {
    let list = routes::form_room(form, "answers");
    let erase =
        untrack(|| session.may(Permission::EraseAnswers)).then(|| view! { <EraseAnswer id=id.clone() list=list /> });
    view! { <div class="page__actions">{erase} {fhir(id)}</div> }.into_any()
}

/// The answer as a FHIR `QuestionnaireResponse`.
fn fhir(id: String) -> AnyView {
    let (session, toasts) = (Session::current(), Toasts::current());
    let fetch = Write::new(move |id: String| async move {
        let variables = OneAnswerVariables { id: cynic::Id::new(&id) };
        let answer = session.run(FhirAnswer::build(variables)).await?;
        let response = answer.form_response.ok_or(ApiError::Outdated)?.questionnaire_response.0;
        let json = serde_json::to_string_pretty(&response).unwrap_or_default();
        download::save(&format!("{id}.json"), "application/fhir+json", json.as_bytes());
        Ok(())
    })
    .on_failure(move |error| toasts.failed(&error))
    .on_done(move |_| toasts.done(list_words::DOWNLOADED));
    let press = Callback::new(move |()| fetch.send(id.clone()));
    view! {
        <Button pending=fetch.pending() pending_label=list_words::FETCHING on_press=press>
            <Icon sign=Sign::Download />
            {words::FHIR}
        </Button>
    }
    .into_any()
}

fn content(answer: &WholeAnswer) -> AnyView {
    let session = Session::current();
    let who = match &answer.patient {
        Some(patient) => {
            let name = text::listed(&patient.family_name, &patient.given_name);
            if session.may(Permission::ViewPatients) {
                view! { <a href=routes::patient(patient.id.inner())>{name}</a> }.into_any()
            } else {
                name.into_any()
            }
        }
        None => list_words::ANONYMOUS.into_any(),
    };
    let campaign = match &answer.campaign {
        Some(campaign) => {
            view! { <a href=routes::campaign(campaign.id.inner())>{campaign.name.clone()}</a> }.into_any()
        }
        None => list_words::NO_CAMPAIGN.into_any(),
    };
    let how = if answer.patient_id.is_some() { words::BY_LINK } else { words::BY_ADDRESS };
    let changed = answer.changed_at.as_ref().map(|at| detail(words::CHANGED, time::moment(at)));
    let score = answer.score.clone().map(|score| detail(list_words::SCORE, score));
    let band = answer.score_band.clone().map(|band| detail(words::BAND, band));
    let lines = answer.answers.iter().map(|one| line(answer, one)).collect_view();
    let has_files = answer.answers.iter().any(AnswerOfField::is_file);
    let answers = if answer.answers.is_empty() {
        view! { <Empty title=words::NOTHING advice=words::NOTHING_ADVICE /> }.into_any()
    } else {
        view! {
            <DetailList questions=true>{lines}</DetailList>
            {has_files.then(|| view! { <p class="field__hint">{words::FILE_ADVICE}</p> })}
        }
        .into_any()
    };
    let sent = detail(words::SENT, time::moment(&answer.submitted_at));
    let version = detail(list_words::VERSION, form_words::version(answer.version_number));
    let language = detail(words::LANGUAGE, text::language(&answer.language));
    view! {
        <Card title=words::ABOUT>
            <DetailList>
                {detail(list_words::WHO, who)} {sent} {changed} {detail(words::HOW, how)}
                {detail(list_words::CAMPAIGN, campaign)} {version} {language} {score} {band}
            </DetailList>
        </Card>
        <Card title=words::ANSWERS>{answers}</Card>
    }
    .into_any()
}

fn line(answer: &WholeAnswer, one: &AnswerOfField) -> AnyView {
    if !one.is_file() {
        return detail(one.label.clone(), view! { <span class="answer-text" dir="auto">{one.text.clone()}</span> });
    }
    let (session, toasts) = (Session::current(), Toasts::current());
    let path = format!("/form-responses/{}/files/{}", answer.id.inner(), browser::encode(&one.field));
    let name = one.text.clone();
    let fetch =
        Write::new(move |(path, name): (String, String)| async move { download::fetch(session, &path, &name).await })
            .on_failure(move |error| toasts.failed(&error))
            .on_done(move |_| toasts.done(list_words::DOWNLOADED));
    let press = {
        let name = name.clone();
        Callback::new(move |()| fetch.send((path.clone(), name.clone())))
    };
    detail(
        one.label.clone(),
        view! {
            <span class="answer-file">
                <span class="answer-text">{name.clone()}</span>
                <Button pending=fetch.pending() pending_label=list_words::FETCHING on_press=press>
                    <Icon sign=Sign::Download />
                    {words::FILE}
                    <span class="visually-hidden">" " {name.clone()}</span>
                </Button>
            </span>
        },
    )
}

fn gone(form: &str) -> AnyView {
    let list = routes::form_room(form, "answers");
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=list>
                    {words::TO_LIST}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}
