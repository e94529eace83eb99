//! The table of stopped numbers and addresses.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::campaign::Person;
use crate::api::patients::ContactKind;
use crate::api::suppressions::{Suppression, SuppressionPage};
use crate::components::button::{Button, Weight};
use crate::components::icon::{Icon, Sign};
use crate::components::table::{Column, Table};
use crate::text::patients::{EMAIL, PHONE};
use crate::text::stopped as words;
use crate::{routes, text, time};

static COLUMNS: [Column; 5] = [
    Column::text(words::VALUE),
    Column::text(words::REASON),
    Column::text(words::SINCE),
    Column::text(words::PATIENTS),
    Column::text(words::ACTIONS),
];

/// `lifting` is where the one to be lifted is put; nothing for those who may not.
pub fn table(
    page: Signal<Arc<SuppressionPage>>,
    pending: Signal<bool>,
    lifting: Option<RwSignal<Option<Suppression>>>,
) -> AnyView {
    let rows = move || page.with(|page| page.suppressions.nodes.iter().map(|one| row(one, lifting)).collect_view());
    // Without a button there is no column for it.
    let columns = if lifting.is_some() { &COLUMNS[..] } else { &COLUMNS[..4] };
    view! {
        <Table caption=words::CAPTION columns=columns pending=pending>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(suppression: &Suppression, lifting: Option<RwSignal<Option<Suppression>>>) -> AnyView {
    let [value, reason, since, patients, actions] = COLUMNS;
    let (sign, kind) = match suppression.kind {
        ContactKind::Phone => (Sign::Phone, PHONE),
        ContactKind::Email => (Sign::Email, EMAIL),
    };
    let known = suppression.value.clone();
    let unknown = known.is_none().then(|| view! { <span class="suppression__more">{words::NOT_KNOWN_WHY}</span> });
    let what = view! {
        <span class="suppression__value">
            <Icon sign=sign />
            <span class="visually-hidden">{kind} ": "</span>
            <span>{known.unwrap_or_else(|| words::NOT_KNOWN.to_owned())}</span>
        </span>
        {unknown}
    };
    let note = suppression.note.clone().map(|note| view! { <span class="suppression__more">{note}</span> });
    let by = suppression.added_by.as_deref().map(|who| {
        view! { <span class="suppression__more">{words::added_by(who)}</span> }
    });
    let why = view! {
        {words::reason(suppression.reason)}
        {note}
    };
    let when = view! {
        {time::moment(&suppression.created_at)}
        {by}
    };
    let lift = lifting.map(|lifting| actions.cell(lift_button(suppression, lifting)));
    view! {
        <tr>
            {value.heading(what)} {reason.cell(why)} {since.cell(when)} {patients.cell(people(&suppression.patients))}
            {lift}
        </tr>
    }
    .into_any()
}

/// Those who have it: in a household several.
fn people(patients: &[Person]) -> AnyView {
    if patients.is_empty() {
        return words::NOBODY.into_any();
    }
    let person = |person: &Person| {
        let name = text::listed(&person.family_name, &person.given_name);
        view! {
            <li>
                <a href=routes::patient(person.id.inner())>{name}</a>
            </li>
        }
    };
    view! { <ul class="suppression__patients">{patients.iter().map(person).collect_view()}</ul> }.into_any()
}

fn lift_button(suppression: &Suppression, lifting: RwSignal<Option<Suppression>>) -> AnyView {
    let which = suppression.value.clone().unwrap_or_else(|| words::NOT_KNOWN.to_owned());
    let this = suppression.clone();
    let press = Callback::new(move |()| lifting.set(Some(this.clone())));
    view! {
        <Button weight=Weight::Quiet on_press=press>
            {words::LIFT}
            <span class="visually-hidden">" " {which.clone()}</span>
        </Button>
    }
    .into_any()
}
