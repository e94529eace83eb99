//! The rejected rows of an import as CSV, to be corrected and uploaded again: the number of the row, the columns
//! that are wrong and why; and, while the upload is there, the row itself as it was.

use std::collections::BTreeMap;

use anyhow::Context;
use bytes::Bytes;
use encoding_rs::Encoding;
use entity::{import, import_issue};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use shared::{ids::ImportId, permission::Permission};
use tokio::sync::mpsc;
use tokio_stream::{StreamExt, wrappers::ReceiverStream};

use super::{detect::Detected, list::by_id, read::Rows, source::Source, uploads};
use crate::{
    domain::{
        Actor, Error, Result,
        audit::{self, Entry},
        csv_file::{CsvChunk, CsvFile},
    },
    state::App,
};

const CHUNK: usize = 64 * 1024; // bytes sent at once
const CHUNKS_AHEAD: usize = 2; // read while one is sent
const ADDED: [&str; 3] = ["row", "problem_column", "problem"];

/// What is wrong with a row: columns and reasons, as they are written.
type Problems = BTreeMap<u64, (Vec<String>, Vec<String>)>;

/// Exports the rows whose issues were kept. The audit event is written before the first row leaves.
pub async fn rejected_csv(app: &App, actor: &Actor, id: ImportId) -> Result<CsvFile> {
    let import = by_id(app, actor, id).await?;
    actor.require(Permission::ViewPatients)?;
    let problems = problems(app, id).await?;
    let source = import.upload_id.clone().map(|upload| uploads::source(app, upload, import.file_name.clone()));
    // An upload goes when it was committed or a day has passed.
    let source = source.filter(|source| source.open().is_ok());
    let detail = json!({ "rows": problems.len(), "original": source.is_some() });
    let event = Entry { action: "import.rejected_exported", subject: Some(id.to_string()), detail };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, event).await?;
    let (chunks, received) = mpsc::channel(CHUNKS_AHEAD);
    tokio::task::spawn_blocking(move || {
        let out = Out { chunk: CsvChunk::first(), chunks: &chunks };
        let written = match source {
            Some(source) => with_original(&import, &source, &problems, out),
            None => alone(&problems, out),
        };
        if let Err(error) = written {
            chunks.blocking_send(Err(error)).ok(); // nobody listens any more
        }
    });
    let file_name = format!("{id}-rejected.csv");
    Ok(CsvFile { file_name, chunks: Box::pin(ReceiverStream::new(received).map(|chunk| chunk)) })
}

async fn problems(app: &App, id: ImportId) -> Result<Problems> {
    let issues = import_issue::Entity::find()
        .filter(import_issue::Column::ImportId.eq(id.get()))
        .order_by_asc(import_issue::Column::Id)
        .all(app.database.reader())
        .await?;
    let mut problems = Problems::new();
    for issue in issues {
        let (columns, reasons) = problems.entry(u64::try_from(issue.row).unwrap_or_default()).or_default();
        columns.extend(issue.column.filter(|column| !columns.contains(column)));
        reasons.push(issue.reason);
    }
    Ok(problems)
}

fn with_original(import: &import::Model, source: &Source, problems: &Problems, mut out: Out<'_>) -> Result<()> {
    let encoding = import.encoding.as_deref().and_then(|name| Encoding::for_label(name.as_bytes()));
    let detected = Detected {
        encoding: encoding.unwrap_or(encoding_rs::UTF_8),
        size_bytes: u64::try_from(import.size_bytes).unwrap_or_default(),
        sha256: import.sha256.clone().unwrap_or_default(),
    };
    let mut rows = Rows::open(source, &detected)?;
    // In front, because the length of a row may be the very problem.
    out.record(ADDED.into_iter().chain(rows.headers()))?;
    let mut left = problems.len();
    while left > 0 {
        let Some(record) = rows.next_record()? else { break };
        let Some(problem) = problems.get(&record.row) else { continue };
        left -= 1;
        let [columns, reasons] = texts(problem);
        let row = record.row.to_string();
        out.record([row.as_str(), &columns, &reasons].into_iter().chain(record.fields))?;
    }
    out.finish()
}

fn alone(problems: &Problems, mut out: Out<'_>) -> Result<()> {
    out.record(ADDED.into_iter())?;
    for (row, problem) in problems {
        let [columns, reasons] = texts(problem);
        out.record([row.to_string().as_str(), &columns, &reasons].into_iter())?;
    }
    out.finish()
}

fn texts((columns, reasons): &(Vec<String>, Vec<String>)) -> [String; 2] {
    [columns.join("; "), reasons.join("; ")]
}

/// A chunk at a time.
struct Out<'c> {
    chunk: CsvChunk,
    chunks: &'c mpsc::Sender<Result<Bytes>>,
}

impl Out<'_> {
    fn record<'t>(&mut self, cells: impl Iterator<Item = &'t str>) -> Result<()> {
        self.chunk.row(cells).context("a rejected row cannot be written")?;
        if self.chunk.ready() < CHUNK {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.chunk, CsvChunk::further());
        self.send(full)
    }

    fn send(&self, chunk: CsvChunk) -> Result<()> {
        let sent = self.chunks.blocking_send(Ok(chunk.into_bytes()?));
        sent.map_err(|_| Error::Internal(anyhow::anyhow!("the download was broken off")))
    }

    fn finish(mut self) -> Result<()> {
        let rest = std::mem::replace(&mut self.chunk, CsvChunk::further());
        self.send(rest)
    }
}
