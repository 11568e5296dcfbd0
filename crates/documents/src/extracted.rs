//! What was read: pages of visible text, and what was there but could not be seen.

use serde::{Deserialize, Serialize};

use crate::format::Format;

/// The text of a document. Positions count Unicode scalar values (`char`s) of [`Extracted::text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extracted {
    /// What the bytes were.
    pub format: Format,
    /// At least one page; only a PDF has more.
    pub pages: Vec<Page>,
    /// Text that a person does not see. It is in no page and counts for nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<Hidden>,
    /// What a reader of the text should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// One page: a line of text for every line that one sees, blocks parted by an empty line.
///
/// Things that stand apart in one line (a title and its dates) are parted by a tab. Bullets are "•".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Visible text in reading order.
    pub text: String,
}

/// A piece of text that is in the file and not before a person's eyes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// Its page, from 1.
    pub page: u32,
    /// The text, shortened to [`Hidden::MAX_CHARS`] characters.
    pub text: String,
    /// What hides it.
    pub reason: HiddenReason,
}

impl Hidden {
    /// Longest text kept of one hidden piece, in characters.
    pub const MAX_CHARS: usize = 500;
    /// Most hidden pieces kept of one document.
    pub const MAX_PIECES: usize = 100;
}

/// What keeps a text from being seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenReason {
    /// In the colour of what lies behind it.
    SameColor,
    /// Smaller than 4 points.
    Tiny,
    /// Outside of the page or of the part that shows.
    OffPage,
    /// Drawn without ink, or marked as hidden.
    Invisible,
    /// Something opaque lies on top.
    Covered,
    /// Characters without a shape: zero-width ones inside of words, Unicode tags.
    Shapeless,
}

/// What a reader of the text should know about how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// A scanned page with the text that a scanner recognised behind it; the text was taken, it may differ from the picture.
    RecognizedText,
    /// A page of a PDF had no text while others had.
    PageWithoutText,
    /// Some characters have no meaning in the file's fonts and are missing.
    UnknownCharacters,
}

impl Extracted {
    /// The whole text, pages joined by a form feed.
    pub fn text(&self) -> String {
        let pages: Vec<&str> = self.pages.iter().map(|page| page.text.as_str()).collect();
        pages.join("\u{c}")
    }

    /// The page, from 1, on which a character of [`Extracted::text`] stands; the last one for an offset beyond the end.
    pub fn page_of(&self, char_offset: usize) -> u32 {
        let mut start = 0;
        let mut page = 0;
        for Page { text } in &self.pages {
            page += 1;
            start += text.chars().count() + 1;
            if char_offset < start {
                break;
            }
        }
        page.max(1)
    }
}
