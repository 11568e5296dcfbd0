//! What can be asked, and what counts as an answer.
#![expect(clippy::unwrap_used, reason = "tests")]

use questions::{Asking, Choice, Entries, Kind, Question, QuestionSet, QuietHours, as_text, read};

fn question(id: &str, required: bool, kind: Kind) -> Question {
    Question {
        id: id.to_owned(),
        text: format!("Asked {id}"),
        hint: String::new(),
        required,
        kind,
    }
}

fn set(questions: Vec<Question>) -> QuestionSet {
    QuestionSet {
        introduction: String::new(),
        questions,
    }
}

fn entries(entered: &[(&str, &str)]) -> Entries {
    let mut entries = Entries::default();
    for (id, text) in entered {
        let all = entries.texts.entry((*id).to_owned()).or_default();
        all.push((*text).to_owned());
    }
    entries
}

fn choice(several: bool) -> Kind {
    let option = |text: &str, knocks_out| Choice {
        text: text.to_owned(),
        knocks_out,
    };
    Kind::Choice {
        options: vec![
            option("Yes", false),
            option("No", true),
            option("Maybe", false),
        ],
        several,
    }
}

fn number(least: f64, most: f64) -> Kind {
    Kind::Number {
        unit: "years".to_owned(),
        least: Some(least),
        most: Some(most),
    }
}

fn date(earliest: &str) -> Kind {
    Kind::Date {
        earliest: Some(earliest.parse().unwrap()),
        latest: None,
    }
}

#[test]
fn the_seeded_set_can_be_asked_and_knocks_nobody_out() {
    let seeded = QuestionSet::seeded();
    assert_eq!(seeded.clone().checked().unwrap(), seeded);
    let answers = read(
        &seeded,
        &entries(&[("q1", "No"), ("q2", "2027-01-01"), ("q3", "900")]),
    )
    .unwrap();
    assert!(answers.iter().all(|answer| answer.knocks_out.is_none()));
}

#[test]
fn what_must_be_answered_is_asked_for_and_the_rest_may_stay_open() {
    let kinds = [
        Kind::Text { long: false },
        choice(false),
        number(0.0, 9.0),
        date("2026-01-01"),
        Kind::File,
    ];
    let required = kinds.iter().enumerate();
    let all = set(required
        .map(|(n, kind)| question(&format!("q{n}"), true, kind.clone()))
        .collect());
    let problems = read(&all, &Entries::default()).unwrap_err();
    assert_eq!(problems.len(), kinds.len());
    let open = set(kinds
        .iter()
        .enumerate()
        .map(|(n, kind)| question(&format!("q{n}"), false, kind.clone()))
        .collect());
    assert_eq!(read(&open, &entries(&[("q0", "  ")])).unwrap(), []);
}

#[test]
fn knock_outs_say_why() {
    let all = set(vec![
        question("c", true, choice(false)),
        question("n", true, number(3.0, 10.0)),
        question("d", true, date("2026-12-01")),
    ]);
    let out = |entered: &[(&str, &str)]| -> Vec<Option<String>> {
        let answers = read(&all, &entries(entered)).unwrap();
        answers
            .into_iter()
            .map(|answer| answer.knocks_out)
            .collect()
    };
    assert_eq!(
        out(&[("c", "Yes"), ("n", "3"), ("d", "2026-12-01")]),
        [None, None, None]
    );
    assert_eq!(
        out(&[("c", "No"), ("n", "2,5"), ("d", "2026-11-30")]),
        [
            Some("“No” was chosen.".to_owned()),
            Some("At least 3 years is needed.".to_owned()),
            Some("It is before 2026-12-01.".to_owned()),
        ]
    );
}

#[test]
fn one_answer_is_one_answer_and_options_that_were_never_offered_are_none() {
    let one = set(vec![question("c", true, choice(false))]);
    assert!(read(&one, &entries(&[("c", "Yes"), ("c", "No")])).is_err());
    assert!(read(&one, &entries(&[("c", "Certainly")])).is_err());
    let several = set(vec![question("c", true, choice(true))]);
    let answers = read(&several, &entries(&[("c", "Maybe"), ("c", "Yes")])).unwrap();
    assert_eq!(
        answers[0].answer, "Yes, Maybe",
        "in the order of the options"
    );
}

#[test]
fn nonsense_is_named_and_nothing_endless_is_kept() {
    let all = set(vec![
        question("t", false, Kind::Text { long: false }),
        question("n", false, number(0.0, 9.0)),
        question("d", false, date("2026-01-01")),
    ]);
    let endless = "x".repeat(1_000_000);
    let entered = entries(&[
        ("t", &endless),
        ("n", "NaN"),
        ("d", "2026-02-30"),
        ("stranger", "x"),
    ]);
    let kept = entered.within(&all);
    assert_eq!(kept.text("t").len(), questions::MAX_SHORT_ANSWER + 1);
    assert!(!kept.texts.contains_key("stranger"));
    let problems = read(&all, &kept).unwrap_err();
    let about: Vec<&str> = problems.iter().map(|problem| &*problem.question).collect();
    assert_eq!(about, ["t", "n", "d"]);
    for number in ["1e999", "inf", "", "three"] {
        assert!(
            read(
                &set(vec![question("n", true, number_any())]),
                &entries(&[("n", number)])
            )
            .is_err(),
            "{number}"
        );
    }
}

fn number_any() -> Kind {
    Kind::all()[3].clone()
}

#[test]
fn control_characters_go_and_lines_stay() {
    let all = set(vec![question("t", true, Kind::Text { long: true })]);
    let answers = read(&all, &entries(&[("t", "one\r\ntwo\u{0}\u{1b}[31m\rthree")])).unwrap();
    assert_eq!(answers[0].answer, "one\ntwo[31m\nthree");
    assert_eq!(as_text(&answers), "Asked t\none\ntwo[31m\nthree");
}

#[test]
fn a_set_that_cannot_be_asked_is_refused_with_the_question_that_is_at_fault() {
    let refused = |set: QuestionSet| set.checked().unwrap_err().0;
    assert_eq!(refused(set(vec![])), "Add at least one question.");
    let mut nameless = question("q1", true, Kind::File);
    nameless.text = " \n ".to_owned();
    assert_eq!(
        refused(set(vec![question("q2", true, Kind::File), nameless])),
        "Question 2: write what you ask."
    );
    let twice = set(vec![
        question("q1", true, Kind::File),
        question("q1", true, Kind::File),
    ]);
    assert!(refused(twice).contains("same id"));
    assert!(refused(set(vec![question("q1", true, number(5.0, 1.0))])).contains("lower bound"));
    let option = |text: &str, knocks_out| Choice {
        text: text.to_owned(),
        knocks_out,
    };
    for (options, why) in [
        (
            vec![option("Yes", false), option("  ", false)],
            "two options",
        ),
        (vec![option("Yes", false), option("Yes ", false)], "twice"),
        (
            vec![option("Yes", true), option("No", true)],
            "every option",
        ),
    ] {
        let kind = Kind::Choice {
            options,
            several: false,
        };
        assert!(
            refused(set(vec![question("q1", true, kind)])).contains(why),
            "{why}"
        );
    }
    assert!(refused(set(vec![question("../q", true, Kind::File)])).contains("id"));
}

#[test]
fn a_set_survives_the_database_and_the_wire() {
    let all = set(vec![
        question("a", true, choice(true)),
        question("b", true, number(1.5, 2.0)),
        question("c", false, date("2026-02-28")),
    ]);
    let json = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<QuestionSet>(&json).unwrap(), all);
    assert!(serde_json::from_str::<questions::Day>("\"2026-02-30\"").is_err());
}

#[test]
fn quiet_hours_go_over_midnight() {
    let night = QuietHours { from: 20, to: 8 };
    assert!([20, 23, 0, 7].into_iter().all(|hour| night.covers(hour)));
    assert!([8, 12, 19].into_iter().all(|hour| !night.covers(hour)));
    let noon = QuietHours { from: 12, to: 13 };
    assert!(noon.covers(12) && !noon.covers(13) && !noon.covers(0));
}

#[test]
fn settings_that_contradict_themselves_are_refused() {
    let fine = Asking::default();
    assert!(fine.clone().checked().is_ok());
    for wrong in [
        Asking {
            reminder_days: Some(14),
            ..fine.clone()
        },
        Asking {
            reminder_days: Some(0),
            ..fine.clone()
        },
        Asking {
            link_days: 0,
            ..fine.clone()
        },
        Asking {
            quiet_hours: Some(QuietHours { from: 8, to: 8 }),
            ..fine.clone()
        },
        Asking {
            quiet_hours: Some(QuietHours { from: 24, to: 8 }),
            ..fine.clone()
        },
        Asking {
            delay_minutes: u32::MAX,
            ..fine.clone()
        },
    ] {
        assert!(wrong.clone().checked().is_err(), "{wrong:?}");
    }
}
