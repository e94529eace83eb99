//! What can be said of a page and of a section.

use leptos::prelude::*;

use super::super::editor::Editor;
use super::super::rules::{RuleOf, rule};
use super::super::spot::Spot;
use super::inputs::{Size, ask, group, part, texts};
use crate::text::properties as words;

pub fn page(editor: Editor, spot: Spot) -> AnyView {
    view! {
        <div class="properties__fields">
            {texts(
                editor,
                ask("page-title", words::PAGE_TITLE),
                Size::Line,
                &part(move |schema| spot.page_mut(schema).map(|page| &mut page.title)),
            )} {group(words::SHOW, rule(editor, spot, RuleOf::Shown))}
        </div>
    }
    .into_any()
}

pub fn section(editor: Editor, spot: Spot) -> AnyView {
    view! {
        <div class="properties__fields">
            {texts(
                editor,
                ask("section-title", words::SECTION_TITLE),
                Size::Line,
                &part(move |schema| spot.section_mut(schema).map(|section| &mut section.title)),
            )}
            {texts(
                editor,
                ask("section-introduction", words::INTRODUCTION).hint(words::INFORMATION_HINT),
                Size::Lines(3),
                &part(move |schema| spot.section_mut(schema).map(|section| &mut section.introduction)),
            )} {group(words::SHOW, rule(editor, spot, RuleOf::Shown))}
        </div>
    }
    .into_any()
}
