//! What has a measure: years, degrees, levels of a language, certificates, numbers.

use screening::model::Verdict::{Met, NoEvidence, NotMet, Partly};
use screening::model::{DegreeLevel, LanguageLevel, Predicate, Quantity};

use super::check;

fn years(min: f64, of: &[&str]) -> Predicate {
    Predicate::Years {
        min,
        of: of.iter().map(|s| (*s).into()).collect(),
    }
}

#[test]
fn years_by_the_union_of_roles() {
    check(
        &years(3.0, &["Python"]),
        "3+ years of experience with Python",
        &[
            (
                "Python developer, Feb 2019 - Mar 2024, Django and Celery.",
                Met,
            ),
            ("Python intern, Jun 2023 - Sep 2023.", NotMet),
            ("Accountant for 6 years; used a Python script once.", NotMet),
            ("Accountant for 6 years. Python for 2 years.", Partly),
            ("I have 5 years of experience with Python.", Met),
            ("Python: 4 years", Met),
            (
                "Python developer, Jan 2020 - Dec 2021\nPython tutor, Jan 2020 - Dec 2021",
                Partly,
            ),
            (
                "10 years of Python. Python developer, Jan 2026 - Present.",
                NotMet,
            ),
            ("Skills: Python, SQL", Partly),
            (
                "EXPERIENCE\nData analyst, Contoso, since 2021\n- Reports in Python\nCook, Fabrikam, 2010 - 2020",
                Met,
            ),
            (
                "EXPERIENCE\nData analyst, Contoso, since 2025\n- Reports in Python\nCook, Fabrikam, 2010 - 2024",
                NotMet,
            ),
            ("How many years of Python do you have? 4", Met),
        ],
    );
    check(
        &years(5.0, &["customer service"]),
        "At least 5 years in customer service",
        &[
            (
                "Call-centre agent 2014-2017, customer support lead 2017-2021.",
                Met,
            ),
            ("Customer service agent 2019-2020.", NotMet),
            ("Welder 2010-2020.", NoEvidence),
        ],
    );
    check(
        &years(2.0, &[]),
        "2 years of work experience",
        &[
            ("Welder 2010-2020.", Met),
            ("Welder, Jan 2026 - Present", NotMet),
        ],
    );
}

#[test]
fn degrees_by_ladder_and_field() {
    let degree = |level, fields: &[&str], or_equivalent| Predicate::Degree {
        level,
        fields: fields.iter().map(|s| (*s).into()).collect(),
        or_equivalent,
    };
    check(
        &degree(DegreeLevel::Bachelor, &["nursing"], false),
        "Bachelor's degree in Nursing (BSN)",
        &[
            ("Bachelor of Science in Nursing, Ohio State, 2017", Met),
            ("Associate Degree in Nursing (ADN), 2016", NotMet),
            ("MSN, 2020", Met),
            ("BA in History, 2015", Partly),
            ("Bachelor of Science in Nursing, expected 2028", Partly),
            ("Nurse", NoEvidence),
        ],
    );
    check(
        &degree(DegreeLevel::Bachelor, &[], false),
        "Bachelor's degree",
        &[
            ("BEng Mechanical Engineering, University of Leeds", Met),
            ("High school diploma, 2010", NotMet),
        ],
    );
    check(
        &degree(DegreeLevel::Master, &[], false),
        "Master's degree preferred",
        &[
            ("Master of Public Health, 2020", Met),
            ("Webmaster for the university site.", NoEvidence),
        ],
    );
    check(
        &degree(
            DegreeLevel::Bachelor,
            &["computer science", "related field"],
            true,
        ),
        "Degree in computer science or a related field, or equivalent experience",
        &[
            ("BSc Software Engineering, 2015", Met),
            ("EXPERIENCE\nDeveloper, Contoso, 2015 - 2024", Partly),
            ("BA Fine Arts", Partly),
        ],
    );
}

#[test]
fn languages_by_level() {
    check(
        &Predicate::Language {
            which: "English".into(),
            level: LanguageLevel::C1,
        },
        "Fluent English",
        &[
            ("English: C2", Met),
            ("English: basic", NotMet),
            ("Native English speaker", Met),
            ("English (B2), German (native)", Partly),
            ("Languages: English, French", Partly),
            ("Sprachen\nEnglisch - verhandlungssicher", Met),
            ("English teacher in Leeds", NoEvidence),
        ],
    );
}

#[test]
fn certificates_held_studied_for_or_run_out() {
    let certificate = |name: &str| Predicate::Certification {
        which: vec![name.into()],
        must_be_valid: true,
    };
    check(
        &certificate("CISSP"),
        "CISSP certification",
        &[
            (
                "Certified Information Systems Security Professional since 2021",
                Met,
            ),
            ("Studying for CISSP, exam booked for autumn", Partly),
            ("CISSP (expired 2020)", NotMet),
            ("CISSP, 2015 - 2018", NotMet),
            ("CISSP, valid until 12/2028", Met),
            ("Security guard", NoEvidence),
        ],
    );
    check(
        &certificate("forklift licence"),
        "Forklift licence",
        &[
            ("Certified forklift operator (OSHA)", Met),
            ("Worked beside a forklift", Partly),
        ],
    );
}

#[test]
fn numbers_are_compared() {
    let team = Predicate::Number {
        quantity: Quantity::TeamSize,
        at_least: 10.0,
    };
    check(
        &team,
        "Experience managing a team of 10 or more",
        &[
            ("Supervised 15 line workers per shift.", Met),
            ("Supervised 3 interns.", NotMet),
            ("Led a team of twelve.", Met),
            ("Managed 7 engineers.", Partly),
            ("Worked in a team of 20.", NoEvidence),
            ("Managed the team.", Partly),
        ],
    );
    let budget = Predicate::Number {
        quantity: Quantity::Budget,
        at_least: 1_000_000.0,
    };
    check(
        &budget,
        "Managed budgets of over $1M",
        &[
            ("Owned a budget of $2.5 million.", Met),
            ("Managed a $200k budget.", NotMet),
            ("Budget of 1,200,000 EUR", Met),
        ],
    );
}
