//! What no requirement may be matched with: contact, birth, nationality, family, photo, address, hobbies. A score must not move with them.

use std::sync::LazyLock;

use super::Place;
use super::sections::{Placed, Section};
use crate::text::{Pattern, Text};

static ADDRESS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"\S+@\S+\.\S+|(?i:https?://|www\.)\S+|(?i:linkedin|github|gitlab|twitter|facebook|instagram)\.com\S*",
    )
});
static PERSONAL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:date of birth|d\.?o\.?b\.?|born|birth ?date|birthday|place of birth|age|gender|sex|pronouns?|nationality|citizenship|marital status|civil status|religion|children|photo|address|geboren|geburtsdatum|geburtsort|staatsangehörigkeit|nationalität|familienstand|anschrift|né\(?e?\)? le|nationalité|fecha de nacimiento|nacionalidad|estado civil)\b",
    )
});
static PRONOUNS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\(?\b(?:she|he|they)\s*/\s*(?:her|him|them)(?:\s*/\s*(?:hers|his|theirs))?\b\)?",
    )
});

/// Adds the spans of a document that are no input.
pub(super) fn read(index: usize, text: &Text, placed: &[Placed], masked: &mut Vec<Place>) {
    for placed in placed {
        let line = &placed.line;
        let whole = match placed.section {
            Section::Personal | Section::Interests => true,
            _ => PERSONAL.is_match(line.text) && line.words() <= 12,
        };
        if whole {
            masked.push(Place {
                document: index,
                start: line.start,
                end: line.end,
            });
        }
    }
    let source = text.as_str();
    let found = ADDRESS.find_iter(source).chain(PRONOUNS.find_iter(source));
    masked.extend(found.map(|found| Place {
        document: index,
        start: text.char_at_byte(found.start()),
        end: text.char_at_byte(found.end()),
    }));
}
