//! Answers on their way in: checked by the version that was shown, then stored once, and together with the
//! acknowledgement where the link was personal.

use std::sync::Arc;

use chrono::NaiveDate;
use entity::time::Timestamp;
use serde_json::{Value as Json, json};
use shared::{
    form::{Answers, CleanAnswers, FormState, Language, Problem, Validator, Value},
    ids::FormResponseId,
    phone::E164Phone,
};

use super::{
    super::versions::{Addressed, Version},
    SEALED,
    files::without_keys,
    personal::Personal,
    stamp::Stamp,
    tally::{Counted, counted},
    write::Outcome,
};
use crate::{
    domain::{Error, Result, acknowledgements::Invitation, audit::hex, day},
    state::App,
};

/// What tells answers of one page from others.
const CONTENT: &str = "form answers";

/// Whose answers they are.
#[derive(Clone, Copy, Debug)]
pub enum Sender<'a> {
    /// Nobody knows; the stamp tells one page from another.
    Anybody(&'a Stamp),
    Recipient(&'a Personal),
}

/// What became of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    New(FormResponseId),
    /// They had come before, and nothing changed.
    Before(FormResponseId),
    /// They stand in place of earlier ones.
    Changed(FormResponseId),
    /// Others had come before and may not be changed: these are not stored.
    NotChanged(FormResponseId),
}

/// What became of answers, and the band their score is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    pub stored: Stored,
    pub band: Option<String>,
}

/// Answers as they are stored.
pub struct Submission {
    pub(super) version: Arc<Version>,
    pub(super) origin: Origin,
    pub(super) language: Language,
    pub(super) at: Timestamp,
    /// Without the sealed ones.
    pub(super) answers: Json,
    pub(super) sealed: Option<Vec<u8>>,
    /// The sealed ones as they were: what is sealed twice differs each time.
    pub(super) plain: Json,
    pub(super) score: Option<i64>,
    pub(super) band: Option<String>,
    /// Fields and keys of files.
    pub(super) files: Vec<(String, String)>,
    pub(super) counted: Vec<Counted>,
}

/// Which page was sent, and by whom.
pub(super) struct Origin {
    /// The same of everything that is sent by one recipient; of nobody that is known, of the same answers by one page.
    pub request_key: String,
    pub invitation: Option<Invitation>,
    /// Whether these may stand in place of earlier ones.
    pub may_change: bool,
}

/// Checks answers and stores them; what is wrong with them comes back, and nothing is stored.
///
/// # Errors
/// `FORM_RETIRED` where nobody can answer any more, `INVALID_INPUT` for a file that is gone.
pub async fn submit(
    app: &App,
    form: &Addressed,
    language: &Language,
    answers: &Answers,
    sender: Sender<'_>,
) -> Result<Result<Submitted, Vec<Problem>>> {
    let now = app.clock.now();
    let submission = match prepare(app, form, sender, language, answers, (now.into(), day::of(now))) {
        Ok(submission) => submission,
        Err(problems) => return Ok(Err(problems)),
    };
    let band = submission.band.clone();
    match app.answers.record(submission).await? {
        Outcome::Stored(stored) => Ok(Ok(Submitted { stored, band })),
        Outcome::Retired => {
            Err(Error::refused("FORM_RETIRED", "This form takes no answers any more. Call the practice."))
        }
        Outcome::FileGone { field } => Err(Error::invalid(field, "The file is no longer there. Choose it again.")),
    }
}

impl Origin {
    fn of(app: &App, form: &Addressed, sender: Sender<'_>, clean: &CleanAnswers) -> Self {
        match sender {
            // A double click and a reload send the same answers. Others by the same page are those of the next person at
            // the same screen, or of one who went back to put something right.
            Sender::Anybody(stamp) => {
                let answers = without_keys(&json!(clean)).to_string();
                let answers = hex(&app.keys.keyed_hash(CONTENT, answers.as_bytes()));
                Self { request_key: format!("{}.{answers}", stamp.nonce), invitation: None, may_change: false }
            }
            Sender::Recipient(personal) => Self {
                request_key: personal.invitation.recipient.to_string(),
                invitation: Some(personal.invitation.clone()),
                may_change: form.form.changeable && form.form.state == FormState::Published,
            },
        }
    }
}

pub(super) fn prepare(
    app: &App,
    form: &Addressed,
    sender: Sender<'_>,
    language: &Language,
    answers: &Answers,
    (at, today): (Timestamp, NaiveDate),
) -> Result<Submission, Vec<Problem>> {
    let version = form.version.clone();
    let validator = Validator::new(&version.schema, language, today, E164Phone::parse);
    let mut clean = validator.validate(answers)?;
    let origin = Origin::of(app, form, sender, &clean);
    let score = validator.score(&clean);
    let (points, band) = match score {
        Some(score) => (Some(score.points.millionths()), score.band.map(|band| band.id.clone())),
        None => (None, None),
    };
    let files = clean.iter().filter_map(|(field, value)| match value {
        Value::File(file) => Some((field.to_owned(), file.key.clone())),
        _ => None,
    });
    let files = files.collect();
    let sensitive = clean.take(|id| version.schema.field(id).is_some_and(|field| field.sensitive));
    let plain = json!(sensitive);
    let sealed = (!sensitive.is_empty()).then(|| app.keys.seal(SEALED, plain.to_string().as_bytes(), &*app.random));
    Ok(Submission {
        counted: counted(&app.keys, &version, &clean, &sensitive),
        answers: json!(clean),
        sealed,
        plain,
        score: points,
        band,
        files,
        language: language.clone(),
        at,
        origin,
        version,
    })
}
