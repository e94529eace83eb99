//! The rejected rows of an import as CSV, to be corrected and uploaded again: the number of the row, the columns
//! that are wrong and why; and, while the upload is there, the row itself as it was.

use std::collections::BTreeMap;

use anyhow::Context;
use bytes::Bytes;
use csv::{Terminator, Writer, WriterBuilder};
use encoding_rs::Encoding;
use entity::{import, import_issue};
use futures::stream::BoxStream;
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
        cell::safe,
    },
    state::App,
};

const BYTE_ORDER_MARK: &str = "\u{feff}"; // Excel reads accents by it
const CHUNK: usize = 64 * 1024; // bytes sent at once
const CHUNKS_AHEAD: usize = 2; // read while one is sent
const ADDED: [&str; 3] = ["row", "problem_column", "problem"];

/// A file on its way.
pub struct RejectedRows {
    /// Names the import; no patient data.
    pub file_name: String,
    pub chunks: BoxStream<'static, Result<Bytes>>,
}

/// What is wrong with a row: columns and reasons, as they are written.
type Problems = BTreeMap<u64, (Vec<String>, Vec<String>)>;

/// Exports the rows whose issues were kept. The audit event is written before the first row leaves.
pub async fn rejected_csv(app: &App, actor: &Actor, id: ImportId) -> Result<RejectedRows> {
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
        let out = Out { writer: writer(BYTE_ORDER_MARK.as_bytes().to_vec()), chunks: &chunks };
        let written = match source {
            Some(source) => with_original(&import, &source, &problems, out),
            None => alone(&problems, out),
        };
        if let Err(error) = written {
            chunks.blocking_send(Err(error)).ok(); // nobody listens any more
        }
    });
    let file_name = format!("{id}-rejected.csv");
    Ok(RejectedRows { file_name, chunks: Box::pin(ReceiverStream::new(received).map(|chunk| chunk)) })
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

/// RFC 4180, a chunk at a time.
struct Out<'c> {
    writer: Writer<Vec<u8>>,
    chunks: &'c mpsc::Sender<Result<Bytes>>,
}

fn writer(begun: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(begun)
}

impl Out<'_> {
    fn record<'t>(&mut self, cells: impl Iterator<Item = &'t str>) -> Result<()> {
        let wrong = "a rejected row cannot be written";
        for cell in cells {
            self.writer.write_field(safe(cell).as_bytes()).context(wrong)?;
        }
        self.writer.write_record(None::<&[u8]>).context(wrong)?;
        if self.writer.get_ref().len() < CHUNK {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.writer, writer(Vec::with_capacity(CHUNK)));
        self.send(full)
    }

    fn send(&self, writer: Writer<Vec<u8>>) -> Result<()> {
        let bytes = writer.into_inner().map_err(|error| anyhow::Error::from(error.into_error()))?;
        let sent = self.chunks.blocking_send(Ok(bytes.into()));
        sent.map_err(|_| Error::Internal(anyhow::anyhow!("the download was broken off")))
    }

    fn finish(mut self) -> Result<()> {
        let rest = std::mem::replace(&mut self.writer, writer(Vec::new()));
        self.send(rest)
    }
}
