//! The fields of a step under their headings, and those that a script shows on the same page.

use maud::{Markup, html};
use serde_json::json;
use shared::form::{Placed, Step, Visible, steps_of_page};

use super::{
    fields::{Asking, paragraphs},
    sheet::Sheet,
    words::Words,
};

impl<'a> Asking<'a> {
    fn of(sheet: &Sheet<'a>) -> Self {
        let Sheet { schema, language, answers, problems, earlier, .. } = *sheet;
        Self { schema, language, answers, problems, earlier, is_shown_elsewhere: sheet.is_shown_elsewhere() }
    }
}

/// The fields of a step under the headings of their page and sections.
pub(super) fn questions(sheet: &Sheet<'_>, step: &Step<'_>, visible: &Visible) -> Markup {
    let asking = Asking::of(sheet);
    let shown: Vec<_> = step.fields.iter().filter(|placed| visible.contains(&placed.field.id)).collect();
    let page = shown.first().map(|placed| sheet.schema.text(&placed.page.title, sheet.language)).unwrap_or_default();
    html! {
        @if !page.is_empty() { h2 { (page) } }
        @for (position, placed) in shown.iter().enumerate() {
            @let is_first = position == 0 || shown[position - 1].section_index != placed.section_index;
            @if is_first { (heading(sheet, placed)) }
            (asking.field(placed.field))
        }
    }
}

/// The fields of the steps that follow on the same page, each with the rule that shows it: a script unfolds them there,
/// and without one they are steps of their own.
pub(super) fn folded(sheet: &Sheet<'_>, step: &Step<'_>, rest: &[Step<'_>], visible: &Visible) -> Markup {
    let asking = Asking::of(sheet);
    let before = step.fields.iter().rev().find(|placed| visible.contains(&placed.field.id));
    let before = before.map(|placed| placed.section_index);
    let fields: Vec<_> = rest.iter().flat_map(|step| &step.fields).collect();
    html! {
        @for group in fields.chunk_by(|one, next| one.section_index == next.section_index) {
            div data-group {
                @if before != Some(group[0].section_index) { (heading(sheet, group[0])) }
                @for placed in group { div data-if=(rule(placed)) { (asking.field(placed.field)) } }
            }
        }
    }
}

fn heading(sheet: &Sheet<'_>, placed: &Placed<'_>) -> Markup {
    let title = sheet.schema.text(&placed.section.title, sheet.language);
    html! {
        @if !title.is_empty() {
            // Under the heading of the page, where it has one.
            @if placed.page.title.is_empty() { h2 { (title) } } @else { h3 { (title) } }
        }
        (paragraphs(sheet.schema.text(&placed.section.introduction, sheet.language)))
    }
}

/// What must hold for a field to be shown, as JSON.
fn rule(placed: &Placed<'_>) -> String {
    let rules: Vec<_> = placed.show_rules().collect();
    json!({ "all": rules }).to_string()
}

/// Where a reader is whose script shows a page at once; empty where there is one page only.
pub(super) fn paged(steps: &[Step<'_>], visible: &Visible, at: usize, words: &Words) -> String {
    let mut pages: Vec<usize> = steps.iter().filter(|step| step.is_shown(visible)).map(|step| step.page).collect();
    pages.dedup();
    let here = steps_of_page(steps, at).find_map(|at| pages.iter().position(|page| *page == steps[at].page));
    match here {
        Some(here) if pages.len() > 1 => format!("{} {} {} {}", words.step, here + 1, words.of, pages.len()),
        _ => String::new(),
    }
}
