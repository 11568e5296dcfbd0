//! Documents as people and their programs lay them out, each with what a person sees in it and what nobody does.

mod docx;
mod pdf_colors;
mod pdf_files;
mod pdf_fonts;
mod pdf_hidden;
mod pdf_pages;
mod plain;

use documents::HiddenReason;

use super::{Docx, Pdf};

/// One document.
pub struct Layout {
    /// Unique among all.
    pub name: &'static str,
    pub file: Vec<u8>,
    /// The words that a person sees, in reading order; how they are parted is of no account.
    pub seen: &'static str,
    /// The words that nobody sees, and why.
    pub hidden: Vec<(HiddenReason, &'static str)>,
}

impl Layout {
    fn new(name: &'static str, file: Vec<u8>, seen: &'static str) -> Self {
        Self {
            name,
            file,
            seen,
            hidden: Vec::new(),
        }
    }

    fn pdf(name: &'static str, file: Pdf, seen: &'static str) -> Self {
        Self::new(name, file.build(), seen)
    }

    /// A PDF of one page of this content.
    fn page(name: &'static str, content: impl Into<String>, seen: &'static str) -> Self {
        Self::pdf(name, Pdf::new().page(content), seen)
    }

    fn docx(name: &'static str, file: &Docx, seen: &'static str) -> Self {
        Self::new(name, file.build(), seen)
    }

    fn hiding(mut self, reason: HiddenReason, words: &'static str) -> Self {
        self.hidden.push((reason, words));
        self
    }
}

/// Every layout.
pub fn all() -> Vec<Layout> {
    [
        pdf_pages::layouts(),
        pdf_fonts::layouts(),
        pdf_files::layouts(),
        pdf_colors::layouts(),
        pdf_hidden::layouts(),
        docx::layouts(),
        plain::layouts(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
