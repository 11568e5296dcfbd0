//! Points, boxes and the affine transforms of PDF (ISO 32000-1 §8.3.3), in points with y upwards.

/// A transform `[a b c d e f]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub [f32; 6]);

impl Matrix {
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Puts one box where another is. A box without a side keeps its size.
    pub fn between(from: &Rect, to: &Rect) -> Self {
        let scale = |from: f32, to: f32| if from > 0.0 { to / from } else { 1.0 };
        let (across, up) = (
            scale(from.width(), to.width()),
            scale(from.height(), to.height()),
        );
        Self([
            across,
            0.0,
            0.0,
            up,
            to.x0 - from.x0 * across,
            to.y0 - from.y0 * up,
        ])
    }

    /// `self` first, then `after`.
    pub fn then(&self, after: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [a2, b2, c2, d2, e2, f2] = after.0;
        Self([
            a * a2 + b * c2,
            a * b2 + b * d2,
            c * a2 + d * c2,
            c * b2 + d * d2,
            e * a2 + f * c2 + e2,
            e * b2 + f * d2 + f2,
        ])
    }

    pub fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// Whether boxes stay boxes.
    pub fn keeps_boxes(&self) -> bool {
        let [a, b, c, d, ..] = self.0;
        let near = |value: f32| value.abs() < 1e-4;
        (near(b) && near(c)) || (near(a) && near(d))
    }

    /// The box around a transformed box.
    pub fn apply_to(&self, rect: Rect) -> Rect {
        let mut around = Rect::NOTHING;
        for (x, y) in rect.corners() {
            let (x, y) = self.apply(x, y);
            around.include(x, y);
        }
        around
    }
}

/// A box; empty where `x1 < x0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

impl Rect {
    pub const NOTHING: Self = Self {
        x0: f32::MAX,
        y0: f32::MAX,
        x1: f32::MIN,
        y1: f32::MIN,
    };
    pub const EVERYTHING: Self = Self {
        x0: f32::MIN,
        y0: f32::MIN,
        x1: f32::MAX,
        y1: f32::MAX,
    };
    pub const UNIT: Self = Self {
        x0: 0.0,
        y0: 0.0,
        x1: 1.0,
        y1: 1.0,
    };

    /// From two opposite corners in any order.
    pub fn of_corners(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self {
            x0: x0.min(x1),
            y0: y0.min(y1),
            x1: x0.max(x1),
            y1: y0.max(y1),
        }
    }

    /// Counter-clockwise from the lower left.
    pub fn corners(&self) -> [(f32, f32); 4] {
        [
            (self.x0, self.y0),
            (self.x1, self.y0),
            (self.x1, self.y1),
            (self.x0, self.y1),
        ]
    }

    pub fn include(&mut self, x: f32, y: f32) {
        self.x0 = self.x0.min(x);
        self.y0 = self.y0.min(y);
        self.x1 = self.x1.max(x);
        self.y1 = self.y1.max(y);
    }

    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    /// Whether a point lies inside or at most `margin` outside.
    pub fn contains(&self, x: f32, y: f32, margin: f32) -> bool {
        x >= self.x0 - margin
            && x <= self.x1 + margin
            && y >= self.y0 - margin
            && y <= self.y1 + margin
    }

    pub fn width(&self) -> f32 {
        (self.x1 - self.x0).max(0.0)
    }

    pub fn height(&self) -> f32 {
        (self.y1 - self.y0).max(0.0)
    }
}
