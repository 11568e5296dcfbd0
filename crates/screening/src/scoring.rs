//! From matches to a score, a column and the reasons for both. Integers and `f64` with `+ − × ÷` only: a browser gives the same bytes.
//!
//! ```text
//! share(r)   = weight(r) × f(category) ÷ Σ        f < 1 only where personal skills or other criteria would outgrow their bound
//! coverage   = Σ share(r) × strength(r)           0–1
//! fit        = (1 − ρ) × coverage + ρ × role fit  ρ = ROLE_FIT_SHARE; without a role fit, the coverage alone
//! score      = 100 × fit × (1 − κ × m)            m = missing share of the must-haves' weight, κ = CAP_AT_MOST
//! ```
//!
//! A category without requirements has no share, so the others fill the whole. A missing must-have loses its own share, and takes off a stated
//! part of the rest, at most [`CAP_AT_MOST`] with all of them missing: there is no cliff on which one word read differently decides.

use serde::{Deserialize, Serialize};

use crate::model::{Category, Column, Match, Requirement, Verdict};

/// The part of a score that the fit of the role makes.
pub const ROLE_FIT_SHARE: f64 = 0.15;

/// What missing must-haves take off at most, as a part of the score.
pub const CAP_AT_MOST: f64 = 0.25;

/// The most that a soft category (personal skills, other) may make up, as a part of what the remaining categories weigh.
///
/// Any resume claims personal skills, and few speak of availability, however many of these an advertisement lists.
pub const SOFT_CATEGORY_BOUND: f64 = 0.15;

/// The categories in the order of the interface.
const CATEGORIES: [Category; 7] = [
    Category::HardSkill,
    Category::PersonalSkill,
    Category::Experience,
    Category::Education,
    Category::Language,
    Category::Certification,
    Category::Other,
];

/// Where the columns begin; shown and editable per job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// The lowest score (0–100) of *Pre-Qualified*.
    pub pre_qualified: u8,
}

impl Default for Thresholds {
    /// 55: someone of the occupation who meets a little more than half of the weight, must-haves in proportion, crosses it (half: 50, two thirds: 65);
    /// people of other occupations stay below 30.
    fn default() -> Self {
        Self { pre_qualified: 55 }
    }
}

/// A category's part in a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoryScore {
    /// Which.
    pub category: Category,
    /// Its share of the requirements' part, 0–1; the shares of a job add up to 1.
    pub share: f64,
    /// How far it is fulfilled, 0–1.
    pub strength: f64,
    /// How many of its requirements are met.
    pub met: usize,
    /// How many it has.
    pub of: usize,
}

/// What missing must-haves took off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cap {
    /// How many must-haves are missing.
    pub missing: usize,
    /// The score without the effect.
    pub before: u8,
    /// The part taken off, 0–1.
    pub taken: f64,
    /// The most that can be taken off, 0–1.
    pub at_most: f64,
}

/// A score with its reasons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// 0–100.
    pub score: u8,
    /// Where it places.
    pub column: Column,
    /// The categories that the job has, in the order of the interface.
    pub categories: Vec<CategoryScore>,
    /// Ids of must-haves that nothing shows or something contradicts, in the order of the requirements.
    pub missing_must_haves: Vec<String>,
    /// Their effect, where there is one.
    pub cap: Option<Cap>,
}

/// Scores the matches of one application.
///
/// A requirement without a match counts as silence; weights below 0 or not finite count as 0, strengths are held within 0–1.
/// `role_fit` is 0–1, `None` where the job has no title to compare with.
pub fn score(
    requirements: &[Requirement],
    matches: &[Match],
    role_fit: Option<f64>,
    thresholds: &Thresholds,
) -> Scored {
    let weighed = weigh(requirements, matches);
    let total: f64 = weighed.iter().map(|w| w.weight).sum();
    let coverage = if total > 0.0 {
        weighed.iter().map(|w| w.weight * w.strength).sum::<f64>() / total
    } else {
        0.0
    };
    let fit = match role_fit.map(unit) {
        Some(role) if total > 0.0 => (1.0 - ROLE_FIT_SHARE) * coverage + ROLE_FIT_SHARE * role,
        Some(role) => role,
        None => coverage,
    };

    let must: f64 = weighed
        .iter()
        .filter(|w| w.requirement.must_have)
        .map(|w| w.weight)
        .sum();
    let missing: Vec<&Weighed> = weighed.iter().filter(|w| w.is_missing()).collect();
    let missing_weight: f64 = missing.iter().map(|w| w.weight).sum();
    let taken = if must > 0.0 {
        CAP_AT_MOST * missing_weight / must
    } else {
        0.0
    };
    let before = percent(fit);
    let score = percent(fit * (1.0 - taken));

    Scored {
        score,
        column: if score >= thresholds.pre_qualified {
            Column::PreQualified
        } else {
            Column::NotQualified
        },
        categories: categories(&weighed, total),
        missing_must_haves: missing.iter().map(|w| w.requirement.id.clone()).collect(),
        cap: (!missing.is_empty()).then_some(Cap {
            missing: missing.len(),
            before,
            taken,
            at_most: CAP_AT_MOST,
        }),
    }
}

/// A requirement with what counts of it.
struct Weighed<'a> {
    requirement: &'a Requirement,
    weight: f64,
    strength: f64,
    verdict: Verdict,
}

impl Weighed<'_> {
    fn is_missing(&self) -> bool {
        self.requirement.must_have && matches!(self.verdict, Verdict::NotMet | Verdict::NoEvidence)
    }
}

fn weigh<'a>(requirements: &'a [Requirement], matches: &[Match]) -> Vec<Weighed<'a>> {
    let sum = |soft: bool| -> f64 {
        requirements
            .iter()
            .filter(|r| is_soft(r.category) == soft)
            .map(weight_of)
            .sum()
    };
    let bound = SOFT_CATEGORY_BOUND * sum(false);
    let factor = |category: Category| -> f64 {
        let own: f64 = requirements
            .iter()
            .filter(|r| r.category == category)
            .map(weight_of)
            .sum();
        if is_soft(category) && bound > 0.0 && own > bound {
            bound / own
        } else {
            1.0
        }
    };
    let factors = CATEGORIES.map(|category| (category, factor(category)));
    requirements
        .iter()
        .enumerate()
        .map(|(index, requirement)| {
            // Matches come in the order of the requirements; only where they do not, a search.
            let in_place = matches
                .get(index)
                .filter(|m| m.requirement == requirement.id);
            let found =
                in_place.or_else(|| matches.iter().find(|m| m.requirement == requirement.id));
            let factor = factors
                .iter()
                .find(|(category, _)| *category == requirement.category)
                .map_or(1.0, |(_, factor)| *factor);
            Weighed {
                requirement,
                weight: weight_of(requirement) * factor,
                strength: found.map_or(0.0, |m| unit(m.strength)),
                verdict: found.map_or(Verdict::NoEvidence, |m| m.verdict),
            }
        })
        .collect()
}

fn is_soft(category: Category) -> bool {
    matches!(category, Category::PersonalSkill | Category::Other)
}

fn weight_of(requirement: &Requirement) -> f64 {
    if requirement.weight.is_finite() && requirement.weight > 0.0 {
        requirement.weight
    } else {
        0.0
    }
}

fn categories(weighed: &[Weighed], total: f64) -> Vec<CategoryScore> {
    CATEGORIES
        .into_iter()
        .filter_map(|category| {
            let own: Vec<&Weighed> = weighed
                .iter()
                .filter(|w| w.requirement.category == category)
                .collect();
            let weight: f64 = own.iter().map(|w| w.weight).sum();
            (weight > 0.0).then(|| CategoryScore {
                category,
                share: weight / total,
                strength: own.iter().map(|w| w.weight * w.strength).sum::<f64>() / weight,
                met: own.iter().filter(|w| w.verdict == Verdict::Met).count(),
                of: own.len(),
            })
        })
        .collect()
}

/// Held within 0–1; nonsense is 0.
fn unit(value: f64) -> f64 {
    if value >= 1.0 {
        1.0
    } else if value > 0.0 {
        value
    } else {
        0.0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is within 0–100"
)]
fn percent(part: f64) -> u8 {
    (100.0 * unit(part) + 0.5) as u8
}
