//! A page of the tour: where it is, and what is done there before it is looked at.

use anyhow::Context;

use crate::browser::{Key, Page};
use crate::{App, Result};

/// One thing a person does on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// By CSS.
    Click(&'static str),
    /// A button, by its words.
    Press(&'static str),
    /// A box or an answer, by its label.
    Mark(&'static str),
    /// A field, by its label.
    Fill(&'static str, &'static str),
    /// On the keyboard, into what has the focus.
    Type(&'static str),
    /// A key with `Ctrl` held down.
    Chord(char),
    /// Waits until this is to be seen, as CSS.
    See(&'static str),
}

/// A page, by the address it has in its scene.
#[derive(Clone, Debug)]
pub struct Stop {
    pub name: &'static str,
    pub path: String,
    pub acts: Vec<Act>,
}

impl Stop {
    pub fn at(name: &'static str, path: impl Into<String>) -> Self {
        Self { name, path: path.into(), acts: Vec::new() }
    }

    /// The same page after these.
    #[must_use]
    pub fn after(self, acts: &[Act]) -> Self {
        Self { acts: acts.to_vec(), ..self }
    }

    /// The same page with the dialog that opens after these buttons.
    #[must_use]
    pub fn dialog(self, buttons: &[&'static str]) -> Self {
        let presses = buttons.iter().copied().map(Act::Press);
        Self { acts: presses.chain([Act::See("dialog[open] .dialog__title")]).collect(), ..self }
    }
}

/// What the pages with an id in their address are about.
#[derive(Clone, Debug)]
pub struct Things {
    pub campaign: String,
    pub patient: String,
    pub report: String,
    pub run: Option<String>,
    pub import: Option<String>,
    pub draft: String,
    pub template: String,
    pub form: String,
    pub answer: Option<String>,
}

/// Takes the drafts of this tab away as they are left: the page that goes away writes none any more.
const FORGET: &str = "const forget = () => Object.keys(sessionStorage)
        .filter(key => key.startsWith('recall.draft.')).forEach(key => sessionStorage.removeItem(key));
    addEventListener('pagehide', forget); forget();";

/// The question of the questionnaire that only some are asked, by where it stands.
const ASKED_OF_SOME: &str = "#choose-field-3-1-2";

impl Things {
    /// A page for each, and its rooms.
    pub fn pages(&self) -> Vec<Stop> {
        let Self { campaign, patient, report, run, import, draft, template, form, answer } = self;
        let of = |name, path: String| Stop::at(name, path);
        let mut pages = vec![
            of("patient", format!("/patients/{patient}")),
            of("patient-correct", format!("/patients/{patient}/correct")),
            of("campaign", format!("/campaigns/{campaign}")),
            of("campaign-recipients", format!("/campaigns/{campaign}/recipients")),
            of("campaign-messages", format!("/campaigns/{campaign}/messages")),
            of("campaign-settings", format!("/campaigns/{campaign}/settings")),
            of("campaign-history", format!("/campaigns/{campaign}/history")),
            of("draft", format!("/campaigns/{draft}")),
            of("draft-settings", format!("/campaigns/{draft}/settings")),
            of("draft-who", format!("/campaigns/{draft}/edit/who")),
            of("draft-messages", format!("/campaigns/{draft}/edit/messages")),
            of("draft-schedule", format!("/campaigns/{draft}/edit/schedule")),
            of("draft-check", format!("/campaigns/{draft}/edit/check")),
            of("report", format!("/reports/{report}")),
            of("template", format!("/settings/templates/{template}")),
            of("form-build", format!("/forms/{form}")),
            of("form-publish", format!("/forms/{form}/publish")),
            of("form-answers", format!("/forms/{form}/answers")),
            of("form-charts", format!("/forms/{form}/charts")),
        ];
        pages.extend(run.iter().map(|run| of("report-run", format!("/reports/runs/{run}"))));
        pages.extend(import.iter().map(|import| of("import", format!("/imports/{import}"))));
        // Only a form with answers is the questionnaire, and has something to choose and to compare.
        if let Some(answer) = answer {
            pages.push(of("form-answer", format!("/forms/{form}/answers/{answer}")));
            let asked = [Act::Click(ASKED_OF_SOME), Act::See("[id^='show-'][id$='-field']")];
            pages.push(of("form-question", format!("/forms/{form}")).after(&asked));
            let publish = [Act::Click(".page__actions .button--primary"), Act::See("dialog[open] .difference")];
            pages.push(of("form-publish-dialog", format!("/forms/{form}")).after(&publish));
        }
        pages
    }

    /// The same pages about things that are not there.
    pub fn gone() -> Self {
        let none = |kind: &str| format!("{kind}-999999999");
        Self {
            campaign: none("campaign"),
            patient: none("patient"),
            report: none("report"),
            run: Some(none("report-run")),
            import: Some(none("import")),
            draft: none("campaign"),
            template: none("saved-template"),
            form: none("form"),
            answer: None,
        }
    }
}

/// The pages that are there in every installation.
pub fn lists() -> Vec<Stop> {
    [
        ("dashboard", "/"),
        ("patients", "/patients"),
        ("patient-new", "/patients/new"),
        ("stopped", "/patients/stopped"),
        ("upload", "/patients/upload"),
        ("imports", "/imports"),
        ("campaigns", "/campaigns"),
        ("campaign-new", "/campaigns/new"),
        ("forms", "/forms"),
        ("outbox", "/outbox"),
        ("outbox-texts", "/outbox?channel=sms"),
        ("reports", "/reports"),
        ("backups", "/backups"),
        ("practice", "/settings/practice"),
        ("people", "/settings/people"),
        ("systems", "/settings/systems"),
        ("code-sets", "/settings/code-sets"),
        ("code-set", "/settings/code-sets/chronic-respiratory-disease"),
        ("templates", "/settings/templates"),
        ("template-new", "/settings/templates/new"),
        ("audit", "/settings/audit"),
        ("account", "/account"),
        ("nowhere", "/nowhere"),
    ]
    .map(|(name, path)| Stop::at(name, path))
    .to_vec()
}

/// Lists that were looked through.
pub fn searched() -> Vec<Stop> {
    [
        ("patients-found", "/patients?search=smith"),
        ("patients-none", "/patients?search=zzzzzz"),
        ("stopped-none", "/patients/stopped?search=nobody@example.org"),
        ("audit-none", "/settings/audit?subject=nobody-1"),
        ("code-set-none", "/settings/code-sets/not-a-real-one"),
    ]
    .map(|(name, path)| Stop::at(name, path))
    .to_vec()
}

impl Page {
    /// Goes to a page, does what is done there, and waits until it has its heading and all its data.
    pub async fn visit(&self, app: &App, stop: &Stop) -> Result {
        if !stop.acts.is_empty() {
            // A dialog that was left open would be open again.
            self.driver().execute(FORGET, Vec::new()).await?;
        }
        self.goto(&app.url(&stop.path)).await?;
        self.settled().await.with_context(|| format!("{} did not settle", stop.path))?;
        for act in &stop.acts {
            self.act(*act).await.with_context(|| format!("{} on {}: {act:?} failed", stop.name, stop.path))?;
        }
        if !stop.acts.is_empty() {
            self.settled().await.with_context(|| format!("{} on {} did not settle", stop.name, stop.path))?;
        }
        Ok(())
    }

    async fn act(&self, act: Act) -> Result {
        match act {
            Act::Click(css) => self.click(css).await,
            Act::Press(words) => self.press_beginning(words).await,
            Act::Mark(label) => self.mark(label).await,
            Act::Fill(label, text) => self.fill(label, text).await,
            Act::Type(text) => self.strokes(text).await,
            Act::Chord(letter) => self.chord(Key::Control, letter).await,
            Act::See(css) => self.element(css).await.map(drop),
        }
    }
}
