//! Paths: what is under construction, and which points a finished one encloses (ISO 32000-1 §8.5).

use super::content::Operation;
use super::geometry::{Matrix, Rect};

type Point = (f32, f32);

/// Pieces of line that stand for a curve.
const CURVE_PIECES: u8 = 8;
/// Points of one path that are kept; of what has more, only the box around is known.
const MAX_POINTS: usize = 4_096;

/// The inside of a path.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// The box around it.
    pub around: Rect,
    /// Its closed lines; none if it is that box.
    rings: Vec<Vec<Point>>,
    even_odd: bool,
    /// Whether the inside is known, and not only the box around.
    pub is_exact: bool,
}

impl Shape {
    /// A box, turned and stretched by a transform.
    pub fn of_box(rect: Rect, matrix: &Matrix) -> Self {
        let around = matrix.apply_to(rect);
        let rings = if matrix.keeps_boxes() {
            Vec::new()
        } else {
            vec![rect.corners().map(|(x, y)| matrix.apply(x, y)).to_vec()]
        };
        Self {
            around,
            rings,
            even_odd: false,
            is_exact: true,
        }
    }

    /// Whether a point lies inside; where only the box around is known, whether it may.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        if !self.around.contains(x, y, 0.0) {
            return false;
        }
        if self.rings.is_empty() {
            return true;
        }
        let winding: i32 = self.rings.iter().map(|ring| winding(ring, x, y)).sum();
        if self.even_odd {
            winding % 2 != 0
        } else {
            winding != 0
        }
    }

    /// Whether it is a box, sides along those of the page.
    pub fn is_box(&self) -> bool {
        self.is_exact && self.rings.is_empty()
    }
}

/// How often a closed line goes around a point, counter-clockwise.
fn winding(ring: &[Point], x: f32, y: f32) -> i32 {
    let ends = ring.iter().skip(1).chain(ring.first());
    ring.iter()
        .zip(ends)
        .map(|(&(x0, y0), &(x1, y1))| {
            // Which side of the line the point is on.
            let side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0);
            match () {
                () if y0 <= y && y1 > y && side > 0.0 => 1,
                () if y0 > y && y1 <= y && side < 0.0 => -1,
                () => 0,
            }
        })
        .sum()
}

/// A path under construction, in points of the page.
#[derive(Debug, Default)]
pub(super) struct Path {
    rings: Vec<Vec<Point>>,
    points: usize,
    around: Option<Rect>,
    /// Whether it becomes a clip at its end.
    pub clips: bool,
}

impl Path {
    /// The operators that construct paths; others do nothing.
    pub fn extend(&mut self, operation: &Operation<'_>, matrix: &Matrix) {
        if operation.name == b"re" {
            if let Some([x, y, width, height]) = operation.numbers() {
                let corners = [
                    (x, y),
                    (x + width, y),
                    (x + width, y + height),
                    (x, y + height),
                ];
                self.begin();
                for (x, y) in corners {
                    self.add(matrix.apply(x, y));
                }
                self.begin();
                // What follows goes on from the first corner.
                self.add(matrix.apply(x, y));
            }
            return;
        }
        if !matches!(operation.name, b"m" | b"l" | b"c" | b"v" | b"y") {
            return;
        }
        let numbers = operation.all_numbers().unwrap_or_default();
        let points: Vec<Point> = numbers
            .chunks_exact(2)
            .map(|pair| matrix.apply(pair[0], pair[1]))
            .collect();
        let last = self.rings.last().and_then(|ring| ring.last()).copied();
        match (operation.name, points.as_slice(), last) {
            (b"m", [point], _) => {
                self.begin();
                self.add(*point);
            }
            (b"l", [point], _) => self.add(*point),
            (b"c", [first, second, end], Some(start)) => self.curve([start, *first, *second, *end]),
            (b"v", [second, end], Some(start)) => self.curve([start, start, *second, *end]),
            (b"y", [first, end], Some(start)) => self.curve([start, *first, *end, *end]),
            _ => {}
        }
    }

    fn begin(&mut self) {
        // A place that nothing was drawn from encloses nothing.
        if self.rings.last().is_some_and(|ring| ring.len() < 2) {
            self.rings.pop();
        }
        self.rings.push(Vec::new());
    }

    fn add(&mut self, point: Point) {
        self.points += 1;
        if self.points <= MAX_POINTS {
            match self.rings.last_mut() {
                Some(ring) => ring.push(point),
                None => self.rings.push(vec![point]),
            }
        }
        self.around
            .get_or_insert(Rect::NOTHING)
            .include(point.0, point.1);
    }

    fn curve(&mut self, points: [Point; 4]) {
        for piece in 1..=CURVE_PIECES {
            let t = f32::from(piece) / f32::from(CURVE_PIECES);
            let weights = [
                (1.0 - t).powi(3),
                3.0 * t * (1.0 - t).powi(2),
                3.0 * t.powi(2) * (1.0 - t),
                t.powi(3),
            ];
            let sum = |of: fn(&Point) -> f32| -> f32 {
                points
                    .iter()
                    .zip(weights)
                    .map(|(point, weight)| of(point) * weight)
                    .sum()
            };
            self.add((sum(|point| point.0), sum(|point| point.1)));
        }
    }

    /// What the path encloses: boxes each by itself, all else together.
    pub fn shapes(&self, even_odd: bool) -> Vec<Shape> {
        let Some(around) = self.around else {
            return Vec::new();
        };
        if self.points > MAX_POINTS {
            return vec![Shape {
                around,
                rings: Vec::new(),
                even_odd,
                is_exact: false,
            }];
        }
        let rings: Vec<&Vec<Point>> = self.rings.iter().filter(|ring| ring.len() > 2).collect();
        if rings.is_empty() {
            return Vec::new();
        }
        let boxes: Option<Vec<(Rect, bool)>> = rings.iter().map(|ring| as_box(ring)).collect();
        match boxes {
            // Boxes of one direction never cancel each other.
            Some(boxes)
                if boxes.len() == 1
                    || (!even_odd && boxes.windows(2).all(|pair| pair[0].1 == pair[1].1)) =>
            {
                boxes
                    .into_iter()
                    .map(|(around, _)| Shape {
                        around,
                        rings: Vec::new(),
                        even_odd,
                        is_exact: true,
                    })
                    .collect()
            }
            _ => vec![Shape {
                around,
                rings: rings.into_iter().cloned().collect(),
                even_odd,
                is_exact: true,
            }],
        }
    }
}

/// The box that a closed line draws, if it does, and whether counter-clockwise.
fn as_box(ring: &[Point]) -> Option<(Rect, bool)> {
    let near = |a: f32, b: f32| (a - b).abs() < 0.01;
    let same = |a: &Point, b: &Point| near(a.0, b.0) && near(a.1, b.1);
    let ring = match ring {
        [first, .., last] if ring.len() == 5 && same(first, last) => &ring[..4],
        _ => ring,
    };
    let &[a, b, c, d] = ring else {
        return None;
    };
    let across_first = near(a.1, b.1) && near(b.0, c.0) && near(c.1, d.1) && near(d.0, a.0);
    let up_first = near(a.0, b.0) && near(b.1, c.1) && near(c.0, d.0) && near(d.1, a.1);
    let turn = (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0);
    (across_first || up_first).then(|| (Rect::of_corners(a.0, a.1, c.0, c.1), turn > 0.0))
}
