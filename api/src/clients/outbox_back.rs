//! Reading a file of the outbox from its end, a block at a time, within a budget of bytes.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

const BLOCK: u64 = 64 * 1024; // a block holds about a hundred texts or thirty emails
const LONGEST_LINE: usize = 1024 * 1024; // far above any email; more is a file that is broken there

/// The lines of a file before a place in it, the last one first.
#[derive(Debug)]
pub struct Backward {
    /// `None` where there is no file.
    file: Option<File>,
    /// What is left to be given are the lines before here.
    end: u64,
    /// The bytes of the file up to `end` that were read already.
    buffer: Vec<u8>,
    /// Whether the bytes just before `end` are the rest of a line that is not to be given.
    torn: bool,
    budget: u64,
}

/// A line without its end, and the place just behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: Vec<u8>,
    pub end: u64,
}

impl Backward {
    /// `before` is a place that [`Self::end`] or a line told; `None` for the end of the file. At most
    /// `budget` bytes are read.
    pub fn open(path: &Path, before: Option<u64>, budget: u64) -> io::Result<Self> {
        let file = match File::open(path) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let length = file.as_ref().map(File::metadata).transpose()?.map_or(0, |data| data.len());
        // Outboxes may be deleted at any time: a place in an older, longer one is the end of this one. The end
        // itself may be in the middle of a line that is being written, or that a full disk cut.
        let end = before.unwrap_or(length).min(length);
        Ok(Self { file, end, buffer: Vec::new(), torn: true, budget })
    }

    /// Where reading stands: everything behind was given.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// The next line towards the beginning; `None` at the beginning (`end` is 0) and when the budget is used up.
    pub fn previous(&mut self) -> io::Result<Option<Line>> {
        loop {
            if self.end == 0 {
                return Ok(None);
            }
            if self.torn {
                if let Some(newline) = self.buffer.iter().rposition(|&byte| byte == b'\n') {
                    self.cut(newline + 1);
                    self.torn = false;
                    continue;
                }
                self.cut(0);
            } else if let Some((_, before)) = self.buffer.split_last() {
                let newline = before.iter().rposition(|&byte| byte == b'\n');
                let at_beginning = self.start() == 0;
                if newline.is_some() || at_beginning {
                    let start = newline.map_or(0, |newline| newline + 1);
                    let line = Line { text: before[start..].to_vec(), end: self.end };
                    self.cut(start);
                    return Ok(Some(line));
                }
                if before.len() > LONGEST_LINE {
                    self.cut(0);
                    self.torn = true;
                }
            }
            if self.end > 0 && !self.read_more()? {
                return Ok(None);
            }
        }
    }

    /// The place of the first byte of the buffer.
    fn start(&self) -> u64 {
        self.end - self.buffer.len() as u64
    }

    /// Forgets the buffer from `length` on.
    fn cut(&mut self, length: usize) {
        self.end = self.start() + length as u64;
        self.buffer.truncate(length);
    }

    /// Puts the block before the buffer in front of it; false when the budget does not allow it.
    fn read_more(&mut self) -> io::Result<bool> {
        let Some(file) = &mut self.file else { return Ok(false) };
        let start = self.end - self.buffer.len() as u64;
        let size = BLOCK.min(start).min(self.budget);
        if size == 0 {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(start - size))?;
        let mut block = Vec::with_capacity(self.buffer.len() + usize::try_from(size).unwrap_or_default());
        file.by_ref().take(size).read_to_end(&mut block)?;
        if block.len() as u64 != size {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the outbox became shorter while it was read"));
        }
        block.extend_from_slice(&self.buffer);
        self.buffer = block;
        self.budget -= size;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;

    fn file(content: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sms.jsonl");
        std::fs::write(&path, content).unwrap();
        (folder, path)
    }

    fn all(path: &Path, budget: u64) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        let mut before = None;
        // Each time with a new budget, as page by page.
        loop {
            let mut back = Backward::open(path, before, budget).unwrap();
            while let Some(line) = back.previous().unwrap() {
                lines.push(line.text);
            }
            if back.end() == 0 {
                return lines;
            }
            before = Some(back.end());
        }
    }

    #[test]
    fn no_file_and_an_empty_one_have_no_lines() {
        let (folder, path) = file(b"");
        assert!(all(&path, 1000).is_empty());
        assert!(all(&folder.path().join("none"), 1000).is_empty());
    }

    #[test]
    fn a_torn_last_line_is_not_given() {
        let (_folder, path) = file(b"one\ntwo\nthr");
        assert_eq!(all(&path, 1000), [b"two", b"one"]);
        let (_folder, path) = file(b"thr");
        assert!(all(&path, 1000).is_empty());
    }

    #[test]
    fn a_line_that_never_ends_is_passed_over() {
        let mut content = b"one\n".to_vec();
        content.resize(3 * LONGEST_LINE, b'x');
        content.extend_from_slice(b"\ntwo\n");
        let (_folder, path) = file(&content);
        assert_eq!(all(&path, 2 * LONGEST_LINE as u64), [b"two", b"one"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_line_is_given_once_from_the_last_to_the_first(
            lengths in proptest::collection::vec(0..40_000_usize, 0..30),
            budget in 80_000..300_000_u64,
        ) {
            let lines: Vec<Vec<u8>> =
                lengths.iter().zip(b'a'..).map(|(&length, letter)| vec![letter; length]).collect();
            let content: Vec<u8> = lines.iter().flat_map(|line| [line.as_slice(), b"\n"].concat()).collect();
            let (_folder, path) = file(&content);
            let mut given = all(&path, budget);
            given.reverse();
            prop_assert_eq!(given, lines);
        }
    }
}
