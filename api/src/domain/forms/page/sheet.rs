//! Whole pages: a step, all answers before they are sent, thanks, and why there is none.

use std::collections::BTreeSet;

use maud::{Markup, html};
use shared::form::{
    Answers, CleanAnswers, FieldKind, FormKind, FormSchema, Language, Problem, Visible, display, next_step,
    previous_step, progress, steps, steps_of_page,
};

use super::{
    carried::carried,
    fields::{element_id, paragraphs},
    languages::languages,
    names, press,
    questions::{folded, paged, questions},
    skeleton::{Filling, fill, policy},
    words::words,
};
use crate::{config::PracticeConfig, state::App};

/// Who asks, and where pages that a bucket shows post to.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    practice: &'a PracticeConfig,
    /// Scheme and host of this server, where pages are shown elsewhere as well.
    posts_to: Option<String>,
}

impl<'a> Site<'a> {
    pub fn of(app: &App, practice: &'a PracticeConfig) -> Self {
        let elsewhere = app.config.forms.page_origin.is_some();
        Self { practice, posts_to: elsewhere.then(|| app.config.http.base_url()) }
    }

    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.posts_to.as_deref().unwrap_or_default())
    }

    fn page(&self, language: &Language, title: &str, main: Markup) -> String {
        let dialled: String = self.practice.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        fill(Filling {
            language,
            title: &format!("{title} – {}", self.practice.name),
            header: &self.practice.name,
            main,
            footer: html! {
                p { (words(language).phone) " " a href={ "tel:" (dialled) } { (self.practice.phone) } br; (self.practice.opening_hours) }
            },
            posts_to: self.posts_to.as_deref(),
        })
    }
}

/// A form that is being filled in.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    pub site: &'a Site<'a>,
    /// The path it posts to.
    pub path: &'a str,
    pub number: i32,
    pub schema: &'a FormSchema,
    pub language: &'a Language,
    pub answers: &'a Answers,
    pub problems: &'a [Problem],
    /// Empty where it is filled in later.
    pub stamp: &'a str,
    /// Whether somebody has just opened it, and posted nothing yet.
    pub is_fresh: bool,
    /// What is known of earlier answers by the same personal link; none where it is anybody's page.
    pub earlier: Option<&'a Earlier>,
    /// Whether the box that nobody sees was filled in, and is blank again.
    pub was_trapped: bool,
}

/// Ids of fields with an earlier answer that is sensitive, and so not shown.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    pub kept: BTreeSet<String>,
    /// Those that are not to be kept.
    pub taken_back: BTreeSet<String>,
}

impl Earlier {
    /// Whether the answer of before stays where these are sent.
    fn stays(&self, field: &str, answers: &Answers) -> bool {
        let is_blank = answers.get(field).is_none_or(shared::form::Given::is_blank);
        is_blank && self.kept.contains(field) && !self.taken_back.contains(field)
    }
}

impl<'a> Sheet<'a> {
    fn text(&self, text: &'a shared::form::Text) -> &'a str {
        self.schema.text(text, self.language)
    }

    /// The words on the button that sends.
    fn submit(&self) -> &'a str {
        let own = self.text(&self.schema.submit);
        if own.is_empty() { words(self.language).send } else { own }
    }

    /// What every page posts back beside answers, and the box that nobody fills in.
    fn about(&self, step: &str) -> Markup {
        html! {
            input type="hidden" name=(names::VERSION) value=(self.number);
            input type="hidden" name=(names::STEP) value=(step);
            input type="hidden" name=(names::LANGUAGE) value=(self.language.as_str());
            input type="hidden" name=(names::STAMP) value=(self.stamp);
            div.trap aria-hidden="true" {
                label for="f--website" { (words(self.language).trap) }
                input id="f--website" type="text" name=(names::TRAP) value="" tabindex="-1" autocomplete="off";
            }
        }
    }

    /// The form element around what is asked; the words are for its script.
    fn form(&self, has_files: bool, inside: &Markup) -> Markup {
        let words = words(self.language);
        html! {
            form #form method="post" action=(self.site.address(self.path)) enctype=[has_files.then_some("multipart/form-data")]
                novalidate data-fresh[self.is_fresh] data-left=(words.left) data-over=(words.over)
                data-offline=(words.offline) data-kept=(words.kept) { (inside) }
        }
    }

    /// Whether it is the page that a bucket shows: there its script takes over what the address brings.
    pub(super) fn is_shown_elsewhere(&self) -> bool {
        self.site.posts_to.is_some() && self.is_fresh && self.stamp.is_empty() && self.earlier.is_none()
    }

    /// What is wrong, and what else has to be said, above everything else.
    fn problems(&self) -> Markup {
        let words = words(self.language);
        html! {
            @if self.was_trapped { p.say.wrong role="alert" { (words.filled_by_itself) } }
            @if !self.problems.is_empty() {
                div.summary role="alert" aria-labelledby="problems" tabindex="-1" {
                    h2 #problems { (words.problem) }
                    ul {
                        @for problem in self.problems {
                            li { a href={ "#" (element_id(&problem.field)) } { (problem.message) } }
                        }
                    }
                }
            }
        }
    }

    fn title(&self, title: &str) -> String {
        if self.problems.is_empty() { title.to_owned() } else { format!("{} {title}", words(self.language).error) }
    }
}

/// The first step with nothing filled in but defaults, as it is stored.
pub fn first(site: &Site<'_>, slug: &str, number: i32, schema: &FormSchema) -> String {
    let (language, answers) = (schema.default_language(), Answers::default());
    let path = format!("/f/{slug}");
    let sheet = Sheet {
        site,
        path: &path,
        number,
        schema,
        language: &language,
        answers: &answers,
        problems: &[],
        stamp: "",
        is_fresh: true,
        earlier: None,
        was_trapped: false,
    };
    // Nothing is answered: what depends on answers is asked on later steps. No limit of a day decides what is shown.
    let today = chrono::NaiveDate::default();
    let validator = shared::form::Validator::new(schema, &language, today, shared::phone::E164Phone::parse);
    step(&sheet, 0, &validator.visible(&answers))
}

/// Whether the policy of today's pages lets the style and the script of this one run.
pub fn is_of_today(site: &Site<'_>, page: &str) -> bool {
    page.contains(&policy(site.posts_to.as_deref()))
}

/// The page of one step, or of the first after it that has anything to see.
pub fn step(sheet: &Sheet<'_>, at: usize, visible: &Visible) -> String {
    let steps = steps(sheet.schema);
    let at = if steps.get(at).is_some_and(|step| step.is_shown(visible)) {
        at
    } else {
        next_step(&steps, visible, Some(at)).or_else(|| next_step(&steps, visible, None)).unwrap_or(0)
    };
    let Some(here) = steps.get(at) else { return String::new() };
    let words = words(sheet.language);
    let title = sheet.text(&sheet.schema.title);
    let (place, all) = progress(&steps, visible, at);
    let before = previous_step(&steps, visible, at);
    let rest = &steps[at + 1..steps_of_page(&steps, at).end];
    let asked = here.fields.iter().chain(rest.iter().flat_map(|step| &step.fields));
    let has_files = asked.clone().any(|placed| matches!(placed.field.kind, FieldKind::File(_)));
    let press = if steps.len() > 1 { press::NEXT } else { press::SEND };
    let main = html! {
        (languages(sheet, press))
        (sheet.problems())
        @if steps.len() > 1 {
            p.caption data-paged=(paged(&steps, visible, at, words)) { (words.step) " " (place) " " (words.of) " " (all) }
        }
        h1 { (title) }
        @if before.is_none() { (paragraphs(sheet.text(&sheet.schema.introduction))) }
        (sheet.form(has_files, &html! {
            (sheet.about(&at.to_string()))
            (carried(sheet, |field| here.has(field) && visible.contains(field)))
            (questions(sheet, here, visible))
            @if !rest.is_empty() { template { (folded(sheet, here, rest, visible)) } }
            button.press type="submit" name=(names::PRESS) value=(press) {
                (if steps.len() > 1 { words.next } else { sheet.submit() })
            }
            @if before.is_some() {
                p { button.link type="submit" name=(names::PRESS) value=(press::BACK) { (words.back) } }
            }
        }))
    };
    sheet.site.page(sheet.language, &sheet.title(title), main)
}

/// All answers, to be looked at before they are sent.
pub fn review(sheet: &Sheet<'_>, clean: &CleanAnswers, visible: &Visible) -> String {
    let words = words(sheet.language);
    let steps = steps(sheet.schema);
    let asked = sheet
        .schema
        .fields()
        .filter(|field| field.kind.takes_answer() && field.kind.is_seen() && visible.contains(&field.id));
    let main = html! {
        (languages(sheet, press::SEND))
        (sheet.problems())
        h1 { (words.review) }
        (sheet.form(false, &html! {
            (sheet.about(names::REVIEW))
            (carried(sheet, |_| false))
            dl {
                @for field in asked {
                    div {
                        dt { (sheet.schema.text(&field.label, sheet.language)) }
                        dd {
                            @match clean.get(&field.id) {
                                _ if sheet.earlier.is_some_and(|earlier| earlier.stays(&field.id, sheet.answers)) => {
                                    span.hint { (words.earlier_stays) }
                                },
                                Some(value) => { (display(sheet.schema, field, value, sheet.language)) },
                                None => span.hint { (words.not_answered) },
                            }
                        }
                        @if let Some(at) = steps.iter().position(|step| step.has(&field.id)) {
                            dd.change {
                                button.link type="submit" name=(names::PRESS) value={ (press::CHANGE) (at) } {
                                    (words.change) span.unseen { " " (sheet.schema.text(&field.label, sheet.language)) }
                                }
                            }
                        }
                    }
                }
            }
            button.press type="submit" name=(names::PRESS) value=(press::SEND) { (sheet.submit()) }
        }))
    };
    sheet.site.page(sheet.language, &sheet.title(words.review), main)
}

/// After the answers are stored. `band` is the one their score is in; `again` is where they can be changed.
pub fn thanks(
    site: &Site<'_>,
    schema: &FormSchema,
    language: &Language,
    band: Option<&str>,
    again: Option<&str>,
) -> String {
    let words = words(language);
    let own = schema.text(&schema.thanks, language);
    let shown = schema.scoring.as_ref().filter(|scoring| scoring.shown);
    let band = shown.and_then(|scoring| scoring.bands.iter().find(|known| band == Some(known.id.as_str())));
    let main = html! {
        h1 { (words.thanks) }
        p.done role="status" { (words.thanks_text) }
        (paragraphs(own))
        @if let Some(band) = band {
            h2 { (schema.text(&band.label, language)) }
            (paragraphs(schema.text(&band.advice, language)))
        }
        @if schema.kind == FormKind::BookingRequest { p.hint { (site.practice.opening_hours) } }
        @if let Some(again) = again { p { a.link href=(again) { (words.change) } } }
    };
    site.page(language, words.thanks, main)
}

/// A page that says why there is no form, and what to do.
pub fn closed(site: &Site<'_>, title: &str, what: &str, to_do: &str) -> String {
    site.page(&Language::english(), title, html! { h1 { (title) } p { (what) } p { (to_do) } })
}
