//! What becomes of a form by each step of the builder.

use shared::form::{FormKind, YesNo};

use super::*;

fn text() -> FieldKind {
    FieldKind::Text(shared::form::TextLimits::default())
}

/// Two pages: `a`, `b` in a section and `c` in another; `d` on the second page, shown where `a` is yes.
fn form() -> FormSchema {
    let mut schema = FormSchema::new(FormKind::Questionnaire, Text::english("T"));
    let field = |id: &str| Field::new(id, text(), Text::english(id));
    let section = |fields| Section { fields, ..Section::default() };
    let yes = Field::new("a", FieldKind::YesNo(YesNo::default()), Text::english("a"));
    let mut last = field("d");
    last.show_if = Some(Rule::yes_no("a", true));
    schema.pages = vec![
        Page {
            id: "one".into(),
            sections: vec![section(vec![yes, field("b")]), section(vec![field("c")])],
            ..Page::default()
        },
        Page { id: "two".into(), sections: vec![section(vec![last])], ..Page::default() },
    ];
    schema
}

fn order(schema: &FormSchema) -> String {
    let page = |page: &Page| {
        let section =
            |section: &Section| section.fields.iter().map(|field| field.id.as_str()).collect::<Vec<_>>().join(" ");
        page.sections.iter().map(section).collect::<Vec<_>>().join(" | ")
    };
    schema.pages.iter().map(page).collect::<Vec<_>>().join(" || ")
}

#[test]
fn a_field_is_added_behind_the_one_that_is_chosen() {
    let mut schema = form();
    assert_eq!(add_field(&mut schema, Spot::Field(0, 0, 0), text(), "Your name"), Spot::Field(0, 0, 1));
    assert_eq!(order(&schema), "a your_name b | c || d");
    add_field(&mut schema, Spot::Page(0), text(), "x");
    add_field(&mut schema, Spot::Form, text(), "y");
    assert_eq!(order(&schema), "a your_name b | c x || d y");
    let mut empty = FormSchema::new(FormKind::Consent, Text::english("T"));
    assert_eq!(add_field(&mut empty, Spot::Form, text(), "x"), Spot::Field(0, 0, 0));
}

#[test]
fn a_field_goes_through_sections_and_pages_up_and_down() {
    let mut schema = form();
    let mut spot = Spot::Field(0, 0, 0);
    let mut seen = Vec::new();
    while let Some(next) = step(&mut schema, spot, Way::Down) {
        spot = next;
        seen.push(order(&schema));
    }
    assert_eq!(seen, ["b a | c || d", "b | a c || d", "b | c a || d", "b | c || a d", "b | c || d a"]);
    while let Some(next) = step(&mut schema, spot, Way::Up) {
        spot = next;
    }
    assert_eq!(order(&schema), order(&form()));
}

#[test]
fn pages_and_sections_move_and_stop_at_the_ends() {
    let mut schema = form();
    assert_eq!(step(&mut schema, Spot::Page(0), Way::Up), None);
    assert_eq!(step(&mut schema, Spot::Page(1), Way::Up), Some(Spot::Page(0)));
    assert_eq!(order(&schema), "d || a b | c");
    assert_eq!(step(&mut schema, Spot::Section(1, 0), Way::Up), Some(Spot::Section(0, 1)));
    assert_eq!(order(&schema), "d | a b || c");
    assert_eq!(step(&mut schema, Spot::Section(1, 0), Way::Down), None);
}

#[test]
fn what_is_dragged_lands_where_it_is_let_go() {
    let mut schema = form();
    let mut drag = |dragged, over, below| {
        let to = landing(&schema, dragged, over, below).unwrap();
        place(&mut schema, dragged, to).unwrap();
        order(&schema)
    };
    assert_eq!(drag(Spot::Field(1, 0, 0), Spot::Field(0, 0, 0), false), "d a b | c || ");
    assert_eq!(drag(Spot::Field(0, 0, 0), Spot::Page(1), false), "a b | c || d");
    assert_eq!(drag(Spot::Section(0, 1), Spot::Page(1), false), "a b || c | d");
    assert_eq!(drag(Spot::Page(1), Spot::Field(0, 0, 1), false), "c | d || a b");
    // The last of another section, and of its own.
    assert_eq!(drag(Spot::Field(0, 1, 0), Spot::Field(1, 0, 1), true), "c |  || a b d");
    assert_eq!(drag(Spot::Field(1, 0, 0), Spot::Field(1, 0, 2), true), "c |  || b d a");
    assert_eq!(drag(Spot::Field(1, 0, 0), Spot::Field(1, 0, 2), false), "c |  || d b a");
    // A section let go over a field goes behind the section of that field.
    assert_eq!(drag(Spot::Section(0, 0), Spot::Field(1, 0, 0), false), " || d b a | c");
    assert_eq!(drag(Spot::Section(1, 1), Spot::Section(1, 0), false), " || c | d b a");
    assert_eq!(landing(&schema, Spot::Section(1, 1), Spot::Field(1, 1, 0), true), Some(Spot::Section(1, 1)));
    assert_eq!(place(&mut schema, Spot::Field(9, 9, 9), Spot::Field(0, 0, 0)), None);
}

#[test]
fn rules_follow_a_field_that_is_renamed() {
    let mut schema = form();
    rename(&mut schema, Spot::Field(0, 0, 0), "smoker");
    assert_eq!(schema.field("d").unwrap().show_if, Some(Rule::yes_no("smoker", true)));
    // Of two with one id the other keeps its rules.
    rename(&mut schema, Spot::Field(0, 0, 1), "smoker");
    rename(&mut schema, Spot::Field(0, 0, 1), "b");
    assert_eq!(schema.field("d").unwrap().show_if, Some(Rule::yes_no("smoker", true)));
}

#[test]
fn a_copy_has_ids_of_its_own_and_rules_inside_it_ask_about_the_copy() {
    let mut schema = form();
    assert_eq!(duplicate(&mut schema, Spot::Field(0, 0, 1)), Spot::Field(0, 0, 2));
    assert_eq!(order(&schema), "a b b_2 | c || d");
    schema.pages[0].sections[0].fields[1].show_if = Some(Rule::yes_no("a", true));
    assert_eq!(duplicate(&mut schema, Spot::Page(0)), Spot::Page(1));
    let copies = &schema.pages[1].sections[0].fields;
    assert_eq!(copies[1].show_if, Some(Rule::yes_no(&copies[0].id, true)));
    let mut ids: Vec<&str> = schema.fields().map(|field| field.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{}", order(&schema));
    assert_ne!(schema.pages[0].id, schema.pages[1].id);
}

#[test]
fn what_is_left_is_chosen_after_something_is_removed() {
    let mut schema = form();
    assert_eq!(remove(&mut schema, Spot::Field(0, 0, 1)), Spot::Field(0, 0, 0));
    assert_eq!(remove(&mut schema, Spot::Field(0, 1, 0)), Spot::Page(0));
    assert_eq!(remove(&mut schema, Spot::Section(0, 1)), Spot::Page(0));
    assert_eq!(remove(&mut schema, Spot::Page(1)), Spot::Page(0));
    assert_eq!(remove(&mut schema, Spot::Page(0)), Spot::Form);
    assert_eq!(remove(&mut schema, Spot::Page(0)), Spot::Form);
}
