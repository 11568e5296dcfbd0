//! PDF → pages of visible text.

mod bidi;
mod color;
mod columns;
mod content;
mod dates;
mod geometry;
mod glyphs;
mod layers;
mod notes;
mod paint;
mod segments;
mod shape;
mod state;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_oxide::{Error, PdfDocument};

use crate::extracted::{Extracted, HiddenReason, Page, Warning};
use crate::format::Format;
use crate::repair;
use crate::unreadable::Unreadable;
use glyphs::{Glyph, Glyphs};
use layers::Layers;

/// Space between lines over this many times the usual makes a new block.
const BLOCK_GAP: f32 = 1.35;

/// Reads a PDF. A library's panic is a broken file.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    catch_unwind(AssertUnwindSafe(|| read_pages(bytes))).unwrap_or(Err(Unreadable::Broken))
}

/// Forgets what the library keeps of a document: fonts and tables of characters, which it would take for another document's by a short hash.
pub(crate) fn forget() {
    pdf_oxide::clear_global_font_cache();
    pdf_oxide::clear_cmap_cache();
    drop(pdf_oxide::extractors::warnings::drain_global_warnings());
}

fn read_pages(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(reason)?;
    // Many files are protected against change only: everybody may open them.
    if document.is_encrypted()
        && !document.is_authenticated()
        && !document.authenticate(b"").unwrap_or(false)
    {
        return Err(Unreadable::Encrypted);
    }
    let count = document.page_count().map_err(reason)?;
    if count > crate::MAX_PAGES {
        let pages = u32::try_from(count).unwrap_or(u32::MAX);
        return Err(Unreadable::TooManyPages {
            pages,
            limit: crate::MAX_PAGES as u32,
        });
    }
    let layers = Layers::of(&document);
    let mut read = Extracted {
        format: Format::Pdf,
        pages: Vec::new(),
        hidden: Vec::new(),
        warnings: Vec::new(),
    };
    let mut failed = 0;
    for page in 0..count {
        match glyphs::of_page(&document, page, &layers) {
            Ok(glyphs) => add_page(&mut read, glyphs),
            Err(_) => {
                failed += 1;
                read.pages.push(Page::default());
            }
        }
    }
    let empty = read
        .pages
        .iter()
        .filter(|page| page.text.is_empty())
        .count();
    if empty == count {
        return Err(if count == 0 || failed > 0 {
            Unreadable::Broken
        } else {
            Unreadable::Scanned
        });
    }
    if empty > 0 {
        read.warnings.push(Warning::PageWithoutText);
    }
    Ok(read)
}

fn reason(error: Error) -> Unreadable {
    match error {
        Error::EncryptedPdf => Unreadable::Encrypted,
        _ => Unreadable::Broken,
    }
}

fn add_page(read: &mut Extracted, mut glyphs: Glyphs) {
    let page = read.pages.len() as u32 + 1;
    // A scanner's text lies behind the picture, or without ink upon it; a page with visible text has no need of it.
    let letters = |glyphs: &[Glyph]| {
        glyphs
            .iter()
            .filter(|glyph| glyph.char.is_alphanumeric())
            .count()
    };
    if glyphs.has_large_picture && letters(&glyphs.visible) < 10 {
        let (recognized, others): (Vec<_>, Vec<_>) =
            glyphs.hidden.into_iter().partition(|(_, reason)| {
                matches!(reason, HiddenReason::Invisible | HiddenReason::Covered)
            });
        if !recognized.is_empty() {
            warn(read, Warning::RecognizedText);
        }
        glyphs
            .visible
            .extend(recognized.into_iter().map(|(glyph, _)| glyph));
        glyphs.hidden = others;
    }
    if glyphs.unknown > 0 {
        warn(read, Warning::UnknownCharacters);
    }
    let (text, shapeless) = repair::without_shapeless(&layout(glyphs.visible, page == 1));
    read.pages.push(Page {
        text: repair::page(&text),
    });

    let mut by_reason: HashMap<HiddenReason, Vec<Glyph>> = HashMap::new();
    for (glyph, reason) in glyphs.hidden {
        by_reason.entry(reason).or_default().push(glyph);
    }
    let mut hidden: Vec<(HiddenReason, String)> = by_reason
        .into_iter()
        .map(|(reason, glyphs)| (reason, layout(glyphs, false)))
        .collect();
    hidden.sort_unstable_by_key(|(reason, _)| *reason as u8);
    for (reason, text) in hidden {
        read.hide(page, &text, reason);
    }
    read.hide(page, &shapeless, HiddenReason::Shapeless);
}

fn warn(read: &mut Extracted, warning: Warning) {
    if !read.warnings.contains(&warning) {
        read.warnings.push(warning);
    }
}

/// Glyphs → text. Turned text follows what is upright; the direction of most characters counts as upright.
fn layout(glyphs: Vec<Glyph>, is_first_page: bool) -> String {
    let mut directions: [Vec<Glyph>; 4] = Default::default();
    for glyph in glyphs {
        directions[glyph.turns as usize & 3].push(glyph);
    }
    directions.sort_by_key(|glyphs| std::cmp::Reverse(glyphs.len()));
    let texts: Vec<String> = directions
        .into_iter()
        .filter(|glyphs| !glyphs.is_empty())
        .map(|glyphs| {
            text_of(&columns::in_order(
                segments::of_glyphs(glyphs),
                is_first_page,
            ))
        })
        .collect();
    texts.join("\n\n")
}

/// Joins lines, with an empty one between blocks.
fn text_of(lines: &[columns::Line]) -> String {
    let step =
        |pair: &[columns::Line]| (pair[0].y - pair[1].y) / pair[0].size.max(pair[1].size).max(0.1);
    let usual = columns::median(
        lines
            .windows(2)
            .map(step)
            .filter(|step| (0.5..3.0).contains(step)),
    )
    .max(1.0);
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            let step = step(&lines[index - 1..=index]);
            text.push('\n');
            if line.starts_column || step < 0.0 || step > BLOCK_GAP * usual {
                text.push('\n');
            }
        }
        text.push_str(&line.text);
    }
    text
}
