//! Documents → the text that a person can see, with pages and character positions, in reading order.
//!
//! PDF (one and more columns), DOCX, HTML and plain text. What is in a file but not before a person's eyes is told apart and counts for nothing.
//!
//! [`extract`] reads in this process and may overflow the stack on a hostile file; whoever has candidates' files uses [`sandbox::Sandbox`], which runs
//! it in a child process with limits. [`Unreadable`] is the one error type: its `Display` is for people, its [`Unreadable::code`] for machines.
//!
//! This crate never sees a candidate, a job or the network, and never logs.

mod docx;
mod extracted;
mod format;
mod html;
mod pdf;
mod repair;
pub mod sandbox;
mod text;
mod unreadable;

pub use extracted::{Extracted, Hidden, HiddenReason, Page, Warning};
pub use format::Format;
pub use unreadable::Unreadable;

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Most pages of a PDF.
pub const MAX_PAGES: usize = 50;
/// Most characters of text: more than fit on [`MAX_PAGES`] pages that anybody reads.
pub const MAX_CHARS: usize = 1_000_000;
/// Most bytes that one part of a packed file may unpack to.
pub const MAX_UNPACKED_BYTES: usize = 64 << 20;

/// Reads a document, whatever its name says it is.
pub fn extract(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge {
            limit_mb: (MAX_BYTES >> 20) as u32,
        });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    let read = match format::detect(bytes)? {
        Format::Pdf => pdf::read(bytes),
        Format::Docx => docx::read(bytes),
        Format::Html => html::read(bytes),
        Format::Text => text::read(bytes),
    }?;
    if read.pages.iter().all(|page| page.text.is_empty()) {
        return Err(Unreadable::Empty);
    }
    let chars: usize = read
        .pages
        .iter()
        .map(|page| page.text.chars().count())
        .sum();
    if chars > MAX_CHARS {
        return Err(Unreadable::TooMuchText {
            limit: MAX_CHARS as u32,
        });
    }
    Ok(read)
}
