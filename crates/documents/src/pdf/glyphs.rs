//! The characters of a page with their places, each seen or hidden.

use std::collections::HashSet;

use pdf_oxide::extractors::TextExtractor;
use pdf_oxide::layout::TextChar;
use pdf_oxide::object::Object;
use pdf_oxide::{Error, PdfDocument};

use super::geometry::Rect;
use super::paint::{Area, Painting, Show};
use super::state::Color;
use crate::extracted::HiddenReason;

/// A character at its place, in the upright frame of its own text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub char: char,
    /// Left end, right end (by advance) and baseline, in points, y upwards.
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    /// Font size as it shows, in points.
    pub size: f32,
    /// When it was painted.
    pub order: u32,
    /// Bold or regular, to see where one style ends.
    pub bold: bool,
    /// Quarter turns of the text, counter-clockwise.
    pub turns: i32,
}

/// The characters of a page.
#[derive(Default)]
pub(super) struct Glyphs {
    pub visible: Vec<Glyph>,
    pub hidden: Vec<(Glyph, HiddenReason)>,
    /// Whether a picture lies on at least half of the page.
    pub has_large_picture: bool,
    /// Characters that the fonts give no meaning to.
    pub unknown: usize,
}

/// Text below this size, in points, is not read by people.
const TINY: f32 = 4.0;
/// Two colours closer than this in every channel (0–1) look alike: 20 of 255 steps.
const ALIKE: f32 = 0.08;
/// How far the middle of a character may lie outside of page or clip, in points.
const EDGE: f32 = 1.0;

/// Reads the characters of a page.
pub(super) fn of_page(
    document: &PdfDocument,
    page: usize,
    layers_off: &HashSet<String>,
) -> Result<Glyphs, Error> {
    let dictionary = document.get_page(page)?;
    let resources = dictionary
        .as_dict()
        .and_then(|page| page.get("Resources"))
        .cloned()
        .unwrap_or(Object::Null);
    // A page whose content cannot be unpacked shows nothing; the others still do.
    let Ok(content) = document.get_page_content_data(page) else {
        return Ok(Glyphs::default());
    };
    let painting = Painting::of_page(document, &content, resources, !layers_off.is_empty());
    let (x0, y0, x1, y1) = document.get_page_visible_box(page)?;
    let sheet = Rect::of_corners(x0, y0, x1, y1);

    let mut characters: Vec<(usize, TextChar)> = Vec::new();
    for stream in &painting.streams {
        let mut extractor = TextExtractor::new();
        extractor.set_page_index(u32::try_from(page).unwrap_or(u32::MAX));
        if !layers_off.is_empty() {
            extractor.set_excluded_layers(layers_off.clone());
        }
        extractor.set_resources(stream.resources.clone());
        extractor.set_document(document);
        // Without its fonts a page is read with standard ones.
        let _ = document.load_fonts_public(&stream.resources, &mut extractor);
        let read = extractor.extract_owned(&stream.content)?;
        characters.extend(read.into_iter().map(|char| {
            (
                Painting::number_of(char.color.r, char.color.g, char.color.b),
                char,
            )
        }));
    }
    characters.sort_by_key(|(number, _)| *number);

    let pictures = painting
        .areas
        .iter()
        .filter(|area| area.picture)
        .map(|area| area.rect.intersection(&sheet));
    let mut glyphs = Glyphs {
        has_large_picture: pictures
            .into_iter()
            .any(|rect| rect.width() * rect.height() > 0.5 * sheet.width() * sheet.height()),
        ..Glyphs::default()
    };
    for (number, char) in characters {
        if char.char == char::REPLACEMENT_CHARACTER {
            glyphs.unknown += 1;
            continue;
        }
        let show = painting.shows.get(number).unwrap_or(&painting.shows[0]);
        let Some(glyph) = Glyph::of(&char, show.order) else {
            continue;
        };
        match reason_to_hide(&char, show, &painting, &sheet) {
            Some(reason) => glyphs.hidden.push((glyph, reason)),
            None => glyphs.visible.push(glyph),
        }
    }
    let bullets: Vec<Glyph> = painting
        .areas
        .iter()
        .filter_map(|area| drawn_bullet(area, &glyphs.visible))
        .collect();
    glyphs.visible.extend(bullets);
    Ok(glyphs)
}

/// Browsers draw the bullets of lists as shapes. A small filled one at the height of lower-case letters, right before a text, is one.
fn drawn_bullet(area: &Area, visible: &[Glyph]) -> Option<Glyph> {
    let (width, height) = (area.rect.width(), area.rect.height());
    if area.picture || !(1.5..8.0).contains(&width) || (width - height).abs() > 0.1 * width {
        return None;
    }
    let middle = (area.rect.y0 + area.rect.y1) / 2.0;
    let text = visible.iter().find(|glyph| {
        let above = (middle - glyph.y) / glyph.size;
        let before = (glyph.x0 - area.rect.x1) / glyph.size;
        glyph.turns == 0
            && width < 0.5 * glyph.size
            && (0.1..0.6).contains(&above)
            && (0.1..2.0).contains(&before)
            && !glyph.char.is_whitespace()
    })?;
    let follows_text = visible.iter().any(|glyph| {
        glyph.turns == 0
            && glyph.y == text.y
            && (0.0..2.0 * glyph.size).contains(&(area.rect.x0 - glyph.x1))
    });
    (!follows_text).then_some(Glyph {
        char: '•',
        x0: area.rect.x0,
        x1: area.rect.x1,
        order: area.order,
        ..*text
    })
}

impl Glyph {
    /// In the frame in which the text is upright; nothing for places that are no numbers.
    fn of(char: &TextChar, order: u32) -> Option<Self> {
        let turns = (char.rotation_degrees / 90.0).round() as i32;
        let (x, y) = (char.origin_x, char.origin_y);
        let (x, y) = match turns.rem_euclid(4) {
            0 => (x, y),
            1 => (y, -x),
            2 => (-x, -y),
            _ => (-y, x),
        };
        let size = char.font_size.abs();
        let placed = [x, y, size, char.advance_width]
            .iter()
            .all(|value| value.is_finite() && value.abs() < 1e6);
        // Advances are along the text; a font without widths gets half its size.
        let advance = if char.advance_width.abs() > 0.01 {
            char.advance_width.abs()
        } else {
            size * 0.5
        };
        placed.then_some(Self {
            char: char.char,
            x0: x,
            x1: x + advance,
            y,
            size,
            order,
            bold: matches!(char.font_weight, pdf_oxide::layout::FontWeight::Bold),
            turns: turns.rem_euclid(4),
        })
    }
}

/// The middle of a character on the page.
fn middle(char: &TextChar) -> (f32, f32) {
    let angle = char.rotation_degrees.to_radians();
    let (along, up) = (char.advance_width.abs() / 2.0, char.font_size.abs() * 0.3);
    (
        char.origin_x + along * angle.cos() - up * angle.sin(),
        char.origin_y + along * angle.sin() + up * angle.cos(),
    )
}

fn reason_to_hide(
    char: &TextChar,
    show: &Show,
    painting: &Painting,
    sheet: &Rect,
) -> Option<HiddenReason> {
    let (x, y) = middle(char);
    if matches!(show.mode, 3 | 7) || show.alpha < 0.05 {
        return Some(HiddenReason::Invisible);
    }
    if char.font_size.abs() < TINY {
        return Some(HiddenReason::Tiny);
    }
    if !sheet.contains(x, y, EDGE) || !show.clip.contains(x, y, char.font_size.abs() * 0.5) {
        return Some(HiddenReason::OffPage);
    }
    if painting.incomplete {
        return None;
    }
    let here = || {
        painting
            .areas
            .iter()
            .filter(|area| area.rect.contains(x, y, 0.0))
    };
    if show.order > 0 && here().any(|area| area.covers && area.order > show.order) {
        return Some(HiddenReason::Covered);
    }
    // Outlined text (modes 1, 2, 5, 6) shows by its outline.
    let fills = matches!(show.mode, 0 | 4);
    let color = show.color.filter(|_| fills)?;
    vanishes(color, here().filter(|area| area.order < show.order))
        .then_some(HiddenReason::SameColor)
}

/// Whether a colour cannot be told from anything that may lie behind it; areas come in paint order.
fn vanishes<'a>(color: Color, behind: impl Iterator<Item = &'a Area>) -> bool {
    let mut possible: Vec<Option<Color>> = vec![Some([1.0; 3])];
    for area in behind {
        if area.covers {
            possible.clear();
        }
        possible.push(area.color);
    }
    possible.iter().all(|background| {
        background.is_some_and(|background| {
            (0..3).all(|channel| (background[channel] - color[channel]).abs() < ALIKE)
        })
    })
}
