//! Skills: by alias, kind and sibling, and what only looks like one.

use screening::model::Predicate;
use screening::model::Verdict::{Met, NoEvidence, NotMet, Partly};

use super::{check, skill};

#[test]
fn skills_by_alias_kind_and_sibling() {
    check(
        &skill("PostgreSQL"),
        "Experience with PostgreSQL",
        &[
            ("Designed schemas in Postgres 13 with PostGIS.", Met),
            ("Oracle DBA, PL/SQL tuning.", Partly),
            ("MySQL in production.", Partly),
            ("Good with people.", NoEvidence),
        ],
    );
    check(
        &skill("NoSQL"),
        "Experience with NoSQL databases",
        &[("MongoDB and DynamoDB in production.", Met)],
    );
    check(
        &skill("Kubernetes"),
        "Kubernetes",
        &[("Ran k8s clusters for three years.", Met)],
    );
    check(
        &skill("HIPAA"),
        "Knowledge of HIPAA",
        &[(
            "Ensured compliance with the Health Insurance Portability and Accountability Act.",
            Met,
        )],
    );
}

#[test]
fn look_alikes_and_homonyms_never_count() {
    check(
        &skill("Java"),
        "Java",
        &[("Five years of JavaScript.", NoEvidence)],
    );
    check(
        &skill("React Native"),
        "React Native",
        &[("Built pages in React.", NoEvidence)],
    );
    check(
        &skill("Swift"),
        "Experience with Swift",
        &[
            (
                "Known for swift responses to customers; handled SWIFT bank transfers.",
                NoEvidence,
            ),
            ("iOS apps in Swift 5 and SwiftUI.", Met),
        ],
    );
    check(
        &skill("tform"),
        "tform",
        &[("Platform engineering.", NoEvidence)],
    );
}

#[test]
fn negation_contradicts_and_reaches_no_further_than_it_should() {
    check(
        &skill("PostgreSQL"),
        "Experience with PostgreSQL",
        &[
            ("I have not used PostgreSQL so far.", NotMet),
            ("I have never worked with\nPostgreSQL.", NotMet),
            ("No experience with MySQL, PostgreSQL or Oracle.", NotMet),
            ("PostgreSQL: none", NotMet),
            ("Not only PostgreSQL but also Oracle.", Met),
            ("I have not used MySQL, but PostgreSQL daily.", Met),
            ("Moved Oracle to PostgreSQL without downtime.", Met),
            ("PostgreSQL, not MySQL.", Met),
            ("Do you know PostgreSQL? No", NotMet),
            ("Do you know PostgreSQL? Yes, since university.", Met),
            ("Is PostgreSQL the best database?", NoEvidence),
        ],
    );
}

#[test]
fn wishes_lessons_and_passing_use_are_less() {
    check(
        &skill("Kubernetes"),
        "Kubernetes",
        &[
            ("I would like to work with Kubernetes.", NoEvidence),
            ("Currently learning Kubernetes.", Partly),
            ("Used Kubernetes once.", Partly),
            ("Once a week I deploy to Kubernetes.", Met),
        ],
    );
}

#[test]
fn either_or_and_all_of() {
    let parts = || vec![skill("Photoshop"), skill("Illustrator")];
    let resume = "Adobe Illustrator for packaging design.";
    check(
        &Predicate::AnyOf { of: parts() },
        "Photoshop or Illustrator",
        &[(resume, Met), ("Packaging.", NoEvidence)],
    );
    check(
        &Predicate::AllOf { of: parts() },
        "Photoshop and Illustrator",
        &[(resume, Partly), ("Photoshop and Illustrator.", Met)],
    );
    check(
        &Predicate::Skill {
            terms: vec!["Photoshop".into(), "Illustrator".into()],
        },
        "Photoshop and Illustrator",
        &[(resume, Partly)],
    );
}

#[test]
fn terms_that_no_taxonomy_knows_are_found_by_their_words() {
    check(
        &skill("sourdough lamination schedules"),
        "Sourdough lamination schedules",
        &[
            (
                "Kept the lamination schedule for sourdough and brioche.",
                Met,
            ),
            ("Sourdough baker.", NoEvidence),
            ("Laminated brochures.", NoEvidence),
        ],
    );
}
