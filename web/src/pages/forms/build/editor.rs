//! The form that is being built, for the outline, the properties and the preview: what is chosen, and undo.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::form::{Choice, Day, FieldKind, FormSchema, SchemaProblem, check};

use super::edits::{self, Way};
use super::history::History;
use super::names;
use super::spot::Spot;
use crate::browser;
use crate::text::form_builder as words;
use crate::time;

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Editor {
    /// The form as it is now.
    pub schema: RwSignal<FormSchema>,
    pub chosen: RwSignal<Spot>,
    /// Goes up when the form changes other than through its properties, which are then shown anew.
    pub epoch: RwSignal<u32>,
    /// What keeps the form from being published.
    pub problems: Memo<Vec<SchemaProblem>>,
    /// What was done last, for those who do not see it.
    pub said: RwSignal<String>,
    /// Whether one may change it.
    pub may_edit: bool,
    history: RwSignal<History<FormSchema>>,
    /// Fields whose id still follows their label: they are new, and nobody has chosen it.
    following: StoredValue<BTreeSet<String>>,
}

impl Editor {
    pub fn new(schema: FormSchema, may_edit: bool) -> Self {
        let schema = RwSignal::new(schema);
        let problems = Memo::new(move |_| schema.with(problems_of));
        Self {
            schema,
            chosen: RwSignal::new(Spot::Form),
            epoch: RwSignal::new(0),
            problems,
            said: RwSignal::new(String::new()),
            may_edit,
            history: RwSignal::new(History::new()),
            following: StoredValue::new(BTreeSet::new()),
        }
    }

    /// Changes the form. `what` is the same for what is undone together, see [`History::record`].
    pub fn edit(self, what: &str, change: impl FnOnce(&mut FormSchema)) {
        let before = self.schema.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.history.update(|history| history.record(before, what, time::now_ms()));
            self.schema.set(after);
        }
    }

    /// The same for what the properties do not know of.
    fn rebuild(self, chosen: Spot, said: String, change: impl FnOnce(&mut FormSchema)) {
        self.edit("", change);
        self.chosen.set(chosen);
        self.epoch.update(|epoch| *epoch += 1);
        self.said.set(said);
    }

    /// Puts another form in its place; undo brings back this one.
    pub fn put(self, schema: FormSchema) {
        self.rebuild(Spot::Form, String::new(), |now| *now = schema);
    }

    /// Reads something of the form as it is, without tracking.
    pub fn look<T>(self, at: impl FnOnce(&FormSchema) -> T) -> T {
        self.schema.with_untracked(at)
    }

    /// Shows the properties of something and takes the keyboard there.
    pub fn choose(self, spot: Spot) {
        self.chosen.set(spot);
        self.epoch.update(|epoch| *epoch += 1);
        focus_soon("#properties-title");
    }

    pub fn add_field(self, kind: FieldKind, label: &str) {
        let beside = self.chosen.get_untracked();
        let mut schema = self.schema.get_untracked();
        let added = edits::add_field(&mut schema, beside, kind, label);
        if let Some(field) = added.field_of(&schema) {
            let id = field.id.clone();
            self.following.update_value(|following| {
                following.insert(id);
            });
        }
        self.rebuild(added, words::added(label), |now| *now = schema);
        focus_soon("#field-label, #information-text");
    }

    pub fn add_page(self) {
        let beside = self.chosen.get_untracked();
        let mut schema = self.schema.get_untracked();
        let added = edits::add_page(&mut schema, beside);
        self.rebuild(added, words::PAGE_ADDED.to_owned(), |now| *now = schema);
        focus_soon("#page-title");
    }

    pub fn add_section(self, beside: Spot) {
        let mut schema = self.schema.get_untracked();
        let added = edits::add_section(&mut schema, beside);
        self.rebuild(added, words::SECTION_ADDED.to_owned(), |now| *now = schema);
        focus_soon("#section-title");
    }

    pub fn duplicate(self, spot: Spot) {
        let mut schema = self.schema.get_untracked();
        let copy = edits::duplicate(&mut schema, spot);
        self.rebuild(copy, words::DUPLICATED.to_owned(), |now| *now = schema);
        focus_soon(&format!("#choose-{}", copy.key()));
    }

    pub fn remove(self, spot: Spot) {
        let name = self.look(|schema| name_of(schema, spot));
        let mut schema = self.schema.get_untracked();
        let next = edits::remove(&mut schema, spot);
        self.rebuild(next, words::removed(&name), |now| *now = schema);
        focus_soon(&format!("#choose-{}", next.key()));
    }

    /// Moves it one place; the keyboard stays on the button that moved it.
    pub fn step(self, spot: Spot, way: Way) {
        let mut schema = self.schema.get_untracked();
        let name = name_of(&schema, spot);
        match edits::step(&mut schema, spot, way) {
            Some(to) => {
                self.rebuild(to, words::moved(&name, way == Way::Up), |now| *now = schema);
                let button = if way == Way::Up { "up" } else { "down" };
                focus_soon(&format!("#{button}-{}", to.key()));
            }
            None => self.said.set(words::AT_THE_END.to_owned()),
        }
    }

    /// Lets something go that was dragged.
    pub fn drop_on(self, dragged: Spot, over: Spot) {
        let mut schema = self.schema.get_untracked();
        let name = name_of(&schema, dragged);
        let placed = edits::landing(&schema, dragged, over).filter(|to| *to != dragged);
        if let Some(to) = placed.and_then(|to| edits::place(&mut schema, dragged, to)) {
            self.rebuild(to, words::placed(&name), |now| *now = schema);
        }
    }

    /// Gives the chosen field another label, and its id with it while nobody has chosen that.
    pub fn relabel(self, schema: &mut FormSchema, spot: Spot, label: &str) {
        let Some(old) = spot.field_of(schema).map(|field| field.id.clone()) else { return };
        if self.following.with_value(|following| following.contains(&old)) {
            let new = names::field_id(label, schema, Some(&old));
            edits::rename(schema, spot, &new);
            self.following.update_value(|following| {
                following.remove(&old);
                following.insert(new);
            });
        }
    }

    /// Somebody has chosen the id: it follows the label no more.
    pub fn rename(self, spot: Spot, id: &str) {
        let old = self.look(|schema| spot.field_of(schema).map(|field| field.id.clone()));
        self.following.update_value(|following| {
            following.remove(old.as_deref().unwrap_or_default());
        });
        self.edit("id", |schema| edits::rename(schema, spot, id));
    }

    /// The value of this new option follows its label until somebody chooses one.
    pub fn follow_value(self, value: &str) {
        self.following.update_value(|following| {
            following.insert(option_key(value));
        });
    }

    pub fn has_value_of_its_own(self, value: &str) {
        self.following.update_value(|following| {
            following.remove(&option_key(value));
        });
    }

    /// Gives an option another label, and its value with it while nobody has chosen that.
    pub fn revalue(self, choice: &mut Choice, index: usize, label: &str) {
        let Some(old) = choice.options.get(index).map(|option| option.value.clone()) else { return };
        if self.following.with_value(|following| following.contains(&option_key(&old))) {
            let others = choice.options.iter().filter(|option| option.value != old);
            let others: Vec<&str> = others.map(|option| option.value.as_str()).collect();
            let new = names::option_value(label, &others);
            self.has_value_of_its_own(&old);
            self.follow_value(&new);
            choice.options[index].value = new;
        }
    }

    pub fn undo(self) {
        self.go(History::undo, words::UNDONE);
    }

    pub fn redo(self) {
        self.go(History::redo, words::REDONE);
    }

    fn go(self, to: fn(&mut History<FormSchema>, FormSchema) -> Option<FormSchema>, said: &'static str) {
        let now = self.schema.get_untracked();
        let found = self.history.try_update(|history| to(history, now)).flatten();
        let Some(schema) = found else {
            self.said.set(words::NOTHING_TO_UNDO.to_owned());
            return;
        };
        // What had the keyboard is drawn anew, and keeps it.
        let focused = document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        let chosen = self.chosen.get_untracked();
        if !chosen.is_in(&schema) {
            self.chosen.set(Spot::Form);
        }
        self.schema.set(schema);
        self.epoch.update(|epoch| *epoch += 1);
        self.said.set(said.to_owned());
        if let Some(id) = focused {
            focus_soon(&format!("#{id}"));
        }
    }

    /// Tracks.
    pub fn can_undo(self) -> bool {
        self.history.with(History::can_undo)
    }

    /// Tracks.
    pub fn can_redo(self) -> bool {
        self.history.with(History::can_redo)
    }
}

/// No id of a field has a colon.
fn option_key(value: &str) -> String {
    format!("option:{value}")
}

/// Today, as forms count days from it.
pub fn today() -> Option<Day> {
    time::today().parse().ok()
}

fn problems_of(schema: &FormSchema) -> Vec<SchemaProblem> {
    match today() {
        Some(Day::On(today)) => check(schema, today).err().unwrap_or_default(),
        // A browser whose clock tells no day: the server checks all the same.
        _ => Vec::new(),
    }
}

/// What it is called on the screen.
pub fn name_of(schema: &FormSchema, spot: Spot) -> String {
    let language = schema.default_language();
    let or = |text: &shared::form::Text, otherwise: String| match schema.text(text, &language).trim() {
        "" => otherwise,
        text => text.to_owned(),
    };
    match spot {
        Spot::Form => words::FORM.to_owned(),
        Spot::Page(page) => {
            let title = spot.page_of(schema).map(|page| page.title.clone()).unwrap_or_default();
            or(&title, words::page(page + 1))
        }
        Spot::Section(_, section) => {
            let title = spot.section_of(schema).map(|section| section.title.clone()).unwrap_or_default();
            or(&title, words::section(section + 1))
        }
        Spot::Field(..) => spot.field_of(schema).map_or_else(String::new, |field| match &field.kind {
            FieldKind::Information(information) => or(&information.text, words::UNNAMED.to_owned()),
            _ => or(&field.label, words::UNNAMED.to_owned()),
        }),
    }
}

/// Takes the keyboard to something that is drawn just now.
fn focus_soon(selector: &str) {
    let selector = selector.to_owned();
    // The first frame draws what the change made; only then there is something to focus.
    request_animation_frame(move || request_animation_frame(move || browser::focus(&selector)));
}
