//! The characters of a page with their places, each seen or hidden.

use pdf_oxide::extractors::TextExtractor;
use pdf_oxide::layout::TextChar;
use pdf_oxide::object::Object;
use pdf_oxide::{Error, PdfDocument};

use super::color::Color;
use super::geometry::Rect;
use super::layers::Layers;
use super::notes::Note;
use super::paint::{Area, Painting, Show};
use super::state::Ink;
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
/// Where a character is looked at, in parts of the font size above its line.
const MIDDLE: f32 = 0.3;
const HEIGHTS: [f32; 3] = [0.1, MIDDLE, 0.5];
/// Less of an ink leaves no trace, in 0–1.
const FAINT: f32 = 0.05;
/// How far the middle of a character may lie outside of page or clip, in points.
const EDGE: f32 = 1.0;

/// Reads the characters of a page.
pub(super) fn of_page(
    document: &PdfDocument,
    page: usize,
    layers: &Layers<'_>,
) -> Result<Glyphs, Error> {
    let dictionary = document.get_page(page)?;
    let entry = |key: &str| dictionary.as_dict().and_then(|page| page.get(key));
    // A page whose content cannot be unpacked shows nothing; the others still do.
    let Ok(content) = document.get_page_content_data(page) else {
        return Ok(Glyphs::default());
    };
    let resources = entry("Resources").unwrap_or(&Object::Null);
    let notes = Note::of_page(document, &dictionary);
    let painting = Painting::of_page(document, layers, &content, resources, &notes);
    let (x0, y0, x1, y1) = document.get_page_visible_box(page)?;
    let sheet = Rect::of_corners(x0, y0, x1, y1);
    let unit = match entry("UserUnit") {
        Some(Object::Integer(unit)) if *unit > 0 => *unit as f32,
        Some(Object::Real(unit)) if *unit > 0.0 => *unit as f32,
        _ => 1.0,
    };

    let mut characters: Vec<(usize, TextChar)> = Vec::new();
    for stream in &painting.streams {
        let mut extractor = TextExtractor::new();
        extractor.set_page_index(u32::try_from(page).unwrap_or(u32::MAX));
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
    // In paint order, and turned text in the order of its reading, which is not the one in which `pdf_oxide` gives it.
    characters.sort_by(|(a, first), (b, second)| {
        a.cmp(b)
            .then_with(|| along(first).total_cmp(&along(second)))
    });

    let pictures = painting
        .areas
        .iter()
        .filter(|area| area.is_picture)
        .map(|area| area.around().intersection(&sheet));
    let mut glyphs = Glyphs {
        has_large_picture: pictures
            .into_iter()
            .any(|rect| rect.width() * rect.height() > 0.5 * sheet.width() * sheet.height()),
        ..Glyphs::default()
    };
    let mut rest = characters.into_iter().peekable();
    while let Some((number, mut char)) = rest.next() {
        if char.char == char::REPLACEMENT_CHARACTER {
            glyphs.unknown += 1;
            continue;
        }
        let show = painting.shows.get(number).unwrap_or(&painting.shows[0]);
        let next = rest.peek().filter(|(other, _)| *other == number);
        place(&mut char, next.map(|(_, next)| next), show.rise);
        let Some(glyph) = Glyph::of(&char, show.order) else {
            continue;
        };
        match reason_to_hide(&char, show, &painting, &sheet, unit) {
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
    let rect = area.around();
    let (width, height) = (rect.width(), rect.height());
    if area.is_picture || !(1.5..8.0).contains(&width) || (width - height).abs() > 0.1 * width {
        return None;
    }
    let middle = (rect.y0 + rect.y1) / 2.0;
    let text = visible.iter().find(|glyph| {
        let above = (middle - glyph.y) / glyph.size;
        let before = (glyph.x0 - rect.x1) / glyph.size;
        glyph.turns == 0
            && width < 0.5 * glyph.size
            && (0.1..0.6).contains(&above)
            && (0.1..2.0).contains(&before)
            && !glyph.char.is_whitespace()
    })?;
    let follows_text = visible.iter().any(|glyph| {
        glyph.turns == 0
            && glyph.y == text.y
            && (0.0..2.0 * glyph.size).contains(&(rect.x0 - glyph.x1))
    });
    (!follows_text).then_some(Glyph {
        char: '•',
        x0: rect.x0,
        x1: rect.x1,
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
        placed.then_some(Self {
            char: char.char,
            x0: x,
            x1: x + char.advance_width,
            y,
            size,
            order,
            bold: matches!(char.font_weight, pdf_oxide::layout::FontWeight::Bold),
            turns: turns.rem_euclid(4),
        })
    }
}

/// How far along its line a turned character stands.
fn along(char: &TextChar) -> f32 {
    if char.rotation_degrees == 0.0 {
        return 0.0;
    }
    let angle = char.rotation_degrees.to_radians();
    char.origin_x * angle.cos() + char.origin_y * angle.sin()
}

/// Mends what `pdf_oxide` leaves out: the rise, and the advance where text is turned or its font has no widths.
fn place(char: &mut TextChar, next: Option<&TextChar>, rise: f32) {
    let size = char.font_size.abs();
    char.advance_width = if char.advance_width.abs() > 0.01 {
        char.advance_width.abs()
    } else {
        next.map(|next| (next.origin_x - char.origin_x).hypot(next.origin_y - char.origin_y))
            .filter(|advance| (0.01..1.2 * size).contains(advance))
            .unwrap_or(size * 0.5)
    };
    if let Some([_, _, c, d, ..]) = char.matrix {
        char.origin_x += rise * c;
        char.origin_y += rise * d;
    }
}

/// A point in the middle of a character, some part of the font size above its line.
fn point(char: &TextChar, above: f32) -> (f32, f32) {
    let angle = char.rotation_degrees.to_radians();
    let (along, up) = (char.advance_width / 2.0, char.font_size.abs() * above);
    (
        char.origin_x + along * angle.cos() - up * angle.sin(),
        char.origin_y + along * angle.sin() + up * angle.cos(),
    )
}

/// The smaller of a font size's two sides as it shows, in points: letters may be squeezed one way.
fn smallest_side(char: &TextChar, stretch: f32) -> f32 {
    let Some([a, b, c, d, ..]) = char.matrix else {
        return char.font_size.abs();
    };
    // `font_size` is scaled by one of the matrix's sides.
    let set = char.font_size.abs() / b.hypot(d).max(f32::MIN_POSITIVE);
    set * (a.hypot(b) * stretch.abs()).min(c.hypot(d))
}

fn reason_to_hide(
    char: &TextChar,
    show: &Show,
    painting: &Painting<'_>,
    sheet: &Rect,
    unit: f32,
) -> Option<HiddenReason> {
    let (x, y) = point(char, MIDDLE);
    let inks: Vec<&Ink> = [&show.fill, &show.stroke]
        .into_iter()
        .flatten()
        .filter(|ink| ink.opacity() >= FAINT)
        .collect();
    if inks.is_empty() || show.is_off {
        return Some(HiddenReason::Invisible);
    }
    if smallest_side(char, show.stretch) * unit < TINY {
        return Some(HiddenReason::Tiny);
    }
    if !sheet.contains(x, y, EDGE) || !show.clip.contains(x, y, char.font_size.abs() * 0.5) {
        return Some(HiddenReason::OffPage);
    }
    if painting.is_incomplete {
        return None;
    }
    // A line through a character or under it hides nothing: only what is so at all its heights does.
    let everywhere = |is_so: &dyn Fn(f32, f32) -> bool| {
        HEIGHTS.iter().all(|above| {
            let (x, y) = point(char, *above);
            is_so(x, y)
        })
    };
    let at = |x, y| {
        painting
            .areas
            .iter()
            .filter(move |area| area.contains(x, y))
    };
    let is_covered = |x, y| at(x, y).any(|area| area.covers && area.order > show.order);
    let is_alike = |x, y| {
        let behind = colors_behind(at(x, y).filter(|area| area.order < show.order));
        inks.iter().all(|ink| vanishes(ink, &behind))
    };
    if show.order > 0 && everywhere(&is_covered) {
        return Some(HiddenReason::Covered);
    }
    everywhere(&is_alike).then_some(HiddenReason::SameColor)
}

/// What colours may lie behind a place; `None` among them is any. Areas come in paint order.
fn colors_behind<'a>(areas: impl Iterator<Item = &'a Area>) -> Vec<Option<Color>> {
    let mut possible: Vec<Option<Color>> = vec![Some([1.0; 3])];
    for area in areas {
        if area.covers {
            possible.clear();
        }
        possible.push(area.color);
    }
    possible
}

/// Whether an ink cannot be told from anything that may lie behind it.
fn vanishes(ink: &Ink, behind: &[Option<Color>]) -> bool {
    let Some(color) = ink.color else {
        return false;
    };
    behind.iter().all(|background| {
        background.is_some_and(|background| {
            (0..3)
                .all(|channel| (background[channel] - color[channel]).abs() * ink.opacity() < ALIKE)
        })
    })
}
