//! CSV files that leave Recall: RFC 4180, UTF-8 with a byte order mark so that Excel reads accents, cells that no
//! spreadsheet calculates, in chunks, so that a large file never stands in memory whole.

use anyhow::Context;
use bytes::Bytes;
use csv::{Terminator, Writer, WriterBuilder};
use futures::stream::BoxStream;

use super::{Result, cell::safe};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file on its way.
pub struct CsvFile {
    /// What it is of, and its number; no patient data.
    pub file_name: String,
    pub chunks: BoxStream<'static, Result<Bytes>>,
}

/// Some rows of a file, as they go out at once. Rows may differ in length.
pub struct CsvChunk(Writer<Vec<u8>>);

impl CsvChunk {
    /// The one at the beginning of a file.
    pub fn first() -> Self {
        Self::onto(BYTE_ORDER_MARK.as_bytes().to_vec())
    }

    pub fn further() -> Self {
        Self::onto(Vec::new())
    }

    fn onto(begun: Vec<u8>) -> Self {
        Self(WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(begun))
    }

    /// Writes one row. An error names no cell: the caller says which row it was.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> anyhow::Result<()> {
        for cell in cells {
            self.text(cell.as_ref())?;
        }
        self.end_row()
    }

    /// Writes one cell that somebody may have typed.
    pub fn text(&mut self, cell: &str) -> anyhow::Result<()> {
        Ok(self.0.write_field(safe(cell).as_bytes())?)
    }

    /// Writes one cell that is a number, a date or a word of ours, as it is: a number below zero stays a number.
    pub fn data(&mut self, cell: &str) -> anyhow::Result<()> {
        Ok(self.0.write_field(cell.as_bytes())?)
    }

    /// Ends a row that was written cell by cell.
    pub fn end_row(&mut self) -> anyhow::Result<()> {
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// Bytes that stand ready, which may be fewer than were written.
    pub fn ready(&self) -> usize {
        self.0.get_ref().len()
    }

    pub fn into_bytes(self) -> anyhow::Result<Bytes> {
        let bytes = self.0.into_inner().map_err(|error| anyhow::Error::from(error.into_error()));
        Ok(bytes.context("a CSV file cannot be written")?.into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_begins_with_its_mark_and_calculates_nothing() {
        let mut first = CsvChunk::first();
        first.row(["name", "note"]).unwrap();
        first.row(["Zoë", "=1+1"]).unwrap();
        first.text("-3").unwrap();
        first.data("-3").unwrap();
        first.end_row().unwrap();
        let mut further = CsvChunk::further();
        further.row(["a \"quoted\"\nname".to_owned()]).unwrap();
        let bytes = [first.into_bytes().unwrap(), further.into_bytes().unwrap()].concat();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "\u{feff}name,note\r\nZoë,'=1+1\r\n'-3,-3\r\n\"a \"\"quoted\"\"\nname\"\r\n");
    }
}
