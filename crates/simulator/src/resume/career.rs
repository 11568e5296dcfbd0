//! The positions of a working life: one after the other, with titles that grow and achievements that no two positions share.

use rand::{Rng, rngs::SmallRng, seq::IndexedRandom};

use super::content::{Dated, Position, fill};
use crate::{
    model::Fit,
    seed::{
        jobs::Pool,
        people::EMPLOYERS,
        phrases::{OUTCOMES, TASKS, TOPICS},
    },
};

/// How much of what stands in a resume belongs to the job, by the person's fit.
pub(super) struct Shares {
    pub achievements: f64,
    pub skills: f64,
    pub degree: f64,
}

/// What a career is made of.
pub(super) struct Career<'p> {
    pub pool: &'static Pool,
    pub fit: Fit,
    pub shares: &'p Shares,
    pub place: &'p str,
    /// Months since the year 0.
    pub today: i32,
    /// Whether everything is told at length.
    pub long: bool,
}

/// What is left to be told. Each text and each employer appears once.
struct Stock {
    core: Vec<String>,
    adjacent: Vec<String>,
    own_employers: Vec<&'static str>,
    other_employers: Vec<&'static str>,
}

impl Career<'_> {
    /// Positions that fill so many years, the newest first.
    pub fn positions(&self, rng: &mut SmallRng, years: u32) -> Vec<Position> {
        let mut left = i32::try_from(years).unwrap_or(0) * 12;
        let mut end = if rng.random_bool(0.8) {
            None
        } else {
            Some(self.today - rng.random_range(1..8))
        };
        let mut stock = Stock {
            core: self.pool.achievements.core.clone(),
            adjacent: self.pool.achievements.adjacent.clone(),
            own_employers: self.pool.employers.iter().map(String::as_str).collect(),
            other_employers: EMPLOYERS.to_vec(),
        };
        let (most, longest) = if self.long { (8, 32) } else { (5, 58) };
        let mut positions = Vec::new();
        while left > 3 && positions.len() < most {
            let months = if left < 20 {
                left
            } else {
                rng.random_range(14..=left.min(longest))
            };
            let start = end.unwrap_or(self.today) - months;
            positions.push(Position {
                title: self.title(rng, left),
                organization: stock.employer(rng).to_owned(),
                location: self.place.to_owned(),
                start: Dated::from_months(start),
                end: end.map(Dated::from_months),
                achievements: self.achievements(rng, &mut stock, positions.len()),
            });
            left -= months;
            end = Some(start - rng.random_range(0..4));
        }
        positions
    }

    /// Seniority follows the months of experience that a position ends with.
    fn title(&self, rng: &mut SmallRng, months: i32) -> String {
        let titles = &self.pool.titles;
        let beside = self.fit == Fit::Medium && rng.random_bool(1.0 - self.shares.achievements);
        let level = match months {
            _ if beside => &titles.adjacent,
            ..30 => &titles.junior,
            30..72 => &titles.mid,
            _ => &titles.senior,
        };
        level.choose(rng).cloned().unwrap_or_default()
    }

    /// The newer the position, the more is said of it. A long resume says more than there is.
    fn achievements(&self, rng: &mut SmallRng, stock: &mut Stock, place: usize) -> Vec<String> {
        let count = match place {
            _ if self.long => rng.random_range(2..=3),
            0 => rng.random_range(3..=5),
            1 => rng.random_range(2..=4),
            _ => rng.random_range(1..=3),
        };
        let mut achievements = Vec::new();
        for _ in 0..count {
            let text = stock.achievement(rng, self.shares.achievements);
            achievements.extend(text.map(|text| fill(rng, &text)));
        }
        if self.long || achievements.is_empty() {
            let more = if self.long { 6 } else { 1 };
            achievements.extend((0..more).map(|_| general(rng)));
        }
        achievements
    }
}

impl Stock {
    fn achievement(&mut self, rng: &mut SmallRng, share: f64) -> Option<String> {
        let wants_core = rng.random_bool(share);
        let from = if (wants_core && !self.core.is_empty()) || self.adjacent.is_empty() {
            &mut self.core
        } else {
            &mut self.adjacent
        };
        if from.is_empty() {
            None
        } else {
            Some(from.swap_remove(rng.random_range(0..from.len())))
        }
    }

    fn employer(&mut self, rng: &mut SmallRng) -> &'static str {
        let own = !self.own_employers.is_empty() && rng.random_bool(0.75);
        let from = if own {
            &mut self.own_employers
        } else {
            &mut self.other_employers
        };
        if from.is_empty() {
            "Self-employed"
        } else {
            from.swap_remove(rng.random_range(0..from.len()))
        }
    }
}

/// Something that people of any trade write when they have much room.
fn general(rng: &mut SmallRng) -> String {
    let one =
        |rng: &mut SmallRng, from: &[&'static str]| from.choose(rng).copied().unwrap_or_default();
    let text = format!(
        "{} {}, {}",
        one(rng, TASKS),
        one(rng, TOPICS),
        one(rng, OUTCOMES)
    );
    fill(rng, &text)
}
