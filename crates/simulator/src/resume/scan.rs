//! A “scanned” resume: a PDF with a picture of typed text and no text at all. People can read it, a program that looks for text finds none.

use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::{
    outline::{Line, Outline},
    pdf::{Image, Page, file},
};

const WIDTH: usize = 1240;
const HEIGHT: usize = 1754;
/// Pixels of the page for one of a glyph.
const DOT: usize = 2;
const CHARACTER: usize = 6 * DOT;
const LINE: usize = 13 * DOT;
const MARGIN: usize = 120;

/// One page: what does not fit on it was left in the scanner.
pub(crate) fn pdf(outline: &Outline, seed: u64) -> Vec<u8> {
    let mut paper = Paper {
        bits: vec![0xff; WIDTH.div_ceil(8) * HEIGHT],
    };
    let room = (WIDTH - 2 * MARGIN) / CHARACTER;
    for (row, line) in typed(outline, room)
        .iter()
        .enumerate()
        .take((HEIGHT - 2 * MARGIN) / LINE)
    {
        for (column, c) in line.chars().enumerate() {
            paper.stamp(MARGIN + column * CHARACTER, MARGIN + row * LINE, glyph(c));
        }
    }
    let mut rng = SmallRng::seed_from_u64(seed);
    for _ in 0..600 {
        paper.ink(rng.random_range(0..WIDTH), rng.random_range(0..HEIGHT));
    }
    file(&[Page::of(Image {
        width: WIDTH,
        height: HEIGHT,
        bits: paper.bits,
    })])
}

fn typed(outline: &Outline, room: usize) -> Vec<String> {
    let mut text = vec![
        outline.name.clone(),
        outline.headline.clone(),
        outline.contact.join(" | "),
    ];
    for section in &outline.sections {
        text.extend([String::new(), section.heading.to_owned()]);
        for line in &section.lines {
            text.push(match line {
                Line::Entry {
                    title,
                    place,
                    dates,
                } => format!("{title}, {place}, {dates}"),
                Line::Text(line) => line.clone(),
                Line::Bullet(line) => format!("- {line}"),
            });
        }
    }
    let mut lines = Vec::new();
    for paragraph in text {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if line.chars().count() + 1 + word.chars().count() > room {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

struct Paper {
    bits: Vec<u8>,
}

impl Paper {
    fn ink(&mut self, x: usize, y: usize) {
        // The sheet lay a little askew.
        let x = x + y / 90;
        if x < WIDTH && y < HEIGHT {
            self.bits[y * WIDTH.div_ceil(8) + x / 8] &= !(0x80 >> (x % 8));
        }
    }

    fn stamp(&mut self, x: usize, y: usize, rows: [u8; 7]) {
        for (down, row) in rows.into_iter().enumerate() {
            for across in (0..5).filter(|across| row & (16 >> across) != 0) {
                for dot in 0..DOT * DOT {
                    self.ink(x + across * DOT + dot % DOT, y + down * DOT + dot / DOT);
                }
            }
        }
    }
}

/// Seven rows of five dots: capitals, digits and a few signs, as a plain typewriter has them.
fn glyph(c: char) -> [u8; 7] {
    match bare(c) {
        'A' => [14, 17, 17, 31, 17, 17, 17],
        'B' => [30, 17, 17, 30, 17, 17, 30],
        'C' => [14, 17, 16, 16, 16, 17, 14],
        'D' => [30, 17, 17, 17, 17, 17, 30],
        'E' => [31, 16, 16, 30, 16, 16, 31],
        'F' => [31, 16, 16, 30, 16, 16, 16],
        'G' => [14, 17, 16, 23, 17, 17, 15],
        'H' => [17, 17, 17, 31, 17, 17, 17],
        'I' => [14, 4, 4, 4, 4, 4, 14],
        'J' => [7, 2, 2, 2, 2, 18, 12],
        'K' => [17, 18, 20, 24, 20, 18, 17],
        'L' => [16, 16, 16, 16, 16, 16, 31],
        'M' => [17, 27, 21, 21, 17, 17, 17],
        'N' => [17, 25, 21, 19, 17, 17, 17],
        'O' => [14, 17, 17, 17, 17, 17, 14],
        'P' => [30, 17, 17, 30, 16, 16, 16],
        'Q' => [14, 17, 17, 17, 21, 18, 13],
        'R' => [30, 17, 17, 30, 20, 18, 17],
        'S' => [15, 16, 16, 14, 1, 1, 30],
        'T' => [31, 4, 4, 4, 4, 4, 4],
        'U' => [17, 17, 17, 17, 17, 17, 14],
        'V' => [17, 17, 17, 17, 17, 10, 4],
        'W' => [17, 17, 17, 21, 21, 27, 17],
        'X' => [17, 17, 10, 4, 10, 17, 17],
        'Y' => [17, 17, 10, 4, 4, 4, 4],
        'Z' => [31, 1, 2, 4, 8, 16, 31],
        '0' => [14, 17, 19, 21, 25, 17, 14],
        '1' => [4, 12, 4, 4, 4, 4, 14],
        '2' => [14, 17, 1, 2, 4, 8, 31],
        '3' => [31, 2, 4, 2, 1, 17, 14],
        '4' => [2, 6, 10, 18, 31, 2, 2],
        '5' => [31, 16, 30, 1, 1, 17, 14],
        '6' => [6, 8, 16, 30, 17, 17, 14],
        '7' => [31, 1, 2, 4, 8, 8, 8],
        '8' => [14, 17, 17, 14, 17, 17, 14],
        '9' => [14, 17, 17, 15, 1, 2, 12],
        '.' => [0, 0, 0, 0, 0, 12, 12],
        ',' => [0, 0, 0, 0, 12, 4, 8],
        ';' => [0, 12, 12, 0, 12, 4, 8],
        ':' => [0, 12, 12, 0, 12, 12, 0],
        '-' | '–' => [0, 0, 0, 31, 0, 0, 0],
        '/' => [0, 1, 2, 4, 8, 16, 0],
        '+' => [0, 4, 4, 31, 4, 4, 0],
        '@' => [14, 17, 23, 21, 23, 16, 14],
        '%' => [24, 25, 2, 4, 8, 19, 3],
        '|' => [4, 4, 4, 4, 4, 4, 4],
        '(' => [2, 4, 8, 8, 8, 4, 2],
        ')' => [8, 4, 2, 2, 2, 4, 8],
        '\'' | '’' => [4, 4, 0, 0, 0, 0, 0],
        _ => [0; 7],
    }
}

/// The capital without its accent.
fn bare(c: char) -> char {
    match c {
        'à'..='å' | 'À'..='Å' => 'A',
        'ç' | 'Ç' => 'C',
        'è'..='ë' | 'È'..='Ë' => 'E',
        'ì'..='ï' | 'Ì'..='Ï' => 'I',
        'ñ' | 'Ñ' => 'N',
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' => 'O',
        'ù'..='ü' | 'Ù'..='Ü' => 'U',
        'š' | 'Š' => 'S',
        'ž' | 'Ž' => 'Z',
        c => c.to_ascii_uppercase(),
    }
}
