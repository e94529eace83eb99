//! The answers of a choice: added, named, moved and removed, and what each stands for.

use leptos::prelude::*;
use shared::form::{Choice, ChoiceOption, ChoiceStyle, FieldKind, FormSchema, Text};

use super::super::editor::Editor;
use super::super::following::Following;
use super::super::names;
use super::super::spot::Spot;
use super::inputs::{
    Part, Size, ask, beside, checked, fold, group, limit, part, pick, show_anew, texts, texts_then, tick,
};
use super::limits::{decimal, is_scored, whole};
use crate::components::button::Button;
use crate::components::field::Input;
use crate::components::icon::{Icon, Sign};
use crate::components::select;
use crate::text::properties as words;

pub fn options(editor: Editor, spot: Spot) -> AnyView {
    let Some(now) = editor.look(|schema| match spot.field_of(schema).map(|field| &field.kind) {
        Some(FieldKind::Choice(choice)) => Some(choice.clone()),
        _ => None,
    }) else {
        return ().into_any();
    };
    let styles = [
        (ChoiceStyle::Radio, words::RADIO),
        (ChoiceStyle::Select, words::SELECT),
        (ChoiceStyle::Several, words::SEVERAL),
    ];
    let styles = styles.map(|(style, name)| select::Choice::new(style.as_str(), name)).to_vec();
    let style = pick(editor, ask("choice-style", words::STYLE), styles, now.style.as_str(), move |schema, chosen| {
        if let (Some(choice), Ok(style)) = (choice_at(spot, schema), chosen.parse()) {
            choice.style = style;
            if style != ChoiceStyle::Several {
                (choice.at_least, choice.at_most) = (None, None);
                choice.options.iter_mut().for_each(|option| option.exclusive = false);
            }
        }
    });
    let rows = (0..now.options.len()).map(|index| row(editor, spot, &now, index)).collect_view();
    let add = Callback::new(move |()| add(editor, spot));
    let several = (now.style == ChoiceStyle::Several).then(|| {
        let at_least = part(move |schema| choice_at(spot, schema).map(|choice| &mut choice.at_least));
        let at_most = part(move |schema| choice_at(spot, schema).map(|choice| &mut choice.at_most));
        beside(view! {
            {limit(
                editor,
                ask("choice-fewest", words::FEWEST),
                Input::Number,
                whole,
                words::WHOLE_WRONG,
                &at_least,
            )}
            {limit(
                editor,
                ask("choice-most", words::MOST),
                Input::Number,
                whole,
                words::WHOLE_WRONG,
                &at_most,
            )}
        })
    });
    view! {
        {style}
        {group(
            words::OPTIONS,
            view! {
                <ol class="options">{rows}</ol>
                <Button on_press=add>
                    <Icon sign=Sign::Plus />
                    {words::ADD_OPTION}
                </Button>
                {several}
            },
        )}
    }
    .into_any()
}

fn choice_at(spot: Spot, schema: &mut FormSchema) -> Option<&mut Choice> {
    match &mut spot.field_mut(schema)?.kind {
        FieldKind::Choice(choice) => Some(choice),
        _ => None,
    }
}

fn row(editor: Editor, spot: Spot, now: &Choice, index: usize) -> AnyView {
    let option: Part<ChoiceOption> = part(move |schema| choice_at(spot, schema)?.options.get_mut(index));
    let name = words::option(index + 1);
    let label = {
        let option = option.clone();
        part(move |schema| option(schema).map(|option| &mut option.label))
    };
    let follow = move |schema: &mut FormSchema, following: &mut Following, typed: &str| {
        following.relabel_option(schema, spot, index, typed);
    };
    let last = index + 1 == now.options.len();
    view! {
        <li class="options__option">
            <div class="options__line">
                {texts_then(editor, ask(label_id(index), name.clone()), Size::Line, &label, follow)}
                <div class="options__buttons">
                    {button(Sign::Up, words::MOVE_UP, &name, index == 0, move || swap(editor, spot, index, index - 1))}
                    {button(Sign::Down, words::MOVE_DOWN, &name, last, move || swap(editor, spot, index, index + 1))}
                    {button(Sign::Close, words::REMOVE_OPTION, &name, false, move || remove(editor, spot, index))}
                </div>
            </div>
            {about(editor, spot, &option, now, index)}
        </li>
    }
    .into_any()
}

fn label_id(index: usize) -> String {
    format!("option-{index}")
}

/// What an option is stored as, its hint and its points.
fn about(editor: Editor, spot: Spot, option: &Part<ChoiceOption>, now: &Choice, index: usize) -> AnyView {
    let value = stored_as(editor, spot, now, index);
    let hint = {
        let option = option.clone();
        let of = part(move |schema| option(schema).map(|option| &mut option.hint));
        texts(editor, ask(format!("option-{index}-hint"), words::OPTION_HINT), Size::Line, &of)
    };
    let points = is_scored(editor).then(|| {
        let option = option.clone();
        let of = part(move |schema| option(schema).map(|option| &mut option.points));
        limit(
            editor,
            ask(format!("option-{index}-points"), words::POINTS),
            Input::Short,
            decimal,
            words::NUMBER_WRONG,
            &of,
        )
    });
    let exclusive = (now.style == ChoiceStyle::Several).then(|| {
        let option = option.clone();
        let of = part(move |schema| option(schema).map(|option| &mut option.exclusive));
        tick(editor, ask(format!("option-{index}-exclusive"), words::OPTION_EXCLUSIVE), &of)
    });
    let more = view! { {value} {hint} {exclusive} }.into_any();
    let more = fold(editor, format!("option-{index}-more"), "options__more", words::about_option(index + 1), more);
    view! { {points} {more} }.into_any()
}

fn stored_as(editor: Editor, spot: Spot, now: &Choice, index: usize) -> AnyView {
    let asked = ask(format!("option-{index}-value"), words::OPTION_VALUE);
    checked(editor, asked, Input::Text, now.options[index].value.clone(), move |typed| {
        let is_taken = editor.look(|schema| match spot.field_of(schema).map(|field| &field.kind) {
            Some(FieldKind::Choice(choice)) => {
                choice.options.iter().enumerate().any(|(at, option)| at != index && option.value == typed)
            }
            _ => false,
        });
        if is_taken {
            return Err(words::VALUE_TAKEN);
        }
        let what = format!("option-{index}-value");
        editor.edit_named(&what, |schema, following| following.revalue(schema, spot, index, typed));
        Ok(())
    })
}

pub(super) fn button(
    sign: Sign,
    verb: &'static str,
    what: &str,
    is_last: bool,
    press: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let name = format!("{verb}: {what}");
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=name.clone()
            title=name
            aria-disabled=is_last.then_some("true")
            on:click=move |_| {
                if !is_last {
                    press();
                }
            }
        >
            <Icon sign=sign />
        </button>
    }
    .into_any()
}

fn add(editor: Editor, spot: Spot) {
    let mut at = 0;
    editor.edit_named("", |schema, following| {
        let language = schema.default_language();
        let Some(field) = spot.field_mut(schema) else { return };
        let FieldKind::Choice(choice) = &mut field.kind else { return };
        at = choice.options.len();
        let words = words::option(at + 1);
        let others: Vec<&str> = choice.options.iter().map(|option| option.value.as_str()).collect();
        let value = names::option_value(&words, &others);
        let mut label = Text::default();
        label.set(language, &words);
        following.begin_option(&field.id, &value);
        choice.options.push(ChoiceOption { value, label, ..ChoiceOption::default() });
    });
    show_anew(editor, &format!("#{}", label_id(at)));
}

fn remove(editor: Editor, spot: Spot, index: usize) {
    // The boxes behind it stand for other options now.
    editor.unread.forget_those(spot, "option-");
    editor.edit("", |schema| {
        if let Some(choice) = choice_at(spot, schema).filter(|choice| index < choice.options.len()) {
            choice.options.remove(index);
        }
    });
    show_anew(editor, &format!("#{}", label_id(index.saturating_sub(1))));
}

fn swap(editor: Editor, spot: Spot, one: usize, other: usize) {
    editor.unread.forget_those(spot, "option-");
    editor.edit("", |schema| {
        if let Some(choice) = choice_at(spot, schema).filter(|choice| one.max(other) < choice.options.len()) {
            choice.options.swap(one, other);
        }
    });
    show_anew(editor, &format!("#{}", label_id(other)));
}
