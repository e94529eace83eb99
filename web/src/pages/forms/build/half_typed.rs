//! What stands in boxes and cannot be read: it is no part of the form, and is kept until it is put right.

use leptos::prelude::*;
use shared::form::FormSchema;

use super::rules::Sentence;
use super::spot::Spot;

/// A box, or the sentence of a rule, with what was typed into it.
#[derive(Clone, Debug, PartialEq)]
pub struct HalfTyped {
    pub spot: Spot,
    /// The id of its element.
    pub id: String,
    pub label: String,
    pub typed: Typed,
    /// What to do.
    pub why: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    Words(String),
    Sentence(Sentence),
}

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Unread {
    all: RwSignal<Vec<HalfTyped>>,
    /// Of what is being drawn anew; what no box claims is gone with its box.
    unclaimed: StoredValue<Vec<HalfTyped>>,
}

impl Unread {
    pub fn new() -> Self {
        Self { all: RwSignal::new(Vec::new()), unclaimed: StoredValue::new(Vec::new()) }
    }

    /// Tracks.
    pub fn all(self) -> Vec<HalfTyped> {
        self.all.get()
    }

    /// How many there are of one place. Tracks.
    pub fn count(self, spot: Spot) -> usize {
        self.all.with(|all| all.iter().filter(|one| one.spot == spot).count())
    }

    pub fn put(self, new: HalfTyped) {
        let is_known = self.all.with_untracked(|all| all.contains(&new));
        if !is_known {
            self.all.update(|all| {
                all.retain(|one| (one.spot, &one.id) != (new.spot, &new.id));
                all.push(new);
            });
        }
    }

    /// The box holds something that can be read.
    pub fn forget(self, spot: Spot, id: &str) {
        self.forget_where(|one| one.spot == spot && one.id == id);
    }

    /// The boxes whose ids begin so stand for something else from now on.
    pub fn forget_those(self, spot: Spot, begin: &str) {
        self.forget_where(|one| one.spot == spot && one.id.starts_with(begin));
    }

    /// The boxes show what is in the form.
    pub fn forget_at(self, spot: Spot) {
        self.forget_where(|one| one.spot == spot);
    }

    pub fn forget_all(self) {
        self.forget_where(|_| true);
    }

    fn forget_where(self, is_gone: impl Fn(&HalfTyped) -> bool) {
        if self.all.with_untracked(|all| all.iter().any(&is_gone)) {
            self.all.update(|all| all.retain(|one| !is_gone(one)));
        }
    }

    /// The boxes of a place are about to be drawn; each claims what was typed into it.
    pub fn draw(self, spot: Spot) {
        let here = self.all.with_untracked(|all| all.iter().filter(|one| one.spot == spot).cloned().collect());
        self.unclaimed.set_value(here);
        self.forget_at(spot);
    }

    /// What was typed into a box that is being drawn.
    pub fn claim(self, spot: Spot, id: &str) -> Option<HalfTyped> {
        let is_it = |one: &HalfTyped| one.spot == spot && one.id == id;
        let found = self.unclaimed.with_value(|all| all.iter().find(|one| is_it(one)).cloned())?;
        self.put(found.clone());
        Some(found)
    }

    /// Places have moved: what is typed goes with its own, or is gone with it.
    pub fn follow(self, before: &FormSchema, after: &FormSchema) {
        if !self.all.with_untracked(Vec::is_empty) {
            self.all.update(|all| {
                let moved = |mut one: HalfTyped| {
                    one.spot = moved(one.spot, before, after)?;
                    Some(one)
                };
                *all = std::mem::take(all).into_iter().filter_map(moved).collect();
            });
        }
    }
}

/// Where something is after the form was changed: fields and pages by their ids, sections by what they are.
fn moved(spot: Spot, before: &FormSchema, after: &FormSchema) -> Option<Spot> {
    let pages = || after.pages.iter().enumerate();
    match spot {
        Spot::Form => Some(Spot::Form),
        Spot::Page(_) => {
            let id = &spot.page_of(before)?.id;
            pages().find(|(_, page)| page.id == *id).map(|(at, _)| Spot::Page(at))
        }
        Spot::Section(..) => {
            let known = spot.section_of(before)?;
            if spot.section_of(after) == Some(known) {
                return Some(spot);
            }
            pages().find_map(|(page, on)| {
                on.sections.iter().position(|section| section == known).map(|at| Spot::Section(page, at))
            })
        }
        Spot::Field(..) => {
            let id = &spot.field_of(before)?.id;
            pages().find_map(|(page, on)| {
                on.sections.iter().enumerate().find_map(|(section, fields)| {
                    let at = fields.fields.iter().position(|field| field.id == *id)?;
                    Some(Spot::Field(page, section, at))
                })
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::form::{Field, FieldKind, FormKind, Page, Section, Text};

    use super::super::edits::{Way, remove, step};
    use super::*;

    #[test]
    fn what_is_half_typed_goes_with_its_own() {
        let field = |id: &str| Field::new(id, FieldKind::Email, Text::english(id));
        let mut before = FormSchema::new(FormKind::Questionnaire, Text::english("T"));
        let section = |title: &str, ids: &[&str]| Section {
            title: Text::english(title),
            fields: ids.iter().map(|id| field(id)).collect(),
            ..Section::default()
        };
        let sections = vec![section("one", &["a", "b"]), section("two", &["c"])];
        before.pages = vec![
            Page { id: "first".into(), sections, ..Page::default() },
            Page { id: "second".into(), ..Page::default() },
        ];
        let mut after = before.clone();
        step(&mut after, Spot::Field(0, 0, 0), Way::Down).unwrap();
        assert_eq!(moved(Spot::Field(0, 0, 0), &before, &after), Some(Spot::Field(0, 0, 1)));
        assert_eq!(moved(Spot::Section(0, 1), &before, &after), Some(Spot::Section(0, 1)));
        remove(&mut after, Spot::Section(0, 0));
        assert_eq!(moved(Spot::Field(0, 0, 0), &before, &after), None);
        assert_eq!(moved(Spot::Section(0, 1), &before, &after), Some(Spot::Section(0, 0)));
        step(&mut after, Spot::Page(0), Way::Down).unwrap();
        assert_eq!(moved(Spot::Page(1), &before, &after), Some(Spot::Page(0)));
        assert_eq!(moved(Spot::Form, &before, &after), Some(Spot::Form));
    }
}
