//! The score: monotone, bounded, explained; no cliff on which one requirement decides.
#![expect(clippy::unwrap_used, reason = "tests")]

use screening::model::{Category, Column, Match, Predicate, Requirement, Source, Verdict};
use screening::scoring::{CAP_AT_MOST, Scored, Thresholds, score};

fn requirement(id: usize, category: Category, must_have: bool, weight: f64) -> Requirement {
    let source = Source {
        start: 0,
        end: 0,
        quote: String::new(),
    };
    Requirement {
        id: format!("r{id}"),
        category,
        text: String::new(),
        must_have,
        weight,
        predicate: Predicate::Skill { terms: Vec::new() },
        source,
        terms: Vec::new(),
    }
}

fn matched(id: usize, verdict: Verdict, strength: f64) -> Match {
    Match {
        requirement: format!("r{id}"),
        verdict,
        strength,
        reason: String::new(),
        evidence: Vec::new(),
        overruled: None,
    }
}

fn scored(requirements: &[Requirement], strengths: &[f64]) -> Scored {
    let verdict = |s: f64| {
        if s >= 0.7 {
            Verdict::Met
        } else if s > 0.0 {
            Verdict::Partly
        } else {
            Verdict::NoEvidence
        }
    };
    let matches: Vec<Match> = strengths
        .iter()
        .enumerate()
        .map(|(id, s)| matched(id, verdict(*s), *s))
        .collect();
    score(requirements, &matches, Some(0.5), &Thresholds::default())
}

fn job() -> Vec<Requirement> {
    let categories = [
        Category::HardSkill,
        Category::HardSkill,
        Category::Experience,
        Category::Education,
        Category::PersonalSkill,
        Category::Language,
    ];
    categories
        .into_iter()
        .enumerate()
        .map(|(id, category)| requirement(id, category, id % 2 == 0, 1.0 + id as f64))
        .collect()
}

#[test]
fn more_strength_is_never_less_score() {
    let job = job();
    let mut state = 1_u64;
    for _ in 0..500 {
        let mut strengths: Vec<f64> = (0..job.len())
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                f64::from(u32::try_from(state >> 40).unwrap() % 101) / 100.0
            })
            .collect();
        let before = scored(&job, &strengths).score;
        let at = usize::try_from(state >> 33).unwrap() % job.len();
        strengths[at] = (strengths[at] + 0.3).min(1.0);
        assert!(scored(&job, &strengths).score >= before);
    }
}

#[test]
fn all_met_is_full_and_none_is_empty() {
    let job = job();
    let all: Vec<Match> = (0..job.len())
        .map(|id| matched(id, Verdict::Met, 1.0))
        .collect();
    assert_eq!(
        score(&job, &all, Some(1.0), &Thresholds::default()).score,
        100
    );
    assert_eq!(score(&job, &all, None, &Thresholds::default()).score, 100);
    assert_eq!(score(&job, &[], Some(0.0), &Thresholds::default()).score, 0);
    assert_eq!(score(&[], &[], Some(0.4), &Thresholds::default()).score, 40);
}

#[test]
fn an_empty_category_drops_out() {
    let job = vec![
        requirement(0, Category::HardSkill, false, 3.0),
        requirement(1, Category::Language, false, 1.0),
    ];
    let found = scored(&job, &[1.0, 0.0]);
    let shares: Vec<(Category, f64)> = found
        .categories
        .iter()
        .map(|c| (c.category, c.share))
        .collect();
    assert_eq!(
        shares,
        [(Category::HardSkill, 0.75), (Category::Language, 0.25)]
    );
    assert!(
        scored(&job[..1], &[1.0])
            .categories
            .iter()
            .map(|c| c.share)
            .sum::<f64>()
            > 0.999
    );
}

#[test]
fn a_missing_must_have_is_named_and_its_effect_stated_and_bounded() {
    let job: Vec<Requirement> = (0..5)
        .map(|id| requirement(id, Category::HardSkill, true, 1.0))
        .collect();
    let found = scored(&job, &[1.0, 1.0, 1.0, 1.0, 0.0]);
    let cap = found.cap.unwrap();
    assert_eq!(
        (found.missing_must_haves, cap.missing),
        (vec!["r4".to_owned()], 1)
    );
    assert!((cap.taken - CAP_AT_MOST / 5.0).abs() < 1e-12 && cap.before - found.score <= 5);
    let none = scored(&job, &[0.0; 5]);
    assert!((none.cap.unwrap().taken - CAP_AT_MOST).abs() < 1e-12);
    assert_eq!(scored(&job, &[1.0; 5]).cap, None);
}

#[test]
fn one_requirement_read_differently_is_no_cliff() {
    let job: Vec<Requirement> = (0..8)
        .map(|id| requirement(id, Category::HardSkill, true, 1.0))
        .collect();
    let high = scored(&job, &[0.9; 8]).score;
    let mut strengths = [0.9; 8];
    strengths[3] = 0.0;
    let low = scored(&job, &strengths).score;
    assert!(high - low <= 15, "{high} against {low}");
}

#[test]
fn personal_skills_weigh_little_however_many_there_are() {
    let mut job = vec![requirement(0, Category::HardSkill, true, 5.0)];
    job.extend((1..20).map(|id| requirement(id, Category::PersonalSkill, false, 5.0)));
    let mut strengths = vec![1.0; 20];
    strengths[0] = 0.0;
    assert!(scored(&job, &strengths).score < 25);
}

#[test]
fn the_threshold_decides_the_column() {
    let job = job();
    let all: Vec<Match> = (0..job.len())
        .map(|id| matched(id, Verdict::Met, 0.6))
        .collect();
    let at = |pre_qualified| score(&job, &all, None, &Thresholds { pre_qualified }).column;
    assert_eq!(
        (at(60), at(61)),
        (Column::PreQualified, Column::NotQualified)
    );
}

#[test]
fn nonsense_is_held_within_bounds() {
    let job = vec![
        requirement(0, Category::HardSkill, true, f64::NAN),
        requirement(1, Category::Other, true, f64::INFINITY),
        requirement(2, Category::Language, true, 1.0),
    ];
    assert_eq!(
        score(
            &job,
            &[matched(2, Verdict::Met, 7.0)],
            Some(f64::NAN),
            &Thresholds::default()
        )
        .score,
        85
    );
}
