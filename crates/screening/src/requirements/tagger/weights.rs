//! The shipped weights and the best labelling under them.

use std::sync::LazyLock;

use super::BITS;

/// Where a token stands to a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// In none.
    Outside,
    /// At its beginning.
    Begin,
    /// Further in.
    Inside,
}

/// The labels, in the order of the weights.
pub const LABELS: [Label; 3] = [Label::Outside, Label::Begin, Label::Inside];

const N: usize = LABELS.len();

/// One linear-chain model: integer weights of hashed features and of transitions.
pub struct Chain {
    /// From each label, then from the sentence's edge, to each label.
    transitions: [[i32; N]; N + 1],
    /// `N` per bucket of the feature hash.
    weights: Vec<i8>,
}

/// Both models.
pub struct Weights {
    /// Things one knows.
    pub knowledge: Chain,
    /// Things one can do or is.
    pub skill: Chain,
}

impl Weights {
    /// The weights that CLARA ships.
    pub fn shipped() -> &'static Weights {
        static SHIPPED: LazyLock<Weights> = LazyLock::new(|| {
            let bytes = include_bytes!("../../../../../data/tagger/weights.bin");
            let (knowledge, skill) = bytes.split_at(bytes.len() / 2);
            Weights {
                knowledge: Chain::read(knowledge),
                skill: Chain::read(skill),
            }
        });
        &SHIPPED
    }
}

impl Chain {
    /// Reads what [`quantize`] wrote; missing bytes count as weight 0.
    pub fn read(bytes: &[u8]) -> Self {
        let mut transitions = [[0; N]; N + 1];
        let header = (N + 1) * N * 2;
        for (n, pair) in bytes.chunks_exact(2).take((N + 1) * N).enumerate() {
            transitions[n / N][n % N] = i32::from(i16::from_le_bytes([pair[0], pair[1]]));
        }
        let mut weights: Vec<i8> = bytes.iter().skip(header).map(|b| b.cast_signed()).collect();
        weights.resize(N << BITS, 0);
        Self {
            transitions,
            weights,
        }
    }

    /// The best labelling of a sentence, given each token's hashed features. A span never begins with [`Label::Inside`].
    pub fn decode(&self, features: &[Vec<u32>]) -> Vec<Label> {
        const NEVER: i32 = i32::MIN / 4;
        let mut back: Vec<[usize; N]> = Vec::with_capacity(features.len());
        let mut score = [NEVER; N];
        for (at, token) in features.iter().enumerate() {
            let mut emitted = [0_i32; N];
            for feature in token {
                for (label, sum) in emitted.iter_mut().enumerate() {
                    *sum += i32::from(self.weights[*feature as usize * N + label]);
                }
            }
            let (mut next, mut from) = ([NEVER; N], [0; N]);
            for to in 0..N {
                let sources = if at == 0 { N..N + 1 } else { 0..N };
                for source in sources {
                    let orphan = LABELS[to] == Label::Inside
                        && (source == N || LABELS[source] == Label::Outside);
                    let before = if source == N { 0 } else { score[source] };
                    let total = if orphan {
                        NEVER
                    } else {
                        before
                            .saturating_add(self.transitions[source][to])
                            .saturating_add(emitted[to])
                    };
                    if total > next[to] {
                        (next[to], from[to]) = (total, source);
                    }
                }
            }
            score = next;
            back.push(from);
        }
        let mut label = (0..N).fold(0, |best, l| if score[l] > score[best] { l } else { best });
        let mut labels = Vec::with_capacity(features.len());
        for from in back.iter().rev() {
            labels.push(LABELS[label]);
            label = from[label].min(N - 1);
        }
        labels.reverse();
        labels
    }
}

/// Writes a trained model in the form that [`Chain::read`] reads: weights scaled to whole numbers of 8 bits, transitions of 16.
///
/// `weights` holds three per bucket, `transitions` three per label before and three for the sentence's edge.
pub fn quantize(weights: &[f64], transitions: &[[f64; N]; N + 1]) -> Vec<u8> {
    // The few largest are cut off, so that the many small ones keep their differences.
    const STEPS_PER_UNIT: f64 = 48.0;
    let step = |w: f64, limit: f64| (w * STEPS_PER_UNIT).round().clamp(-limit, limit);
    let mut bytes = Vec::with_capacity(weights.len() + 64);
    for t in transitions.iter().flatten() {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the range")]
        bytes.extend_from_slice(&(step(*t, 32_000.0) as i16).to_le_bytes());
    }
    for w in weights {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the range")]
        bytes.push((step(*w, 127.0) as i8).cast_unsigned());
    }
    bytes
}
