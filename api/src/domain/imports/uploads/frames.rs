//! The file of an upload: frames of `length (4 bytes, big endian) · sealed chunk`. Each chunk is sealed for its
//! upload and its position, so frames can be neither moved nor left out; a crash leaves whole frames and perhaps
//! the beginning of one, which is cut off.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context;

use crate::{
    clients::random::Random,
    crypto::KeyRing,
    domain::{Error, Result},
};

const CHUNK: usize = 64 * 1024; // plain bytes of a frame
const SEAL_LEN: usize = 32; // key number, nonce and tag of `KeyRing::seal`
const LENGTH_LEN: usize = 4;

pub fn path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.upload"))
}

fn context(id: &str, frame: u64) -> String {
    format!("upload.{id}.{frame}")
}

/// The whole frames at the beginning of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Whole {
    frames: u64,
    /// Bytes of the file they fill.
    stored: u64,
    /// Bytes that were uploaded.
    plain: u64,
}

fn measure(file: &mut File) -> io::Result<Whole> {
    let length = file.metadata()?.len();
    let mut reader = BufReader::new(&mut *file);
    reader.seek(SeekFrom::Start(0))?;
    let mut whole = Whole::default();
    loop {
        let mut header = [0; LENGTH_LEN];
        match reader.read_exact(&mut header) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(whole),
            Err(error) => return Err(error),
        }
        let sealed = u64::from(u32::from_be_bytes(header));
        let end = whole.stored + as_u64(LENGTH_LEN) + sealed;
        if sealed <= as_u64(SEAL_LEN) || end > length {
            return Ok(whole);
        }
        reader.seek_relative(i64::try_from(sealed).unwrap_or(i64::MAX))?;
        whole = Whole { frames: whole.frames + 1, stored: end, plain: whole.plain + sealed - as_u64(SEAL_LEN) };
    }
}

fn as_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// How many bytes of the upload are safely stored.
pub fn stored(folder: &Path, id: &str) -> Result<u64> {
    let mut file = File::open(path(folder, id)).context("the file of an upload cannot be opened")?;
    Ok(measure(&mut file).context("the file of an upload cannot be read")?.plain)
}

/// Makes the empty file of an upload.
pub fn create(folder: &Path, id: &str) -> Result<()> {
    let path = path(folder, id);
    std::fs::create_dir_all(folder).context("the folder for uploads cannot be made")?;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .context("the file of an upload cannot be made")?;
    Ok(())
}

/// Appends to an upload. One at a time: whoever comes second is refused.
pub struct SealedWriter {
    file: File,
    id: String,
    keys: Arc<KeyRing>,
    random: Arc<dyn Random>,
    whole: Whole,
    begun_at: Whole,
    buffer: Vec<u8>,
}

impl SealedWriter {
    pub fn open(folder: &Path, id: &str, keys: Arc<KeyRing>, random: Arc<dyn Random>) -> Result<Self> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(path(folder, id))
            .context("the file of an upload cannot be opened")?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let message = "Another request is writing to this upload. Ask for its offset and go on from there.";
                return Err(Error::refused("UPLOAD_LOCKED", message));
            }
            Err(TryLockError::Error(error)) => {
                return Err(anyhow::Error::from(error).context("the file of an upload cannot be locked").into());
            }
        }
        let whole = measure(&mut file).context("the file of an upload cannot be read")?;
        file.set_len(whole.stored).context("a torn frame cannot be cut off")?;
        file.seek(SeekFrom::End(0)).context("the file of an upload cannot be written")?;
        let buffer = Vec::with_capacity(CHUNK);
        Ok(Self { file, id: id.to_owned(), keys, random, whole, begun_at: whole, buffer })
    }

    /// Bytes of the upload so far.
    pub fn offset(&self) -> u64 {
        self.whole.plain + as_u64(self.buffer.len())
    }

    pub fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.buffer.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() == CHUNK {
                self.flush_frame()?;
            }
        }
        Ok(())
    }

    fn flush_frame(&mut self) -> Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let sealed = self.keys.seal(&context(&self.id, self.whole.frames), &self.buffer, self.random.as_ref());
        let length = u32::try_from(sealed.len()).context("a frame is too long")?;
        let mut frame = Vec::with_capacity(LENGTH_LEN + sealed.len());
        frame.extend_from_slice(&length.to_be_bytes());
        frame.extend_from_slice(&sealed);
        self.file.write_all(&frame).context("an upload cannot be written; is the disk full?")?;
        self.whole.frames += 1;
        self.whole.stored += as_u64(frame.len());
        self.whole.plain += as_u64(self.buffer.len());
        self.buffer.clear();
        Ok(())
    }

    /// Stores all that came, on the disk itself, and says how much of the upload there is now.
    pub fn finish(mut self) -> Result<u64> {
        self.flush_frame()?;
        self.file.sync_data().context("an upload cannot be written; is the disk full?")?;
        Ok(self.whole.plain)
    }

    /// Takes back all that was written since it was opened.
    pub fn abandon(self) -> Result<()> {
        self.file.set_len(self.begun_at.stored).context("a part of an upload cannot be taken back")?;
        Ok(())
    }
}

/// Reads what was uploaded.
pub struct SealedReader {
    file: BufReader<File>,
    id: String,
    keys: Arc<KeyRing>,
    frame: u64,
    plain: Vec<u8>,
    position: usize,
}

impl SealedReader {
    pub fn open(folder: &Path, id: &str, keys: Arc<KeyRing>) -> Result<Self> {
        let file = match File::open(path(folder, id)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::refused("UPLOAD_GONE", "The uploaded file is no longer there. Upload it again."));
            }
            Err(error) => return Err(anyhow::Error::from(error).context("an upload cannot be opened").into()),
        };
        Ok(Self { file: BufReader::new(file), id: id.to_owned(), keys, frame: 0, plain: Vec::new(), position: 0 })
    }

    fn next_frame(&mut self) -> io::Result<bool> {
        let mut header = [0; LENGTH_LEN];
        if let Err(error) = self.file.read_exact(&mut header) {
            return if error.kind() == io::ErrorKind::UnexpectedEof { Ok(false) } else { Err(error) };
        }
        let length = usize::try_from(u32::from_be_bytes(header)).unwrap_or(usize::MAX);
        if length > CHUNK + SEAL_LEN {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame of the upload is too long"));
        }
        let mut sealed = vec![0; length];
        self.file.read_exact(&mut sealed)?;
        let opened = self.keys.open(&context(&self.id, self.frame), &sealed);
        self.plain = opened.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        self.position = 0;
        self.frame += 1;
        Ok(true)
    }
}

impl Read for SealedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.position == self.plain.len() {
            if !self.next_frame()? {
                return Ok(0);
            }
        }
        let length = buffer.len().min(self.plain.len() - self.position);
        buffer[..length].copy_from_slice(&self.plain[self.position..self.position + length]);
        self.position += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clients::random::OsRandom;

    struct Place {
        folder: tempfile::TempDir,
        keys: Arc<KeyRing>,
    }

    impl Place {
        fn new() -> Self {
            let place = Self { folder: tempfile::tempdir().unwrap(), keys: Arc::new(KeyRing::generate(&OsRandom)) };
            create(place.folder.path(), "up").unwrap();
            place
        }

        fn writer(&self) -> Result<SealedWriter> {
            SealedWriter::open(self.folder.path(), "up", self.keys.clone(), Arc::new(OsRandom))
        }

        fn append(&self, bytes: &[u8]) -> u64 {
            let mut writer = self.writer().unwrap();
            writer.write(bytes).unwrap();
            writer.finish().unwrap()
        }

        fn read(&self) -> io::Result<Vec<u8>> {
            let mut all = Vec::new();
            SealedReader::open(self.folder.path(), "up", self.keys.clone()).unwrap().read_to_end(&mut all)?;
            Ok(all)
        }
    }

    #[test]
    fn parts_of_any_size_come_out_as_one_file_and_lie_sealed() {
        let place = Place::new();
        let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_be_bytes).collect();
        place.append(&text[..10]);
        assert_eq!(place.append(&text[10..300_000]), 300_000);
        place.append(&text[300_000..]);
        assert_eq!(place.read().unwrap(), text);
        let stored = std::fs::read(path(place.folder.path(), "up")).unwrap();
        assert!(!stored.windows(16).any(|window| window == &text[400..416]));
    }

    #[test]
    fn a_torn_frame_is_cut_off_and_the_upload_goes_on() {
        let place = Place::new();
        let text = vec![7; 150_000];
        place.append(&text);
        let path = path(place.folder.path(), "up");
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.set_len(std::fs::metadata(&path).unwrap().len() - 1).unwrap();
        assert_eq!(stored(place.folder.path(), "up").unwrap(), 131_072, "two whole frames are left");
        place.append(&text[131_072..]);
        assert_eq!(place.read().unwrap(), text);
    }

    #[test]
    fn a_changed_upload_does_not_read() {
        let place = Place::new();
        place.append(b"given_name\nAda\n");
        let path = path(place.folder.path(), "up");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[30] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert!(place.read().is_err());
    }

    #[test]
    fn what_is_abandoned_leaves_nothing_and_two_do_not_write_at_once() {
        let place = Place::new();
        place.append(b"one");
        let mut writer = place.writer().unwrap();
        assert_eq!(place.writer().err().unwrap().code(), "UPLOAD_LOCKED");
        writer.write(&vec![1; 200_000]).unwrap();
        writer.abandon().unwrap();
        assert_eq!(place.read().unwrap(), b"one");
    }
}
