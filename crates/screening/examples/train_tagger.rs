//! Learns the weights of the span tagger from `data/skillspan/skillspan_train.jsonl` and writes `data/tagger/weights.bin`.
//!
//! A linear-chain conditional random field per kind, trained by AdaGrad in a fixed order: the same data gives the same weights on one platform.
//! `--check` holds out every tenth posting and only prints figures.

mod skillspan;

use std::error::Error;

use screening::model::TermKind;
use screening::requirements::tagger::{self, BITS, Chain, LABELS, Label};
use screening::taxonomy::Taxonomy;
use screening::text::{Span, Text, lines, sentences};
use skillspan::Counts;

const N: usize = LABELS.len();
const EPOCHS: usize = 14;
const RATE: f64 = 0.08;
/// Weight decay per epoch.
const DECAY: f64 = 0.035;
/// Taken off the weight of "outside", per kind: people mark more than the likeliest labelling does.
const OUTSIDE_BIAS: [f64; 2] = [0.35, 0.2];

struct Example {
    features: Vec<Vec<u32>>,
    tokens: Vec<Span>,
    labels: [Vec<usize>; 2],
    gold: [Vec<Span>; 2],
    posting: i64,
    words: Vec<Span>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let check = std::env::args().any(|a| a == "--check");
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
    let examples = read(&format!("{data}/skillspan/skillspan_train.jsonl"))?;
    let (train, test): (Vec<&Example>, Vec<&Example>) = if check {
        examples.iter().partition(|e| e.posting % 10 != 3)
    } else {
        (examples.iter().collect(), Vec::new())
    };
    let dev = read(&format!("{data}/skillspan/skillspan_dev.jsonl"))?;
    let dev: Vec<&Example> = dev.iter().collect();
    let mut bytes = Vec::new();
    for (kind, name) in ["knowledge", "skill"].into_iter().enumerate() {
        let mut model = Model::new();
        for epoch in 0..EPOCHS {
            model.epoch(&train, kind, epoch);
        }
        for bias in if check {
            vec![0.0, 0.2, 0.35, 0.5, 0.7, 0.9]
        } else {
            vec![OUTSIDE_BIAS[kind]]
        } {
            let written = model.written(bias);
            let chain = Chain::read(&written);
            for (part, of) in [("held out", &test), ("dev", &dev)] {
                let [p, r, f1] = figures(&chain, of, kind).figures();
                println!("{name} bias {bias} {part}: precision {p:.3} recall {r:.3} F1 {f1:.3}");
            }
            if !check {
                bytes.extend_from_slice(&written);
            }
        }
    }
    if !check {
        std::fs::write(format!("{data}/tagger/weights.bin"), &bytes)?;
        println!("{} bytes", bytes.len());
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut found = Vec::new();
    for sentence in skillspan::read(path)? {
        let text = Text::new(&sentence.text);
        let mentions = Taxonomy::shipped().find(&sentence.text);
        let gold = |kind: TermKind| -> Vec<Span> {
            sentence
                .gold
                .iter()
                .filter(|g| g.1 == kind)
                .map(|g| g.0)
                .collect()
        };
        for part in lines(&text)
            .iter()
            .flat_map(|line| sentences(&text, line.span))
        {
            let tokens = tagger::tokens(&text, part, &mentions);
            let spans: Vec<Span> = tokens.iter().map(|t| t.span).collect();
            let own = |kind| -> Vec<Span> {
                gold(kind)
                    .into_iter()
                    .filter(|g| g.start >= part.start && g.start < part.end)
                    .collect()
            };
            let gold = [own(TermKind::Knowledge), own(TermKind::Skill)];
            let labels = [0, 1].map(|k| labels(&spans, &gold[k]));
            found.push(Example {
                features: tagger::features(&tokens),
                tokens: spans,
                labels,
                gold,
                posting: sentence.posting,
                words: sentence.tokens.clone(),
            });
        }
    }
    Ok(found)
}

fn labels(tokens: &[Span], gold: &[Span]) -> Vec<usize> {
    let mut labels = vec![0; tokens.len()];
    for span in gold {
        for (n, token) in tokens.iter().enumerate().filter(|(_, t)| t.overlaps(*span)) {
            labels[n] = if token.start <= span.start || n == 0 || !tokens[n - 1].overlaps(*span) {
                1
            } else {
                2
            };
        }
    }
    labels
}

fn figures(chain: &Chain, examples: &[&Example], kind: usize) -> Counts {
    let mut counts = Counts::default();
    for e in examples {
        let labels: Vec<Label> = chain.decode(&e.features);
        let found: Vec<Span> = tagger::spans(&labels)
            .into_iter()
            .map(|(first, last)| {
                skillspan::on_tokens(
                    Span::new(e.tokens[first].start, e.tokens[last].end),
                    &e.words,
                )
            })
            .collect();
        counts.add(&found, &e.gold[kind]);
    }
    counts
}

struct Model {
    weights: Vec<f64>,
    squares: Vec<f64>,
    transitions: [[f64; N]; N + 1],
    transition_squares: [[f64; N]; N + 1],
}

impl Model {
    fn new() -> Self {
        Self {
            weights: vec![0.0; N << BITS],
            squares: vec![1e-3; N << BITS],
            transitions: [[0.0; N]; N + 1],
            transition_squares: [[1e-3; N]; N + 1],
        }
    }

    fn epoch(&mut self, examples: &[&Example], kind: usize, epoch: usize) {
        // A fixed walk through the data that differs per epoch: a stride prime to the count.
        let stride = [7919, 6841, 5443, 4409, 3571, 2801][epoch % 6];
        for n in 0..examples.len() {
            let e = examples[(n * stride + epoch) % examples.len()];
            if !e.features.is_empty() {
                self.step(e, &e.labels[kind]);
            }
        }
        for w in &mut self.weights {
            *w *= 1.0 - DECAY;
        }
    }

    fn emissions(&self, e: &Example) -> Vec<[f64; N]> {
        e.features
            .iter()
            .map(|token| {
                let mut sum = [0.0; N];
                for f in token {
                    for (label, s) in sum.iter_mut().enumerate() {
                        *s += self.weights[*f as usize * N + label];
                    }
                }
                sum
            })
            .collect()
    }

    /// One step up the gradient of the log-likelihood of a sentence.
    fn step(&mut self, e: &Example, gold: &[usize]) {
        let emitted = self.emissions(e);
        let n = emitted.len();
        let mut forward = vec![[0.0; N]; n];
        let mut backward = vec![[0.0; N]; n];
        for (at, scores) in emitted.iter().enumerate() {
            for to in 0..N {
                forward[at][to] = scores[to]
                    + if at == 0 {
                        self.transitions[N][to]
                    } else {
                        log_sum(
                            (0..N).map(|from| forward[at - 1][from] + self.transitions[from][to]),
                        )
                    };
            }
        }
        for at in (0..n - 1).rev() {
            for from in 0..N {
                backward[at][from] = log_sum((0..N).map(|to| {
                    self.transitions[from][to] + emitted[at + 1][to] + backward[at + 1][to]
                }));
            }
        }
        let total = log_sum(forward[n - 1].iter().copied());
        for at in 0..n {
            for label in 0..N {
                let p = (forward[at][label] + backward[at][label] - total).exp();
                let gradient = f64::from(u8::from(gold[at] == label)) - p;
                if gradient.abs() > 1e-4 {
                    for f in &e.features[at] {
                        let k = *f as usize * N + label;
                        self.squares[k] += gradient * gradient;
                        self.weights[k] += RATE * gradient / self.squares[k].sqrt();
                    }
                }
                if at == 0 {
                    self.step_transition(N, label, gradient);
                } else {
                    for (from, before) in forward[at - 1].iter().copied().enumerate() {
                        let p = (before
                            + self.transitions[from][label]
                            + emitted[at][label]
                            + backward[at][label]
                            - total)
                            .exp();
                        self.step_transition(
                            from,
                            label,
                            f64::from(u8::from(gold[at - 1] == from && gold[at] == label)) - p,
                        );
                    }
                }
            }
        }
    }

    fn step_transition(&mut self, from: usize, to: usize, gradient: f64) {
        let square = &mut self.transition_squares[from][to];
        *square += gradient * gradient;
        self.transitions[from][to] += RATE * gradient / square.sqrt();
    }

    fn written(&self, bias: f64) -> Vec<u8> {
        let mut transitions = self.transitions;
        for row in &mut transitions {
            row[0] -= bias;
        }
        tagger::quantize(&self.weights, &transitions)
    }
}

fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    most + terms.map(|t| (t - most).exp()).sum::<f64>().ln()
}
