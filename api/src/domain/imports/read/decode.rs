//! Text in another encoding read as UTF-8, and how much of it was read.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use encoding_rs::{Decoder, Encoding};

const CHUNK: usize = 16 * 1024; // bytes of the file decoded at a time

/// Converts while it reads; a byte order mark is left out.
pub struct Utf8Reader<R> {
    file: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    position: usize,
    finished: bool,
    /// Bytes of the file so far, shared with whoever shows progress.
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Utf8Reader<R> {
    pub fn new(file: R, encoding: &'static Encoding, bytes: Arc<AtomicU64>) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { file, decoder, raw: vec![0; CHUNK], text: Vec::new(), position: 0, finished: false, bytes }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let length = self.file.read(&mut self.raw)?;
        self.bytes.fetch_add(u64::try_from(length).unwrap_or_default(), Ordering::Relaxed);
        self.finished = length == 0;
        let longest = self.decoder.max_utf8_buffer_length(length).unwrap_or(CHUNK * 3 + 16);
        self.text.resize(longest, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..length], &mut self.text, self.finished);
        self.text.truncate(written);
        self.position = 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.position == self.text.len() && !self.finished {
            self.decode_more()?;
        }
        let length = buffer.len().min(self.text.len() - self.position);
        buffer[..length].copy_from_slice(&self.text[self.position..self.position + length]);
        self.position += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(bytes: &[u8], encoding: &'static Encoding) -> String {
        let mut text = String::new();
        Utf8Reader::new(bytes, encoding, Arc::default()).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn windows_1252_and_marked_utf_16_become_utf_8() {
        assert_eq!(read(b"Zo\xeb O\x92Hara \x80", encoding_rs::WINDOWS_1252), "Zoë O’Hara €");
        assert_eq!(read(b"\xef\xbb\xbfZo\xc3\xab", encoding_rs::UTF_8), "Zoë");
        assert_eq!(read(b"\xff\xfeZ\0\xeb\0", encoding_rs::UTF_16LE), "Zë");
    }
}
