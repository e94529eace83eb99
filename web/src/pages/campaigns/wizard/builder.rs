//! The rule as a list of conditions that reads as a sentence: each a line of choices, with "and" or "or" between them,
//! and groups of the other sort inside.

use leptos::prelude::*;

use super::asked::AskedForm;
use super::condition;
use super::rule::{self, Built, What};
use super::term::{Kind, Part};
use crate::browser;
use crate::components::button::{Button, Weight};
use crate::components::error_summary::FormError;
use crate::components::select::{Choice, Select};
use crate::text::rule as words;

const ALL: &str = "all";
const ANY: &str = "any";

/// The `id` of a field of a condition.
pub fn field_id(row: u32, part: Part) -> String {
    match part {
        Part::First => format!("rule-{row}"),
        Part::Second => format!("rule-{row}-to"),
        Part::Third => format!("rule-{row}-answer"),
    }
}

/// What the builder works on. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Editor {
    pub rule: RwSignal<Built>,
    pub errors: RwSignal<Vec<FormError>>,
    /// The names and titles of the code sets; none until they have arrived.
    pub sets: Signal<Vec<(String, String)>>,
    /// The forms whose answers can be asked for; none until they have arrived.
    pub forms: Signal<Vec<AskedForm>>,
    /// What launched campaigns were for; nothing until it has arrived.
    pub purposes: Signal<Option<Vec<String>>>,
}

pub fn builder(editor: Editor) -> AnyView {
    let rule = editor.rule;
    let add = move || {
        let id = rule.try_update(|built| built.add(None, What::Term(Kind::CodeSet.term())));
        focus_row(id);
    };
    let add_group = move || {
        let id = rule.try_update(Built::add_group);
        focus_row(id);
    };
    view! {
        <div class="rule">
            {list(editor, None)}
            <div class="rule__add">
                <Button on_press=Callback::new(move |()| add())>{words::ADD}</Button>
                <Button weight=Weight::Quiet on_press=Callback::new(move |()| add_group())>
                    {words::ADD_GROUP}
                </Button>
            </div>
        </div>
    }
    .into_any()
}

/// The conditions of the rule, or of a group in it.
fn list(editor: Editor, group: Option<u32>) -> AnyView {
    let rule = editor.rule;
    let ids = Memo::new(move |_| rule.with(|built| built.rows(group).iter().map(|row| row.id).collect::<Vec<_>>()));
    let is_any = Memo::new(move |_| rule.with(|built| built.is_any(group)));
    let several = Memo::new(move |_| ids.with(|ids| ids.len() > 1));
    let join = move || several.get().then(|| join(editor, group, is_any));
    let row = move |id: u32| {
        let position = Memo::new(move |_| ids.with(|ids| ids.iter().position(|one| *one == id).unwrap_or(0)));
        let between = move || {
            let word = if is_any.get() { words::OR } else { words::AND };
            (position.get() > 0).then(|| view! { <p class="rule__between">{word}</p> })
        };
        let name = move || {
            let number = position.get() + 1;
            words::position(number)
        };
        view! {
            <li class="rule__item">
                {between} <div class="rule__row" role="group" aria-label=name>
                    {content(editor, id)}
                </div>
            </li>
        }
        .into_any()
    };
    view! {
        {join}
        <ol class="rule__list">
            <For each=move || ids.get() key=|id| *id children=row />
        </ol>
    }
    .into_any()
}

/// Whether all must match or one is enough.
fn join(editor: Editor, group: Option<u32>, is_any: Memo<bool>) -> AnyView {
    let rule = editor.rule;
    let id = group.map_or_else(|| "rule-join".to_owned(), |group| format!("rule-{group}-join"));
    let label = if group.is_some() { words::GROUP_JOIN } else { words::JOIN };
    let choices = vec![Choice::new(ALL, words::ALL), Choice::new(ANY, words::ANY)];
    let chosen = Signal::derive(move || if is_any.get() { ANY.to_owned() } else { ALL.to_owned() });
    let choose = Callback::new(move |value: String| rule.update(|built| built.set_any(group, value == ANY)));
    view! {
        <div class="rule__join">
            <Select id=id label=label choices=choices chosen=chosen on_choose=choose />
        </div>
    }
    .into_any()
}

/// What a row is does not change; only what is in it.
fn content(editor: Editor, id: u32) -> AnyView {
    let rule = editor.rule;
    let what = rule.with_untracked(|built| built.get(id).map(|row| row.what.clone()));
    match what {
        Some(What::Term(_)) => condition::condition(editor, id),
        Some(What::Group { .. }) => group(editor, id),
        Some(What::Kept(kept)) => {
            let sentence =
                move || editor.sets.with(|sets| editor.forms.with(|forms| rule::sentence(&kept, sets, forms)));
            view! {
                <p class="rule__kept">{words::KEPT} " " {sentence}</p>
                {remove(editor, id, words::REMOVE)}
            }
            .into_any()
        }
        None => ().into_any(),
    }
}

fn group(editor: Editor, id: u32) -> AnyView {
    let rule = editor.rule;
    let add = move || {
        let row = rule.try_update(|built| built.add(Some(id), What::Term(Kind::CodeSet.term())));
        focus_row(row);
    };
    view! {
        <div class="rule__group">
            <div class="rule__words">{condition::polarity(editor, id)} <span>{words::GROUP}</span></div>
            {list(editor, Some(id))}
            <div class="rule__add">
                <Button on_press=Callback::new(move |()| add())>{words::ADD_TO_GROUP}</Button>
                {remove(editor, id, words::REMOVE_GROUP)}
            </div>
        </div>
    }
    .into_any()
}

/// Takes a condition or a group away; the keyboard goes on where another can be added.
pub fn remove(editor: Editor, id: u32, label: &'static str) -> AnyView {
    let rule = editor.rule;
    let press = Callback::new(move |()| {
        rule.update(|built| built.remove(id));
        request_animation_frame(|| browser::focus(".rule > .rule__add button"));
    });
    view! { <Button weight=Weight::Quiet on_press=press>{label}</Button> }.into_any()
}

/// The keyboard goes on in what was just added.
fn focus_row(id: Option<u32>) {
    if let Some(id) = id {
        request_animation_frame(move || browser::focus(&format!("#rule-{id}-kind")));
    }
}
