//! What the builder does to a form, one step each. Each tells where the thing it was done to is then.

use shared::form::{Field, FieldKind, FormSchema, Given, Page, Rule, Section, Text};

use super::names;
use super::spot::Spot;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

/// Adds a field behind the one that is chosen, or at the end of the section or page that is.
pub fn add_field(schema: &mut FormSchema, beside: Spot, kind: FieldKind, label: &str) -> Spot {
    let id = names::field_id(label, schema, None);
    let mut text = Text::default();
    if kind.takes_answer() {
        text.set(schema.default_language(), label);
    }
    let field = Field::new(&id, kind, text);
    let (page, section, at) = room_beside(schema, beside);
    schema.pages[page].sections[section].fields.insert(at, field);
    Spot::Field(page, section, at)
}

/// Where a field goes that is added beside something; makes the page and the section where there is none.
fn room_beside(schema: &mut FormSchema, beside: Spot) -> (usize, usize, usize) {
    if schema.pages.is_empty() {
        add_page(schema, Spot::Form);
    }
    let page = beside.page().unwrap_or(usize::MAX).min(schema.pages.len() - 1);
    let sections = &mut schema.pages[page].sections;
    if sections.is_empty() {
        sections.push(Section::default());
    }
    let last = sections.len() - 1;
    let (section, at) = match beside {
        Spot::Field(_, section, field) => (section.min(last), field + 1),
        Spot::Section(_, section) => (section.min(last), usize::MAX),
        Spot::Form | Spot::Page(_) => (last, usize::MAX),
    };
    (page, section, at.min(sections[section].fields.len()))
}

/// Adds a page behind the one that is chosen, or at the end.
pub fn add_page(schema: &mut FormSchema, beside: Spot) -> Spot {
    let id = names::page_id(schema);
    let at = beside.page().map_or(schema.pages.len(), |page| page + 1).min(schema.pages.len());
    schema.pages.insert(at, Page { id, sections: vec![Section::default()], ..Page::default() });
    Spot::Page(at)
}

/// Adds a section behind the one that is chosen, or at the end of the page.
pub fn add_section(schema: &mut FormSchema, beside: Spot) -> Spot {
    if schema.pages.is_empty() {
        add_page(schema, Spot::Form);
    }
    let page = beside.page().unwrap_or(usize::MAX).min(schema.pages.len() - 1);
    let sections = &mut schema.pages[page].sections;
    let at = match beside {
        Spot::Section(_, section) | Spot::Field(_, section, _) => section + 1,
        _ => sections.len(),
    };
    let at = at.min(sections.len());
    sections.insert(at, Section::default());
    Spot::Section(page, at)
}

/// Makes a second one behind it; of pages and sections with all that is in them.
pub fn duplicate(schema: &mut FormSchema, spot: Spot) -> Spot {
    match spot {
        Spot::Form => spot,
        Spot::Page(at) => {
            let Some(mut page) = schema.pages.get(at).cloned() else { return spot };
            page.id = names::page_id(schema);
            let mut taken = Vec::new();
            let mut sections = std::mem::take(&mut page.sections);
            rename_all(schema, sections.iter_mut().flat_map(|section| &mut section.fields), &mut taken);
            for section in &mut sections {
                follow(section, &taken);
            }
            page.sections = sections;
            schema.pages.insert(at + 1, page);
            Spot::Page(at + 1)
        }
        Spot::Section(page, at) => {
            let Some(mut section) = spot.section_of(schema).cloned() else { return spot };
            let mut taken = Vec::new();
            rename_all(schema, section.fields.iter_mut(), &mut taken);
            follow(&mut section, &taken);
            schema.pages[page].sections.insert(at + 1, section);
            Spot::Section(page, at + 1)
        }
        Spot::Field(page, section, at) => {
            let Some(mut field) = spot.field_of(schema).cloned() else { return spot };
            field.id = names::field_id(&field.id, schema, None);
            field.link_id = None;
            schema.pages[page].sections[section].fields.insert(at + 1, field);
            Spot::Field(page, section, at + 1)
        }
    }
}

/// Gives copies of fields ids that neither the form nor another copy has; `renamed` holds old and new.
fn rename_all<'a>(
    schema: &FormSchema,
    fields: impl Iterator<Item = &'a mut Field>,
    renamed: &mut Vec<(String, String)>,
) {
    for field in fields {
        let mut id = names::field_id(&field.id, schema, None);
        let mut number = 2;
        while renamed.iter().any(|(_, new)| *new == id) {
            number += 1;
            id = names::field_id(&format!("{} {number}", field.id), schema, None);
        }
        renamed.push((std::mem::replace(&mut field.id, id.clone()), id));
        field.link_id = None;
    }
}

/// Rules inside a copy ask about the copies.
fn follow(section: &mut Section, renamed: &[(String, String)]) {
    let rules = section.fields.iter_mut().flat_map(|field| [&mut field.show_if, &mut field.required_if]);
    for rule in rules.chain([&mut section.show_if]).flatten() {
        for (old, new) in renamed {
            rename_in(rule, old, new);
        }
    }
}

/// Takes it away; tells what is chosen then.
pub fn remove(schema: &mut FormSchema, spot: Spot) -> Spot {
    if !spot.is_in(schema) {
        return Spot::Form;
    }
    match spot {
        Spot::Form => Spot::Form,
        Spot::Page(at) => {
            schema.pages.remove(at);
            if schema.pages.is_empty() { Spot::Form } else { Spot::Page(at.min(schema.pages.len() - 1)) }
        }
        Spot::Section(page, at) => {
            schema.pages[page].sections.remove(at);
            Spot::Page(page)
        }
        Spot::Field(page, section, at) => {
            let fields = &mut schema.pages[page].sections[section].fields;
            fields.remove(at);
            if fields.is_empty() { Spot::Page(page) } else { Spot::Field(page, section, at.min(fields.len() - 1)) }
        }
    }
}

/// Moves it one place; a field goes on into the next section, and a section into the next page.
pub fn step(schema: &mut FormSchema, spot: Spot, way: Way) -> Option<Spot> {
    let to = match (spot, way) {
        (Spot::Form, _) => return None,
        (Spot::Page(at), Way::Up) => Spot::Page(at.checked_sub(1)?),
        (Spot::Page(at), Way::Down) => Spot::Page(at + 1),
        (Spot::Section(page, at), Way::Up) => match at.checked_sub(1) {
            Some(before) => Spot::Section(page, before),
            None => Spot::Section(page.checked_sub(1)?, schema.pages.get(page - 1)?.sections.len()),
        },
        (Spot::Section(page, at), Way::Down) if at + 1 < schema.pages.get(page)?.sections.len() => {
            Spot::Section(page, at + 1)
        }
        (Spot::Section(page, _), Way::Down) => Spot::Section(page + 1, 0),
        (Spot::Field(page, section, 0), Way::Up) => {
            let (page, section) = section_before(schema, page, section)?;
            Spot::Field(page, section, schema.pages[page].sections[section].fields.len())
        }
        (Spot::Field(page, section, at), Way::Up) => Spot::Field(page, section, at - 1),
        (Spot::Field(page, section, at), Way::Down) if at + 1 < spot.section_of(schema)?.fields.len() => {
            Spot::Field(page, section, at + 1)
        }
        (Spot::Field(page, section, _), Way::Down) => {
            let (page, section) = section_after(schema, page, section)?;
            Spot::Field(page, section, 0)
        }
    };
    place(schema, spot, to)
}

fn section_before(schema: &FormSchema, page: usize, section: usize) -> Option<(usize, usize)> {
    if section > 0 {
        return Some((page, section - 1));
    }
    let found = (0..page).rev().find(|&page| !schema.pages[page].sections.is_empty())?;
    Some((found, schema.pages[found].sections.len() - 1))
}

fn section_after(schema: &FormSchema, page: usize, section: usize) -> Option<(usize, usize)> {
    if section + 1 < schema.pages.get(page)?.sections.len() {
        return Some((page, section + 1));
    }
    (page + 1..schema.pages.len()).find(|&page| !schema.pages[page].sections.is_empty()).map(|page| (page, 0))
}

/// Takes something out and puts it where `to` says, counted without it. Nothing where it cannot go there.
pub fn place(schema: &mut FormSchema, from: Spot, to: Spot) -> Option<Spot> {
    if !from.is_in(schema) {
        return None;
    }
    match (from, to) {
        (Spot::Page(at), Spot::Page(to)) => {
            if to >= schema.pages.len() {
                return None;
            }
            let page = schema.pages.remove(at);
            schema.pages.insert(to, page);
            Some(Spot::Page(to))
        }
        (Spot::Section(page, at), Spot::Section(to_page, to)) => {
            schema.pages.get(to_page)?;
            let section = schema.pages[page].sections.remove(at);
            let sections = &mut schema.pages[to_page].sections;
            let to = to.min(sections.len());
            sections.insert(to, section);
            Some(Spot::Section(to_page, to))
        }
        (Spot::Field(page, section, at), Spot::Field(to_page, to_section, to)) => {
            schema.pages.get(to_page)?.sections.get(to_section)?;
            let field = schema.pages[page].sections[section].fields.remove(at);
            let fields = &mut schema.pages[to_page].sections[to_section].fields;
            let to = to.min(fields.len());
            fields.insert(to, field);
            Some(Spot::Field(to_page, to_section, to))
        }
        _ => None,
    }
}

/// Where something that is dragged goes when it is let go over the upper or, `below`, the lower half of the line of
/// `over`, counted without it. A page takes the place of the page it is let go over.
pub fn landing(schema: &FormSchema, dragged: Spot, over: Spot, below: bool) -> Option<Spot> {
    let behind = usize::from(below);
    // What goes away before it makes one place less.
    let without = |is_here: bool, from: usize, to: usize| to - usize::from(is_here && from < to);
    match (dragged, over) {
        (Spot::Page(_), over) => over.page().map(Spot::Page),
        (Spot::Section(from, at), Spot::Section(page, to)) => {
            Some(Spot::Section(page, without(from == page, at, to + behind)))
        }
        // Fields are in sections: it goes behind the one that they are in.
        (Spot::Section(from, at), Spot::Field(page, to, _)) => {
            let to = if (from, at) == (page, to) { to } else { without(from == page, at, to + 1) };
            Some(Spot::Section(page, to))
        }
        (Spot::Section(..), Spot::Page(page)) => Some(Spot::Section(page, 0)),
        (Spot::Field(from_page, from, at), Spot::Field(page, section, to)) => {
            let is_here = (from_page, from) == (page, section);
            Some(Spot::Field(page, section, without(is_here, at, to + behind)))
        }
        (Spot::Field(..), Spot::Section(page, section)) => Some(Spot::Field(page, section, 0)),
        (Spot::Field(..), Spot::Page(page)) if !schema.pages.get(page)?.sections.is_empty() => {
            Some(Spot::Field(page, 0, 0))
        }
        _ => None,
    }
}

/// Gives a field another id, in the rules about it too.
pub fn rename(schema: &mut FormSchema, spot: Spot, new: &str) {
    let Some(field) = spot.field_mut(schema) else { return };
    let old = std::mem::replace(&mut field.id, new.to_owned());
    // Another field of the same id keeps its rules.
    if old == new || schema.field(&old).is_some() {
        return;
    }
    for rule in rules(schema) {
        rename_in(rule, &old, new);
    }
}

/// Every rule of a form.
fn rules(schema: &mut FormSchema) -> impl Iterator<Item = &mut Rule> {
    schema.pages.iter_mut().flat_map(|page| {
        let inner = page.sections.iter_mut().flat_map(|section| {
            let fields = section.fields.iter_mut().flat_map(|field| [&mut field.show_if, &mut field.required_if]);
            fields.chain([&mut section.show_if])
        });
        inner.chain([&mut page.show_if]).flatten()
    })
}

/// Stores an option of a choice as something else, in the rules about it and in the default too.
pub fn revalue(schema: &mut FormSchema, spot: Spot, index: usize, new: &str) {
    let Some(field) = spot.field_mut(schema) else { return };
    let FieldKind::Choice(choice) = &mut field.kind else { return };
    let Some(option) = choice.options.get_mut(index) else { return };
    let old = std::mem::replace(&mut option.value, new.to_owned());
    // Another option of the same value keeps its rules.
    if old == new || choice.option(&old).is_some() {
        return;
    }
    match &mut field.default {
        Some(Given::Text(value)) => replace(value, &old, new),
        Some(Given::List(values)) => values.iter_mut().for_each(|value| replace(value, &old, new)),
        _ => {}
    }
    let id = field.id.clone();
    for rule in rules(schema) {
        revalue_in(rule, &id, &old, new);
    }
}

fn revalue_in(rule: &mut Rule, field: &str, old: &str, new: &str) {
    match rule {
        Rule::All(rules) | Rule::Any(rules) => {
            for rule in rules {
                revalue_in(rule, field, old, new);
            }
        }
        Rule::Not(rule) => revalue_in(rule, field, old, new),
        Rule::Chosen(chosen) if chosen.field == field => {
            chosen.any_of.iter_mut().for_each(|value| replace(value, old, new));
        }
        _ => {}
    }
}

fn replace(there: &mut String, old: &str, new: &str) {
    if there == old {
        new.clone_into(there);
    }
}

fn rename_in(rule: &mut Rule, old: &str, new: &str) {
    let field = match rule {
        Rule::All(rules) | Rule::Any(rules) => return rules.iter_mut().for_each(|rule| rename_in(rule, old, new)),
        Rule::Not(rule) => return rename_in(rule, old, new),
        Rule::Answered(field) => field,
        Rule::YesNo(rule) => &mut rule.field,
        Rule::Chosen(rule) => &mut rule.field,
        Rule::Number(rule) => &mut rule.field,
        Rule::Date(rule) => &mut rule.field,
        Rule::Age(rule) => &mut rule.field,
        Rule::Text(rule) => &mut rule.field,
    };
    if field == old {
        new.clone_into(field);
    }
}

#[cfg(test)]
#[path = "edits_tests.rs"]
mod tests;
