//! The table of patients.

use leptos::prelude::*;

use crate::api::patients::{ContactPoint, Patient, PatientPage};
use crate::components::status::Status;
use crate::components::table::{Column, Table};
use crate::pages::patient;
use crate::text::patients as words;
use crate::{routes, text, time};

static COLUMNS: [Column; 6] = [
    Column::text(words::NAME),
    Column::text(words::NHS_NUMBER),
    Column::text(words::BORN),
    Column::text(words::POSTCODE),
    Column::text(words::CONTACT),
    Column::text(words::STATUS),
];

#[component]
pub fn PatientRows(
    #[prop(into)] page: Signal<std::sync::Arc<PatientPage>>,
    #[prop(into)] pending: Signal<bool>,
) -> impl IntoView {
    let rows = move || page.with(|page| page.patients.nodes.iter().map(row).collect_view());
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(patient: &Patient) -> AnyView {
    let [name, nhs_number, born, postcode, contact, status] = COLUMNS;
    let full_name = text::listed(&patient.family_name, &patient.given_name);
    view! {
        <tr>
            {name.heading(view! { <a href=routes::patient(patient.id.inner())>{full_name}</a> })}
            {nhs_number
                .cell(or_dash(patient.nhs_number.clone(), "patient-row__digits"))}
            {born.cell(or_dash(patient.birth_date.as_ref().map(time::day), "patient-row__date"))}
            {postcode.cell(or_dash(patient.postcode.clone(), "patient-row__date"))}
            {contact.cell(contact_points(&patient.contact_points))}
            {status
                .cell(
                    view! {
                        <Status mood=text::patient_mood(patient.status) word=text::patient_status(patient.status) />
                    },
                )}
        </tr>
    }
    .into_any()
}

fn or_dash(value: Option<String>, class: &'static str) -> AnyView {
    match value {
        Some(value) => view! { <span class=class>{value}</span> }.into_any(),
        None => view! {
            <span aria-hidden="true">"–"</span>
            <span class="visually-hidden">{words::NOT_KNOWN}</span>
        }
        .into_any(),
    }
}

fn contact_points(points: &[ContactPoint]) -> AnyView {
    if points.is_empty() { or_dash(None, "") } else { patient::contact_points(points) }
}
