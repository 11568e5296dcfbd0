//! Seeded resumes: what they say (`content`), in which order (`outline`), and the files they come as. They are written when somebody asks for
//! them, always the same for the same recipe and person.

mod career;
pub(crate) mod content;
mod docx;
pub(crate) mod letter;
mod metrics;
mod outline;
mod pdf;
mod pdf_layout;
mod scan;
mod text;

use content::Profile;
use letter::letter;
use outline::Outline;

use metrics::Font;
use pdf::{Page, file};

use crate::model::{Contact, Layout, Recipe};

/// The bytes of a seeded document.
pub(crate) fn bytes(recipe: &Recipe, contact: &Contact, links: &[String]) -> Vec<u8> {
    let outline = || Outline::of(&Profile::write(recipe, contact, links));
    match recipe.layout {
        Layout::OneColumn | Layout::Long => pdf_layout::one_column(&outline()),
        Layout::TwoColumns => pdf_layout::two_columns(&outline()),
        Layout::Scanned => scan::pdf(&outline(), recipe.seed),
        Layout::Docx => docx::write(&outline()),
        Layout::Text => text::write(&outline()).into_bytes(),
        Layout::Letter => letter(recipe, &contact.name).into_bytes(),
        Layout::Broken => b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R".to_vec(),
    }
}

/// A PDF of one page with one line.
pub(crate) fn plain_pdf(text: &str) -> Vec<u8> {
    let mut page = Page::default();
    page.text(56.0, 760.0, Font::Bold, 16.0, 0.0, text);
    file(&[page])
}

/// The extension of a layout's file.
pub(crate) fn extension(layout: Layout) -> &'static str {
    match layout {
        Layout::OneColumn
        | Layout::TwoColumns
        | Layout::Long
        | Layout::Scanned
        | Layout::Broken => "pdf",
        Layout::Docx => "docx",
        Layout::Text | Layout::Letter => "txt",
    }
}
