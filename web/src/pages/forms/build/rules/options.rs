//! The options that a condition asks for, one choice after the other.

use leptos::prelude::*;

use super::view::Lines;
use crate::components::select::{Choice, Select};
use crate::text::form_rules as words;

/// The options of a condition, one choice after the other; the last one is for one more.
pub(super) fn options(lines: Lines, key: u32) -> AnyView {
    let chosen =
        Memo::new(move |_| lines.sentence.with(|sentence| sentence.condition(key).map(|now| now.options.clone())));
    let field = lines.sentence.with_untracked(|sentence| sentence.condition(key).map(|now| now.field.clone()));
    let known = field.and_then(|field| lines.find(&field)).map(|earlier| earlier.options).unwrap_or_default();
    let known = StoredValue::new(known);
    let selects = move || {
        let chosen = chosen.get().unwrap_or_default();
        let count = chosen.len();
        let is_more = count < known.with_value(Vec::len);
        let one = |at: usize| {
            let value = chosen.get(at).cloned().unwrap_or_default();
            let mut choices: Vec<Choice> = known.with_value(|known| {
                let free = known.iter().filter(|(option, _)| *option == value || !chosen.contains(option));
                free.map(|(option, label)| Choice::new(option, label)).collect()
            });
            if !value.is_empty() && choices.iter().all(|choice| choice.value != value) {
                choices.push(Choice::new(&value, &value));
            }
            if at > 0 || value.is_empty() {
                choices.insert(0, Choice::new("", words::NO_MORE));
            }
            let choose = Callback::new(move |option: String| {
                lines.change("", |sentence| {
                    if let Some(condition) = sentence.condition_mut(key) {
                        put(&mut condition.options, at, option);
                    }
                });
            });
            let label = if at == 0 { words::ANSWER } else { words::OR_ANSWER };
            view! {
                {(at > 0).then(|| view! { <span class="when__between">{words::OR}</span> })}
                <Select
                    id=lines.id(key, &format!("option-{at}"))
                    label=label
                    choices=choices
                    chosen=value
                    on_choose=choose
                />
            }
        };
        (0..count.max(1) + usize::from(is_more && count > 0)).map(one).collect_view()
    };
    selects.into_any()
}

/// Puts an option at its place; an empty one takes away what is there.
fn put(options: &mut Vec<String>, at: usize, option: String) {
    match (options.get_mut(at), option.is_empty()) {
        (Some(_), true) => {
            options.remove(at);
        }
        (Some(there), false) => *there = option,
        (None, true) => {}
        (None, false) => options.push(option),
    }
}
