//! Everything that `documents` promises, on files that the tests make themselves.
#![expect(clippy::unwrap_used, reason = "tests")]

mod docx;
mod extracted;
mod format;
mod html;
mod pdf;
mod pdf_hidden;
mod sandbox;
mod support;
mod text;
