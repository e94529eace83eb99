//! The form that is being built, for the outline, the properties and the preview: what is chosen, and undo.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::form::{Day, FieldKind, FormSchema, SchemaProblem, Untranslated, check, untranslated};

use super::edits::{self, Way};
use super::following::Following;
use super::half_typed::Unread;
use super::history::History;
use super::spot::Spot;
use crate::browser;
use crate::text::form_builder as words;
use crate::time;

/// What undo brings back.
#[derive(Clone)]
struct State {
    schema: FormSchema,
    following: Following,
}

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
    /// What readers of its other languages are shown in the first one.
    pub untranslated: Memo<Vec<Untranslated>>,
    /// What stands in boxes and is no part of the form.
    pub unread: Unread,
    /// What was done last, for those who do not see it.
    pub said: RwSignal<String>,
    /// Whether one may change it.
    pub may_edit: bool,
    /// What is folded open in the properties of what is chosen.
    pub unfolded: StoredValue<BTreeSet<String>>,
    history: RwSignal<History<State>>,
    following: StoredValue<Following>,
}

impl Editor {
    pub fn new(schema: FormSchema, may_edit: bool) -> Self {
        let schema = RwSignal::new(schema);
        let problems = Memo::new(move |_| schema.with(problems_of));
        let untranslated = Memo::new(move |_| match today() {
            Some(Day::On(today)) => schema.with(|schema| untranslated(schema, today)),
            _ => Vec::new(),
        });
        Self {
            schema,
            chosen: RwSignal::new(Spot::Form),
            epoch: RwSignal::new(0),
            problems,
            untranslated,
            unread: Unread::new(),
            said: RwSignal::new(String::new()),
            may_edit,
            unfolded: StoredValue::new(BTreeSet::new()),
            history: RwSignal::new(History::new()),
            following: StoredValue::new(Following::default()),
        }
    }

    fn state(self) -> State {
        State { schema: self.schema.get_untracked(), following: self.following.get_value() }
    }

    /// Changes what is chosen. `what` is the same for what is undone together, see [`History::record`].
    pub fn edit(self, what: &str, change: impl FnOnce(&mut FormSchema)) {
        self.edit_named(what, |schema, _| change(schema));
    }

    /// The same for what has to do with names that follow their words.
    pub fn edit_named(self, what: &str, change: impl FnOnce(&mut FormSchema, &mut Following)) {
        let before = self.state();
        let mut after = before.clone();
        change(&mut after.schema, &mut after.following);
        self.done(what, before, after);
    }

    fn done(self, what: &str, before: State, after: State) {
        self.following.set_value(after.following);
        if after.schema != before.schema {
            let key = self.chosen.get_untracked().key();
            let what = if what.is_empty() { String::new() } else { format!("{key} {what}") };
            self.history.update(|history| history.record(before, &what, time::now_ms()));
            self.schema.set(after.schema);
        }
    }

    /// The same for what the properties do not know of.
    fn rebuild(self, chosen: Spot, said: String, after: State) {
        let before = self.state();
        self.unread.follow(&before.schema, &after.schema);
        self.done("", before, after);
        self.look_at(chosen);
        self.said.set(said);
    }

    fn look_at(self, chosen: Spot) {
        if self.chosen.get_untracked() != chosen {
            self.unfolded.set_value(BTreeSet::new());
        }
        self.chosen.set(chosen);
        self.epoch.update(|epoch| *epoch += 1);
    }

    /// Puts another form in its place; undo brings back this one.
    pub fn put(self, schema: FormSchema) {
        self.unread.forget_all();
        self.rebuild(Spot::Form, String::new(), State { schema, following: Following::default() });
    }

    /// The form is being published: ids and values stay from now on, also in what undo brings back.
    pub fn settle(self) {
        self.following.update_value(Following::settle);
        self.history.update(|history| history.each(|state| state.following.settle()));
    }

    /// Reads something of the form as it is, without tracking.
    pub fn look<T>(self, at: impl FnOnce(&FormSchema) -> T) -> T {
        self.schema.with_untracked(at)
    }

    /// Shows the properties of something and takes the keyboard there.
    pub fn choose(self, spot: Spot) {
        self.history.update_untracked(History::pause);
        self.look_at(spot);
        focus_soon("#properties-title");
    }

    pub fn add_field(self, kind: FieldKind, label: &str) {
        let beside = self.chosen.get_untracked();
        let mut after = self.state();
        let added = edits::add_field(&mut after.schema, beside, kind, label);
        if let Some(field) = added.field_of(&after.schema) {
            after.following.begin(field);
        }
        self.rebuild(added, words::added(label), after);
        focus_soon("#field-label, #information-text");
    }

    pub fn add_page(self) {
        let beside = self.chosen.get_untracked();
        let mut after = self.state();
        let added = edits::add_page(&mut after.schema, beside);
        self.rebuild(added, words::PAGE_ADDED.to_owned(), after);
        focus_soon("#page-title");
    }

    pub fn add_section(self, beside: Spot) {
        let mut after = self.state();
        let added = edits::add_section(&mut after.schema, beside);
        self.rebuild(added, words::SECTION_ADDED.to_owned(), after);
        focus_soon("#section-title");
    }

    pub fn duplicate(self, spot: Spot) {
        let mut after = self.state();
        let copy = edits::duplicate(&mut after.schema, spot);
        self.rebuild(copy, words::DUPLICATED.to_owned(), after);
        focus_soon(&format!("#choose-{}", copy.key()));
    }

    pub fn remove(self, spot: Spot) {
        let mut after = self.state();
        let name = name_of(&after.schema, spot);
        let next = edits::remove(&mut after.schema, spot);
        self.rebuild(next, words::removed(&name), after);
        focus_soon(&format!("#choose-{}", next.key()));
    }

    /// Moves it one place; the keyboard stays on the button that moved it.
    pub fn step(self, spot: Spot, way: Way) {
        let mut after = self.state();
        let name = name_of(&after.schema, spot);
        match edits::step(&mut after.schema, spot, way) {
            Some(to) => {
                self.rebuild(to, words::moved(&name, way == Way::Up), after);
                let button = if way == Way::Up { "up" } else { "down" };
                focus_soon(&format!("#{button}-{}", to.key()));
            }
            None => self.said.set(words::AT_THE_END.to_owned()),
        }
    }

    /// Where something goes that is let go over the upper or the lower half of a line; nothing where it stays.
    pub fn landing(self, dragged: Spot, over: Spot, below: bool) -> Option<Spot> {
        self.look(|schema| edits::landing(schema, dragged, over, below)).filter(|to| *to != dragged)
    }

    /// Lets something go that was dragged.
    pub fn drop_on(self, dragged: Spot, over: Spot, below: bool) {
        let mut after = self.state();
        let name = name_of(&after.schema, dragged);
        let to = self.landing(dragged, over, below);
        if let Some(to) = to.and_then(|to| edits::place(&mut after.schema, dragged, to)) {
            self.rebuild(to, words::placed(&name), after);
        }
    }

    pub fn undo(self) {
        self.go(History::undo, words::UNDONE);
    }

    pub fn redo(self) {
        self.go(History::redo, words::REDONE);
    }

    fn go(self, to: fn(&mut History<State>, State) -> Option<State>, said: &'static str) {
        let now = self.state();
        let before = now.schema.clone();
        let found = self.history.try_update(|history| to(history, now)).flatten();
        let Some(state) = found else {
            self.said.set(words::NOTHING_TO_UNDO.to_owned());
            return;
        };
        // What had the keyboard is drawn anew, and keeps it.
        let focused = document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        let chosen = self.chosen.get_untracked();
        self.unread.forget_at(chosen);
        self.unread.follow(&before, &state.schema);
        let chosen = if chosen.is_in(&state.schema) { chosen } else { Spot::Form };
        self.following.set_value(state.following);
        self.schema.set(state.schema);
        self.look_at(chosen);
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
