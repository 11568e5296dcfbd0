//! Which rows of a column are in the page: only what can be seen, and a little more on either side.

use std::ops::Range;

use crate::wire::board::FIRST_CARDS;

/// Height of a card with the gap below it, in CSS pixels; `style/card.css` says the same.
pub const PITCH: i32 = 102;

/// Rows beyond either edge, so that a quick scroll does not show an empty place.
const BEYOND: usize = 3;

/// Rows begin at multiples of this, so that scrolling by a pixel changes nothing.
const STEP: usize = 4;

/// Where a column is scrolled to, in whole rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The first row in sight, rounded down to a multiple of [`STEP`].
    pub first: usize,
    /// Rows that fit.
    pub fit: usize,
}

impl Default for Seen {
    /// As the server renders it: the first cards and no more.
    fn default() -> Self {
        Self {
            first: 0,
            fit: FIRST_CARDS - BEYOND,
        }
    }
}

impl Seen {
    /// From a scroll container's position and height, in pixels.
    pub fn at(scroll_top: i32, height: i32) -> Self {
        let rows = |pixels: i32| usize::try_from(pixels.max(0) / PITCH).unwrap_or(0);
        Self {
            first: rows(scroll_top) / STEP * STEP,
            fit: rows(height) + STEP + 1,
        }
    }

    /// The rows to draw of `count`.
    pub fn rows(self, count: usize) -> Range<usize> {
        let start = self.first.saturating_sub(BEYOND).min(count);
        start..(self.first + self.fit + BEYOND).min(count)
    }
}

#[cfg(test)]
mod tests {
    use super::{PITCH, Seen};
    use crate::wire::board::FIRST_CARDS;

    #[test]
    fn the_first_window_is_what_the_server_renders() {
        assert_eq!(Seen::default().rows(10_000), 0..FIRST_CARDS);
        assert_eq!(Seen::default().rows(3), 0..3);
    }

    #[test]
    fn a_window_holds_what_is_in_sight_and_little_more() {
        let rows = Seen::at(5_000 * PITCH + 17, 700).rows(10_000);
        assert!(rows.start <= 5_000 && rows.end >= 5_008, "{rows:?}");
        assert!(rows.len() < 30, "{rows:?}");
        assert_eq!(Seen::at(5_000 * PITCH, 700).rows(10), 10..10);
    }
}
