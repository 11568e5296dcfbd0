//! Segments → reading order: columns are read one after the other, rows of a table and dates at the margin with their row.
//!
//! A region is cut along the empty channel between columns; where a heading crosses it, the region is first cut above and below the
//! longest stretch of rows that has one (a recursive X-Y cut). Paint order tells columns from rows: writers paint a column at once.

use super::dates::{has_date, raise_centred};
use super::segments::Segment;

/// A line in reading order.
#[derive(Debug)]
pub(super) struct Line {
    pub text: String,
    pub y: f32,
    pub size: f32,
    /// Whether a column starts here.
    pub starts_column: bool,
}

/// Narrowest channel between columns, in font sizes.
const CHANNEL: f32 = 0.6;
/// Fewest rows of the longer and of the shorter column.
const LONG_ROWS: usize = 3;
const SHORT_ROWS: usize = 2;
/// Cuts within cuts.
const MAX_DEPTH: usize = 12;
/// Rows of a page up to which columns are looked for; more is no page of text.
const MAX_ROWS: usize = 400;
/// Of the shorter column's rows, the part level with rows of the other: from the first on, dates belong to those rows;
/// below the second, columns only happen to meet, and to have dates.
const LEVEL: f32 = 0.6;
const STRAY: f32 = 0.3;

/// The lines of a page. `name_first`: on a first page, the column with the largest text, the name, comes before the others.
pub(super) fn in_order(mut segments: Vec<Segment>, name_first: bool) -> Vec<Line> {
    raise_centred(&mut segments);
    let mut lines = Vec::new();
    read(segments, name_first, 0, &mut lines);
    lines
}

fn read(segments: Vec<Segment>, name_first: bool, depth: usize, lines: &mut Vec<Line>) {
    if depth < MAX_DEPTH {
        if let Some(channel) = channels(&segments)
            .into_iter()
            .find(|channel| has_columns(&segments, *channel))
        {
            return read_columns(segments, channel, name_first, depth, lines);
        }
        if let Some(band) = longest_band(&segments) {
            let (above, rest): (Vec<_>, Vec<_>) = segments
                .into_iter()
                .partition(|segment| segment.row < band.first);
            let (within, below): (Vec<_>, Vec<_>) = rest
                .into_iter()
                .partition(|segment| segment.row <= band.last);
            read(above, name_first, depth + 1, lines);
            read_columns(within, band.channel, name_first, depth, lines);
            return read_apart(below, name_first, depth, lines);
        }
    }
    read_rows(segments, lines);
}

fn read_columns(
    segments: Vec<Segment>,
    channel: f32,
    name_first: bool,
    depth: usize,
    lines: &mut Vec<Line>,
) {
    let (left, right): (Vec<_>, Vec<_>) = segments
        .into_iter()
        .partition(|segment| segment.x1 <= channel);
    let largest = |side: &[Segment]| side.iter().map(|segment| segment.size).fold(0.0, f32::max);
    let swap = name_first && largest(&right) > 1.25 * largest(&left);
    let sides = if swap { [right, left] } else { [left, right] };
    for side in sides {
        read_apart(side, name_first, depth, lines);
    }
}

fn read_apart(segments: Vec<Segment>, name_first: bool, depth: usize, lines: &mut Vec<Line>) {
    let start = lines.len();
    read(segments, name_first, depth + 1, lines);
    if let Some(line) = lines.get_mut(start) {
        line.starts_column = true;
    }
}

/// Every row as one line, its parts divided by tabs.
fn read_rows(segments: Vec<Segment>, lines: &mut Vec<Line>) {
    for row in segments.chunk_by(|a, b| a.row == b.row) {
        let texts: Vec<&str> = row.iter().map(|segment| segment.text.as_str()).collect();
        lines.push(Line {
            text: texts.join("\t"),
            y: row[0].y,
            size: row.iter().map(|segment| segment.size).fold(0.0, f32::max),
            starts_column: false,
        });
    }
}

/// Rows that a channel runs through.
struct Band {
    first: usize,
    last: usize,
    channel: f32,
}

/// The longest stretch of rows that is set in columns.
fn longest_band(segments: &[Segment]) -> Option<Band> {
    let rows: Vec<&[Segment]> = segments.chunk_by(|a, b| a.row == b.row).collect();
    if rows.len() > MAX_ROWS {
        return None;
    }
    let mut best: Option<(usize, Band)> = None;
    let mut from = 0;
    for start in 0..rows.len() {
        let mut open = vec![(f32::MIN, f32::MAX)];
        let (mut end, mut to) = (start, from);
        for row in &rows[start..] {
            let narrowed = without(&open, row);
            if narrowed.is_empty() || (has_channel(&open) && !has_channel(&narrowed)) {
                break;
            }
            open = narrowed;
            end += 1;
            to += row.len();
        }
        let band = &segments[from..to];
        from += rows[start].len();
        if best
            .as_ref()
            .is_some_and(|(longest, _)| *longest >= end - start)
        {
            continue;
        }
        if let Some(channel) = channels(band)
            .into_iter()
            .find(|channel| has_columns(band, *channel))
        {
            best = Some((
                end - start,
                Band {
                    first: rows[start][0].row,
                    last: rows[end - 1][0].row,
                    channel,
                },
            ));
        }
    }
    best.map(|(_, band)| band)
}

/// Whether one of the open intervals lies between segments.
fn has_channel(open: &[(f32, f32)]) -> bool {
    open.iter()
        .any(|(left, right)| *left > f32::MIN && *right < f32::MAX)
}

/// What is left of open intervals when a row's segments are taken out.
fn without(open: &[(f32, f32)], row: &[Segment]) -> Vec<(f32, f32)> {
    let mut left = open.to_vec();
    for segment in row {
        left = left
            .into_iter()
            .flat_map(|(start, end)| {
                let before = (start, end.min(segment.x0));
                let after = (start.max(segment.x1), end);
                if segment.x1 <= start || segment.x0 >= end {
                    vec![(start, end)]
                } else {
                    vec![before, after]
                }
            })
            .filter(|(start, end)| end - start > CHANNEL * segment.size)
            .collect();
    }
    left
}

/// Middles of the empty channels through all segments, widest first.
fn channels(segments: &[Segment]) -> Vec<f32> {
    let mut sides: Vec<(f32, f32)> = segments
        .iter()
        .map(|segment| (segment.x0, segment.x1))
        .collect();
    sides.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = median(segments.iter().map(|segment| segment.size));
    let mut reach = f32::MAX;
    let mut found: Vec<(f32, f32)> = Vec::new();
    for (x0, x1) in sides {
        if x0 - reach > CHANNEL * size {
            found.push((x0 - reach, (x0 + reach) / 2.0));
        }
        reach = if reach == f32::MAX { x1 } else { reach.max(x1) };
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, middle)| middle).collect()
}

/// Whether what stands on both sides of a channel is read one side after the other.
fn has_columns(segments: &[Segment], channel: f32) -> bool {
    let (left, right): (Vec<&Segment>, Vec<&Segment>) =
        segments.iter().partition(|segment| segment.x1 <= channel);
    let rows = |side: &[&Segment]| side.chunk_by(|a, b| a.row == b.row).count();
    let (left_rows, right_rows) = (rows(&left), rows(&right));
    if left_rows.min(right_rows) < SHORT_ROWS || left_rows.max(right_rows) < LONG_ROWS {
        return false;
    }
    let (few, many) = if left_rows <= right_rows {
        (&left, &right)
    } else {
        (&right, &left)
    };
    let height = |side: &[&Segment]| {
        let ys = || side.iter().map(|segment| segment.y);
        (ys().fold(f32::MAX, f32::min), ys().fold(f32::MIN, f32::max))
    };
    let ((low, high), (other_low, other_high)) = (height(few), height(many));
    if high.min(other_high) - low.max(other_low) < 0.3 * (high - low) {
        return false;
    }
    let level = few
        .iter()
        .filter(|segment| {
            many.iter()
                .any(|other| (other.y - segment.y).abs() < 0.25 * segment.size)
        })
        .count() as f32
        / few.len() as f32;
    let dated =
        few.iter().filter(|segment| has_date(&segment.text)).count() as f32 / few.len() as f32;
    if level > LEVEL && dated > 0.5 {
        return false;
    }
    // Painted row by row it is a table; a writer without any order does not hit the same baselines.
    !interleaved(&left, &right) || (level < STRAY && dated < STRAY)
}

/// Whether the sides were painted in turns.
fn interleaved(left: &[&Segment], right: &[&Segment]) -> bool {
    let mut painted: Vec<(u32, bool)> = left
        .iter()
        .map(|segment| (segment.first, false))
        .chain(right.iter().map(|segment| (segment.first, true)))
        .collect();
    painted.sort_unstable();
    let changes = painted
        .windows(2)
        .filter(|pair| pair[0].1 != pair[1].1)
        .count();
    changes > 1 + left.len().min(right.len()) / 3
}

pub(super) fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
