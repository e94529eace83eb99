//! The coded problems of a patient: those they have, then those they had.

use leptos::prelude::*;
use shared::coding::CodeSystem;

use crate::api::patient::Condition;
use crate::text::patient as words;
use crate::time;

#[component]
pub fn Conditions(conditions: Vec<Condition>) -> impl IntoView {
    if conditions.is_empty() {
        return view! { <p>{words::NO_CONDITIONS}</p> }.into_any();
    }
    let (active, past): (Vec<_>, Vec<_>) = conditions.iter().partition(|condition| condition.active);
    view! {
        {group(words::ACTIVE, &active)}
        {group(words::PAST, &past)}
    }
    .into_any()
}

fn group(title: &'static str, conditions: &[&Condition]) -> Option<AnyView> {
    (!conditions.is_empty()).then(|| {
        view! {
            <h3 class="patient__group">{title}</h3>
            <ul class="patient__list">
                {conditions.iter().map(|condition| line(condition)).collect_view()}
            </ul>
        }
        .into_any()
    })
}

fn line(condition: &Condition) -> AnyView {
    let system = condition
        .system
        .parse::<CodeSystem>()
        .map_or_else(|_| condition.system.clone(), |system| system.title().to_owned());
    let name = if condition.term.is_empty() { condition.code.clone() } else { condition.term.clone() };
    let when = match (&condition.onset, &condition.abatement) {
        (Some(from), Some(to)) => words::span(&time::day(from), &time::day(to)),
        (Some(from), None) => words::since(&time::day(from)),
        (None, Some(to)) => words::until(&time::day(to)),
        (None, None) => String::new(),
    };
    view! {
        <li>
            <span>{name}</span>
            " "
            <span class="patient__small">{when} " " {system} " " {condition.code.clone()}</span>
        </li>
    }
    .into_any()
}
