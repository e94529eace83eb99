//! One condition of a rule: whom it takes in or leaves out, what it asks, and its fields.

use leptos::prelude::*;

use super::answer;
use super::builder::{Editor, field_id, remove};
use super::purpose;
use super::term::{Kind, Part};
use crate::api::patients::PatientStatus;
use crate::components::error_summary::error_of;
use crate::components::field::{Field, Input};
use crate::components::field_frame::{Words, error_line};
use crate::components::select::{Choice, Select};
use crate::text;
use crate::text::rule as words;

static STATUSES: [(&str, PatientStatus); 4] = [
    ("active", PatientStatus::Active),
    ("deceased", PatientStatus::Deceased),
    ("left", PatientStatus::Left),
    ("restricted", PatientStatus::Restricted),
];

const WHO: &str = "who";
const WHO_NOT: &str = "not";

pub fn condition(editor: Editor, id: u32) -> AnyView {
    let rule = editor.rule;
    let kind = Memo::new(move |_| rule.with(|built| built.term(id).map(|term| term.kind)).unwrap_or_default());
    let fields = move || fields(editor, id, kind.get());
    let choices: Vec<Choice> = Kind::ALL.iter().map(|kind| Choice::new(kind.value(), name(*kind))).collect();
    let choose = Callback::new(move |value: String| {
        rule.update(|built| {
            if let Some(term) = built.term_mut(id) {
                *term = Kind::of_value(&value).term();
            }
        });
    });
    view! {
        <div class="rule__words">
            {polarity(editor, id)}
            <Select
                id=format!("rule-{id}-kind")
                label=words::KIND
                choices=choices
                chosen=Signal::derive(move || kind.get().value().to_owned())
                on_choose=choose
            />
        </div>
        <div class="rule__fields">{fields}</div>
        {remove(editor, id, words::REMOVE)}
    }
    .into_any()
}

/// "who" or "except those who".
pub fn polarity(editor: Editor, id: u32) -> AnyView {
    let rule = editor.rule;
    let negated = Memo::new(move |_| rule.with(|built| built.get(id).is_some_and(|row| row.negated)));
    let chosen = Signal::derive(move || if negated.get() { WHO_NOT.to_owned() } else { WHO.to_owned() });
    let choose = Callback::new(move |value: String| {
        rule.update(|built| {
            if let Some(row) = built.get_mut(id) {
                row.negated = value == WHO_NOT;
            }
        });
    });
    view! {
        <Select
            id=format!("rule-{id}-polarity")
            label=words::POLARITY
            choices=vec![Choice::new(WHO, words::WHO), Choice::new(WHO_NOT, words::WHO_NOT)]
            chosen=chosen
            on_choose=choose
        />
    }
    .into_any()
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::CodeSet => words::CODE_SET,
        Kind::Age => words::AGE,
        Kind::Sex => words::SEX,
        Kind::Postcode => words::POSTCODE,
        Kind::Status => words::STATUS,
        Kind::Contactable => words::CONTACTABLE,
        Kind::Acknowledged => words::ACKNOWLEDGED,
        Kind::FormAnswer => words::FORM_ANSWER,
    }
}

fn fields(editor: Editor, id: u32, kind: Kind) -> AnyView {
    match kind {
        Kind::CodeSet => first_choice(editor, id, words::WHICH_SET, Signal::derive(move || code_sets(editor))),
        Kind::Age => view! {
            {typed(editor, id, Part::First, words::FROM, Input::Number)}
            {typed(editor, id, Part::Second, words::TO, Input::Number)}
        }
        .into_any(),
        Kind::Sex => first_choice(
            editor,
            id,
            words::WHICH_SEX,
            fixed(&[
                ("female", words::FEMALE),
                ("male", words::MALE),
                ("other", words::OTHER),
                ("unknown", words::UNKNOWN),
            ]),
        ),
        Kind::Postcode => typed(editor, id, Part::First, words::BEGINS, Input::Text),
        Kind::Status => {
            let choice_of = |(value, status)| Choice::new(value, text::patient_status(status));
            first_choice(editor, id, words::WHICH_STATUS, Signal::stored(STATUSES.map(choice_of).to_vec()))
        }
        Kind::Contactable => first_choice(
            editor,
            id,
            words::CHANNEL,
            fixed(&[("email", text::writing::EMAIL), ("sms", text::writing::SMS)]),
        ),
        Kind::Acknowledged => view! {
            {asked_purpose(editor, id)}
            {typed(editor, id, Part::Second, words::DAYS, Input::Number)}
        }
        .into_any(),
        Kind::FormAnswer => answer::fields(editor, id),
    }
}

fn fixed(choices: &[(&str, &str)]) -> Signal<Vec<Choice>> {
    let choices: Vec<Choice> = choices.iter().map(|(value, label)| Choice::new(*value, *label)).collect();
    Signal::stored(choices)
}

/// The code sets by title; one that is gone keeps its name.
fn code_sets(editor: Editor) -> Vec<Choice> {
    let sets = editor.sets.get();
    let first = Choice::new("", words::CHOOSE_SET);
    std::iter::once(first).chain(sets.into_iter().map(|(name, title)| Choice::new(name, title))).collect()
}

/// A choice for the first field.
fn first_choice(editor: Editor, id: u32, label: &'static str, choices: Signal<Vec<Choice>>) -> AnyView {
    let rule = editor.rule;
    let chosen =
        Signal::derive(move || rule.with(|built| built.term(id).map_or_else(String::new, |term| term.first.clone())));
    let choose = Callback::new(move |value: String| set(editor, id, Part::First, value));
    choice(editor, id, Part::First, label, choices, chosen, choose)
}

/// A choice for one of the fields, with what is wrong with it.
pub fn choice(
    editor: Editor,
    id: u32,
    part: Part,
    label: &'static str,
    choices: Signal<Vec<Choice>>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    let field = field_id(id, part);
    let error = error_of(editor.errors, field.clone());
    let line = error_line(&Words::from(field.clone()), error);
    view! {
        <div class="rule__choice">
            <Select id=field label=label choices=choices chosen=chosen on_choose=choose />
            {line}
        </div>
    }
    .into_any()
}

/// The purpose of the campaigns that were acknowledged.
fn asked_purpose(editor: Editor, id: u32) -> AnyView {
    let field = field_id(id, Part::First);
    let error = error_of(editor.errors, field.clone());
    let value = value_of(editor, id, Part::First);
    view! {
        <div class="rule__choice">
            <Field id=field label=words::PURPOSE list=purpose::LIST value=value error=error />
            {purpose::warning(value.into(), editor.purposes)}
        </div>
    }
    .into_any()
}

/// A text field for one of the fields.
pub fn typed(editor: Editor, id: u32, part: Part, label: &'static str, input: Input) -> AnyView {
    let value = value_of(editor, id, part);
    let field = field_id(id, part);
    let error = error_of(editor.errors, field.clone());
    view! { <Field id=field label=label input=input value=value error=error /> }.into_any()
}

/// What a text field begins with, and from then on writes into the rule.
fn value_of(editor: Editor, id: u32, part: Part) -> RwSignal<String> {
    let rule = editor.rule;
    let now = rule.with_untracked(|built| built.term(id).map_or_else(String::new, |term| term.part(part).clone()));
    let value = RwSignal::new(now);
    Effect::new(move |first: Option<()>| {
        let value = value.get();
        if first.is_some() {
            set(editor, id, part, value);
        }
    });
    value
}

fn set(editor: Editor, id: u32, part: Part, value: String) {
    editor.rule.update(|built| {
        if let Some(term) = built.term_mut(id) {
            *term.part_mut(part) = value;
        }
    });
}
