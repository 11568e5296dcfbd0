//! One line, one requirement: category, must-have and predicate.

use screening::model::{Category, Predicate, TermKind};
use screening::requirements::{read_job, read_requirement};

use crate::asked;

#[test]
fn lines_get_their_typed_predicates() {
    let table = [
        (
            "3+ years of experience with Python",
            "must Experience: 3 years of [Python]",
        ),
        (
            "At least 5 years in customer service",
            "must Experience: 5 years of [customer service]",
        ),
        ("Experience with PostgreSQL", "must HardSkill: PostgreSQL"),
        ("Experience with Swift", "must HardSkill: Swift"),
        (
            "Experience with NoSQL databases",
            "must HardSkill: NoSQL database",
        ),
        (
            "Photoshop or Illustrator",
            "must HardSkill: any(Adobe Photoshop | Adobe Illustrator)",
        ),
        (
            "Photoshop and Illustrator",
            "must HardSkill: Adobe Photoshop + Adobe Illustrator",
        ),
        (
            "Bachelor's degree in Nursing (BSN)",
            "must Education: Bachelor in [nursing]",
        ),
        ("Bachelor's degree", "must Education: Bachelor in []"),
        ("Master's degree preferred", "nice Education: Master in []"),
        (
            "CISSP certification",
            "must Certification: certificate [CISSP]",
        ),
        (
            "Forklift licence",
            "must Certification: certificate [forklift licence]",
        ),
        ("Fluent English", "must Language: English C1"),
        ("Teamwork", "nice PersonalSkill: trait teamwork"),
        (
            "Conflict resolution skills",
            "nice PersonalSkill: trait conflict resolution",
        ),
        ("Weekend availability", "must Other: location"),
        (
            "Experience managing a team of 10 or more",
            "must Experience: TeamSize >= 10",
        ),
        ("Knowledge of HIPAA", "must HardSkill: HIPAA"),
        (
            "3-5 years of experience in B2B sales",
            "must Experience: 3 years of [B2B sales]",
        ),
        (
            "Bachelor's degree in Computer Science or related field, or equivalent experience",
            "must Education: Bachelor in [Computer Science] or equivalent",
        ),
        (
            "Bachelor's degree required, Master's preferred",
            "must Education: Bachelor in []",
        ),
        (
            "Minimum of two (2) years' experience as a registered nurse in an ICU setting",
            "must Experience: 2 years of [critical care]",
        ),
        (
            "Qualified accountant (ACCA or CIMA), or finalist with at least 3 years in industry",
            "must Certification: any(3 years of [] | certificate [ACA, ACCA, CIMA])",
        ),
        (
            "Sound knowledge of Irish employment law and GDPR",
            "must HardSkill: employment law + GDPR",
        ),
        (
            "BLS and ACLS certification required",
            "must Certification: all(certificate [BLS] & certificate [ACLS])",
        ),
        (
            "CPA or ACCA qualified",
            "must Certification: certificate [CPA, ACCA]",
        ),
        (
            "Business level German and English",
            "must Language: all(German B2 & English B2)",
        ),
        (
            "Fluent in Spanish or Portuguese",
            "must Language: any(Spanish C1 | Portuguese C1)",
        ),
        (
            "Experience with relational databases such as PostgreSQL or MySQL",
            "must HardSkill: any(relational database | PostgreSQL | MySQL)",
        ),
        (
            "Cloud platforms (AWS, Azure or GCP)",
            "must HardSkill: any(cloud platform | AWS | Microsoft Azure | Google Cloud)",
        ),
        (
            "Java, Kotlin or Scala",
            "must HardSkill: any(Java | Kotlin | Scala)",
        ),
        (
            "Python and React/Vue",
            "must HardSkill: all(Python & any(React | Vue.js))",
        ),
        (
            "Must be authorized to work in the United States",
            "must Other: authorization",
        ),
        ("Willingness to travel up to 25%", "must Other: location"),
        (
            "Ability to work weekends and night shifts",
            "must Other: location",
        ),
        (
            "Valid driver's license",
            "must Certification: certificate [driving license]",
        ),
        (
            "Managed a budget of $2M or more",
            "must Experience: Budget >= 2000000",
        ),
        (
            "High school diploma or GED",
            "must Education: Secondary in []",
        ),
        (
            "PhD or Master's in a quantitative field",
            "must Education: Master in [STEM]",
        ),
        (
            "Master's degree or 5 years of experience in data science",
            "must Education: any(Master in [] | 5 years of [data science])",
        ),
        (
            "German C1, English B2",
            "must Language: all(German C1 & English B2)",
        ),
        (
            "18 months of experience with Kubernetes",
            "must Experience: 1.5 years of [Kubernetes]",
        ),
        (
            "Registered Nurse (RN) license in the state of Texas",
            "must Certification: certificate [registered nurse license]",
        ),
        (
            "ServSafe certification is a plus",
            "nice Certification: certificate [ServSafe]",
        ),
        (
            "Ability to lift 50 pounds",
            "must HardSkill: manual handling",
        ),
        (
            "Strong communication skills and attention to detail",
            "nice PersonalSkill: all(trait communication & trait attention to detail)",
        ),
    ];
    for (line, expected) in table {
        let read = read_requirement(line, None);
        let must = if read.must_have { "must" } else { "nice" };
        assert_eq!(
            format!("{must} {:?}: {}", read.category, asked(&read.predicate)),
            expected,
            "{line}"
        );
        assert_eq!(read.text, line);
    }
}

#[test]
fn a_person_may_choose_the_category() {
    let read = read_requirement("Own a cat", Some(Category::PersonalSkill));
    assert_eq!(read.category, Category::PersonalSkill);
    assert_eq!(
        read.predicate,
        Predicate::Trait {
            text: "Own a cat".to_owned()
        }
    );
}

#[test]
fn a_lone_sentence_gives_its_terms() {
    let set = read_job("", "Experience with Docker and Jenkins");
    let terms: Vec<(&str, TermKind)> = set
        .requirements
        .iter()
        .flat_map(|r| &r.terms)
        .map(|t| (t.text.as_str(), t.kind))
        .collect();
    assert_eq!(
        terms,
        [
            ("Docker", TermKind::Knowledge),
            ("Jenkins", TermKind::Knowledge)
        ]
    );
}

#[test]
fn a_bullet_that_asks_twice_becomes_two() {
    let set = read_job(
        "",
        "Requirements\n- Master's degree or higher and 4+ years of relevant experience.",
    );
    let all: Vec<String> = set
        .requirements
        .iter()
        .map(|r| asked(&r.predicate))
        .collect();
    assert_eq!(all, ["Master in []", "4 years of []"]);
}

#[test]
fn what_a_heading_calls_welcome_is_no_must_have() {
    for heading in [
        "Helpful, not required",
        "Nice to have",
        "It would help if you have",
        "Useful but not essential",
        "What would be a plus",
    ] {
        let text =
            format!("Requirements\n- Experience with Excel\n\n{heading}\n- NetSuite or SAP\n");
        let set = read_job("Accountant", &text);
        let musts: Vec<&str> = set
            .requirements
            .iter()
            .filter(|requirement| requirement.must_have)
            .map(|requirement| &*requirement.text)
            .collect();
        assert_eq!(musts, ["Experience with Excel"], "{heading}");
        assert_eq!(set.requirements.len(), 2, "{heading} asks for nothing");
    }
}

#[test]
fn cues_beat_the_section() {
    let set = read_job(
        "",
        "Requirements\n- Java\n- Kotlin is a plus\n\nNice to have\n- Scala\n- Git (required)",
    );
    let musts: Vec<(String, bool)> = set
        .requirements
        .iter()
        .map(|r| (asked(&r.predicate), r.must_have))
        .collect();
    assert_eq!(
        musts,
        [
            ("Java".into(), true),
            ("Kotlin".into(), false),
            ("Scala".into(), false),
            ("Git".into(), true)
        ]
    );
}
