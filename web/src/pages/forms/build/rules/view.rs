//! The sentence of a rule on the screen: a line for each condition, made of choices that read one after the other.

use leptos::prelude::*;
use shared::form::{FieldKind, FormSchema, Rule};

use super::super::editor::{Editor, name_of};
use super::super::half_typed::{HalfTyped, Typed};
use super::super::properties::on_typed;
use super::super::spot::Spot;
use super::condition::{Condition, Test};
use super::options;
use super::sentence::{Line, Sentence, What};
use crate::browser;
use crate::components::button::Button;
use crate::components::field::{Field, Input};
use crate::components::icon::{Icon, Sign};
use crate::components::select::{Choice, Select};
use crate::text::{form_rules as words, properties};

/// What a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleOf {
    Shown,
    Required,
}

impl RuleOf {
    fn name(self) -> &'static str {
        match self {
            Self::Shown => "show",
            Self::Required => "require",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Shown => properties::SHOW,
            Self::Required => properties::REQUIRE,
        }
    }

    fn of(self, schema: &FormSchema, spot: Spot) -> Option<&Rule> {
        match (self, spot) {
            (_, Spot::Form) => None,
            (Self::Required, _) => spot.field_of(schema)?.required_if.as_ref(),
            (Self::Shown, Spot::Page(_)) => spot.page_of(schema)?.show_if.as_ref(),
            (Self::Shown, Spot::Section(..)) => spot.section_of(schema)?.show_if.as_ref(),
            (Self::Shown, Spot::Field(..)) => spot.field_of(schema)?.show_if.as_ref(),
        }
    }

    fn set(self, schema: &mut FormSchema, spot: Spot, rule: Option<Rule>) {
        let place = match (self, spot) {
            (_, Spot::Form) => None,
            (Self::Required, _) => spot.field_mut(schema).map(|field| &mut field.required_if),
            (Self::Shown, Spot::Page(_)) => spot.page_mut(schema).map(|page| &mut page.show_if),
            (Self::Shown, Spot::Section(..)) => spot.section_mut(schema).map(|section| &mut section.show_if),
            (Self::Shown, Spot::Field(..)) => spot.field_mut(schema).map(|field| &mut field.show_if),
        };
        if let Some(place) = place {
            *place = rule;
        }
    }
}

/// A field that can be asked about.
#[derive(Clone)]
pub(super) struct Earlier {
    id: String,
    label: String,
    kind: FieldKind,
    /// Values and labels of a choice.
    pub(super) options: Vec<(String, String)>,
}

/// The rule on the screen. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub(super) struct Lines {
    editor: Editor,
    spot: Spot,
    of: RuleOf,
    pub(super) sentence: RwSignal<Sentence>,
    earlier: StoredValue<Vec<Earlier>>,
    /// The line that is half typed.
    wrong: RwSignal<Option<u32>>,
}

pub fn rule(editor: Editor, spot: Spot, of: RuleOf) -> AnyView {
    // A sentence that could not be read is still there when it is drawn anew.
    let sentence = match editor.unread.claim(spot, of.name()) {
        Some(HalfTyped { typed: Typed::Sentence(sentence), .. }) => sentence,
        _ => editor.look(|schema| Sentence::of(of.of(schema, spot))),
    };
    let wrong = sentence.rule().err();
    let earlier = editor.look(|schema| earlier(schema, spot));
    let lines = Lines {
        editor,
        spot,
        of,
        sentence: RwSignal::new(sentence),
        earlier: StoredValue::new(earlier),
        wrong: RwSignal::new(wrong),
    };
    let keys = Memo::new(move |_| {
        lines.sentence.with(|sentence| sentence.lines.iter().map(|line| line.key).collect::<Vec<_>>())
    });
    let none = move || {
        keys.with(Vec::is_empty).then(|| {
            let words = if of == RuleOf::Shown { words::ALWAYS } else { words::NEVER };
            view! { <p class="field__hint">{words}</p> }
        })
    };
    let is_any = Memo::new(move |_| lines.sentence.with(|sentence| sentence.any));
    let join = move || (keys.with(Vec::len) > 1).then(|| join(lines, is_any));
    let add = move || {
        if lines.earlier.with_value(Vec::is_empty) {
            view! { <p class="field__hint">{words::NONE_BEFORE}</p> }.into_any()
        } else {
            let add = Callback::new(move |()| lines.add());
            view! {
                <Button on_press=add>
                    <Icon sign=Sign::Plus />
                    {words::ADD}
                </Button>
            }
            .into_any()
        }
    };
    view! {
        <div class="when">
            {none} {join}
            <ul class="when__lines">
                <For each=move || keys.get() key=|key| *key children=move |key| line(lines, key) />
            </ul> {add()}
        </div>
    }
    .into_any()
}

/// The fields before something, which its rules can ask about, the nearest last.
fn earlier(schema: &FormSchema, spot: Spot) -> Vec<Earlier> {
    let language = schema.default_language();
    let is_before = |page: usize, section: usize, field: usize| match spot {
        Spot::Form => false,
        Spot::Page(at) => page < at,
        Spot::Section(at_page, at) => (page, section) < (at_page, at),
        Spot::Field(at_page, at_section, at) => (page, section, field) < (at_page, at_section, at),
    };
    let mut found = Vec::new();
    for (page_index, page) in schema.pages.iter().enumerate() {
        for (section_index, section) in page.sections.iter().enumerate() {
            for (index, field) in section.fields.iter().enumerate() {
                if is_before(page_index, section_index, index) && field.kind.takes_answer() {
                    let options = match &field.kind {
                        FieldKind::Choice(choice) => choice
                            .options
                            .iter()
                            .map(|option| (option.value.clone(), schema.text(&option.label, &language).to_owned()))
                            .collect(),
                        _ => Vec::new(),
                    };
                    let label = name_of(schema, Spot::Field(page_index, section_index, index));
                    found.push(Earlier { id: field.id.clone(), label, kind: field.kind.clone(), options });
                }
            }
        }
    }
    found
}

impl Lines {
    /// Changes the sentence, and the form with it as soon as every line says something. `what` is the same for what is
    /// undone together, as the letters in a box are; empty for what stands alone.
    pub(super) fn change(self, what: &str, change: impl FnOnce(&mut Sentence)) {
        self.sentence.update(change);
        self.write(what);
    }

    fn write(self, what: &str) {
        let name = self.of.name();
        let sentence = self.sentence.get_untracked();
        match sentence.rule() {
            Ok(rule) => {
                self.wrong.set(None);
                self.editor.unread.forget(self.spot, name);
                self.editor.edit(what, |schema| self.of.set(schema, self.spot, rule));
            }
            Err(key) => {
                self.wrong.set(Some(key));
                self.editor.unread.put(HalfTyped {
                    spot: self.spot,
                    id: name.to_owned(),
                    label: self.of.title().to_owned(),
                    typed: Typed::Sentence(sentence),
                    why: words::VALUE_WRONG.to_owned(),
                });
            }
        }
    }

    fn add(self) {
        let Some(nearest) = self.earlier.with_value(|earlier| earlier.last().cloned()) else { return };
        let mut key = 0;
        self.change("", |sentence| key = sentence.add(What::Condition(Condition::new(&nearest.id, &nearest.kind))));
        let selector = format!("#{}", self.id(key, "field"));
        request_animation_frame(move || request_animation_frame(move || browser::focus(&selector)));
    }

    pub(super) fn id(self, key: u32, part: &str) -> String {
        format!("{}-{key}-{part}", self.of.name())
    }

    pub(super) fn find(self, field: &str) -> Option<Earlier> {
        self.earlier.with_value(|earlier| earlier.iter().find(|one| one.id == field).cloned())
    }
}

fn join(lines: Lines, is_any: Memo<bool>) -> AnyView {
    let choices = vec![Choice::new("all", words::ALL), Choice::new("any", words::ANY)];
    let chosen = Signal::derive(move || if is_any.get() { "any" } else { "all" }.to_owned());
    let choose = Callback::new(move |value: String| lines.change("", |sentence| sentence.any = value == "any"));
    view! {
        <Select
            id=lines.id(0, "join")
            label=words::JOIN
            choices=choices
            chosen=chosen
            on_choose=choose
        />
    }
    .into_any()
}

fn line(lines: Lines, key: u32) -> AnyView {
    let is_kept = lines.sentence.with_untracked(|sentence| {
        sentence.lines.iter().any(|line| matches!(line, Line { key: known, what: What::Kept(_) } if *known == key))
    });
    let content =
        if is_kept { view! { <p class="when__kept">{words::KEPT}</p> }.into_any() } else { condition(lines, key) };
    let remove = move |_| {
        lines.change("", |sentence| sentence.remove(key));
        browser::focus("#properties-title");
    };
    view! {
        <li class="when__line">
            <div class="when__words">{content}</div>
            <button
                type="button"
                class="icon-button"
                aria-label=words::REMOVE
                title=words::REMOVE
                on:click=remove
            >
                <Icon sign=Sign::Close />
            </button>
        </li>
    }
    .into_any()
}

fn condition(lines: Lines, key: u32) -> AnyView {
    let now = move || lines.sentence.with(|sentence| sentence.condition(key).cloned());
    let field = Memo::new(move |_| now().map(|condition| condition.field).unwrap_or_default());
    let test = Memo::new(move |_| now().map_or(Test::Answered, |condition| condition.test));
    let mut questions: Vec<Choice> =
        lines.earlier.with_value(|earlier| earlier.iter().map(|one| Choice::new(&one.id, &one.label)).collect());
    // A field that is gone, or is behind now: the check says so, and the line shows what it asks about.
    let named = field.get_untracked();
    if questions.iter().all(|choice| choice.value != named) {
        questions.push(Choice::new(&named, &named));
    }
    let choose_field = Callback::new(move |id: String| {
        if let Some(earlier) = lines.find(&id) {
            lines.change("", |sentence| {
                if let Some(condition) = sentence.condition_mut(key) {
                    *condition = Condition::new(&id, &earlier.kind);
                }
            });
        }
    });
    let tests = Signal::derive(move || {
        let known = lines.find(&field.get());
        let offered = known.as_ref().map_or(&[][..], |known| Test::of(&known.kind));
        let chosen = test.get();
        let more = (!offered.contains(&chosen)).then_some(chosen);
        let all = offered.iter().copied().chain(more);
        all.map(|test| Choice::new(test.value(), words::test(test))).collect::<Vec<_>>()
    });
    let choose_test = Callback::new(move |value: String| {
        let chosen = Test::ALL.into_iter().find(|test| test.value() == value);
        lines.change("", |sentence| {
            if let (Some(condition), Some(chosen)) = (sentence.condition_mut(key), chosen) {
                condition.test = chosen;
            }
        });
    });
    let chosen_test = Signal::derive(move || test.get().value().to_owned());
    // Drawn anew when another question or test is chosen, and not with each letter.
    let values = move || {
        field.track();
        let test = test.get();
        untrack(|| if test.has_options() { options::options(lines, key) } else { boxes(lines, key, test) })
    };
    view! {
        <Select
            id=lines.id(key, "field")
            label=words::QUESTION
            choices=questions
            chosen=field
            on_choose=choose_field
        />
        <Select
            id=lines.id(key, "test")
            label=words::CONDITION
            choices=tests
            chosen=chosen_test
            on_choose=choose_test
        />
        {values}
    }
    .into_any()
}

/// The boxes of a condition.
fn boxes(lines: Lines, key: u32, test: Test) -> AnyView {
    let Some(now) = lines.sentence.with_untracked(|sentence| sentence.condition(key).cloned()) else {
        return ().into_any();
    };
    let error = Signal::derive(move || {
        let is_wrong = lines.wrong.get() == Some(key);
        is_wrong.then(|| words::VALUE_WRONG.to_owned())
    });
    let one = |part: &'static str, label: &'static str, typed: String, put: fn(&mut Condition, String)| {
        let value = RwSignal::new(typed);
        let what = lines.id(key, part);
        on_typed(value, move |typed| {
            lines.change(&what, |sentence| {
                if let Some(condition) = sentence.condition_mut(key) {
                    put(condition, typed);
                }
            });
        });
        let input = match test {
            Test::AgeFrom | Test::AgeUnder => Input::Number,
            Test::AtLeast | Test::AtMost | Test::Between | Test::From | Test::Until | Test::BetweenDays => Input::Short,
            _ => Input::Text,
        };
        view! { <Field id=lines.id(key, part) label=label input=input value=value error=error /> }
    };
    let first = (test.boxes() > 0)
        .then(|| one("first", words::VALUE, now.first.clone(), |condition, typed| condition.first = typed));
    let second = (test.boxes() > 1).then(|| {
        view! {
            <span class="when__between">{words::AND}</span>
            {one("second", words::SECOND, now.second.clone(), |condition, typed| condition.second = typed)}
        }
    });
    view! { {first} {second} }.into_any()
}
