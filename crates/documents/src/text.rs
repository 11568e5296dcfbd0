//! Plain text in UTF-8, UTF-16, or else Windows-1252.

use crate::extracted::{Extracted, Hidden, HiddenReason, Page};
use crate::format::Format;
use crate::repair;
use crate::unreadable::Unreadable;

/// Windows-1252's characters for the bytes 0x80 to 0x9f; unassigned ones are U+FFFD (WHATWG Encoding Standard).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

/// Reads plain text; form feeds part pages.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let decoded = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let mut read = Extracted {
        format: Format::Text,
        pages: Vec::new(),
        hidden: Vec::new(),
        warnings: Vec::new(),
    };
    for text in decoded
        .trim_end_matches('\u{c}')
        .split('\u{c}')
        .take(crate::MAX_PAGES)
    {
        read.add_page(text);
    }
    Ok(read)
}

/// Bytes → characters. Never fails: every byte means something in Windows-1252.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| from([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ if is_wide(bytes) => wide(bytes, u16::from_le_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes
                .iter()
                .map(|byte| match byte {
                    0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
                    _ => char::from(*byte),
                })
                .collect(),
        },
    }
}

/// Whether bytes are UTF-16 of a Western language, the little end first, without the mark that says so: every other byte is zero.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(256)];
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    head.len() >= 8 && zeros(0) == 0 && zeros(1) * 10 >= head.len() / 2 * 9
}

impl Extracted {
    /// Adds a page of text as it was decoded: mended, without shapeless characters.
    pub(crate) fn add_page(&mut self, text: &str) {
        let (text, shapeless) = repair::without_shapeless(text);
        self.pages.push(Page {
            text: repair::page(&text),
        });
        self.hide(self.pages.len() as u32, &shapeless, HiddenReason::Shapeless);
    }

    /// Notes a hidden text, if it says anything.
    pub(crate) fn hide(&mut self, page: u32, text: &str, reason: HiddenReason) {
        if self.hidden.len() < Hidden::MAX_PIECES && text.contains(char::is_alphanumeric) {
            let text = repair::page(text).chars().take(Hidden::MAX_CHARS).collect();
            self.hidden.push(Hidden { page, text, reason });
        }
    }
}
