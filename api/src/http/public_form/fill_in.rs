//! A form on its way from its first step to being sent.

use std::borrow::Cow;

use axum::{http::StatusCode, response::Response};
use shared::{
    form::{
        Answers, Given, Language, Problem, ProblemCode, Validator, Visible, next_step, previous_step, steps,
        steps_of_page,
    },
    phone::E164Phone,
};

use super::{
    posted::Posted,
    reply::{Reply, page},
};
use crate::{
    domain::{
        Error, Result, day,
        forms::{
            self, Addressed, Personal, Sender, Stored, Submitted,
            page::{self as pages, Earlier, Sheet, Site, names, press},
        },
    },
    state::App,
};

/// Who fills it in.
#[derive(Clone, Copy)]
pub(super) enum Who<'a> {
    Anybody,
    Recipient(&'a Personal),
}

/// One request about a form.
pub(super) struct FillIn<'a> {
    pub(super) app: &'a App,
    reply: &'a Reply,
    site: Site<'a>,
    pub(super) form: &'a Addressed,
    path: &'a str,
    language: Language,
    who: Who<'a>,
    /// Of a personal link.
    earlier: Option<Earlier>,
    /// Whether the box that no person sees was filled in.
    was_trapped: bool,
}

impl<'a> FillIn<'a> {
    pub fn new(
        app: &'a App,
        reply: &'a Reply,
        form: &'a Addressed,
        path: &'a str,
        language: Language,
        who: Who<'a>,
    ) -> Self {
        let earlier = match who {
            Who::Recipient(personal) => {
                Some(Earlier { kept: personal.kept().map(ToOwned::to_owned).collect(), ..Earlier::default() })
            }
            Who::Anybody => None,
        };
        let site = Site::of(app, &reply.practice);
        Self { app, reply, site, form, path, language, who, earlier, was_trapped: false }
    }

    /// The first step, with what is known already.
    pub fn begin(&self, answers: &Answers) -> Response {
        let stamp = self.stamp(None);
        let sheet = Sheet { is_fresh: true, ..self.sheet(answers, &[], &stamp) };
        page(self.app, StatusCode::OK, pages::step(&sheet, 0, &self.visible(answers)))
    }

    /// The page that follows what was posted.
    pub async fn go_on(mut self, posted: Posted) -> Result<Response> {
        if let Some(earlier) = &mut self.earlier {
            earlier.taken_back = posted.behind(names::TAKE_BACK).map(|(field, _)| field.to_owned()).collect();
        }
        self.was_trapped = self.is_trapped(&posted);
        let stamp = self.stamp(posted.text(names::STAMP));
        let pressed = posted.text(names::PRESS).unwrap_or(press::NEXT);
        let mut answers = self.answers(&posted);
        if let Err(error) = self.take_kept(&posted, &mut answers).await {
            return self.file_is_gone(&answers, error);
        }
        // What a program can send without having looked at a page is not worth keeping.
        let is_known = !self.was_trapped && posted.text(names::STAMP).unwrap_or_default() == stamp;
        if let Err(problems) = self.take_files(&posted.files, &mut answers, is_known).await? {
            return Ok(self.wrong(answers, &problems, &stamp));
        }
        let step = posted.text(names::STEP);
        let at = step.and_then(|step| step.parse().ok()).unwrap_or(0);
        let by_page = posted.text(names::SCRIPT).is_some();
        if let Some(to) = pressed.strip_prefix(press::CHANGE) {
            let to = self.start(to.parse().unwrap_or(0), by_page);
            return Ok(self.step(&without_refused(answers), to, &[], &stamp));
        }
        let is_reviewed = step == Some(names::REVIEW);
        match pressed {
            press::BACK => Ok(self.back(&without_refused(answers), at, by_page, &stamp)),
            press::LOOK => Ok(self.review(answers, &stamp)),
            // It may be a person whose browser filled in what it should not have: they are told, and send it once more.
            press::SEND if self.was_trapped => Ok(self.review(answers, &stamp)),
            press::SEND => self.send(answers, &stamp).await,
            _ if pressed.starts_with(press::LANGUAGE) && is_reviewed => Ok(self.review(answers, &stamp)),
            _ if pressed.starts_with(press::LANGUAGE) => Ok(self.step(&without_refused(answers), at, &[], &stamp)),
            _ => Ok(self.next(answers, at, by_page, &stamp)),
        }
    }

    /// Programs fill in every box. Whoever has a personal link is no such program, but their browser may fill in boxes.
    fn is_trapped(&self, posted: &Posted) -> bool {
        let filled_in = posted.text(names::TRAP).is_some_and(|text| !text.is_empty());
        let is_trapped = filled_in && matches!(self.who, Who::Anybody);
        if is_trapped {
            tracing::info!(form = self.form.form.id, "the box of a form that no person sees was filled in");
            metrics::counter!("recall_form_traps_total").increment(1);
        }
        is_trapped
    }

    /// The answers with those of before that stay, though no page shows them.
    pub(super) fn completed<'g>(&self, answers: &'g Answers) -> Cow<'g, Answers> {
        match (self.who, &self.earlier) {
            (Who::Recipient(personal), Some(earlier)) => Cow::Owned(personal.completed(answers, &earlier.taken_back)),
            _ => Cow::Borrowed(answers),
        }
    }

    pub(super) fn visible(&self, answers: &Answers) -> Visible {
        self.validator().visible(&self.completed(answers))
    }

    fn validator(&self) -> Validator<'_> {
        let today = day::of(self.app.clock.now());
        Validator::new(&self.form.version.schema, &self.language, today, E164Phone::parse)
    }

    fn answers(&self, posted: &Posted) -> Answers {
        let pairs = posted.texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        Answers::from_pairs(&self.form.version.schema, pairs)
    }

    /// The stamp that came, where it is ours, else a new one. Personal links need none.
    fn stamp(&self, given: Option<&str>) -> String {
        let form = self.form.form.id.into();
        match (self.who, given) {
            (Who::Recipient(_), _) => String::new(),
            (Who::Anybody, Some(given)) if forms::read_stamp(self.app, form, given).is_some() => given.to_owned(),
            (Who::Anybody, _) => forms::issue_stamp(self.app, form),
        }
    }

    /// The step itself, or where a script shows pages at once, the first of its page.
    fn start(&self, at: usize, by_page: bool) -> usize {
        if by_page { steps_of_page(&steps(&self.form.version.schema), at).start } else { at }
    }

    fn back(&self, answers: &Answers, at: usize, by_page: bool, stamp: &str) -> Response {
        let steps = steps(&self.form.version.schema);
        let to = previous_step(&steps, &self.visible(answers), at).unwrap_or(0);
        self.step(answers, self.start(to, by_page), &[], stamp)
    }

    /// What follows the step, or where a script shows pages at once, the steps from it to the end of its page.
    fn next(&self, answers: Answers, at: usize, by_page: bool, stamp: &str) -> Response {
        let steps = steps(&self.form.version.schema);
        let end = if by_page { steps_of_page(&steps, at).end } else { steps.len().min(at.saturating_add(1)) };
        let answered = steps.get(at..end).unwrap_or_default();
        if let Err(problems) = self.validator().validate_steps(&self.completed(&answers), answered) {
            return self.step(&without_refused(answers), at, &problems, stamp);
        }
        let last = end.saturating_sub(1).max(at);
        match next_step(&steps, &self.visible(&answers), Some(last)) {
            Some(next) => self.step(&answers, next, &[], stamp),
            None => self.review(answers, stamp),
        }
    }

    async fn send(&self, answers: Answers, stamp: &str) -> Result<Response> {
        let form = self.form.form.id.into();
        let read = forms::read_stamp(self.app, form, stamp);
        let sender = match (self.who, &read) {
            (Who::Recipient(personal), _) => Sender::Recipient(personal),
            (Who::Anybody, Some(stamp)) if stamp.is_old_enough(self.app) => Sender::Anybody(stamp),
            // Sooner than a person can, or by a page without a stamp: it is shown once more to be sent.
            (Who::Anybody, _) => return Ok(self.review(answers, stamp)),
        };
        match forms::submit(self.app, self.form, &self.language, &self.completed(&answers), sender).await {
            Ok(Ok(Submitted { stored: Stored::NotChanged(_), .. })) => Ok(self.reply.not_changed()),
            Ok(Ok(done)) => {
                tracing::debug!(is_new = matches!(done.stored, Stored::New(_)), "answers to a form came in");
                Ok(self.thanks(done.band.as_deref()))
            }
            Ok(Err(problems)) => Ok(self.wrong(answers, &problems, stamp)),
            Err(error) => self.file_is_gone(&answers, error),
        }
    }

    /// All answers, where all are right; else the step with the first that is not.
    fn review(&self, answers: Answers, stamp: &str) -> Response {
        match self.validator().validate(&self.completed(&answers)) {
            Err(problems) => self.wrong(answers, &problems, stamp),
            Ok(clean) => {
                let html = pages::review(&self.sheet(&answers, &[], stamp), &clean, &self.visible(&answers));
                page(self.app, StatusCode::OK, html)
            }
        }
    }

    /// The step with the first problem, and those of its problems that can be put right there.
    fn wrong(&self, answers: Answers, problems: &[Problem], stamp: &str) -> Response {
        let steps = steps(&self.form.version.schema);
        let first = problems.iter().find_map(|problem| steps.iter().position(|step| step.has(&problem.field)));
        let at = first.unwrap_or(0);
        let here: Vec<Problem> = match steps.get(at) {
            Some(step) if first.is_some() => {
                problems.iter().filter(|problem| step.has(&problem.field)).cloned().collect()
            }
            _ => problems.to_vec(),
        };
        self.step(&without_refused(answers), at, &here, stamp)
    }

    /// A file that was bound to other answers, or swept away, is asked for again.
    fn file_is_gone(&self, answers: &Answers, error: Error) -> Result<Response> {
        let Error::Invalid { field, message } = error else { return Err(error) };
        let mut answers = answers.clone();
        answers.remove(&field);
        let problem = Problem { field, code: ProblemCode::Missing, message };
        Ok(self.wrong(answers, &[problem], &self.stamp(None)))
    }

    fn step(&self, answers: &Answers, at: usize, problems: &[Problem], stamp: &str) -> Response {
        // The same status for right and wrong: browsers keep what was typed only of pages they know.
        let html = pages::step(&self.sheet(answers, problems, stamp), at, &self.visible(answers));
        page(self.app, StatusCode::OK, html)
    }

    fn thanks(&self, band: Option<&str>) -> Response {
        let again = match self.who {
            Who::Recipient(personal) if personal.form.form.changeable => Some(self.path),
            _ => None,
        };
        let html = pages::thanks(&self.site, &self.form.version.schema, &self.language, band, again);
        page(self.app, StatusCode::OK, html)
    }

    fn sheet<'s>(&'s self, answers: &'s Answers, problems: &'s [Problem], stamp: &'s str) -> Sheet<'s> {
        Sheet {
            site: &self.site,
            path: self.path,
            number: self.form.version.number,
            schema: &self.form.version.schema,
            language: &self.language,
            answers,
            problems,
            stamp,
            is_fresh: false,
            earlier: self.earlier.as_ref(),
            was_trapped: self.was_trapped,
        }
    }
}

/// Answers without files that were not taken: there is nothing of them to carry along.
fn without_refused(answers: Answers) -> Answers {
    let kept = answers.iter().filter(|(_, given)| !matches!(given, Given::File(file) if forms::is_refused(file)));
    kept.map(|(field, given)| (field.to_owned(), given.clone())).collect()
}
