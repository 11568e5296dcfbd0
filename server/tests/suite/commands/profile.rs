//! `clara profile`: files and lines.

use serde_json::{Value, json};

use super::{FITTING, OTHER, Shell};

#[test]
fn files_one_line_each_and_a_bad_one_says_why() {
    let shell = Shell::new(&[("a.txt", FITTING), ("b.txt", "")]);
    let ran = shell.clara(&["profile", "a.txt", "b.txt", "--as-of", "2026-06-30"]);
    assert_eq!(ran.code(), 3);
    let lines = ran.lines();
    assert_eq!(
        (&lines[0]["file"], &lines[0]["name"], &lines[0]["years"]),
        (&json!("a.txt"), &json!("Amara Okafor"), &json!(5.5))
    );
    let role = &lines[0]["experience"][0];
    assert_eq!(
        (&role["title"], &role["start"], &role["end"]),
        (&json!("Backend Engineer"), &json!("2021-01"), &Value::Null)
    );
    assert!(lines[1]["error"].as_str().unwrap().contains("empty"));
}

#[test]
fn many_by_lines() {
    let shell = Shell::new(&[]);
    let input = format!(
        "{}\n[1]\n{}\n",
        json!({"id": "x", "text": OTHER}),
        json!({"id": "y", "text": 5})
    );
    let lines = shell
        .with_input(
            &["profile", "--jsonl", "-", "--as-of", "2026-06-30"],
            &input,
        )
        .lines();
    for key in [
        "name",
        "emails",
        "experience",
        "education",
        "skills",
        "languages",
        "certifications",
        "years",
    ] {
        assert!(lines[0].get(key).is_some(), "{key}");
    }
    assert_eq!(
        (&lines[0]["id"], &lines[1]["id"], &lines[2]),
        (
            &json!("x"),
            &Value::Null,
            &json!({"id": "y", "error": "text is missing"})
        )
    );
}
