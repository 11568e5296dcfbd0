//! Characters → pieces of line: what stands on one baseline without a wide gap, as words.
//!
//! Distances are in em, that is, in font sizes.

use super::bidi;
use super::glyphs::Glyph;
use crate::repair;

/// A piece of a line.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Largest font size in it.
    pub size: f32,
    /// When its first and last characters were painted.
    pub first: u32,
    pub last: u32,
    /// Its visual row, from the top of the page.
    pub row: usize,
}

/// Baselines closer than this are one row.
const SAME_ROW: f32 = 0.35;
/// Raised and lowered characters are smaller than this part of their neighbours.
const SMALL: f32 = 0.9;
/// A gap wider than this parts segments.
const WIDE_GAP: f32 = 1.2;
/// A gap wider than this parts segments that were not painted one after the other.
const GAP_BETWEEN_STRANGERS: f32 = 0.6;
/// Numbers of paint steps (strings, underlines) within which two pieces count as painted one after the other.
const NEIGHBOURS: u32 = 12;
/// A gap wider than this is a space where the file writes none. A font's space is about 0.25.
const SPACE: f32 = 0.16;
/// The same in text that does have space characters.
const SPACE_BESIDE_SPACES: f32 = 0.25;
/// Letters spread wider than this are letter-spaced.
const TRACKED: f32 = 0.05;
/// Fewest letters from which letter-spacing is believed.
const TRACKED_LETTERS: usize = 5;
/// How far a bullet may stand before its text.
const BULLET_GAP: f32 = 4.0;

/// A letter with what stands before it on its row.
struct Letter {
    glyph: Glyph,
    /// A space character before it.
    spaced: bool,
    /// Distance from the letter before, in em.
    gap: f32,
    /// Letter-spacing of its surroundings, in em.
    tracking: f32,
    /// Whether its surroundings have space characters.
    beside_spaces: bool,
}

/// The segments of upright glyphs, rows from top to bottom and left to right in them.
pub(super) fn of_glyphs(mut glyphs: Vec<Glyph>) -> Vec<Segment> {
    lower_superscripts(&mut glyphs);
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut segments = Vec::new();
    let mut rest = glyphs.into_iter().peekable();
    let mut index = 0;
    while let Some(first) = rest.next() {
        let (y, mut size) = (first.y, first.size);
        let mut row = vec![first];
        while let Some(next) = rest.next_if(|next| y - next.y <= SAME_ROW * size.min(next.size)) {
            size = size.min(next.size);
            row.push(next);
        }
        segments.extend(of_row(row, index));
        index += 1;
    }
    segments
}

/// Puts raised and lowered small characters on the baseline of the character before them.
fn lower_superscripts(glyphs: &mut [Glyph]) {
    let mut base: Option<Glyph> = None;
    for glyph in glyphs {
        match base {
            Some(base)
                if glyph.size < SMALL * base.size
                    && (glyph.x0 - base.x1).abs() < 0.3 * base.size
                    && (glyph.y - base.y).abs() < 0.5 * base.size =>
            {
                glyph.y = base.y;
            }
            _ => {}
        }
        // The next raised character follows this one.
        base = match base {
            Some(base) if glyph.y == base.y && glyph.size < SMALL * base.size => Some(Glyph {
                x1: glyph.x1,
                ..base
            }),
            _ => Some(*glyph),
        };
    }
}

fn of_row(mut row: Vec<Glyph>, index: usize) -> Vec<Segment> {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0).then(a.order.cmp(&b.order)));
    let mut letters = letters(&row);
    measure_tracking(&mut letters);
    let mut segments: Vec<Segment> = Vec::new();
    let mut previous: Option<&Letter> = None;
    for letter in &letters {
        let glyph = &letter.glyph;
        let parted = previous.is_none_or(|previous| parts_segments(&previous.glyph, letter));
        match segments.last_mut() {
            Some(segment) if !parted => {
                if is_space_before(letter) {
                    segment.text.push(' ');
                }
                segment.text.push(glyph.char);
                segment.x1 = segment.x1.max(glyph.x1);
                segment.size = segment.size.max(glyph.size);
                segment.first = segment.first.min(glyph.order);
                segment.last = segment.last.max(glyph.order);
            }
            _ => segments.push(Segment {
                text: glyph.char.to_string(),
                x0: glyph.x0,
                x1: glyph.x1,
                y: glyph.y,
                size: glyph.size,
                first: glyph.order,
                last: glyph.order,
                row: index,
            }),
        }
        previous = Some(letter);
    }
    for segment in &mut segments {
        segment.text = bidi::as_read(&segment.text);
    }
    join_bullets(segments)
}

/// Drops spaces, and characters painted twice to look bold.
fn letters(row: &[Glyph]) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(row.len());
    let mut spaced = false;
    for glyph in row {
        if glyph.char.is_whitespace() || glyph.char == '\u{a0}' {
            spaced = true;
            continue;
        }
        let twice = letters.iter().rev().take(3).any(|other| {
            other.glyph.char == glyph.char
                && (other.glyph.x0 - glyph.x0).abs() < 0.25 * (glyph.x1 - glyph.x0)
        });
        if twice {
            continue;
        }
        let gap = letters.last().map_or(0.0, |before| {
            (glyph.x0 - before.glyph.x1) / glyph.size.max(before.glyph.size).max(0.1)
        });
        letters.push(Letter {
            glyph: *glyph,
            spaced,
            gap,
            tracking: 0.0,
            beside_spaces: false,
        });
        spaced = false;
    }
    letters
}

/// Finds letter-spacing: per stretch of one style, the usual gap between letters.
fn measure_tracking(letters: &mut [Letter]) {
    let same_style = |a: &Letter, b: &Letter| {
        a.glyph.bold == b.glyph.bold && (a.glyph.size - b.glyph.size).abs() < 0.1 && b.gap < 1.5
    };
    for stretch in letters.chunk_by_mut(same_style) {
        let mut gaps: Vec<f32> = stretch.iter().skip(1).map(|letter| letter.gap).collect();
        gaps.sort_by(f32::total_cmp);
        let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
        let tracking = if stretch.len() >= TRACKED_LETTERS && usual > TRACKED {
            usual
        } else {
            0.0
        };
        let beside_spaces = stretch.iter().skip(1).any(|letter| letter.spaced);
        for letter in stretch {
            letter.tracking = tracking;
            letter.beside_spaces = beside_spaces;
        }
    }
}

fn is_space_before(letter: &Letter) -> bool {
    if letter.tracking > 0.0 {
        return letter.gap > letter.tracking + if letter.spaced { SPACE / 2.0 } else { SPACE };
    }
    letter.spaced
        || letter.gap
            > if letter.beside_spaces {
                SPACE_BESIDE_SPACES
            } else {
                SPACE
            }
}

fn parts_segments(before: &Glyph, letter: &Letter) -> bool {
    let strangers =
        letter.glyph.order < before.order || letter.glyph.order > before.order + NEIGHBOURS;
    let gap = letter.gap - letter.tracking;
    gap > WIDE_GAP || (strangers && gap > GAP_BETWEEN_STRANGERS)
}

/// A bullet or number belongs to the text on its right, however far it stands.
fn join_bullets(segments: Vec<Segment>) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        match joined.last_mut() {
            Some(before)
                if repair::is_list_mark(&before.text)
                    && segment.x0 - before.x1 < BULLET_GAP * segment.size =>
            {
                before.text.push(' ');
                before.text.push_str(&segment.text);
                before.x1 = segment.x1;
                before.size = before.size.max(segment.size);
                before.first = before.first.min(segment.first);
                before.last = before.last.max(segment.last);
            }
            _ => joined.push(segment),
        }
    }
    joined
}
