//! Small builders of PDF and DOCX files, so that a test shows exactly what is in its file.

pub mod docx;
pub mod pdf;

pub use docx::Docx;
pub use pdf::{Pdf, line, lines};

/// The visible text of a file that must be readable.
pub fn text_of(bytes: &[u8]) -> String {
    documents::extract(bytes).unwrap().text()
}
