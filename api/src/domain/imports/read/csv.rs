//! CSV (RFC 4180), a record at a time in constant memory.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use csv::StringRecord;

use super::decode::Utf8Reader;
use crate::domain::{
    Error, Result,
    imports::{
        detect::Detected,
        source::{Source, unreadable},
    },
};

/// Bytes of one record; far above any patient, far below what memory minds.
const LONGEST_RECORD: u64 = 1024 * 1024;
// csv reads ahead by its buffer; only what is beyond it is surely the record's own.
const READ_AHEAD: u64 = 8 * 1024;

/// The records of a file after its header.
pub struct Rows {
    reader: csv::Reader<Limited<Utf8Reader<Box<dyn Read + Send>>>>,
    headers: StringRecord,
    since_record: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
    record: StringRecord,
    row: u64,
}

/// One record with its number as a spreadsheet shows it: the header is row 1.
pub struct Record<'r> {
    pub row: u64,
    pub fields: &'r StringRecord,
}

impl Rows {
    pub fn open(source: &Source, detected: &Detected) -> Result<Self> {
        let bytes = Arc::new(AtomicU64::new(0));
        let since_record = Arc::new(AtomicU64::new(0));
        let text = Utf8Reader::new(source.open()?, detected.encoding, bytes.clone());
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .buffer_capacity(usize::try_from(READ_AHEAD).unwrap_or(8192))
            .from_reader(Limited { inner: text, since_record: since_record.clone() });
        let headers = reader.headers().map_err(|error| read_error(&error, 1))?.clone();
        Ok(Self { reader, headers, since_record, bytes, record: StringRecord::new(), row: 1 })
    }

    pub fn headers(&self) -> &StringRecord {
        &self.headers
    }

    /// Bytes of the file read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// The next record, `None` after the last. An error means that nothing after it can be trusted.
    pub fn next_record(&mut self) -> Result<Option<Record<'_>>> {
        self.since_record.store(0, Ordering::Relaxed);
        let more = self.reader.read_record(&mut self.record).map_err(|error| read_error(&error, self.row + 1))?;
        if !more {
            return Ok(None);
        }
        self.row += 1;
        Ok(Some(Record { row: self.row, fields: &self.record }))
    }
}

fn read_error(error: &csv::Error, row: u64) -> Error {
    match error.kind() {
        csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => Error::refused(
            "ROW_TOO_LONG",
            format!(
                "Row {row} is longer than 1 MiB, so the rest of the file cannot be trusted. \
                 Look there for a quotation mark that is not closed, or for a missing line break."
            ),
        ),
        csv::ErrorKind::Io(io) => unreadable(format!("The file cannot be read at row {row}: {io}.")),
        _ => unreadable(format!("Row {row} is not CSV.")),
    }
}

/// Stops reading when a single record grows too long, instead of buffering it.
struct Limited<R> {
    inner: R,
    since_record: Arc<AtomicU64>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        let read = u64::try_from(length).unwrap_or_default();
        if self.since_record.fetch_add(read, Ordering::Relaxed) + read > LONGEST_RECORD + READ_AHEAD {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::imports::detect::look;

    fn rows(text: &[u8]) -> (tempfile::TempDir, Rows) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("patients.csv");
        std::fs::write(&path, text).unwrap();
        let rows = Rows::open(&Source::File(path), &look(text).unwrap()).unwrap();
        (folder, rows)
    }

    #[test]
    fn a_row_of_ten_megabytes_is_refused_with_its_number() {
        let mut text = b"given_name,address\nAda,1 High Street\nBea,".to_vec();
        text.resize(10 * 1024 * 1024, b'x');
        text.extend_from_slice(b"\nCara,2 High Street\n");
        let (_folder, mut rows) = rows(&text);
        assert_eq!(rows.next_record().unwrap().unwrap().row, 2);
        let error = rows.next_record().err().unwrap();
        assert_eq!(error.code(), "ROW_TOO_LONG");
        assert!(error.to_string().contains("Row 3"), "{error}");
        assert!(rows.record.as_slice().len() < 2 * 1024 * 1024);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_does_not_swallow_the_file() {
        let text = format!("given_name,address\nAda,\"1 High Street\n{}", "Bea,2 High Street\n".repeat(100_000));
        let (_folder, mut rows) = rows(text.as_bytes());
        assert!(rows.next_record().err().unwrap().to_string().contains("Row 2"));
    }

    #[test]
    fn quoted_line_breaks_are_one_row() {
        let (_folder, mut rows) = rows(b"given_name,address\r\nAda,\"1 High Street\r\nLeeds\"\r\nBea,\r\n");
        assert_eq!(&rows.next_record().unwrap().unwrap().fields[1], "1 High Street\r\nLeeds");
        assert_eq!(rows.next_record().unwrap().unwrap().row, 3);
        assert!(rows.next_record().unwrap().is_none());
    }
}
