//! Answers as CSV: dates in ISO 8601, cells that no spreadsheet calculates.

use anyhow::Context;
use bytes::Bytes;
use futures::stream::{StreamExt, once};
use shared::ids::FormId;

use super::rows::{Cell, Rows};
use crate::{
    domain::{
        Actor, Result,
        csv_file::{CsvChunk, CsvFile},
    },
    state::App,
};

/// All answers, what is sealed among them.
pub async fn csv(app: &App, actor: &Actor, id: FormId) -> Result<CsvFile> {
    let rows = Rows::open(app, actor, id, "csv").await?;
    let file_name = format!("{}-answers.csv", rows.slug);
    let header = header(&rows.header());
    let pages = rows.pages().map(|page| write(&page?));
    Ok(CsvFile { file_name, chunks: once(async { header }).chain(pages).boxed() })
}

fn header(names: &[String]) -> Result<Bytes> {
    let mut chunk = CsvChunk::first();
    chunk.row(names).context("the header cannot be written")?;
    Ok(chunk.into_bytes()?)
}

fn write(rows: &[Vec<Cell>]) -> Result<Bytes> {
    let mut chunk = CsvChunk::further();
    for row in rows {
        let written = chunk.row(row.iter().map(text));
        written.with_context(|| format!("{} cannot be written", row.first().map(text).unwrap_or_default()))?;
    }
    Ok(chunk.into_bytes()?)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Whole(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Moment(at) => at.to_rfc3339(),
        Cell::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
    }
}
