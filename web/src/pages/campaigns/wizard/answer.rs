//! The fields of a condition about the answers to a form: which form, which question, which answer.

use leptos::prelude::*;

use super::asked::{self, Entry};
use super::builder::Editor;
use super::condition::{choice, typed};
use super::term::{Answer, NO, Part, Term, YES};
use crate::components::field::Input;
use crate::components::select::Choice;
use crate::text::rule as words;

pub fn fields(editor: Editor, id: u32) -> AnyView {
    let rule = editor.rule;
    let part = move |part: fn(&Term) -> &String| {
        Memo::new(move |_| rule.with(|built| built.term(id).map(|term| part(term).clone())).unwrap_or_default())
    };
    let (form, question, answer) = (part(|term| &term.first), part(|term| &term.second), part(|term| &term.third));
    let forms = Signal::derive(move || editor.forms.with(|forms| asked::form_choices(forms, &form.get())));
    let choose_form = Callback::new(move |value: String| {
        change(editor, id, move |term| {
            *term = Term { first: value, second: String::new(), third: String::new(), ..term.clone() };
        });
    });
    let questions =
        Signal::derive(move || editor.forms.with(|forms| asked::question_choices(forms, &form.get(), &question.get())));
    let entry = Memo::new(move |_| editor.forms.with(|forms| asked::entry(forms, &form.get(), &question.get())));
    let choose_question = Callback::new(move |value: String| {
        let entry = editor.forms.with_untracked(|forms| asked::entry(forms, &form.get_untracked(), &value));
        change(editor, id, move |term| {
            let third = if entry == Entry::Tick { YES.to_owned() } else { String::new() };
            *term = Term { second: value, third, answer: answer_of(&entry), ..term.clone() };
        });
    });
    let is_form_chosen = Memo::new(move |_| form.with(|form| !form.is_empty()));
    let which_question = move || {
        is_form_chosen
            .get()
            .then(|| choice(editor, id, Part::Second, words::QUESTION, questions, question.into(), choose_question))
    };
    // What is stored tells as much as is needed where the question itself is not to be had.
    let kind = Memo::new(move |_| rule.with(|built| built.term(id).map(|term| term.answer)).unwrap_or_default());
    let is_asked = Memo::new(move |_| question.with(|question| !question.is_empty()));
    let which_answer = move || is_asked.get().then(|| answer_field(editor, id, entry.get(), kind, answer));
    view! {
        {choice(editor, id, Part::First, words::FORM, forms, form.into(), choose_form)}
        {which_question}
        {which_answer}
    }
    .into_any()
}

fn answer_field(editor: Editor, id: u32, entry: Entry, kind: Memo<Answer>, answer: Memo<String>) -> AnyView {
    let entry = match (entry, kind.get_untracked()) {
        (Entry::Nothing, Answer::YesNo) => Entry::YesNo,
        (Entry::Nothing, Answer::Number) => Entry::Typed(Input::Amount, Answer::Number),
        (Entry::Nothing, _) => Entry::Typed(Input::Text, Answer::Text),
        (entry, _) => entry,
    };
    let options = match entry {
        Entry::Typed(input, _) => return typed(editor, id, Part::Third, words::ANSWER, input),
        Entry::Options(options) => options,
        Entry::Tick => vec![(YES.to_owned(), words::YES.to_owned())],
        Entry::YesNo | Entry::Nothing => {
            vec![(YES.to_owned(), words::YES.to_owned()), (NO.to_owned(), words::NO.to_owned())]
        }
    };
    let choices = Signal::derive(move || {
        let chosen = answer.get();
        let offered = options.iter().map(|(value, label)| Choice::new(value, label));
        let mut choices: Vec<Choice> = std::iter::once(Choice::new("", words::CHOOSE_SET)).chain(offered).collect();
        // An option of an older version.
        if choices.iter().all(|choice| choice.value != chosen) {
            choices.push(Choice::new(&chosen, words::older_answer(&chosen)));
        }
        choices
    });
    let choose = Callback::new(move |value: String| change(editor, id, move |term| term.third = value));
    choice(editor, id, Part::Third, words::ANSWER, choices, answer.into(), choose)
}

/// How an answer of this kind is stored.
fn answer_of(entry: &Entry) -> Answer {
    match entry {
        Entry::YesNo | Entry::Tick => Answer::YesNo,
        Entry::Typed(_, answer) => *answer,
        Entry::Options(_) | Entry::Nothing => Answer::Text,
    }
}

fn change(editor: Editor, id: u32, change: impl FnOnce(&mut Term)) {
    editor.rule.update(|built| {
        if let Some(term) = built.term_mut(id) {
            change(term);
        }
    });
}
