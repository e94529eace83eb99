//! What keeps the form from being published, and what is not translated, each leading to where it is.

use leptos::prelude::*;
use shared::form::{SchemaProblem, Untranslated};

use super::editor::{Editor, name_of};
use super::properties::sentence;
use super::spot::Spot;
use crate::components::icon::{Icon, Sign};
use crate::text::form_builder as words;

/// A place, what it is called, and what is to be said of it.
type Line = (Spot, String, String);

/// What keeps the form from being published.
pub fn problems(editor: Editor) -> AnyView {
    let lines = Memo::new(move |_| {
        let line = |problem: &SchemaProblem| {
            let spot = Spot::of(&problem.place);
            let name = editor.look(|schema| name_of(schema, spot));
            (spot, name, sentence(&problem.place.part, &problem.reason.to_string()))
        };
        let mut lines = editor.problems.with(|problems| problems.iter().map(line).collect::<Vec<_>>());
        lines.extend(editor.unread.all().into_iter().map(|one| {
            let name = editor.look(|schema| name_of(schema, one.spot));
            (one.spot, name, format!("{}: {}", one.label, one.why))
        }));
        lines
    });
    let is_good = Memo::new(move |_| lines.with(Vec::is_empty));
    let view = move || {
        if is_good.get() {
            view! {
                <p class="problems problems--none">
                    <Icon sign=Sign::Tick />
                    {words::GOOD}
                </p>
            }
            .into_any()
        } else {
            list(editor, lines, "problems", words::problems)
        }
    };
    view.into_any()
}

/// What readers of its other languages are shown in the first one.
pub fn translations(editor: Editor) -> AnyView {
    let lines = Memo::new(move |_| {
        let line = |text: &Untranslated| {
            let spot = Spot::of(&text.place);
            let name = editor.look(|schema| name_of(schema, spot));
            (spot, name, sentence(&text.place.part, &words::not_in(&text.languages)))
        };
        editor.untranslated.with(|texts| texts.iter().map(line).collect::<Vec<_>>())
    });
    let is_whole = Memo::new(move |_| lines.with(Vec::is_empty));
    let view = move || (!is_whole.get()).then(|| list(editor, lines, "problems problems--advice", words::untranslated));
    view.into_any()
}

fn list(editor: Editor, lines: Memo<Vec<Line>>, class: &'static str, title: fn(usize) -> String) -> AnyView {
    let item = move |(spot, name, reason): Line| {
        view! {
            <li>
                <button type="button" class="problems__go" on:click=move |_| editor.choose(spot)>
                    {name}
                </button>
                " – "
                {reason}
            </li>
        }
    };
    let items = move || lines.get().into_iter().map(item).collect_view();
    view! {
        <details class=class>
            <summary>
                <Icon sign=Sign::Warning />
                {move || title(lines.with(Vec::len))}
            </summary>
            <ul>{items}</ul>
        </details>
    }
    .into_any()
}
