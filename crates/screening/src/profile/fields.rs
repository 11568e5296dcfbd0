//! How near two fields of study are, by the taxonomy, by their words and by families of fields.

use crate::taxonomy::{Relation, Taxonomy};

/// How near two fields of study are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// Nothing in common.
    Apart,
    /// Of one family: accounting and finance.
    Related,
    /// The same, or one inside the other.
    Same,
}

/// Families of fields, by the stems of their words.
const FAMILIES: &[&[&str]] = &[
    &[
        "comput",
        "software",
        "informati",
        "informát",
        "data sci",
        "cyber",
        "machine learning",
        "artificial intel",
    ],
    &[
        "business",
        "management",
        "commerce",
        "empresas",
        "administraci",
        "betriebswirt",
        "gestion",
        "financ",
        "account",
        "econom",
        "marketing",
        "administrat",
        "mba",
        "supply chain",
        "logistic",
        "human resources",
    ],
    &[
        "nurs",
        "enfermer",
        "pflege",
        "infirm",
        "medic",
        "health",
        "pharma",
        "physiother",
        "midwif",
        "dental",
        "biomed",
    ],
    &[
        "mechanic",
        "ingenier",
        "ingénier",
        "maschinenbau",
        "elektrotechnik",
        "electric",
        "electron",
        "civil eng",
        "industrial eng",
        "chemical eng",
        "aerospace",
        "mechatron",
        "automotive",
        "manufactur",
        "engineering",
    ],
    &[
        "mathemat",
        "statistic",
        "physics",
        "actuar",
        "operations research",
        "quantitative",
        "data sci",
        "econometric",
    ],
    &[
        "biolog",
        "chemis",
        "biochem",
        "life sci",
        "environment",
        "genetic",
        "geolog",
        "ecolog",
        "biotech",
    ],
    &[
        "design",
        "fine art",
        "art",
        "graphic",
        "media",
        "illustrat",
        "photograph",
        "film",
        "visual",
    ],
    &[
        "journalis",
        "communicat",
        "media",
        "public relation",
        "english",
        "literature",
        "linguist",
        "marketing",
        "writing",
    ],
    &["educat", "teach", "pedagog", "child"],
    &[
        "law",
        "derecho",
        "rechtswiss",
        "droit",
        "legal",
        "juris",
        "criminal justice",
    ],
    &[
        "psycholog",
        "social work",
        "sociolog",
        "counsel",
        "social sci",
        "human services",
        "anthropolog",
    ],
    &["hospitality", "tourism", "culinary", "hotel", "food"],
    &[
        "architect",
        "construct",
        "civil eng",
        "urban plan",
        "building",
        "surveying",
    ],
];

/// Compares a field asked for with one studied.
pub(crate) fn agree(wanted: &str, studied: &str) -> Nearness {
    let known = by_taxonomy(wanted, studied);
    if known == Nearness::Same {
        return known;
    }
    let (wanted, studied) = (wanted.to_lowercase(), studied.to_lowercase());
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| {
                word.len() > 2
                    && ![
                        "and",
                        "the",
                        "applied",
                        "related",
                        "field",
                        "fields",
                        "degree",
                        "other",
                        "similar",
                        "discipline",
                        "general",
                    ]
                    .contains(word)
            })
            .map(|word| word.chars().take(7).collect())
            .collect()
    };
    let (asked, has) = (words(&wanted), words(&studied));
    if !asked.is_empty()
        && (asked.iter().all(|word| has.contains(word))
            || (!has.is_empty() && has.iter().all(|word| asked.contains(word))))
    {
        return Nearness::Same;
    }
    let common = |family: &&&[&str]| {
        let inside = |text: &str| {
            family.iter().any(|stem| {
                text.match_indices(stem)
                    .any(|(at, _)| at == 0 || !text[..at].ends_with(char::is_alphanumeric))
            })
        };
        inside(&wanted) && inside(&studied)
    };
    if FAMILIES.iter().any(|family| common(&family)) {
        Nearness::Related
    } else {
        known
    }
}

/// What the taxonomy says of two fields: a kind of the one asked for is the same, a sibling related.
fn by_taxonomy(wanted: &str, studied: &str) -> Nearness {
    let taxonomy = Taxonomy::shipped();
    let Some(wanted) = taxonomy.named(wanted) else {
        return Nearness::Apart;
    };
    let shown = taxonomy.named(studied).into_iter().chain(
        taxonomy
            .find(studied)
            .into_iter()
            .map(|mention| mention.concept),
    );
    let near = shown
        .filter_map(|shown| taxonomy.related(wanted, shown))
        .map(|relation| match relation {
            Relation::Same | Relation::Narrower => Nearness::Same,
            Relation::Broader | Relation::Sibling => Nearness::Related,
        });
    near.max().unwrap_or(Nearness::Apart)
}

/// Whether words name a field of one of the families.
pub(super) fn is_field(words: &str) -> bool {
    let words = words.to_lowercase();
    FAMILIES.iter().any(|family| {
        family.iter().any(|stem| {
            words
                .match_indices(stem)
                .any(|(at, _)| at == 0 || !words[..at].ends_with(char::is_alphanumeric))
        })
    })
}
