//! Filling in the preview: what was answered, what is shown for it, and what is wrong.

use leptos::prelude::*;
use shared::form::{
    Answers, CleanAnswers, Day, FieldKind, FormSchema, Given, Language, Problem, Validator, Visible, steps,
};
use shared::phone::parse_by_shape;

use crate::pages::forms::build::editor::today;
use crate::text::form_preview as words;

/// How far one has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Asking,
    /// All answers are looked at before they are sent.
    Review,
    Sent,
}

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Run {
    schema: RwSignal<FormSchema>,
    answers: RwSignal<Answers>,
    /// What stands in the boxes: what was answered, and the defaults of the others.
    pub filled: Memo<Answers>,
    pub language: RwSignal<Language>,
    /// The page that is shown.
    pub at: RwSignal<usize>,
    pub visible: Memo<Visible>,
    pub problems: RwSignal<Vec<Problem>>,
    pub stage: RwSignal<Stage>,
}

impl Run {
    pub fn start(schema: RwSignal<FormSchema>) -> Self {
        let answers = RwSignal::new(Answers::default());
        let language = schema.with_untracked(FormSchema::default_language);
        let language = RwSignal::new(language);
        let filled = Memo::new(move |_| schema.with(|schema| answers.with(|answers| fill(schema, answers))));
        let visible = Memo::new(move |_| {
            schema.with(|schema| {
                filled.with(|filled| {
                    let found = with_validator(schema, &Language::english(), |validator| validator.visible(filled));
                    found.unwrap_or_default()
                })
            })
        });
        let run = Self {
            schema,
            answers,
            filled,
            language,
            at: RwSignal::new(0),
            visible,
            problems: RwSignal::new(Vec::new()),
            stage: RwSignal::new(Stage::Asking),
        };
        // A page or a language that is taken away is not shown any more.
        Effect::new(move || {
            let (pages, languages) = schema.with(|schema| (schema.pages.len(), schema.languages.clone()));
            if run.at.get_untracked() >= pages && pages > 0 {
                run.at.set(pages - 1);
            }
            if let Some(first) = languages.first()
                && !languages.contains(&run.language.get_untracked())
            {
                run.language.set(first.clone());
            }
        });
        run
    }

    pub fn answer(self, field: &str, given: Given) {
        self.answers.update(|answers| answers.set(field, given));
    }

    pub fn start_over(self) {
        self.answers.set(Answers::default());
        self.problems.set(Vec::new());
        self.stage.set(Stage::Asking);
        // Drawn anew even where the first page is on the screen.
        self.at.set(0);
    }

    /// The pages on which something is shown. Tracks.
    fn pages(self) -> Vec<usize> {
        self.schema.with(|schema| {
            self.visible.with(|visible| {
                let is_seen = |page: &shared::form::Page| {
                    let fields = page.sections.iter().flat_map(|section| &section.fields);
                    fields.into_iter().any(|field| field.kind.is_seen() && visible.contains(&field.id))
                };
                let pages = schema.pages.iter().enumerate();
                pages.filter(|(_, page)| is_seen(page)).map(|(index, _)| index).collect()
            })
        })
    }

    /// The number of this page and how many there are. Tracks.
    pub fn progress(self) -> (usize, usize) {
        let (pages, at) = (self.pages(), self.at.get());
        (pages.iter().filter(|page| **page <= at).count(), pages.len())
    }

    /// Whether the button of this page sends, and leads to no other page and no look at all answers. Tracks.
    pub fn sends(self) -> bool {
        let at = self.at.get();
        self.pages().last().is_none_or(|last| *last <= at) && !self.schema.with(has_review)
    }

    /// Goes back from all answers to the page of one.
    pub fn change(self, page: usize) {
        self.stage.set(Stage::Asking);
        self.at.set(page);
    }

    pub fn send(self) {
        self.stage.set(Stage::Sent);
    }

    /// Checks the page and goes to the next one, or sends.
    pub fn go_on(self) {
        let at = self.at.get_untracked();
        let problems = self.schema.with_untracked(|schema| {
            let here = |id: &str| {
                let page = schema.pages.get(at);
                let mut fields = page.into_iter().flat_map(|page| &page.sections).flat_map(|section| &section.fields);
                // Files are chosen on the page itself; here nobody can.
                fields.any(|field| field.id == id && !matches!(field.kind, FieldKind::File(_)))
            };
            let language = self.language.get_untracked();
            let filled = self.filled.get_untracked();
            let found = with_validator(schema, &language, |validator| validator.validate(&filled).err());
            let found = found.flatten().unwrap_or_default();
            found.into_iter().filter(|problem| here(&problem.field)).collect::<Vec<_>>()
        });
        let is_right = problems.is_empty();
        self.problems.set(problems);
        if !is_right {
            return;
        }
        match untrack(|| self.pages()).into_iter().find(|page| *page > at) {
            Some(next) => self.at.set(next),
            None if self.schema.with_untracked(has_review) => self.stage.set(Stage::Review),
            None => self.send(),
        }
    }

    pub fn go_back(self) {
        let at = self.at.get_untracked();
        self.problems.set(Vec::new());
        if let Some(before) = untrack(|| self.pages()).into_iter().rev().find(|page| *page < at) {
            self.at.set(before);
        }
    }

    /// The answers that are right and shown.
    pub fn clean(self, schema: &FormSchema, language: &Language) -> CleanAnswers {
        let filled = self.filled.get_untracked();
        with_validator(schema, language, |validator| validator.so_far(&filled)).unwrap_or_default()
    }

    /// The points and, where patients see it, the band.
    pub fn score(self, schema: &FormSchema, language: &Language) -> Option<(String, Option<String>)> {
        let clean = self.clean(schema, language);
        with_validator(schema, language, |validator| {
            let score = validator.score(&clean)?;
            let band = score.band.map(|band| {
                let (label, advice) = (schema.text(&band.label, language), schema.text(&band.advice, language));
                if advice.is_empty() { label.to_owned() } else { format!("{label}: {advice}") }
            });
            Some((words::score(&score.points.to_string(), &score.most.to_string()), band))
        })
        .flatten()
    }
}

/// A form of one step is sent at once, as the page does it.
fn has_review(schema: &FormSchema) -> bool {
    steps(schema).len() > 1
}

fn fill(schema: &FormSchema, answers: &Answers) -> Answers {
    let seen = schema.fields().filter(|field| field.kind.is_seen());
    let mut filled: Answers = seen.filter_map(|field| Some((field.id.clone(), field.default.clone()?))).collect();
    filled.merge(answers.clone());
    filled
}

/// Nothing where the browser's clock tells no day.
fn with_validator<T>(schema: &FormSchema, language: &Language, ask: impl FnOnce(&Validator<'_>) -> T) -> Option<T> {
    match today() {
        Some(Day::On(today)) => Some(ask(&Validator::new(schema, language, today, parse_by_shape))),
        _ => None,
    }
}
