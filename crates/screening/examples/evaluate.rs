//! Figures of the reading of job descriptions. `evaluate FILE` in the SkillSpan format (default: its development part): strict F1 of terms by kind,
//! read sentence by sentence and posting by posting; then how many requirements the O*NET descriptions have.

mod skillspan;

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use screening::model::TermKind;
use screening::requirements::read_job;
use screening::text::Span;
use skillspan::Counts;

fn main() -> Result<(), Box<dyn Error>> {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
    let path = std::env::args()
        .nth(1)
        .unwrap_or_else(|| format!("{data}/skillspan/skillspan_dev.jsonl"));
    let start = Instant::now();
    screening::taxonomy::Taxonomy::shipped();
    println!(
        "taxonomy: {} concepts, built in {:?}",
        screening::taxonomy::Taxonomy::shipped().len(),
        start.elapsed()
    );
    let sentences = skillspan::read(&path)?;
    let kinds = [
        ("knowledge", TermKind::Knowledge),
        ("skill", TermKind::Skill),
    ];
    let mut counts = [Counts::default(); 2];
    for sentence in &sentences {
        let found = terms(&sentence.text);
        for (n, (_, kind)) in kinds.iter().enumerate() {
            let own = |of: &[(Span, TermKind)]| -> Vec<Span> {
                of.iter().filter(|s| s.1 == *kind).map(|s| s.0).collect()
            };
            let on_tokens: Vec<(Span, TermKind)> = found
                .iter()
                .map(|(s, k)| (skillspan::on_tokens(*s, &sentence.tokens), *k))
                .collect();
            counts[n].add(&own(&on_tokens), &own(&sentence.gold));
        }
    }
    report("by sentence", kinds.map(|k| k.0), &counts);

    let mut postings: BTreeMap<i64, Posting> = BTreeMap::new();
    for sentence in &sentences {
        let posting = postings.entry(sentence.posting).or_default();
        let shift = posting.text.chars().count();
        let moved = |s: &Span| Span::new(s.start + shift, s.end + shift);
        posting
            .gold
            .extend(sentence.gold.iter().map(|(s, k)| (moved(s), *k)));
        posting.tokens.extend(sentence.tokens.iter().map(moved));
        posting.text.push_str(&sentence.text);
        posting.text.push('\n');
    }
    let mut counts = [Counts::default(); 2];
    let (mut requirements, mut must) = (Vec::new(), 0);
    let start = Instant::now();
    for posting in postings.values() {
        let set = read_job("", &posting.text);
        requirements.push(set.requirements.len());
        must += set.requirements.iter().filter(|r| r.must_have).count();
        let found: Vec<(Span, TermKind)> = set
            .requirements
            .iter()
            .flat_map(|r| &r.terms)
            .map(|t| {
                (
                    skillspan::on_tokens(Span::new(t.start, t.end), &posting.tokens),
                    t.kind,
                )
            })
            .collect();
        for (n, (_, kind)) in kinds.iter().enumerate() {
            let own = |of: &[(Span, TermKind)]| -> Vec<Span> {
                of.iter().filter(|s| s.1 == *kind).map(|s| s.0).collect()
            };
            counts[n].add(&own(&found), &own(&posting.gold));
        }
    }
    let each = start.elapsed() / u32::try_from(postings.len().max(1))?;
    report("by posting", kinds.map(|k| k.0), &counts);
    println!(
        "{} postings, {each:?} each; requirements {}; must-haves {must}",
        postings.len(),
        spread(requirements)
    );

    let mut requirements = Vec::new();
    for line in std::fs::read_to_string(format!("{data}/onet_jds.jsonl"))?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let set = read_job(
            row["title"].as_str().unwrap_or_default(),
            row["text"].as_str().unwrap_or_default(),
        );
        requirements.push(set.requirements.len());
    }
    println!("O*NET: requirements {}", spread(requirements));
    Ok(())
}

#[derive(Default)]
struct Posting {
    text: String,
    tokens: Vec<Span>,
    gold: Vec<(Span, TermKind)>,
}

fn terms(text: &str) -> Vec<(Span, TermKind)> {
    read_job("", text)
        .requirements
        .iter()
        .flat_map(|r| &r.terms)
        .map(|t| (Span::new(t.start, t.end), t.kind))
        .collect()
}

fn report(how: &str, kinds: [&str; 2], counts: &[Counts; 2]) {
    for (kind, counts) in kinds.iter().zip(counts) {
        let [p, r, f1] = counts.figures();
        println!("{how}: {kind} precision {p:.3} recall {r:.3} F1 {f1:.3}");
    }
}

fn spread(mut numbers: Vec<usize>) -> String {
    numbers.sort_unstable();
    let at = |part: usize| {
        numbers
            .get((numbers.len().saturating_sub(1)) * part / 10)
            .copied()
            .unwrap_or(0)
    };
    format!(
        "min {} 10% {} median {} 90% {} max {}",
        at(0),
        at(1),
        at(5),
        at(9),
        at(10)
    )
}
