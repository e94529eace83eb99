//! What can be said of the form as a whole.

use leptos::prelude::*;
use shared::form::FormKind;

use super::super::editor::Editor;
use super::inputs::{Size, ask, part, pick, texts};
use super::{languages, scoring};
use crate::components::select::Choice;
use crate::components::text_area::TextArea;
use crate::text::properties as words;

pub fn form(editor: Editor) -> AnyView {
    let kinds = FormKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.title())).collect();
    let kind = pick(
        editor,
        ask("form-kind", words::KIND),
        kinds,
        editor.look(|schema| schema.kind.as_str()),
        |schema, chosen| {
            if let Ok(kind) = chosen.parse() {
                schema.kind = kind;
            }
        },
    );
    let note = RwSignal::new(editor.look(|schema| schema.note.clone()));
    super::inputs::on_typed(note, move |typed| editor.edit("form-note", |schema| schema.note = typed));
    view! {
        <div class="properties__fields">
            {texts(
                editor,
                ask("form-title", words::TITLE),
                Size::Line,
                &part(|schema| Some(&mut schema.title)),
            )}
            {texts(
                editor,
                ask("form-introduction", words::INTRODUCTION).hint(words::INFORMATION_HINT),
                Size::Lines(4),
                &part(|schema| Some(&mut schema.introduction)),
            )} {kind}
            {texts(
                editor,
                ask("form-submit", words::SUBMIT),
                Size::Line,
                &part(|schema| Some(&mut schema.submit)),
            )}
            {texts(
                editor,
                ask("form-thanks", words::THANKS).hint(words::THANKS_HINT),
                Size::Lines(3),
                &part(|schema| Some(&mut schema.thanks)),
            )} {languages::languages(editor)} {scoring::scoring(editor)}
            <TextArea id="form-note" label=words::NOTE rows=2 value=note />
        </div>
    }
    .into_any()
}
