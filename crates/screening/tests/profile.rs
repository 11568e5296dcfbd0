//! What the profile reads from resumes in many layouts.
#![expect(clippy::unwrap_used, reason = "tests")]

use screening::model::{Document, DocumentKind};
use screening::profile::{Profile, read};

fn resume(text: &str) -> Document {
    Document {
        id: "resume".into(),
        kind: DocumentKind::Resume,
        text: text.into(),
        hidden: Vec::new(),
    }
}

fn profile(text: &str) -> Profile {
    read(&[resume(text)], "2026-06-30".parse().unwrap())
}

/// Each role as `title @ organization: start..end`.
fn roles(text: &str) -> Vec<String> {
    profile(text)
        .experience
        .iter()
        .map(|role| {
            let json = serde_json::to_value(role).unwrap();
            let end = match json.get("end") {
                None => "?",
                Some(end) => end.as_str().unwrap_or("now"),
            };
            let start = json
                .get("start")
                .and_then(|start| start.as_str())
                .unwrap_or("?");
            let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".into());
            format!(
                "{} @ {}: {start}..{end}",
                part(&role.title),
                part(&role.organization)
            )
        })
        .collect()
}

/// Each entry as `level | field | school | end`.
fn education(text: &str) -> Vec<String> {
    let shown = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    profile(text)
        .education
        .iter()
        .map(|entry| {
            let json = serde_json::to_value(entry).unwrap();
            let end = json
                .get("end")
                .map_or("?".into(), |end| end.as_str().unwrap_or("now").to_owned());
            format!(
                "{} | {} | {} | {end}",
                shown(&json["level"]),
                shown(&json["field"]),
                shown(&json["school"])
            )
        })
        .collect()
}

const CLASSIC: &str = "Amara Okafor
Senior Backend Engineer
Dublin, Ireland | amara.okafor@example.org | +353 1 555 0100

SUMMARY
Backend engineer with eight years of experience in payments.

WORK EXPERIENCE
Senior Backend Engineer, Northwind Ltd                 Jan 2021 – Present
• Led the move of billing to Rust and PostgreSQL
• Mentored four engineers
Software Engineer, Contoso                             Mar 2018 – Dec 2020
• Built REST services in Python and Django

EDUCATION
BSc (Hons) Computer Science, Trinity College Dublin, 2013 – 2017

LANGUAGES
English (native), French (B2)

CERTIFICATIONS
AWS Certified Solutions Architect – Associate (2022)
CKA, exam booked for autumn
";

#[test]
fn reads_a_classic_resume_whole() {
    insta::assert_json_snapshot!(profile(CLASSIC));
}

#[test]
fn dates_stand_left_right_above_and_below() {
    let layouts = [
        "EXPERIENCE\n2019 – 2022   Data Analyst, Fabrikam GmbH, Berlin\n- Built reports",
        "EXPERIENCE\nData Analyst\nFabrikam GmbH\n2019 – 2022\n- Built reports",
        "EXPERIENCE\nFabrikam GmbH, Berlin\nData Analyst | 2019 - 2022\n- Built reports",
        "EXPERIENCE\nData Analyst\nFabrikam GmbH | Berlin | 2019—2022\nBuilt reports for the whole of sales every month.",
        "EXPERIENCE\n2019-2022\nData Analyst\nFabrikam GmbH\n- Built reports",
        "EXPERIENCE\nData Analyst at Fabrikam GmbH (2019 to 2022)\n- Built reports",
        "EXPERIENCE\nFabrikam GmbH — Data Analyst — 2019-22\n- Built reports",
    ];
    for layout in layouts {
        assert_eq!(
            roles(layout),
            ["Data Analyst @ Fabrikam GmbH: 2019..2022"],
            "{layout}"
        );
    }
}

#[test]
fn dates_are_written_in_many_ways() {
    let spans = [
        ("Jan 2021 – Present", "2021-01..now"),
        ("03/2019 – 06/2024", "2019-03..2024-06"),
        ("since 2021", "2021..now"),
        ("Since March 2021", "2021-03..now"),
        ("Sept. 2019 to Feb. 2020", "2019-09..2020-02"),
        ("01.03.2019 – 31.12.2021", "2019-03..2021-12"),
        ("2019-03 – 2021-12", "2019-03..2021-12"),
        ("Summer 2020", "2020-06..2020-08"),
        ("March – June 2020", "2020-03..2020-06"),
        ("März 2019 bis Dezember 2020", "2019-03..2020-12"),
        ("seit Oktober 2022", "2022-10..now"),
        ("janvier 2018 – août 2019", "2018-01..2019-08"),
        ("depuis septembre 2020", "2020-09..now"),
        ("enero de 2015 – actualidad", "2015-01..now"),
        ("Jan '19 - Mar '21", "2019-01..2021-03"),
        ("03/19 – 06/24", "2019-03..2024-06"),
        ("2014-2017", "2014..2017"),
        ("2020 –", "2020..now"),
        ("05/2019 – heute", "2019-05..now"),
        ("June 1, 2019 - July 15, 2020", "2019-06..2020-07"),
    ];
    for (written, read) in spans {
        assert_eq!(
            roles(&format!(
                "EXPERIENCE\nWelder, Fabrikam Ltd, {written}\n- Did the work"
            )),
            [format!("Welder @ Fabrikam Ltd: {read}")],
            "{written}"
        );
    }
}

#[test]
fn roles_without_headings_are_found_in_plain_lines() {
    assert_eq!(
        roles("Python developer, Feb 2019 - Mar 2024, Django and Celery."),
        ["Python developer @ -: 2019-02..2024-03"]
    );
    assert_eq!(
        roles("Call-centre agent 2014-2017, customer support lead 2017-2021."),
        [
            "Call-centre agent @ -: 2014..2017",
            "customer support lead @ -: 2017..2021"
        ]
    );
    assert!(roles("Certified Information Systems Security Professional since 2021").is_empty());
    assert!(roles("Bachelor of Science in Nursing, Ohio State, 2013-2017").is_empty());
}

#[test]
fn years_are_the_union_of_the_roles() {
    assert_eq!(
        profile("Welder, Jan 2018 - Dec 2020\nNight welder, Jan 2019 - Dec 2021").years,
        Some(4.0)
    );
    assert_eq!(profile(CLASSIC).years, Some(8.3));
    assert_eq!(profile("No dates here").years, None);
    assert_eq!(
        profile("Welder, Jan 2026 - Dec 2030").years,
        Some(0.5),
        "nothing counts after the day of the application"
    );
}

#[test]
fn several_roles_at_one_employer() {
    let text = "Experience\nNorthwind Ltd\nLead Engineer  2021 - Present\n- Leads\nEngineer  2018 - 2021\n- Built\n\nContoso\nIntern  Summer 2017\n- Learned\n\nEducation\nMIT";
    assert_eq!(
        roles(text),
        [
            "Lead Engineer @ Northwind Ltd: 2021..now",
            "Engineer @ Northwind Ltd: 2018..2021",
            "Intern @ Contoso: 2017-06..2017-08"
        ]
    );
}

#[test]
fn degrees_in_many_wordings() {
    let wordings = [
        (
            "BSc Biology, University of Leeds, 2015",
            "bachelor | Biology | University of Leeds | 2015",
        ),
        (
            "B.Eng. Mechanical Engineering, University of Leeds",
            "bachelor | Mechanical Engineering | University of Leeds | ?",
        ),
        (
            "Bachelor of Science in Nursing, Ohio State, 2017",
            "bachelor | Nursing | Ohio State | 2017",
        ),
        (
            "Bachelor of Arts, History, Reed College, 2011 - 2015",
            "bachelor | History | Reed College | 2015",
        ),
        (
            "Associate Degree in Nursing (ADN), 2016",
            "associate | Nursing | - | 2016",
        ),
        (
            "MBA, INSEAD, 2019",
            "master | Business Administration | INSEAD | 2019",
        ),
        (
            "Master of Public Health, 2020",
            "master | Public Health | - | 2020",
        ),
        (
            "Master's degree in Data Science from the University of Bath (2018)",
            "master | Data Science | the University of Bath | 2018",
        ),
        (
            "M.Sc. in Physics — ETH Zürich — 2014",
            "master | Physics | ETH Zürich | 2014",
        ),
        (
            "PhD in Chemistry, University of Basel, 2012-2016",
            "doctorate | Chemistry | University of Basel | 2016",
        ),
        (
            "Abitur, Goethe-Gymnasium, 2009",
            "secondary | - | Goethe-Gymnasium | 2009",
        ),
        (
            "High school diploma, Lincoln High School",
            "secondary | - | Lincoln High School | ?",
        ),
        (
            "Diploma in Welding, Cork Institute of Technology, 2010",
            "vocational | Welding | Cork Institute of Technology | 2010",
        ),
        ("BA in Economics, 2014", "bachelor | Economics | - | 2014"),
    ];
    for (written, read) in wordings {
        assert_eq!(
            education(&format!("Education\n{written}")),
            [read],
            "{written}"
        );
    }
}

#[test]
fn what_only_looks_like_a_degree_is_none() {
    for text in [
        "Webmaster for the university site.",
        "Scrum Master",
        "Sales Associate at Contoso",
        "MS Office and MS SQL Server",
        "Boston, MA",
    ] {
        assert!(education(text).is_empty(), "{text}");
    }
}

#[test]
fn languages_in_words_and_levels() {
    let read = |text: &str| {
        profile(text)
            .languages
            .iter()
            .map(|l| {
                format!(
                    "{} {}",
                    l.name,
                    l.level.map_or("-".into(), |level| format!("{level:?}"))
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(read("English: C2"), ["English C2"]);
    assert_eq!(
        read("Fluent in English, Spanish and French."),
        ["English C1", "Spanish C1", "French C1"]
    );
    assert_eq!(
        read("LANGUAGES\nEnglish (native) | German (B1) | Irish"),
        ["English C2", "German B1", "Irish -"]
    );
    assert_eq!(
        read("Sprachen\nDeutsch: Muttersprache\nEnglisch: verhandlungssicher"),
        ["German C2", "English C1"]
    );
    assert_eq!(
        read("Languages: English - native, Spanish - limited working proficiency"),
        ["English C2", "Spanish B1"]
    );
    assert_eq!(
        read("English teacher at a secondary school"),
        Vec::<String>::new()
    );
}

#[test]
fn a_name_is_the_first_plausible_line() {
    assert_eq!(
        profile("CURRICULUM VITAE\n\nJOSÉ MARÍA DE LA CRUZ\nWelder")
            .name
            .as_deref(),
        Some("José María De La Cruz")
    );
    assert_eq!(
        profile("Software Engineer\nMei-Ling O'Neill | Dublin")
            .name
            .as_deref(),
        Some("Mei-Ling O'Neill")
    );
    assert_eq!(profile("Python developer, Feb 2019 - Mar 2024.").name, None);
}

#[test]
fn any_text_is_read_without_a_panic() {
    let alphabet: Vec<char> = "aZ9 \n\t\u{c}\r–-,.;:()[]|/'’éßİ\u{301}漢🙂\u{200b}\u{e0041}•2019Jan0Python BSc MA C2 since PhD university".chars().collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..300 {
        let text: String = (0..200)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                alphabet[usize::try_from(state % alphabet.len() as u64).unwrap()]
            })
            .collect();
        let found = profile(&text);
        for role in &found.experience {
            assert!(role.place.end <= text.chars().count());
        }
    }
}

#[test]
fn headers_of_two_lines_under_a_heading_with_a_gap() {
    let text = "PROFESSIONAL EXPERIENCE\n\nZephyr Software, Madrid, Spain\nCustomer Success Manager\nApril 2019 – present\n• Own accounts\n\nAccount Manager\nJune 2016 – March 2019\n• Renewed accounts\n";
    assert_eq!(
        roles(text),
        [
            "Customer Success Manager @ Zephyr Software: 2019-04..now",
            "Account Manager @ Zephyr Software: 2016-06..2019-03"
        ]
    );
}

#[test]
fn a_german_resume() {
    let text = "Lebenslauf\n\nPersönliche Daten\nName: Jürgen Müller\nGeburtsdatum: 03.04.1980\n\nBerufserfahrung\n03/2015 – heute\tLeiter Buchhaltung, Musterfirma GmbH, Hamburg\n08/2008 – 02/2015\tBilanzbuchhalter, Beispiel AG, Bremen\n\nAusbildung\n10/2003 – 07/2008\tUniversität Hamburg, Diplom-Kaufmann\n1999\tAbitur, Gymnasium Altona\n";
    assert_eq!(profile(text).name.as_deref(), Some("Jürgen Müller"));
    assert_eq!(
        roles(text),
        [
            "Leiter Buchhaltung @ Musterfirma GmbH: 2015-03..now",
            "Bilanzbuchhalter @ Beispiel AG: 2008-08..2015-02"
        ]
    );
    assert_eq!(
        education(text),
        [
            "master | - | Universität Hamburg | 2008-07",
            "secondary | - | Gymnasium Altona | 1999"
        ]
    );
}

#[test]
fn certificates_with_their_state() {
    let text = "Ann Lee, RN, BSN\n\nCERTIFICATIONS\nRegistered Nurse, License 041, valid through 05/2027\nBLS, exp. 03/2025\nSalesforce Administrator – in progress\n\nEDUCATION\nAssociate of Applied Science, Harold Washington College, 2017";
    let found: Vec<String> = profile(text)
        .certifications
        .iter()
        .map(|c| format!("{} {:?}", c.name, c.state))
        .collect();
    assert_eq!(
        found,
        [
            "Registered Nurse, License 041 Held",
            "BLS Expired",
            "Salesforce Administrator – in progress InProgress"
        ]
    );
    assert_eq!(
        profile(text).education[0].degree.as_deref(),
        Some("Associate of Applied Science")
    );
}

#[test]
fn a_heading_is_no_skill() {
    let read = profile(
        "Ines Duarte\n\nExperience\nEngineer, Example Systems\n2019 - Present\nBuilt services in Rust.\n\nEducation\nBSc, 2018\n",
    );
    assert_eq!(read.skills, ["Rust"]);
}
