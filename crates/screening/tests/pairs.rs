//! The development pairs: one requirement, a line of evidence, the verdict that a person gives.
#![expect(clippy::unwrap_used, reason = "tests")]

use screening::matching::{Materials, match_requirement};
use screening::model::{Category, Document, DocumentKind, Verdict};
use screening::requirements::read_requirement;
use screening::{Date, Proposals, profile};
use serde::Deserialize;

#[derive(Deserialize)]
struct Pair {
    id: String,
    requirement: String,
    category: Option<Category>,
    evidence: String,
    gold: String,
    as_of: Date,
}

/// A person who wrote the pairs knew three verdicts: silence is "not met" to them.
fn said(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Partly => "partial",
        Verdict::NotMet | Verdict::NoEvidence => "not_met",
    }
}

const DEVELOPMENT: &str = include_str!("../../../data/pairs/challenge_pairs.jsonl");
/// Written beside the rules, for each phenomenon with other words.
const MORE: &str = include_str!("../../../data/pairs/more_pairs.jsonl");

fn wrong(lines: &str, category: impl Fn(&Pair) -> Option<Category>) -> Vec<String> {
    let pairs = lines
        .lines()
        .map(|line| serde_json::from_str::<Pair>(line).unwrap());
    pairs
        .filter_map(|pair| {
            let documents = [Document {
                id: "evidence".into(),
                kind: DocumentKind::Resume,
                text: pair.evidence.clone(),
                hidden: Vec::new(),
            }];
            let profile = profile::read(&documents, pair.as_of);
            let requirement = read_requirement(&pair.requirement, category(&pair));
            let found = match_requirement(
                &requirement,
                &Materials::new(&documents, &profile, pair.as_of),
                &Proposals::default(),
            );
            let right = said(found.verdict) == pair.gold;
            (!right).then(|| {
                format!(
                    "{} {:?}: {} ← {}: {} rather than {} ({})",
                    pair.id,
                    requirement.predicate,
                    pair.requirement,
                    pair.evidence,
                    said(found.verdict),
                    pair.gold,
                    found.reason
                )
            })
        })
        .collect()
}

#[test]
fn every_development_pair_is_right() {
    assert_eq!(
        wrong(DEVELOPMENT, |pair| pair.category),
        Vec::<String>::new()
    );
}

#[test]
fn also_where_no_category_is_told() {
    assert_eq!(wrong(DEVELOPMENT, |_| None), Vec::<String>::new());
}

#[test]
fn the_rules_hold_for_other_words() {
    assert_eq!(wrong(MORE, |_| None), Vec::<String>::new());
}
