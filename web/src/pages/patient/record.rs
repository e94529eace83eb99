//! The facts of a record, and how the patient is reached.

use leptos::prelude::*;

use crate::api::patient::PatientRecord;
use crate::api::patients::{ContactKind, ContactPoint};
use crate::api::scalars::Date;
use crate::components::breakable::breakable;
use crate::components::detail_list::{DetailList, detail};
use crate::components::icon::{Icon, Sign};
use crate::text::patient as words;
use crate::text::patients as list_words;
use crate::text::stopped;
use crate::{browser, routes, text, time};

/// Birth date and age, where they are known.
pub fn born(patient: &PatientRecord) -> Option<String> {
    let date = patient.birth_date.as_ref()?;
    let age = time::years(date, &Date(time::today()));
    Some(age.map_or_else(|| time::day(date), |age| words::born(&time::day(date), &words::age(age))))
}

#[component]
pub fn RecordFacts(patient: PatientRecord) -> impl IntoView {
    let known = |value: Option<String>| value.unwrap_or_else(|| words::NOT_KNOWN.to_owned());
    let address: Vec<String> = patient.address.iter().chain(&patient.postcode).cloned().collect();
    let address = (!address.is_empty()).then(|| address.join(", "));
    let local_id = patient.local_id.clone().map(|id| detail(words::LOCAL_ID, id));
    view! {
        <DetailList>
            {detail(words::BORN, known(born(&patient)))}
            {detail(words::SEX, words::sex(patient.sex))}
            {detail(words::NHS_NUMBER, known(patient.nhs_number.clone()))}
            {detail(words::ADDRESS, known(address))}
            {detail(words::LANGUAGE, known(patient.preferred_language.as_deref().map(text::language)))} {local_id}
            {detail(words::SOURCE, text::source(&patient.source))}
            {detail(words::CHANGED, time::moment(&patient.updated_at))}
        </DetailList>
    }
    .into_any()
}

#[component]
pub fn ContactPoints(points: Vec<ContactPoint>) -> impl IntoView {
    if points.is_empty() {
        return view! { <p>{words::NO_CONTACT}</p> }.into_any();
    }
    let explained = points.iter().any(|point| point.suppressed).then(|| {
        view! {
            <p class="patient__small">
                {words::SUPPRESSED_WHY} " " <a href=routes::SUPPRESSIONS>{stopped::TITLE}</a>
            </p>
        }
    });
    view! {
        {points_with(&points, why)}
        {explained}
    }
    .into_any()
}

/// Why one must not be used, beside it.
fn why(point: &ContactPoint) -> Option<AnyView> {
    let reason = point.suppression_reason.filter(|_| point.suppressed)?;
    let href = browser::address(routes::SUPPRESSIONS, &[("search", &point.value)]);
    Some(view! { <a class="contact-points__why" href=href>{stopped::reason(Some(reason))}</a> }.into_any())
}

/// Phones and emails below one another, each with its sign, the suppressed ones with the word.
pub fn contact_points(points: &[ContactPoint]) -> AnyView {
    points_with(points, |_| None)
}

/// The same, with something after each.
fn points_with(points: &[ContactPoint], after: fn(&ContactPoint) -> Option<AnyView>) -> AnyView {
    let point = |point: &ContactPoint| {
        let (sign, kind) = match point.kind {
            ContactKind::Phone => (Sign::Phone, list_words::PHONE),
            ContactKind::Email => (Sign::Email, list_words::EMAIL),
        };
        let suppressed = point.suppressed.then(|| {
            view! { <span class="contact-points__stop">{list_words::SUPPRESSED}</span> }
        });
        view! {
            <li>
                <Icon sign=sign />
                <span class="visually-hidden">{kind} ": "</span>
                <span>{breakable(&point.value)} " " {suppressed} {after(point)}</span>
            </li>
        }
    };
    view! { <ul class="contact-points">{points.iter().map(point).collect_view()}</ul> }.into_any()
}
