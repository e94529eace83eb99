//! A patient as a form: to add one by hand, and to correct a record.

mod check;
mod choices;
mod conditions;
mod contacts;
mod fields;
mod form;
mod typed;
mod view;

use std::sync::Arc;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::patient::{
    AddPatient, AddPatientInput, AddPatientVariables, CorrectPatient, CorrectPatientInput, CorrectPatientVariables,
    PatientDetail, PatientVariables,
};
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::page::Page;
use crate::pages::patient;
use crate::read::Read;
use crate::session::Session;
use crate::text::patient_form as words;
use crate::write::{Write, request_id};
use check::Checked;
use typed::Typed;
use view::{Purpose, patient_form};

#[component]
pub fn AddPatientPage() -> impl IntoView {
    view! {
        <Guarded title=words::ADD needs=Permission::EditPatients>
            <Page title=words::ADD>{add()}</Page>
        </Guarded>
    }
    .into_any()
}

fn add() -> AnyView {
    let session = Session::current();
    let write = Write::new(move |record: Checked| async move {
        let input = AddPatientInput {
            nhs_number: record.nhs_number,
            given_name: record.given_name,
            family_name: record.family_name,
            birth_date: record.birth_date,
            sex: record.sex,
            status: record.status,
            postcode: record.postcode,
            address: record.address,
            preferred_language: record.preferred_language,
            contact_points: record.contact_points,
            conditions: record.conditions,
            request_id: Some(record.request_id),
        };
        session.run(AddPatient::build(AddPatientVariables { input })).await.map(|answer| answer.add_patient.patient.id)
    });
    let purpose = Purpose {
        draft: "patient.new".into(),
        verb: words::ADD_VERB,
        pending: words::ADDING,
        done: words::ADDED,
        note: None,
    };
    patient_form(&Typed::new(request_id()), write, purpose)
}

#[component]
pub fn CorrectPatientPage() -> impl IntoView {
    view! {
        <Guarded title=crate::text::patient::CORRECT needs=Permission::EditPatients>
            {correct()}
        </Guarded>
    }
    .into_any()
}

fn correct() -> AnyView {
    let session = Session::current();
    let id = patient::id_in_address();
    let read = Read::new(move || session.run(PatientDetail::build(PatientVariables { id: id.get() })));
    let title = Signal::derive(move || {
        let answer = read.latest();
        let record = answer.as_ref().and_then(|answer| answer.patient.as_ref());
        record.map_or_else(|| crate::text::patient::CORRECT.to_owned(), |record| words::correct(&patient::name(record)))
    });
    let show = move |answer: Signal<Arc<PatientDetail>>| {
        // What is typed is not taken away by a newer answer.
        let answer = answer.get_untracked();
        match &answer.patient {
            Some(record) => correct_record(session, &record.id, &Typed::of(record)),
            None => patient::nobody(),
        }
    };
    view! {
        <Page title=title tab=crate::text::patient::TITLE>
            <Loaded read=read lines=12 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn correct_record(session: Session, id: &cynic::Id, record: &Typed) -> AnyView {
    let purpose = Purpose {
        draft: format!("patient.{}", id.inner()),
        verb: words::CORRECT_VERB,
        pending: words::SAVING,
        done: words::SAVED,
        note: Some(words::CORRECTION_NOTE),
    };
    let id = id.clone();
    let write = Write::new(move |record: Checked| {
        let input = CorrectPatientInput {
            id: id.clone(),
            nhs_number: record.nhs_number,
            given_name: record.given_name,
            family_name: record.family_name,
            birth_date: record.birth_date,
            sex: record.sex,
            status: record.status,
            postcode: record.postcode,
            address: record.address,
            preferred_language: record.preferred_language,
            contact_points: Some(record.contact_points),
            conditions: Some(record.conditions),
        };
        async move {
            let answer = session.run(CorrectPatient::build(CorrectPatientVariables { input })).await?;
            Ok(answer.correct_patient.patient.id)
        }
    });
    patient_form(record, write, purpose)
}
