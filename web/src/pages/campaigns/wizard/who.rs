//! The first step: name, purpose, and who the campaign is for.

use leptos::prelude::*;

use super::Wizard;
use super::builder::{self, Editor};
use super::form::Typed;
use super::term::slug;
use super::{purpose, rule};
use crate::components::card::Card;
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::Field;
use crate::text::who as words;

pub const NAME: &str = "campaign-name";
pub const KIND: &str = "campaign-kind";

pub fn problems(typed: &Typed) -> Vec<FormError> {
    let mut problems = Vec::new();
    if typed.name.trim().is_empty() {
        problems.push(FormError::of(NAME, words::NAME_MISSING));
    }
    if slug(&typed.kind).is_empty() {
        problems.push(FormError::of(KIND, words::KIND_MISSING));
    }
    for problem in typed.rule.rule().err().into_iter().flatten() {
        problems.push(match problem.id {
            // Of the rule as a whole.
            0 => FormError::general(problem.sentence),
            id => FormError::of(builder::field_id(id, problem.part), problem.sentence),
        });
    }
    problems
}

pub fn who(wizard: Wizard) -> AnyView {
    let Wizard { form, count, errors, .. } = wizard;
    let form = form.fields();
    let sentence = move || {
        let rule = count.rule.get();
        let titles = wizard.titles();
        wizard.asked.with(|forms| {
            rule.map(|rule| view! { <p class="rule__sentence">{rule::sentence(&rule, &titles, forms)} "."</p> })
        })
    };
    let sets = Signal::derive(move || wizard.titles());
    let purposes = Signal::derive(move || wizard.purposes());
    let editor = Editor { rule: form.rule, errors, sets, forms: wizard.asked.into(), purposes };
    view! {
        <div class="wizard__columns">
            <div class="wizard__fields">
                <Field id=NAME label=words::NAME hint=words::NAME_HINT value=form.name error=error_of(errors, NAME) />
                <Field
                    id=KIND
                    label=words::KIND
                    hint=words::KIND_HINT
                    list=purpose::LIST
                    value=form.kind
                    error=error_of(errors, KIND)
                />
                {purpose::list(purposes)}
                <Card title=words::RULE.to_owned()>
                    {builder::builder(editor)}
                    <div aria-live="polite">{sentence}</div>
                </Card>
            </div>
            <div class="wizard__side">{count.card()}</div>
        </div>
    }
    .into_any()
}
