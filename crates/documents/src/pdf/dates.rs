//! Dates that stand beside what they date: recognised, and put on the line where the dated text begins.

use super::segments::Segment;

/// Distance of lines of one block, in font sizes, at most.
const LEADING: f32 = 1.7;
/// How far from its exact place a centred date may be, in font sizes.
const SLACK: f32 = 0.3;
/// Segments of a page up to which dates are looked at; more is no page of text.
const MAX_SEGMENTS: usize = 2_000;

/// Whether a short text is a date or a span of time: it has a year, or means today.
pub(super) fn has_date(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric());
    let is_year = |word: &str| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.chars().count() < 40
        && words().any(|word| {
            is_year(word)
                || ["present", "current", "today", "now", "heute"]
                    .contains(&word.to_lowercase().as_str())
        })
}

/// Tables centre a date beside a taller cell, where it would be read between that cell's lines: it goes to the row of the first of them.
pub(super) fn raise_centred(segments: &mut [Segment]) {
    if segments.len() > MAX_SEGMENTS {
        return;
    }
    let raised: Vec<(usize, usize, f32)> = segments
        .iter()
        .enumerate()
        .filter(|(_, segment)| has_date(&segment.text))
        .filter_map(|(index, date)| {
            let first = first_line_beside(segments, date)?;
            Some((index, first.row, first.y))
        })
        .collect();
    for (index, row, y) in raised {
        segments[index].row = row;
        segments[index].y = y;
    }
    segments.sort_by(|a, b| a.row.cmp(&b.row).then(a.x0.total_cmp(&b.x0)));
}

/// The first of the lines that a date is centred beside, if nothing else stands beside them.
fn first_line_beside<'a>(segments: &'a [Segment], date: &Segment) -> Option<&'a Segment> {
    let in_column = |other: &&Segment| other.x0 < date.x1 && other.x1 > date.x0;
    let distance = |other: &Segment| (other.y - date.y).abs();
    let nearest = segments
        .iter()
        .filter(|other| !in_column(other))
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    let lines: Vec<&Segment> = segments
        .iter()
        .filter(|other| (other.x0 - nearest.x0).abs() < 0.5 * nearest.size)
        .collect();
    let block = lines
        .chunk_by(|upper, lower| upper.y - lower.y < LEADING * upper.size.max(lower.size))
        .find(|block| block.iter().any(|line| line.row == nearest.row))?;
    let (first, last) = (block.first()?, block.last()?);
    let is_centred = ((first.y + last.y) / 2.0 - date.y).abs() < SLACK * date.size;
    let is_below_first = first.y - date.y > SLACK * date.size;
    let is_alone = segments
        .iter()
        .filter(in_column)
        .filter(|other| other.y < first.y + date.size && other.y > last.y - date.size)
        .count()
        == 1;
    (is_centred && is_below_first && is_alone).then_some(*first)
}
