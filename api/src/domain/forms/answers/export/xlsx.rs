//! Answers as a workbook for Excel: numbers, dates and yes or no as such, and no text that is calculated. The rows go
//! through a file that has no name, in the data folder, and the workbook goes out as it is packed: neither stands in
//! memory whole.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use futures::StreamExt;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use shared::{form::Decimal, ids::FormId};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::{
    AnswersFile,
    rows::{Cell, Rows},
};
use crate::{
    domain::{Actor, Result, cell::safe},
    state::App,
};

const PAGES: usize = 2; // of rows on their way to the writer
const CHUNKS: usize = 4; // of the file on their way to its reader
const CHUNK: usize = 64 * 1024; // bytes
const ROWS: u32 = 1_048_575; // of a sheet, below its header
const WIDTH: f64 = 18.0; // characters: a moment is all there

/// All answers, what is sealed among them.
pub async fn xlsx(app: &App, actor: &Actor, id: FormId) -> Result<AnswersFile> {
    let rows = Rows::open(app, actor, id, "xlsx").await?;
    let file_name = format!("{}-answers.xlsx", rows.slug);
    let (header, folder) = (rows.header(), app.config.data_dir().to_owned());
    let (to_writer, pages) = mpsc::channel(PAGES);
    let (out, chunks) = mpsc::channel(CHUNKS);
    tokio::spawn(async move {
        let mut pages = rows.pages().boxed();
        while let Some(page) = pages.next().await {
            // Whoever wanted it has gone away.
            if to_writer.send(page).await.is_err() {
                break;
            }
        }
    });
    tokio::task::spawn_blocking(move || {
        if let Err(error) = write(&folder, &header, pages, &out) {
            let _ = out.blocking_send(Err(error));
        }
    });
    Ok(AnswersFile { file_name, chunks: ReceiverStream::new(chunks).boxed() })
}

type Pages = mpsc::Receiver<Result<Vec<Vec<Cell>>>>;
type Out = mpsc::Sender<Result<Bytes>>;

fn write(folder: &Path, header: &[String], mut pages: Pages, out: &Out) -> Result<()> {
    let mut book = Book::new(folder.to_owned(), header)?;
    while let Some(page) = pages.blocking_recv() {
        for row in page? {
            book.row(&row).context("answers cannot be written into a workbook")?;
        }
    }
    let mut packed = Packed { out, ready: Vec::with_capacity(CHUNK) };
    book.workbook.save_to_writer(&mut packed).context("a workbook cannot be packed")?;
    packed.flush().context("a workbook cannot be sent")?;
    Ok(())
}

/// A workbook with as many sheets as it takes.
struct Book<'a> {
    workbook: Workbook,
    header: &'a [String],
    /// Of the last sheet, its header among them.
    rows: u32,
    formats: Formats,
}

struct Formats {
    header: Format,
    date: Format,
    moment: Format,
    /// Of text that begins like a formula: it stays text when somebody edits it.
    text: Format,
}

impl<'a> Book<'a> {
    fn new(folder: PathBuf, header: &'a [String]) -> Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).context("the data folder takes no file")?;
        let formats = Formats {
            header: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            text: Format::new().set_quote_prefix(),
        };
        let mut book = Self { workbook, header, rows: 0, formats };
        book.next_sheet().context("a sheet cannot be begun")?;
        Ok(book)
    }

    fn next_sheet(&mut self) -> anyhow::Result<()> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in (0..).zip(self.header) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.write_string_with_format(0, column, name, &self.formats.header)?;
        }
        self.rows = 1;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        if self.rows > ROWS {
            self.next_sheet()?;
        }
        let last = self.workbook.worksheets().len().saturating_sub(1);
        let sheet = self.workbook.worksheet_from_index(last)?;
        for (column, cell) in (0..).zip(cells) {
            self.formats.write(sheet, self.rows, column, cell)?;
        }
        self.rows += 1;
        Ok(())
    }
}

impl Formats {
    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> anyhow::Result<()> {
        match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) if safe(text) == *text => sheet.write_string(row, column, text)?,
            Cell::Text(text) => sheet.write_string_with_format(row, column, text, &self.text)?,
            Cell::Number(number) => sheet.write_number(row, column, float(*number))?,
            Cell::Whole(number) => sheet.write_number(row, column, *number)?,
            Cell::YesNo(yes) => sheet.write_boolean(row, column, *yes)?,
            Cell::Date(date) => match day(*date) {
                Some(date) => sheet.write_datetime_with_format(row, column, date, &self.date)?,
                None => sheet.write_string(row, column, date.to_string())?,
            },
            Cell::Moment(at) => match moment(*at) {
                Some(at) => sheet.write_datetime_with_format(row, column, at, &self.moment)?,
                None => sheet.write_string(row, column, at.to_rfc3339())?,
            },
        };
        Ok(())
    }
}

/// A day as Excel counts them; it knows none before 1900.
fn day(date: NaiveDate) -> Option<ExcelDateTime> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(u16::try_from(date.year()).ok()?, month, day).ok()
}

fn moment(at: DateTime<Utc>) -> Option<ExcelDateTime> {
    let time = at.time();
    let (hour, minute) = (u16::try_from(time.hour()).ok()?, u8::try_from(time.minute()).ok()?);
    day(at.date_naive())?.and_hms(hour, minute, f64::from(time.second())).ok()
}

/// Fifteen digits, as many as Excel keeps.
#[allow(clippy::cast_precision_loss, reason = "at most fifteen digits")]
fn float(number: Decimal) -> f64 {
    number.millionths() as f64 / 1e6
}

/// What is packed, on its way out.
struct Packed<'a> {
    out: &'a Out,
    ready: Vec<u8>,
}

impl Write for Packed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.ready.extend_from_slice(bytes);
        if self.ready.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let chunk = Bytes::from(std::mem::take(&mut self.ready));
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "whoever wanted the workbook has gone away");
        if chunk.is_empty() { Ok(()) } else { self.out.blocking_send(Ok(chunk)).map_err(gone) }
    }
}
