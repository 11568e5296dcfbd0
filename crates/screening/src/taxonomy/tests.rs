//! What is found, what is not, and how concepts relate.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn found(text: &str) -> Vec<&'static str> {
    let taxonomy = Taxonomy::shipped();
    taxonomy
        .find(text)
        .into_iter()
        .filter(|m| taxonomy.is_curated(m.concept))
        .map(|m| taxonomy.name(m.concept))
        .collect()
}

fn related(wanted: &str, shown: &str) -> Option<Relation> {
    let taxonomy = Taxonomy::shipped();
    let named = |name: &str| {
        taxonomy
            .named(name)
            .unwrap_or_else(|| panic!("{name} is not in the taxonomy"))
    };
    taxonomy.related(named(wanted), named(shown))
}

#[test]
fn aliases_name_one_concept() {
    for (alias, name) in [
        ("k8s", "Kubernetes"),
        ("golang", "Go"),
        ("Postgres", "PostgreSQL"),
        ("Generally Accepted Accounting Principles", "GAAP"),
        (
            "Health Insurance Portability and Accountability Act",
            "HIPAA",
        ),
        (
            "Certified Information Systems Security Professional",
            "CISSP",
        ),
        ("amazon-web-services", "AWS"),
        ("certified forklift operator", "forklift licence"),
        ("problem-solving", "problem solving"),
    ] {
        let taxonomy = Taxonomy::shipped();
        assert_eq!(
            taxonomy.named(alias).map(|id| taxonomy.name(id)),
            Some(name),
            "{alias}"
        );
    }
}

#[test]
fn relations_follow_the_hierarchy() {
    assert_eq!(related("SQL", "PostgreSQL"), Some(Relation::Narrower));
    assert_eq!(related("database", "PostgreSQL"), Some(Relation::Narrower));
    assert_eq!(related("PostgreSQL", "SQL"), Some(Relation::Broader));
    assert_eq!(related("PostgreSQL", "Oracle"), Some(Relation::Sibling));
    assert_eq!(related("PostgreSQL", "PL/SQL"), None);
    assert_eq!(
        related("NoSQL databases", "MongoDB"),
        Some(Relation::Narrower)
    );
    assert_eq!(
        related("JavaScript framework", "Vue"),
        Some(Relation::Narrower)
    );
    assert_eq!(related("Kubernetes", "k8s"), Some(Relation::Same));
}

#[test]
fn look_alikes_are_strangers() {
    assert_eq!(related("Java", "JavaScript"), None);
    assert_eq!(related("React", "React Native"), None);
    assert_eq!(
        found("JavaScript and React Native"),
        ["JavaScript", "React Native"]
    );
    assert_eq!(
        found("a platform, scoring, gopher, Javanese"),
        Vec::<&str>::new()
    );
}

#[test]
fn homonyms_need_their_case_and_a_cue() {
    assert_eq!(
        found("Known for swift responses to customers"),
        Vec::<&str>::new()
    );
    assert_eq!(found("handled SWIFT bank transfers"), ["SWIFT payments"]);
    assert_eq!(found("iOS apps in Swift 5"), ["iOS development", "Swift"]);
    assert_eq!(
        found("javascript, swift, go"),
        ["JavaScript", "Swift", "Go"]
    );
    assert_eq!(
        found("Excel in what you do, and go to a market; access to a car, in other words"),
        Vec::<&str>::new()
    );
    assert_eq!(
        found("Experience with Excel and Word"),
        ["Microsoft Excel", "Microsoft Word"]
    );
    assert_eq!(
        found("C-level executives, an R-rated film, vitamin C"),
        Vec::<&str>::new()
    );
    assert_eq!(found("Python, R or C/C++"), ["Python", "R", "C", "C++"]);
    assert_eq!(
        found("Oracle DBA, PL/SQL tuning"),
        ["Oracle Database", "PL/SQL"]
    );
}

#[test]
fn mentions_keep_their_places_in_any_script() {
    let text = "Erfahrung — mit Kubernetes™ 🙂 und Postgres.";
    let chars: Vec<char> = text.chars().collect();
    let quotes: Vec<String> = Taxonomy::shipped()
        .find(text)
        .iter()
        .map(|m| chars[m.start..m.end].iter().collect())
        .collect();
    assert_eq!(quotes, ["Kubernetes", "Postgres"]);
}

#[test]
fn the_hierarchy_has_no_circle() {
    let taxonomy = Taxonomy::shipped();
    let all = u32::try_from(taxonomy.len()).unwrap();
    for id in (0..all).map(ConceptId) {
        let mut level: Vec<ConceptId> = taxonomy.broader(id).to_vec();
        for _ in 0..12 {
            assert!(
                !level.contains(&id),
                "{} is above itself",
                taxonomy.name(id)
            );
            level = level
                .iter()
                .flat_map(|up| taxonomy.broader(*up))
                .copied()
                .collect();
        }
        assert!(level.is_empty(), "{} has no top", taxonomy.name(id));
    }
}
