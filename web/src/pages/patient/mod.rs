//! One patient: who they are, how they are reached, and everything that happened between Recall and them.

mod answers;
mod campaigns;
mod conditions;
mod erase;
mod history;
mod never_contact;
mod record;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;

use crate::api::patient::{PatientDetail, PatientRecord, PatientVariables};
use crate::api::scalars::DateTime;
use crate::components::card::Card;
use crate::components::crumbs::{Crumb, Crumbs};
use crate::components::empty::Empty;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::components::status::Status;
use crate::components::timeline::Timeline;
use crate::components::who_looked::WhoLooked;
use crate::read::Read;
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text;
use crate::text::patient as words;
use crate::time;
use campaigns::Campaigns;
use conditions::Conditions;
use erase::EraseAction;
use never_contact::{NeverContactAction, NeverContactNotice};
use record::{ContactPoints, RecordFacts};

pub use record::contact_points;

#[component]
pub fn PatientPage() -> impl IntoView {
    view! {
        <Guarded title=words::TITLE needs=Permission::ViewPatients>
            {page()}
        </Guarded>
    }
    .into_any()
}

/// The id in the address of this page.
pub fn id_in_address() -> Memo<cynic::Id> {
    let params = use_params_map();
    Memo::new(move |_| cynic::Id::new(params.with(|params| params.get("id").unwrap_or_default())))
}

/// Given names first, as one addresses a person.
pub fn name(record: &PatientRecord) -> String {
    if record.erased_at.is_some() {
        return words::ERASED.to_owned();
    }
    format!("{} {}", record.given_name, record.family_name).trim().to_owned()
}

/// What is shown in place of a patient who is not there.
pub fn nobody() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=Place::Patients.path()>
                    {words::TO_LIST}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}

fn page() -> AnyView {
    let session = Session::current();
    let id = id_in_address();
    let read = Read::new(move || session.run(PatientDetail::build(PatientVariables { id: id.get() })));
    let title = Signal::derive(move || {
        let answer = read.latest();
        answer.as_ref().and_then(|answer| answer.patient.as_ref()).map_or_else(|| words::TITLE.to_owned(), name)
    });
    Crumbs::current().show(move || vec![Crumb::here(title.get())]);
    let found = Memo::new(move |_| read.latest().is_some_and(|answer| answer.patient.is_some()));
    let kept = Memo::new(move |_| {
        read.latest().and_then(|answer| answer.patient.as_ref().map(|patient| patient.erased_at.is_none()))
            == Some(true)
    });
    let actions = move || kept.get().then(|| actions(session, id, read));
    let show = move |answer: Signal<Arc<PatientDetail>>| {
        let content = move || if found.get() { record(session, read, answer) } else { nobody() };
        content.into_any()
    };
    view! {
        // The name is not for the list of tabs and the browser's history.
        <Page title=title tab=words::TITLE aside=actions>
            <Loaded read=read lines=12 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn actions(session: Session, id: Memo<cynic::Id>, read: Read<PatientDetail>) -> AnyView {
    let erase = untrack(|| session.may(Permission::ErasePatients)).then(|| view! { <EraseAction read=read /> });
    let edit = untrack(|| session.may(Permission::EditPatients)).then(|| {
        view! {
            <NeverContactAction read=read />
            <a
                class="button button--primary"
                href=move || id.with(|id| routes::correct_patient(id.inner()))
            >
                {words::CORRECT}
            </a>
        }
    });
    view! { <div class="page__actions">{erase} {edit}</div> }.into_any()
}

fn record(session: Session, read: Read<PatientDetail>, answer: Signal<Arc<PatientDetail>>) -> AnyView {
    let content = move || answer.with(|answer| answer.patient.as_ref().map(|patient| parts(session, read, patient)));
    content.into_any()
}

fn parts(session: Session, read: Read<PatientDetail>, patient: &PatientRecord) -> AnyView {
    let happenings = history::happenings(&patient.recipients, &patient.changes);
    let history = if happenings.is_empty() {
        view! { <p>{words::NO_HISTORY}</p> }.into_any()
    } else {
        view! { <Timeline happenings=Signal::stored(happenings) /> }.into_any()
    };
    if let Some(at) = &patient.erased_at {
        return erased(read, patient, at, history);
    }
    let born = record::born(patient).map(|born| view! { <span>{born}</span> });
    let nhs = patient.nhs_number.as_deref().map(|number| view! { <span>{words::nhs(number)}</span> });
    let (mood, status) = (text::patient_mood(patient.status), text::patient_status(patient.status));
    let contact = view! { <ContactPoints points=patient.contact_points.clone() /> };
    let facts = view! { <RecordFacts patient=patient.clone() /> };
    let conditions = view! { <Conditions conditions=patient.conditions.clone() /> };
    let campaigns = view! { <Campaigns read=read recipients=patient.recipients.clone() /> };
    view! {
        <p class="patient__line">
            {born} {nhs} <Status mood=mood word=status />
        </p>
        {patient
            .never_contact
            .clone()
            .map(|never| view! { <NeverContactNotice read=read id=patient.id.clone() never=never /> })}
        <div class="patient">
            <div class="patient__side">
                <Card title=words::CONTACT>{contact}</Card>
                <Card title=words::RECORD>{facts}</Card>
                <Card title=words::CONDITIONS>{conditions}</Card>
            </div>
            <div class="patient__main">
                <Card title=words::CAMPAIGNS>{campaigns}</Card>
                {answers::answers(session, &patient.id)}
                <Card title=words::HISTORY>{history}</Card>
                <WhoLooked subject=patient.id.inner() />
            </div>
        </div>
    }
    .into_any()
}

/// What is left of a patient who was erased: the campaigns and what was sent.
fn erased(read: Read<PatientDetail>, patient: &PatientRecord, at: &DateTime, history: AnyView) -> AnyView {
    let message = format!("{}. {}", words::erased_since(&time::moment(at)), words::ERASED_ADVICE);
    let campaigns = view! { <Campaigns read=read recipients=patient.recipients.clone() /> };
    view! {
        <Notice tone=Tone::Info message=message />
        <Card title=words::CAMPAIGNS>{campaigns}</Card>
        <Card title=words::HISTORY>{history}</Card>
        <WhoLooked subject=patient.id.inner() />
    }
    .into_any()
}
