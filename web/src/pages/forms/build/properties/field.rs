//! What can be said of a field: its words, whether it must be answered, its limits, and when it is shown.

use leptos::prelude::*;
use shared::form::FieldKind;

use super::super::editor::Editor;
use super::super::rules::{RuleOf, rule};
use super::super::spot::Spot;
use super::inputs::{Part, Size, ask, group, part, texts, texts_then, tick};
use super::{limits, more};
use crate::text::properties as words;

pub fn field(editor: Editor, spot: Spot) -> AnyView {
    let Some(kind) = editor.look(|schema| spot.field_of(schema).map(|field| field.kind.clone())) else {
        return ().into_any();
    };
    let (takes_answer, is_seen) = (kind.takes_answer(), kind.is_seen());
    let asked = takes_answer && is_seen;
    let label = takes_answer.then(|| {
        let label = if matches!(kind, FieldKind::Consent) { words::CONSENT_LABEL } else { words::LABEL };
        let of = part(move |schema| spot.field_mut(schema).map(|field| &mut field.label));
        let size = if matches!(kind, FieldKind::Consent) { Size::Lines(3) } else { Size::Line };
        texts_then(editor, ask("field-label", label), size, &of, move |schema, following, typed| {
            following.relabel(schema, spot, typed);
        })
    });
    let hint = asked.then(|| {
        let of = part(move |schema| spot.field_mut(schema).map(|field| &mut field.hint));
        texts(editor, ask("field-hint", words::HINT).hint(words::HINT_HINT), Size::Line, &of)
    });
    let required = asked.then(|| tick(editor, ask("field-required", words::REQUIRED), &required_of(spot)));
    let sensitive = takes_answer.then(|| {
        let of = part(move |schema| spot.field_mut(schema).map(|field| &mut field.sensitive));
        tick(editor, ask("field-sensitive", words::SENSITIVE).hint(words::SENSITIVE_HINT), &of)
    });
    let shown = is_seen.then(|| group(words::SHOW, rule(editor, spot, RuleOf::Shown)));
    let must = asked.then(|| group(words::REQUIRE, rule(editor, spot, RuleOf::Required)));
    view! {
        <div class="properties__fields">
            {label} {hint} <div>{required} {sensitive}</div> {limits::limits(editor, spot, &kind)} {shown} {must}
            {more::more(editor, spot, &kind)}
        </div>
    }
    .into_any()
}

fn required_of(spot: Spot) -> Part<bool> {
    part(move |schema| spot.field_mut(schema).map(|field| &mut field.required))
}
