//! What an import looks like from outside.

use async_graphql::{
    Context, Enum, ID, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, Utc};
use entity::import;
use shared::{ids::ImportId, permission::Permission};

use crate::{
    domain::imports::{self, Progress, progress},
    graphql::{
        actors::name_of_actor,
        context::{app, require},
        error::OrGraphql,
        page::{self, PageRequest},
    },
};

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::values::ImportState")]
pub enum ImportState {
    /// The file is being read and compared with the database.
    Checking,
    /// The difference is known; nothing was written.
    Checked,
    Committing,
    Committed,
    /// Nothing was written; `message` says why.
    Failed,
    /// Forgotten by a person before anything was written.
    Discarded,
}

/// A row that was rejected, and why. Never holds its values.
#[derive(SimpleObject, Clone, Debug)]
pub struct ImportIssue {
    /// As a spreadsheet numbers it: the header is row 1.
    row: i64,
    /// The canonical name of the column; none when the row as a whole is wrong.
    column: Option<String>,
    reason: String,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "imports::SampleKind")]
pub enum ImportVerdict {
    Created,
    Updated,
    Unchanged,
}

/// A row as it would change the database.
#[derive(SimpleObject, Clone, Debug)]
pub struct ImportSample {
    /// As a spreadsheet numbers it: the header is row 1.
    row: u64,
    verdict: ImportVerdict,
    name: String,
    /// Of an update, what changes; of a new patient, what is known.
    fields: Vec<FieldChange>,
}

#[derive(SimpleObject, Clone, Debug)]
pub struct FieldChange {
    /// The canonical name of the column.
    column: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(SimpleObject, Clone, Debug)]
pub struct ImportReason {
    column: Option<String>,
    reason: String,
    rows: u64,
}

impl From<imports::Sample> for ImportSample {
    fn from(sample: imports::Sample) -> Self {
        let fields = sample.fields.into_iter();
        let fields = fields.map(|imports::FieldChange { column, before, after }| FieldChange { column, before, after });
        Self { row: sample.row, verdict: sample.kind.into(), name: sample.name, fields: fields.collect() }
    }
}

/// One file on its way into the patient database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    row: import::Model,
    /// Where it stands while this process works on it.
    progress: Option<Progress>,
}

impl From<import::Model> for Import {
    fn from(row: import::Model) -> Self {
        let progress = progress::of(ImportId::from(row.id));
        Self { row, progress }
    }
}

impl Import {
    pub fn has_ended(&self) -> bool {
        use entity::values::ImportState as S;
        matches!(self.row.state, S::Checked | S::Committed | S::Failed | S::Discarded)
    }

    fn counts(&self) -> Counts {
        match self.progress {
            Some(Progress { tally, .. }) => {
                let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
                Counts {
                    created: count(tally.created),
                    updated: count(tally.updated),
                    unchanged: count(tally.unchanged),
                    rejected: count(tally.rejected),
                }
            }
            None => Counts {
                created: self.row.created,
                updated: self.row.updated,
                unchanged: self.row.unchanged,
                rejected: self.row.rejected,
            },
        }
    }
}

struct Counts {
    created: i64,
    updated: i64,
    unchanged: i64,
    rejected: i64,
}

#[Object]
impl Import {
    async fn id(&self) -> ID {
        ImportId::from(self.row.id).to_string().into()
    }

    async fn file_name(&self) -> &str {
        &self.row.file_name
    }

    /// The system the file comes from, within which local ids are unique.
    async fn source(&self) -> &str {
        &self.row.source
    }

    async fn state(&self) -> ImportState {
        self.row.state.into()
    }

    /// The encoding that was recognised, as `windows-1252`.
    async fn encoding(&self) -> Option<String> {
        self.row.encoding.as_ref().map(|name| name.to_lowercase())
    }

    /// Rows of the file after its header; while it is first read, as many as are likely.
    async fn rows_total(&self) -> i64 {
        if self.row.rows_total > 0 {
            return self.row.rows_total;
        }
        let done = i64::try_from(self.progress.map_or(0, |progress| progress.tally.rows)).unwrap_or(i64::MAX);
        match self.progress {
            Some(Progress { bytes_done, bytes_total, .. }) if bytes_done > 0 => {
                let rows = i128::from(done) * i128::from(bytes_total) / i128::from(bytes_done);
                i64::try_from(rows).unwrap_or(done)
            }
            _ => done,
        }
    }

    async fn rows_done(&self) -> i64 {
        let counts = self.counts();
        counts.created + counts.updated + counts.unchanged + counts.rejected
    }

    async fn created(&self) -> i64 {
        self.counts().created
    }

    async fn updated(&self) -> i64 {
        self.counts().updated
    }

    async fn unchanged(&self) -> i64 {
        self.counts().unchanged
    }

    async fn rejected(&self) -> i64 {
        self.counts().rejected
    }

    /// Why it failed, or what is worth knowing.
    async fn message(&self) -> Option<&str> {
        self.row.message.as_deref()
    }

    /// A person's name, the name of an external system, or `Recall`.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<String> {
        name_of_actor(ctx, &self.row.created_by).await
    }

    /// Up to five rows of each kind, as they would change the database.
    #[graphql(complexity = "10 + 15 * child_complexity")]
    async fn samples(&self, ctx: &Context<'_>) -> Result<Vec<ImportSample>> {
        let actor = require(ctx, Permission::ImportPatients)?;
        let samples = imports::samples(app(ctx)?, actor, &self.row).await.or_graphql()?;
        Ok(samples.into_iter().map(ImportSample::from).collect())
    }

    /// Why rows were rejected, the commonest first.
    async fn reasons(&self) -> Vec<ImportReason> {
        let reasons = imports::reasons(&self.row).into_iter();
        reasons.map(|imports::Reason { column, reason, rows }| ImportReason { column, reason, rows }).collect()
    }

    /// Path of the rejected rows as CSV, to be asked for with the same bearer token; null when there are none.
    async fn rejected_csv_url(&self) -> Option<String> {
        let known = self.has_ended() && self.row.rejected > 0;
        known.then(|| format!("/imports/{}/rejected.csv", ImportId::from(self.row.id)))
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.row.created_at.to_utc()
    }

    async fn committed_at(&self) -> Option<DateTime<Utc>> {
        self.row.committed_at.map(entity::time::Timestamp::to_utc)
    }

    /// Rejected rows in the order of the file; the first 10,000 issues are kept.
    #[graphql(complexity = "first.unwrap_or(50) as usize * child_complexity")]
    async fn issues(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, ImportIssue, EmptyFields, EmptyFields>> {
        let actor = require(ctx, Permission::ImportPatients)?;
        let request = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let rows =
            imports::issues(app(ctx)?, actor, self.row.id.into(), request.from, request.fetch()).await.or_graphql()?;
        let node =
            |row: entity::import_issue::Model| ImportIssue { row: row.row, column: row.column, reason: row.reason };
        Ok(page::connection(request.page(rows), EmptyFields, |row| page::encode(&row.id), node))
    }
}
