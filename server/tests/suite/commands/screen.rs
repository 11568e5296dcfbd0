//! `clara screen`: ranking, pairs, bad input.

use serde_json::{Value, json};

use super::{FITTING, JOB, OTHER, Shell};

fn shell() -> Shell {
    Shell::new(&[
        ("job.md", JOB),
        ("fitting.txt", FITTING),
        ("other.txt", OTHER),
        ("empty.txt", " \n"),
        ("scan.pdf", "%PDF-1.4 broken"),
    ])
}

#[test]
fn ranks_and_one_bad_file_does_not_stop_the_rest() {
    let ran = shell().clara(&[
        "screen",
        "--job",
        "job.md",
        "other.txt",
        "scan.pdf",
        "fitting.txt",
        "missing.txt",
        "--as-of",
        "2026-06-30",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code(), 3);
    let found = ran.json();
    assert_eq!(
        (&found["engine"], &found["as_of"], &found["job"]["title"]),
        (
            &json!("clara-screening/1"),
            &json!("2026-06-30"),
            &json!("Backend Engineer")
        )
    );
    let results = found["results"].as_array().unwrap();
    let files: Vec<&str> = results
        .iter()
        .map(|r| r["file"].as_str().unwrap())
        .collect();
    assert_eq!(
        files,
        ["fitting.txt", "other.txt", "scan.pdf", "missing.txt"]
    );
    assert_eq!(results[0]["column"], "pre_qualified");
    assert_eq!(results[1]["column"], "not_qualified");
    for unread in &results[2..] {
        assert_eq!(
            (&unread["score"], &unread["column"]),
            (&Value::Null, &json!("to_review"))
        );
        assert!(unread["error"].is_string());
    }
}

#[test]
fn every_key_of_the_contract_is_there() {
    let ran = shell().clara(&[
        "screen",
        "--job",
        "job.md",
        "fitting.txt",
        "--as-of",
        "2026-06-30",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code(), 0, "{}", ran.err());
    let found = ran.json();
    for requirement in found["job"]["requirements"].as_array().unwrap() {
        for key in [
            "id",
            "category",
            "text",
            "must_have",
            "weight",
            "source",
            "terms",
        ] {
            assert!(requirement.get(key).is_some(), "{key}");
        }
        let (start, end) = (
            requirement["source"]["start"].as_u64().unwrap(),
            requirement["source"]["end"].as_u64().unwrap(),
        );
        let quote: String = JOB
            .chars()
            .skip(usize::try_from(start).unwrap())
            .take(usize::try_from(end - start).unwrap())
            .collect();
        assert_eq!(requirement["source"]["quote"], quote);
    }
    let result = &found["results"][0];
    for key in [
        "file",
        "score",
        "column",
        "summary",
        "experience",
        "education",
        "matches",
        "flags",
        "receipt",
        "error",
    ] {
        assert!(result.get(key).is_some(), "{key}");
    }
    let evidence = result["matches"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|m| m["evidence"].as_array().unwrap());
    let mut quotes = 0;
    for evidence in evidence {
        let (start, end) = (
            evidence["start"].as_u64().unwrap(),
            evidence["end"].as_u64().unwrap(),
        );
        let quote: String = FITTING
            .chars()
            .skip(usize::try_from(start).unwrap())
            .take(usize::try_from(end - start).unwrap())
            .collect();
        assert_eq!(
            (&evidence["quote"], &evidence["document"], &evidence["page"]),
            (&json!(quote), &json!("fitting.txt"), &json!(1))
        );
        quotes += 1;
    }
    assert!(quotes > 0);
}

#[test]
fn a_table_for_people() {
    let ran = shell().clara(&[
        "screen",
        "--job",
        "job.md",
        "fitting.txt",
        "other.txt",
        "--as-of",
        "2026-06-30",
    ]);
    let out = ran.out();
    assert!(out.starts_with("Backend Engineer · "), "{out}");
    assert!(
        out.contains("Pre-Qualified") && out.contains("Not Qualified"),
        "{out}"
    );
    assert!(!out.contains("Okafor"));
}

#[test]
fn letters_and_answers_belong_to_one_resume() {
    let shell = Shell::new(&[
        ("job.md", JOB),
        ("a.txt", OTHER),
        ("b.txt", FITTING),
        ("answers.txt", "Do you know Kubernetes?\nYes\n"),
        ("letter.txt", "I know PostgreSQL well."),
    ]);
    let one = [
        "screen",
        "--job",
        "job.md",
        "a.txt",
        "--answers",
        "answers.txt",
        "--cover-letter",
        "letter.txt",
        "--format",
        "json",
        "--as-of",
        "2026-06-30",
    ];
    let found = shell.clara(&one).json();
    let documents: Vec<&Value> = found["results"][0]["matches"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|m| m["evidence"].as_array().unwrap())
        .map(|e| &e["document"])
        .collect();
    assert!(
        documents.contains(&&json!("answers.txt")) && documents.contains(&&json!("letter.txt")),
        "{documents:?}"
    );
    let two = shell.clara(&[
        "screen",
        "--job",
        "job.md",
        "a.txt",
        "b.txt",
        "--answers",
        "answers.txt",
    ]);
    assert_eq!(two.code(), 1);
    assert!(two.err().contains("one person"));
}

#[test]
fn a_job_that_cannot_be_read_stops_with_the_reason() {
    let ran = shell().clara(&["screen", "--job", "empty.txt", "fitting.txt"]);
    assert_eq!(ran.code(), 1);
    assert!(
        ran.err().contains("empty.txt: This document is empty."),
        "{}",
        ran.err()
    );
}

#[test]
fn pairs_are_answered_in_order_and_bad_lines_say_so() {
    let input = [
        json!({"id": "a", "job": JOB, "resume": FITTING, "as_of": "2026-06-30"}).to_string(),
        "not json".to_owned(),
        json!({"id": 7, "requirement": "Experience with PostgreSQL", "resume": "I have not used PostgreSQL so far."}).to_string(),
        json!({"id": "c", "job": JOB}).to_string(),
        json!({"id": "d", "job": JOB, "resume": OTHER, "as_of": "tomorrow"}).to_string(),
        json!({"id": "e", "job": JOB, "resume": ""}).to_string(),
        json!({"id": "f", "requirement": "Kubernetes", "resume": OTHER, "answers": [{"question": "Do you know Kubernetes?", "answer": "Yes"}]}).to_string(),
    ]
    .join("\n");
    let ran = shell().with_input(&["screen", "--pairs", "-"], &input);
    assert_eq!(ran.code(), 0);
    let lines = ran.lines();
    assert_eq!(lines.len(), 7);
    assert_eq!(
        (&lines[0]["id"], &lines[0]["column"]),
        (&json!("a"), &json!("pre_qualified"))
    );
    assert_eq!(
        lines[1],
        json!({"id": null, "error": "this line is not a JSON object"})
    );
    assert_eq!(
        (&lines[2]["id"], &lines[2]["verdict"]),
        (&json!(7), &json!("not_met"))
    );
    assert_eq!(lines[3], json!({"id": "c", "error": "resume is missing"}));
    assert_eq!(lines[4]["error"], "as_of is no date: write YYYY-MM-DD");
    assert_eq!(
        lines[5],
        json!({"id": "e", "score": null, "column": "to_review"})
    );
    assert_eq!(
        (&lines[6]["verdict"], &lines[6]["evidence"][0]["document"]),
        (&json!("met"), &json!("answers"))
    );
}

#[test]
fn the_same_line_gives_the_same_bytes() {
    let line = json!({"id": "a", "job": JOB, "resume": FITTING, "as_of": "2026-06-30"}).to_string();
    let shell = shell();
    assert_eq!(
        shell.with_input(&["screen", "--pairs", "-"], &line).out(),
        shell.with_input(&["screen", "--pairs", "-"], &line).out()
    );
}
