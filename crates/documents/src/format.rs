//! What a file is, by its first bytes; names and declared types are never believed.

use serde::{Deserialize, Serialize};

use crate::text;
use crate::unreadable::Unreadable;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Word since 2007.
    Docx,
    /// Plain text.
    Text,
    /// A web page.
    Html,
}

/// A PDF's header may stand behind other bytes; readers look this far (ISO 32000-1 annex H.3.4.1).
const PDF_HEADER_WITHIN: usize = 1024;

/// First bytes of files that are no documents of ours, and what to call them.
const OTHERS: [(&[u8], &str); 17] = [
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BM", "an image"),
    (b"II*\0", "an image"),
    (b"MM\0*", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"BZh", "an archive"),
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"%!PS", "a PostScript file"),
];

impl Format {
    /// What these bytes are, by their beginning; whether they can be read to the end is not said.
    pub fn of(bytes: &[u8]) -> Result<Self, Unreadable> {
        detect(bytes)
    }
}

/// The format of `bytes`, or why they cannot be read.
pub(crate) fn detect(bytes: &[u8]) -> Result<Format, Unreadable> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(compound_file(bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Format::Docx);
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if let Some((magic, found)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // Words may begin with "BM" or "MZ"; only files with control characters are what those letters say.
        if magic.len() > 2 || has_controls(head) {
            return Err(Unreadable::UnsupportedType {
                found: (*found).to_owned(),
            });
        }
    }
    let is_wide =
        bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || text::is_wide(bytes);
    if !is_wide && has_controls(head) {
        return Err(Unreadable::UnsupportedType {
            found: "not a text document".to_owned(),
        });
    }
    let decoded = text::decode(head);
    Ok(if looks_like_html(&decoded) {
        Format::Html
    } else {
        Format::Text
    })
}

/// An OLE compound file: Word 97 to 2003, or a newer document under a password.
fn compound_file(bytes: &[u8]) -> Unreadable {
    let contains = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if contains("EncryptedPackage") {
        Unreadable::Encrypted
    } else if contains("WordDocument") {
        Unreadable::LegacyWord
    } else {
        Unreadable::UnsupportedType {
            found: "an old Office file".to_owned(),
        }
    }
}

fn has_controls(head: &[u8]) -> bool {
    head.iter()
        .any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31))
}

fn looks_like_html(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with('<')
            && [
                "<html", "<head", "<body", "<div", "<p>", "<h1", "<table", "<ul",
            ]
            .iter()
            .any(|tag| head.contains(tag)))
}
