//! Storing answers: checked by the version that was shown, once, and together with the acknowledgement where the link
//! was personal.

use entity::{
    form_response,
    time::Timestamp,
    values::{ActorKind, EventKind},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};
use serde_json::{Value as Json, json};
use shared::{
    form::{Answers, Language, Problem, Validator, Value},
    ids::{FormId, FormResponseId},
    phone::E164Phone,
};

use super::{
    super::versions::{Addressed, Version},
    SEALED, files,
    personal::Personal,
    stamp::Stamp,
};
use crate::{
    database::Engine,
    domain::{
        Actor, Error, Result,
        acknowledgements::{self, Event, Invitation},
        audit, day,
    },
    state::App,
};

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
}

/// What became of answers, and the band their score is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    pub stored: Stored,
    pub band: Option<String>,
}

/// Answers as they are stored.
struct Kept {
    answers: Json,
    sealed: Option<Vec<u8>>,
    /// The sealed ones as they were: what is sealed twice differs each time.
    plain: Json,
    score: Option<i64>,
    band: Option<String>,
    /// Fields and keys of files.
    files: Vec<(String, String)>,
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
    let kept = match keep(app, &form.version, language, answers, day::of(now)) {
        Ok(kept) => kept,
        Err(problems) => return Ok(Err(problems)),
    };
    let now = Timestamp::from(now);
    let invitation = match sender {
        Sender::Anybody(_) => None,
        Sender::Recipient(personal) => Some(&personal.invitation),
    };
    let request_key = match sender {
        Sender::Anybody(stamp) => stamp.nonce.clone(),
        Sender::Recipient(personal) => personal.invitation.recipient.to_string(),
    };
    let transaction = app.database.begin().await?;
    let stored = match insert(&transaction, &form.version, language, &kept, invitation, &request_key, now).await? {
        Some(id) => {
            if !kept.files.is_empty() {
                files::bind(&transaction, &form.version, id, &kept.files).await?;
            }
            if let Some(invitation) = invitation {
                let event = Event::new(invitation.recipient, EventKind::Acknowledged, now);
                acknowledgements::record(&transaction, &[event]).await?;
            }
            Stored::New(id.into())
        }
        None => {
            let Some(row) = earlier(&transaction, &request_key).await? else { return Err(retired()) };
            match invitation {
                Some(invitation) if form.form.changeable => {
                    change(app, &transaction, form, language, &kept, row, invitation, now).await?
                }
                _ => Stored::Before(row.id.into()),
            }
        }
    };
    transaction.commit().await?;
    Ok(Ok(Submitted { stored, band: kept.band }))
}

fn keep(
    app: &App,
    version: &Version,
    language: &Language,
    answers: &Answers,
    today: chrono::NaiveDate,
) -> Result<Kept, Vec<Problem>> {
    let validator = Validator::new(&version.schema, language, today, E164Phone::parse);
    let mut clean = validator.validate(answers)?;
    let score = validator.score(&clean);
    let files = clean.iter().filter_map(|(field, value)| match value {
        Value::File(file) => Some((field.to_owned(), file.key.clone())),
        _ => None,
    });
    let files = files.collect();
    let sensitive = clean.take(|id| version.schema.field(id).is_some_and(|field| field.sensitive));
    let plain = json!(sensitive);
    let sealed = (!sensitive.is_empty()).then(|| app.keys.seal(SEALED, plain.to_string().as_bytes(), &*app.random));
    Ok(Kept {
        answers: json!(clean),
        sealed,
        plain,
        score: score.map(|score| score.points.millionths()),
        band: score.and_then(|score| score.band).map(|band| band.id.clone()),
        files,
    })
}

/// The id of the new row; none where these answers came before, or the form takes none any more.
async fn insert(
    transaction: &DatabaseTransaction,
    version: &Version,
    language: &Language,
    kept: &Kept,
    invitation: Option<&Invitation>,
    request_key: &str,
    now: Timestamp,
) -> Result<Option<i64>> {
    let sql = "INSERT INTO form_response (form_id, form_version_id, campaign_id, recipient_id, patient_id, language, \
               answers, sealed, score, score_band, request_key, submitted_at) \
               SELECT f.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM form f WHERE f.id = ? AND f.state = 'published' \
               ON CONFLICT DO NOTHING RETURNING id";
    let values = [
        version.id.get().into(),
        invitation.map(|invitation| invitation.campaign.get()).into(),
        invitation.map(|invitation| invitation.recipient.get()).into(),
        invitation.map(|invitation| invitation.patient.get()).into(),
        language.as_str().into(),
        kept.answers.clone().into(),
        kept.sealed.clone().into(),
        kept.score.into(),
        kept.band.clone().into(),
        request_key.into(),
        now.into(),
        version.form.get().into(),
    ];
    let row = transaction.query_one_raw(Engine::of(transaction).statement(sql, values)).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?)
}

async fn earlier(transaction: &DatabaseTransaction, request_key: &str) -> Result<Option<form_response::Model>> {
    let found = form_response::Entity::find().filter(form_response::Column::RequestKey.eq(request_key));
    Ok(found.one(transaction).await?)
}

/// Puts answers in the place of earlier ones, where they differ.
#[allow(clippy::too_many_arguments, reason = "one call, with what the caller has at hand")]
async fn change(
    app: &App,
    transaction: &DatabaseTransaction,
    form: &Addressed,
    language: &Language,
    kept: &Kept,
    row: form_response::Model,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<Stored> {
    let id = FormResponseId::from(row.id);
    let opened = match &row.sealed {
        Some(sealed) => app.keys.open(SEALED, sealed).ok().and_then(|opened| serde_json::from_slice(&opened).ok()),
        None => Some(json!({})),
    };
    if form.form.state != shared::form::FormState::Published {
        return Err(retired());
    }
    if row.answers == kept.answers && opened.as_ref() == Some(&kept.plain) {
        return Ok(Stored::Before(id));
    }
    let changed = form_response::ActiveModel {
        id: Set(row.id),
        form_version_id: Set(form.version.id.get()),
        language: Set(language.to_string()),
        answers: Set(kept.answers.clone()),
        sealed: Set(kept.sealed.clone()),
        score: Set(kept.score),
        score_band: Set(kept.band.clone()),
        changed_at: Set(Some(now)),
        ..Default::default()
    };
    changed.update(transaction).await?;
    files::bind(transaction, &form.version, row.id, &kept.files).await?;
    let recipient = invitation.recipient.to_string();
    let mut patient = Actor::client(&recipient, "patient", Vec::new());
    patient.kind = ActorKind::Patient;
    let entry = audit::Entry {
        action: "form_response.changed",
        subject: Some(id.to_string()),
        detail: json!({ "form": FormId::from(row.form_id), "recipient": recipient }),
    };
    audit::record(transaction, now, &patient, entry).await?;
    Ok(Stored::Changed(id))
}

fn retired() -> Error {
    Error::refused("FORM_RETIRED", "This form takes no answers any more. Call the practice.")
}
