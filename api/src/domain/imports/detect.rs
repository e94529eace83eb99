//! A first look at the whole file: is it text, in which encoding, how large.

use std::io::Read;

use aws_lc_rs::digest::{Context, SHA256};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::source::unreadable;
use crate::domain::{Error, Result};

const CHUNK: usize = 64 * 1024;

/// What the first look found.
#[derive(Clone, Debug)]
pub struct Detected {
    pub encoding: &'static Encoding,
    pub size_bytes: u64,
    pub sha256: Vec<u8>,
}

/// Reads all of it once, in constant memory: only the last byte can tell that a file is UTF-8.
/// What is not, and carries no byte order mark, is taken for Windows-1252, as older practice systems write it.
pub fn look(mut file: impl Read) -> Result<Detected> {
    let mut hash = Context::new(&SHA256);
    let mut buffer = vec![0; CHUNK];
    let mut size_bytes = 0_u64;
    let mut marked = None;
    let mut utf8 = Utf8Check::default();
    let mut blank = true;
    loop {
        let length = fill(&mut file, &mut buffer)?;
        let chunk = &buffer[..length];
        if chunk.is_empty() {
            break;
        }
        if size_bytes == 0 {
            marked = Encoding::for_bom(chunk).map(|(encoding, _)| encoding);
            refuse_other_formats(chunk)?;
        }
        let wide = marked.is_some_and(|encoding| encoding != UTF_8);
        if !wide && chunk.contains(&0) {
            return Err(unreadable("The file is no text: it holds zero bytes. Save it as CSV in UTF-8."));
        }
        blank = blank && chunk.iter().all(|byte| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf));
        utf8.push(chunk);
        hash.update(chunk);
        size_bytes += u64::try_from(length).unwrap_or_default();
    }
    if blank {
        return Err(Error::refused("EMPTY_FILE", "The file is empty."));
    }
    let guessed = if utf8.is_valid() { UTF_8 } else { WINDOWS_1252 };
    let encoding = marked.filter(|encoding| *encoding != UTF_8).unwrap_or(guessed);
    Ok(Detected { encoding, size_bytes, sha256: hash.finish().as_ref().to_vec() })
}

fn fill(file: &mut impl Read, buffer: &mut [u8]) -> Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(format!("The file cannot be read: {error}."))),
        }
    }
    Ok(length)
}

fn refuse_other_formats(start: &[u8]) -> Result<()> {
    const OTHERS: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "an Excel workbook or a zip file"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
        (b"%PDF", "a PDF"),
        (b"\x1f\x8b", "a gzip file"),
    ];
    match OTHERS.iter().find(|(magic, _)| start.starts_with(magic)) {
        None => Ok(()),
        Some((_, what)) => Err(unreadable(format!("The file is {what}, not CSV. Save or unpack it as CSV first."))),
    }
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Debug, Default)]
struct Utf8Check {
    tail: Vec<u8>, // the beginning of a character that the next piece completes
    broken: bool,
}

impl Utf8Check {
    fn push(&mut self, mut chunk: &[u8]) {
        while !self.broken && !self.tail.is_empty() && !chunk.is_empty() {
            self.tail.push(chunk[0]);
            chunk = &chunk[1..];
            match std::str::from_utf8(&self.tail) {
                Ok(_) => self.tail.clear(),
                Err(error) => self.broken = error.error_len().is_some(),
            }
        }
        if self.broken || chunk.is_empty() {
            return;
        }
        if let Err(error) = std::str::from_utf8(chunk) {
            if error.error_len().is_some() {
                self.broken = true;
            } else {
                self.tail = chunk[error.valid_up_to()..].to_vec();
            }
        }
    }

    fn is_valid(&self) -> bool {
        !self.broken && self.tail.is_empty()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_encoding_is_recognised_at_the_last_byte() {
        let mut text = "given_name\n".repeat(20_000).into_bytes();
        assert_eq!(look(&text[..]).unwrap().encoding, UTF_8);
        text.extend_from_slice("Zoë".as_bytes());
        assert_eq!(look(&text[..]).unwrap().encoding, UTF_8);
        text.pop();
        text.pop();
        text.push(0xeb); // ë in Windows-1252
        assert_eq!(look(&text[..]).unwrap().encoding, WINDOWS_1252);
    }

    #[test]
    fn a_character_over_the_border_of_two_pieces_is_one_character() {
        let mut text = vec![b'a'; CHUNK - 1];
        text.extend_from_slice("ë€😀".as_bytes());
        assert_eq!(look(&text[..]).unwrap().encoding, UTF_8);
    }

    #[test]
    fn what_is_empty_or_no_text_is_refused() {
        for empty in [&b""[..], b"\xef\xbb\xbf", b"\r\n \n"] {
            assert_eq!(look(empty).unwrap_err().code(), "EMPTY_FILE");
        }
        assert!(look(&b"PK\x03\x04\x14\x00"[..]).unwrap_err().to_string().contains("Excel workbook"));
        assert!(look(&b"given_name\n\0\0"[..]).unwrap_err().to_string().contains("zero bytes"));
    }
}
