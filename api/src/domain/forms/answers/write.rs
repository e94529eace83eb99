//! Storing answers that come at the same time: by one transaction for all, each page and each recipient once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use entity::{form_response, time::Timestamp, values::EventKind};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, FromQueryResult, TransactionTrait,
};
use serde_json::{Value as Json, json};
use shared::ids::FormResponseId;

use super::{
    SEALED,
    files::{self, without_keys},
    submit::{Stored, Submission},
    tally::{Tallies, as_json, on_day},
};
use crate::{
    crypto::KeyRing,
    database::{Database, Engine},
    domain::{
        Actor, Error, Result,
        acknowledgements::{self, Event},
        audit::{self, hex},
        day,
        group_commit::{GroupCommit, Write},
        json_rows::JsonRows,
    },
};

/// Stores answers, many in one transaction.
pub type AnswerWriter = GroupCommit<Submissions>;

/// Answers in their order.
pub struct Submissions {
    /// To tell whether sealed answers changed.
    keys: Arc<KeyRing>,
}

impl GroupCommit<Submissions> {
    pub fn start(database: Database, keys: Arc<KeyRing>) -> Self {
        Self::with(database, Submissions { keys })
    }
}

/// What became of one submission.
#[derive(Clone, Debug)]
pub enum Outcome {
    Stored(Stored),
    /// The form takes no answers any more.
    Retired,
    /// A file is not there, is for another field, or belongs to other answers.
    FileGone {
        field: String,
    },
}

/// Values for each column, `position` among them: the order in which they came.
const COLUMNS: &[(&str, &str)] = &[
    ("position", "bigint"),
    ("form_id", "bigint"),
    ("form_version_id", "bigint"),
    ("campaign_id", "bigint"),
    ("recipient_id", "bigint"),
    ("patient_id", "bigint"),
    ("language", "text"),
    ("answers", "jsonb"),
    ("sealed", "text"),
    ("score", "bigint"),
    ("score_band", "text"),
    ("request_key", "text"),
    ("submitted_at", "bigint"),
    ("counted", "jsonb"),
];

/// Answers that are there already.
#[derive(Clone, Debug, FromQueryResult)]
struct Earlier {
    id: i64,
    form_version_id: i64,
    answers: Json,
    sealed: Option<Vec<u8>>,
    counted: Option<Json>,
    request_key: String,
    submitted_at: Timestamp,
}

impl Write for Submissions {
    type Item = Submission;
    type Outcome = Outcome;
    const GROUP_SIZE: &'static str = "recall_form_answer_group_size";

    /// Answers first, then what they acknowledge, tallies last and in one order: those are what transactions share.
    async fn write(&self, transaction: &DatabaseTransaction, items: &[Submission]) -> Result<Vec<Outcome>> {
        let mut outcomes: Vec<Option<Outcome>> = vec![None; items.len()];
        // Of several that one recipient sent the first that can be stored is: where any of them has files, one by one.
        let with_files = items.iter().filter(|item| !item.files.is_empty());
        let with_files: BTreeSet<&str> = with_files.map(|item| item.origin.request_key.as_str()).collect();
        let goes_alone = |item: &Submission| with_files.contains(item.origin.request_key.as_str());
        let mut new = insert(transaction, items, |item| !goes_alone(item)).await?;
        for (position, item) in items.iter().enumerate().filter(|(_, item)| goes_alone(item)) {
            // A file that is not to be had undoes these answers and no others.
            let attempt = transaction.begin().await?;
            let ids = insert(&attempt, std::slice::from_ref(item), |_| true).await?;
            match bind(&attempt, item, &ids).await {
                Err(Error::Invalid { field, .. }) => {
                    attempt.rollback().await?;
                    outcomes[position] = Some(Outcome::FileGone { field });
                }
                bound => {
                    bound?;
                    attempt.commit().await?;
                    new.extend(ids);
                }
            }
        }
        let mut tallies = Tallies::default();
        let mut events = Vec::new();
        for (item, outcome) in items.iter().zip(&mut outcomes).filter(|(_, outcome)| outcome.is_none()) {
            // The first of those that one page sent is the one that is stored.
            let Some(id) = new.remove(&item.origin.request_key) else { continue };
            *outcome = Some(Outcome::Stored(Stored::New(id.into())));
            tallies.add(item.version.id.get(), &on_day(&item.counted, day::of(item.at.to_utc())));
            let invitation = item.origin.invitation.as_ref();
            events.extend(invitation.map(|of| Event::new(of.recipient, EventKind::Acknowledged, item.at)));
        }
        self.again(transaction, items, &mut outcomes, &mut tallies).await?;
        if !events.is_empty() {
            acknowledgements::record(transaction, &events).await?;
        }
        tallies.write(transaction).await?;
        // The log comes last, as everywhere: all who write to it wait for one another.
        for (item, outcome) in items.iter().zip(&outcomes) {
            if let Some(Outcome::Stored(Stored::Changed(id))) = outcome {
                tell(transaction, item, *id).await?;
            }
        }
        Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or(Outcome::Retired)).collect())
    }
}

impl Submissions {
    /// What becomes of those that were not stored as new: they came before, or the form takes none any more.
    async fn again(
        &self,
        transaction: &DatabaseTransaction,
        items: &[Submission],
        outcomes: &mut [Option<Outcome>],
        tallies: &mut Tallies,
    ) -> Result<()> {
        let open = items.iter().zip(outcomes.iter()).filter(|(_, outcome)| outcome.is_none());
        let keys: Vec<&str> = open.map(|(item, _)| item.origin.request_key.as_str()).collect();
        if keys.is_empty() {
            return Ok(());
        }
        let mut earlier = earlier(transaction, &keys).await?;
        for (item, outcome) in items.iter().zip(outcomes).filter(|(_, outcome)| outcome.is_none()) {
            let Some(row) = earlier.get_mut(&item.origin.request_key) else { continue };
            let id = FormResponseId::from(row.id);
            if self.is_same(row, item) {
                *outcome = Some(Outcome::Stored(Stored::Before(id)));
                continue;
            }
            if !item.origin.may_change {
                *outcome = Some(Outcome::Stored(Stored::NotChanged(id)));
                continue;
            }
            let attempt = transaction.begin().await?;
            match files::bind(&attempt, &item.version, row.id, &item.files).await {
                Err(Error::Invalid { field, .. }) => {
                    attempt.rollback().await?;
                    *outcome = Some(Outcome::FileGone { field });
                }
                bound => {
                    bound?;
                    change(&attempt, item, row, tallies).await?;
                    attempt.commit().await?;
                    *outcome = Some(Outcome::Stored(Stored::Changed(id)));
                }
            }
        }
        Ok(())
    }

    fn is_same(&self, row: &Earlier, item: &Submission) -> bool {
        let opened = match &row.sealed {
            Some(sealed) => self.keys.open(SEALED, sealed).ok().and_then(|json| serde_json::from_slice(&json).ok()),
            None => Some(json!({})),
        };
        let opened = opened.as_ref().unwrap_or(&Json::Null);
        without_keys(&row.answers) == without_keys(&item.answers) && without_keys(opened) == without_keys(&item.plain)
    }
}

/// Stores those of the items that are picked and new, of forms that take answers; their ids by their keys.
async fn insert(
    transaction: &impl ConnectionTrait,
    items: &[Submission],
    pick: impl Fn(&Submission) -> bool,
) -> Result<HashMap<String, i64>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        request_key: String,
    }
    let rows: Vec<Json> = items.iter().filter(|item| pick(item)).enumerate().map(|(at, item)| row(at, item)).collect();
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let engine = Engine::of(transaction);
    let bytes = match engine {
        Engine::Sqlite => "unhex(v.sealed)",
        Engine::Postgres => "decode(v.sealed, 'hex')",
    };
    // In the order of their keys, so that two transactions never wait for each other; of one key the first stays.
    let sql = format!(
        "INSERT INTO form_response (form_id, form_version_id, campaign_id, recipient_id, patient_id, language, answers, \
         sealed, score, score_band, request_key, submitted_at, counted) \
         SELECT f.id, v.form_version_id, v.campaign_id, v.recipient_id, v.patient_id, v.language, v.answers, {bytes}, \
         v.score, v.score_band, v.request_key, v.submitted_at, v.counted \
         FROM {} JOIN form f ON f.id = v.form_id WHERE f.state = 'published' ORDER BY v.request_key, v.position \
         ON CONFLICT DO NOTHING RETURNING id, request_key",
        JsonRows::new(engine, COLUMNS)
    );
    let statement = engine.statement(&sql, [Json::from(rows).to_string().into()]);
    let stored = Row::find_by_statement(statement).all(transaction).await?;
    Ok(stored.into_iter().map(|row| (row.request_key, row.id)).collect())
}

fn row(position: usize, item: &Submission) -> Json {
    let invitation = item.origin.invitation.as_ref();
    json!([
        position,
        item.version.form.get(),
        item.version.id.get(),
        invitation.map(|of| of.campaign.get()),
        invitation.map(|of| of.recipient.get()),
        invitation.map(|of| of.patient.get()),
        item.language.as_str(),
        item.answers,
        item.sealed.as_deref().map(hex),
        item.score,
        item.band,
        item.origin.request_key,
        item.at.0,
        as_json(&on_day(&item.counted, day::of(item.at.to_utc()))),
    ])
}

/// Binds the files of answers that were just stored.
async fn bind(transaction: &impl ConnectionTrait, item: &Submission, ids: &HashMap<String, i64>) -> Result<()> {
    match ids.get(&item.origin.request_key) {
        Some(id) => files::bind(transaction, &item.version, *id, &item.files).await,
        None => Ok(()),
    }
}

/// The answers with these keys, locked in the order of the keys.
async fn earlier(transaction: &impl ConnectionTrait, keys: &[&str]) -> Result<HashMap<String, Earlier>> {
    let engine = Engine::of(transaction);
    let lock = if engine == Engine::Postgres { "FOR NO KEY UPDATE OF r" } else { "" };
    let sql = format!(
        "SELECT r.id, r.form_version_id, r.answers, r.sealed, r.counted, r.request_key, r.submitted_at \
         FROM form_response r WHERE r.request_key IN (SELECT v.request_key FROM {}) ORDER BY r.request_key {lock}",
        JsonRows::new(engine, &[("request_key", "text")])
    );
    let rows: Json = keys.iter().map(|key| json!([key])).collect();
    let rows = Earlier::find_by_statement(engine.statement(&sql, [rows.to_string().into()])).all(transaction).await?;
    Ok(rows.into_iter().map(|row| (row.request_key.clone(), row)).collect())
}

/// Puts answers in the place of earlier ones, and counts them instead.
async fn change(
    transaction: &impl ConnectionTrait,
    item: &Submission,
    row: &mut Earlier,
    tallies: &mut Tallies,
) -> Result<()> {
    let counted = on_day(&item.counted, day::of(row.submitted_at.to_utc()));
    tallies.take(row.form_version_id, row.counted.as_ref());
    tallies.add(item.version.id.get(), &counted);
    let changed = form_response::ActiveModel {
        id: Set(row.id),
        form_version_id: Set(item.version.id.get()),
        language: Set(item.language.to_string()),
        answers: Set(item.answers.clone()),
        sealed: Set(item.sealed.clone()),
        score: Set(item.score),
        score_band: Set(item.band.clone()),
        changed_at: Set(Some(item.at)),
        counted: Set(Some(as_json(&counted))),
        ..Default::default()
    };
    changed.update(transaction).await?;
    row.form_version_id = item.version.id.get();
    (row.answers, row.sealed) = (item.answers.clone(), item.sealed.clone());
    row.counted = Some(as_json(&counted));
    Ok(())
}

/// Writes down that a recipient changed answers.
async fn tell(transaction: &impl ConnectionTrait, item: &Submission, id: FormResponseId) -> Result<()> {
    let Some(recipient) = item.origin.invitation.as_ref().map(|of| of.recipient) else { return Ok(()) };
    let entry = audit::Entry {
        action: "form_response.changed",
        subject: Some(id.to_string()),
        detail: json!({ "form": item.version.form, "recipient": recipient }),
    };
    audit::record(transaction, item.at, &Actor::patient(recipient), entry).await
}

#[cfg(test)]
mod tests;
