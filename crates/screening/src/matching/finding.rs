//! The answer to a predicate or a part of one, and how answers join.

use crate::model::Verdict;
use crate::profile::Place;

/// Most quotes that one match carries; the first ones decide.
const QUOTES: usize = 60;

/// A verdict with its strength, its reason and the places that show it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub verdict: Verdict,
    pub strength: f64,
    pub reason: String,
    pub places: Vec<Place>,
}

impl Finding {
    /// Nothing is said about it.
    pub fn silence(about: &str) -> Self {
        Self {
            verdict: Verdict::NoEvidence,
            strength: 0.0,
            reason: format!("nothing found on {about}"),
            places: Vec::new(),
        }
    }

    /// Shown.
    pub fn met(strength: f64, reason: String, places: Vec<Place>) -> Self {
        Self {
            verdict: Verdict::Met,
            strength,
            reason,
            places,
        }
    }

    /// Shown in part.
    pub fn partly(strength: f64, reason: String, places: Vec<Place>) -> Self {
        Self {
            verdict: Verdict::Partly,
            strength,
            reason,
            places,
        }
    }

    /// Contradicted.
    pub fn not_met(reason: String, places: Vec<Place>) -> Self {
        Self {
            verdict: Verdict::NotMet,
            strength: 0.0,
            reason,
            places,
        }
    }

    /// The places in their order, none twice or inside another, no more than a person can look at.
    pub fn tidy(mut self) -> Self {
        let mut kept: Vec<Place> = Vec::new();
        for place in self.places {
            if !kept.iter().any(|known| {
                known.document == place.document
                    && known.start <= place.start
                    && place.end <= known.end
            }) {
                kept.retain(|known| {
                    !(known.document == place.document
                        && place.start <= known.start
                        && known.end <= place.end)
                });
                kept.push(place);
            }
        }
        kept.truncate(QUOTES);
        self.places = kept;
        self.strength = (self.strength * 1000.0).round() / 1000.0;
        self
    }

    /// How good the answer is: silence is better than a contradiction.
    fn rank(&self) -> (u8, f64) {
        let verdict = match self.verdict {
            Verdict::Met => 3,
            Verdict::Partly => 2,
            Verdict::NoEvidence => 1,
            Verdict::NotMet => 0,
        };
        (verdict, self.strength)
    }

    /// Whether this answers better than another.
    pub fn beats(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.rank(), other.rank());
        mine.0 > theirs.0 || (mine.0 == theirs.0 && mine.1 > theirs.1)
    }
}

/// The best of alternatives, the first of equals.
pub(crate) fn any(findings: impl IntoIterator<Item = Finding>) -> Option<Finding> {
    findings
        .into_iter()
        .reduce(|best, next| if next.beats(&best) { next } else { best })
}

/// All parts together: their mean strength.
pub(crate) fn all(findings: Vec<Finding>) -> Option<Finding> {
    if findings.len() < 2 {
        return findings.into_iter().next();
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of parts")]
    let strength =
        findings.iter().map(|finding| finding.strength).sum::<f64>() / findings.len() as f64;
    let count = |verdict: Verdict| {
        findings
            .iter()
            .filter(|finding| finding.verdict == verdict)
            .count()
    };
    let verdict = if count(Verdict::Met) == findings.len() {
        Verdict::Met
    } else if strength > 0.0 {
        Verdict::Partly
    } else if count(Verdict::NotMet) > 0 {
        Verdict::NotMet
    } else {
        Verdict::NoEvidence
    };
    let mut parts = findings;
    // What is shown comes first; what contradicts is quoted only where nothing is shown.
    parts.sort_by_key(|part| std::cmp::Reverse(part.rank().0));
    let reason = parts
        .iter()
        .map(|part| part.reason.as_str())
        .collect::<Vec<_>>()
        .join("; ");
    let quoted = parts
        .iter()
        .filter(|part| verdict == Verdict::NotMet || part.strength > 0.0);
    Some(Finding {
        verdict,
        strength,
        reason,
        places: quoted.flat_map(|part| part.places.clone()).collect(),
    })
}
