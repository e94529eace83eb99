//! Answers as CSV: dates in ISO 8601, numbers as they are, texts that no spreadsheet calculates.

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
        let written = row.iter().try_for_each(|cell| match cell {
            Cell::Text(text) => chunk.text(text),
            data => chunk.data(&text(data)),
        });
        let written = written.and_then(|()| chunk.end_row());
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::form::Decimal;

    use super::*;

    #[test]
    fn a_number_below_zero_stays_a_number_and_a_text_is_never_calculated() {
        let number = Cell::Number(Decimal::from_millionths(-2_500_000).unwrap());
        let row = vec![number, Cell::Whole(-3), Cell::Text("-3".to_owned()), Cell::Text("=1+1".to_owned())];
        assert_eq!(write(&[row]).unwrap(), "-2.5,-3,'-3,'=1+1\r\n");
    }
}
