//! What can be said of what is chosen: the form, a page, a section or a field.

mod field;
mod form;
mod inputs;
mod languages;
mod limits;
mod more;
mod options;
mod page;
mod points;
mod scoring;

pub use inputs::on_typed;
use leptos::prelude::*;

use super::editor::{Editor, name_of};
use super::spot::Spot;
use crate::browser;
use crate::components::button::{Button, Weight};
use crate::components::icon::{Icon, Sign};
use crate::text::form_builder as words;
use crate::text::{field_kinds, notice};

pub fn properties(editor: Editor) -> AnyView {
    let content = move || {
        editor.epoch.track();
        let spot = editor.chosen.get();
        editor.unread.draw(spot);
        untrack(|| match spot {
            Spot::Form => form::form(editor),
            Spot::Page(_) => page::page(editor, spot),
            Spot::Section(..) => page::section(editor, spot),
            Spot::Field(..) => field::field(editor, spot),
        })
    };
    let name = Memo::new(move |_| {
        let spot = editor.chosen.get();
        editor.schema.with(|schema| name_of(schema, spot))
    });
    let kind = Memo::new(move |_| {
        let spot = editor.chosen.get();
        editor.schema.with(|schema| spot.field_of(schema).map(|field| field_kinds::name(&field.kind)))
    });
    let back = Callback::new(move |()| {
        let key = editor.chosen.get_untracked().key();
        browser::focus(&format!("#choose-{key}"));
    });
    view! {
        <section class="card properties" aria-labelledby="properties-title">
            <header class="properties__head">
                <div>
                    <p class="properties__kind">{move || kind.get().unwrap_or(words::PROPERTIES)}</p>
                    <h2 class="properties__title" id="properties-title" tabindex="-1">
                        {name}
                    </h2>
                </div>
                <Button weight=Weight::Quiet on_press=back>
                    {words::TO_OUTLINE}
                </Button>
            </header>
            {wrong(editor)}
            {content}
        </section>
    }
    .into_any()
}

/// What is wrong with what is chosen.
fn wrong(editor: Editor) -> AnyView {
    let reasons = Memo::new(move |_| {
        let spot = editor.chosen.get();
        editor.problems.with(|problems| {
            let here = problems.iter().filter(|problem| Spot::of(&problem.place) == spot);
            here.map(|problem| sentence(&problem.place.part, &problem.reason.to_string())).collect::<Vec<_>>()
        })
    });
    let list = move || {
        let line = |reason: String| {
            view! {
                <li class="field__error">
                    <Icon sign=Sign::Warning />
                    <span>
                        <span class="visually-hidden">{notice::ERROR} ": "</span>
                        {reason}
                    </span>
                </li>
            }
        };
        let reasons = reasons.get();
        (!reasons.is_empty())
            .then(|| view! { <ul class="properties__wrong">{reasons.into_iter().map(line).collect_view()}</ul> })
    };
    list.into_any()
}

/// A problem as a sentence of its own: the part it is about, and what to do.
pub fn sentence(part: &str, reason: &str) -> String {
    if part.is_empty() { crate::text::alone(reason) } else { format!("{}: {reason}", crate::text::alone(part)) }
}
