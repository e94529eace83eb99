//! A form one step at a time, for pages without script: nothing on a step depends on another answer of the same step.

use std::collections::BTreeSet;
use std::ops::Range;

use super::logic::Visible;
use super::schema::{FormSchema, Placed};

/// Fields that can be shown together because none asks about another of them.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// Index of the page the fields are on; a page may need several steps.
    pub page: usize,
    pub fields: Vec<Placed<'a>>,
}

impl Step<'_> {
    /// Whether a field is asked here.
    pub fn has(&self, id: &str) -> bool {
        self.fields.iter().any(|placed| placed.field.id == id)
    }

    /// Whether there is anything to see.
    pub fn is_shown(&self, visible: &Visible) -> bool {
        self.fields.iter().any(|placed| placed.field.kind.is_seen() && visible.contains(&placed.field.id))
    }
}

/// The steps of a form, the same for everybody. Pages are cut before a field whose rules ask about the step so far.
pub fn steps(schema: &FormSchema) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for placed in schema.placed() {
        let rules = placed.show_rules().chain(&placed.field.required_if);
        let depends = rules.flat_map(super::rule::Rule::fields).any(|field| asked.contains(field));
        match steps.last_mut() {
            Some(step) if step.page == placed.page_index && !depends => step.fields.push(placed),
            _ => {
                asked.clear();
                steps.push(Step { page: placed.page_index, fields: vec![placed] });
            }
        }
        asked.insert(&placed.field.id);
    }
    steps
}

/// The steps of the page that a step is on, itself among them; none for a step that is not there.
pub fn steps_of_page(steps: &[Step<'_>], at: usize) -> Range<usize> {
    let Some(page) = steps.get(at).map(|step| step.page) else { return at..at };
    let on_page = |step: &&Step<'_>| step.page == page;
    let before = steps[..at].iter().rev().take_while(on_page).count();
    at - before..at + steps[at..].iter().take_while(on_page).count()
}

/// The step to show after another (or the first), leaving out those with nothing to see; none at the end.
pub fn next_step(steps: &[Step<'_>], visible: &Visible, after: Option<usize>) -> Option<usize> {
    let first = after.map_or(0, |after| after.saturating_add(1));
    (first..steps.len()).find(|&index| steps[index].is_shown(visible))
}

/// The step to go back to; none at the beginning.
pub fn previous_step(steps: &[Step<'_>], visible: &Visible, before: usize) -> Option<usize> {
    (0..before.min(steps.len())).rev().find(|&index| steps[index].is_shown(visible))
}

/// Where a reader is: the number of the step among those to be seen, and how many there are as things stand.
pub fn progress(steps: &[Step<'_>], visible: &Visible, at: usize) -> (usize, usize) {
    let shown = |range: &[Step<'_>]| range.iter().filter(|step| step.is_shown(visible)).count();
    (shown(&steps[..steps.len().min(at + 1)]), shown(steps))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::test_forms::{form_of_pages, given, validator};
    use crate::form::text::Language;
    use serde_json::{Value as Json, json};

    fn form() -> FormSchema {
        let text = |id: &str| json!({ "id": id, "kind": { "text": {} }, "label": { "en": id } });
        let yes = json!({ "yesNo": { "field": "asthma", "is": true } });
        form_of_pages(json!([
            { "id": "first", "sections": [{ "fields": [
                text("given_name"),
                { "id": "asthma", "kind": { "yesNo": {} }, "label": { "en": "Asthma?" }, "required": true },
                { "id": "inhaler", "kind": { "text": {} }, "label": { "en": "Inhaler" }, "showIf": yes, "required": true },
                text("town")
            ] }] },
            { "id": "second", "showIf": yes, "sections": [{ "fields": [text("attacks")] }] },
            { "id": "third", "sections": [{ "fields": [
                { "id": "source", "kind": { "hidden": {} } }
            ] }, { "fields": [text("remarks")] }] }
        ]))
    }

    fn walk(answers: Json) -> Vec<usize> {
        let (form, language) = (form(), Language::english());
        let steps = steps(&form);
        let visible = validator(&form, &language).visible(&given(answers));
        let mut at = None;
        let mut walked = Vec::new();
        while let Some(next) = next_step(&steps, &visible, at) {
            assert_eq!(previous_step(&steps, &visible, next), walked.last().copied());
            walked.push(next);
            at = Some(next);
        }
        walked
    }

    #[test]
    fn nothing_on_a_step_asks_about_the_same_step() {
        let form = form();
        let shown: Vec<(usize, Vec<&str>)> = steps(&form)
            .iter()
            .map(|step| (step.page, step.fields.iter().map(|placed| placed.field.id.as_str()).collect()))
            .collect();
        assert_eq!(
            shown,
            [
                (0, vec!["given_name", "asthma"]),
                (0, vec!["inhaler", "town"]),
                (1, vec!["attacks"]),
                (2, vec!["source", "remarks"])
            ]
        );
    }

    #[test]
    fn a_page_is_the_steps_on_it() {
        let form = form();
        let steps = steps(&form);
        let pages: Vec<Range<usize>> = (0..5).map(|at| steps_of_page(&steps, at)).collect();
        assert_eq!(pages, [0..2, 0..2, 2..3, 3..4, 4..4]);
    }

    #[test]
    fn steps_with_nothing_to_see_are_left_out() {
        assert_eq!(walk(json!({ "asthma": "yes" })), [0, 1, 2, 3]);
        assert_eq!(walk(json!({ "asthma": "no" })), [0, 1, 3]);
    }

    #[test]
    fn a_step_is_checked_by_itself() {
        let (form, language) = (form(), Language::english());
        let validator = validator(&form, &language);
        let steps = steps(&form);
        assert!(validator.validate_step(&given(json!({ "asthma": "yes" })), &steps[0]).is_ok());
        let problems = validator.validate_step(&given(json!({ "asthma": "yes" })), &steps[1]).unwrap_err();
        assert_eq!(problems[0].field, "inhaler");
        assert!(validator.validate_step(&given(json!({ "asthma": "no" })), &steps[1]).is_ok());
    }

    #[test]
    fn progress_counts_what_is_to_be_seen() {
        let (form, language) = (form(), Language::english());
        let steps = steps(&form);
        let visible = validator(&form, &language).visible(&given(json!({ "asthma": "no" })));
        assert_eq!(progress(&steps, &visible, 0), (1, 3));
        assert_eq!(progress(&steps, &visible, 3), (3, 3));
        assert_eq!(next_step(&steps, &visible, Some(usize::MAX)), None);
    }
}
