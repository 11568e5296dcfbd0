//! A document as characters and lines, made once for all who read it: profile, matching and flags.

use crate::flags::may_instruct;
use crate::model::Document;
use crate::profile::sections::{Placed, placed};
use crate::text::Text;

/// A document made ready for reading.
pub(crate) struct Reading<'a> {
    pub document: &'a Document,
    pub text: Text<'a>,
    /// Its lines with their sections.
    pub placed: Vec<Placed<'a>>,
    /// Whether it may speak to a machine anywhere: of most documents this says that no line has to be asked.
    pub instructs: bool,
}

impl<'a> Reading<'a> {
    /// Each document, in their order.
    pub fn all(documents: &'a [Document]) -> Vec<Self> {
        let reading = |document: &'a Document| {
            let text = Text::new(&document.text);
            let placed = placed(&text);
            Self {
                document,
                instructs: may_instruct(text.as_str()),
                text,
                placed,
            }
        };
        documents.iter().map(reading).collect()
    }
}
