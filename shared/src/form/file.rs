//! Files as answers: which types there are, how their content begins, and names that are safe to show.

use serde::{Deserialize, Serialize};

use crate::text_enum::{canonical_from_str, text_enum};

const NAME_LONGEST: usize = 150; // characters; longer ones are cut at the front, the ending tells the type

const HEIC_BRANDS: [&[u8]; 5] = [b"heic", b"heix", b"heim", b"heis", b"mif1"];

text_enum! {
    /// The files a form can take.
    pub enum FileType ("file type") {
        Pdf => "pdf",
        Jpeg => "jpeg",
        Png => "png",
        /// Photographs of telephones.
        Heic => "heic",
    }
}

canonical_from_str!(FileType);

impl FileType {
    /// The media type (IANA).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Heic => "image/heic",
        }
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Heic => "HEIC",
        }
    }

    /// The type of a media type, its parameters aside.
    pub fn of_media_type(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim();
        Self::ALL.iter().copied().find(|kind| kind.media_type().eq_ignore_ascii_case(essence))
    }

    /// The type that a content is, by its first 12 bytes: what a file says of itself may be a lie.
    ///
    /// Sources: ISO 32000-1 §7.5.2, ITU-T T.81 annex B, PNG (third edition) §5.2, ISO/IEC 23008-12 annex B.
    pub fn of_content(start: &[u8]) -> Option<Self> {
        let brand = start.get(4..12).and_then(|bytes| bytes.strip_prefix(b"ftyp")).unwrap_or_default();
        if start.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if start.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if start.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else {
            HEIC_BRANDS.contains(&brand).then_some(Self::Heic)
        }
    }
}

/// A file as an answer; its content is in the object store. `Debug` hides its name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileAnswer {
    /// Where the content is, as the server named it.
    pub key: String,
    /// The name its sender gave it.
    pub name: String,
    /// The type its content has, not the one its sender named.
    pub media_type: String,
    pub size_bytes: u64,
}

impl std::fmt::Debug for FileAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileAnswer({}, {} bytes)", self.media_type, self.size_bytes)
    }
}

/// The last part of a name, without characters that move the cursor or end a line; `file` where nothing is left.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: Vec<char> = last.chars().filter(|character| !is_unsafe(*character)).collect();
    let cut: String = kept.iter().skip(kept.len().saturating_sub(NAME_LONGEST)).collect();
    let trimmed = cut.trim().trim_start_matches('.').trim_start();
    if trimmed.is_empty() { "file".to_owned() } else { trimmed.to_owned() }
}

/// Control characters and those that turn the direction of writing, with which `exe.pdf` can be made to look other than it is.
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_type_is_known_by_its_content() {
        for (start, kind) in [
            (b"%PDF-1.7\n\xff\xff\xff".as_slice(), Some(FileType::Pdf)),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some(FileType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\x0d", Some(FileType::Png)),
            (b"\0\0\0\x18ftypheic", Some(FileType::Heic)),
            (b"\0\0\0\x18ftypmp42", None),
            (b"MZ\x90\0 a program", None),
            (b"<!doctype html>", None),
            (b"", None),
        ] {
            assert_eq!(FileType::of_content(start), kind, "{start:?}");
        }
    }

    #[test]
    fn a_media_type_is_read_without_its_parameters() {
        assert_eq!(FileType::of_media_type("Image/JPEG; q=1"), Some(FileType::Jpeg));
        assert_eq!(FileType::of_media_type("text/html"), None);
    }

    #[test]
    fn a_name_is_only_a_name() {
        for (name, safe) in [
            ("C:\\scans\\letter.pdf", "letter.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..", "file"),
            ("a\u{202e}fdp.exe", "afdp.exe"),
            ("line\nbreak.png", "linebreak.png"),
            ("", "file"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
        assert_eq!(safe_name(&format!("{}.pdf", "a".repeat(500))), format!("{}.pdf", "a".repeat(146)));
    }

    proptest! {
        #[test]
        fn a_safe_name_stays(name in ".{0,200}") {
            let once = safe_name(&name);
            prop_assert_eq!(safe_name(&once), once);
        }
    }
}
