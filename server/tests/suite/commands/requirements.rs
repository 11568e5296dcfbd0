//! `clara requirements`: one job, many jobs.

use serde_json::json;

use super::{JOB, Shell};

#[test]
fn one_job_by_file() {
    let ran = Shell::new(&[("job.md", JOB)]).clara(&["requirements", "--job", "job.md"]);
    let found = ran.json();
    assert_eq!(found["title"], "Backend Engineer");
    for requirement in found["requirements"].as_array().unwrap() {
        for key in ["category", "text", "start", "end", "must_have", "terms"] {
            assert!(requirement.get(key).is_some(), "{key}");
        }
    }
}

#[test]
fn many_by_lines() {
    let shell = Shell::new(&[]);
    let input = format!(
        "{}\n\n{}\n{}\n",
        json!({"id": 1, "text": JOB}),
        json!({"id": 2}),
        json!({"id": 3, "text": ""})
    );
    std::fs::write(shell.path("jobs.jsonl"), input).unwrap();
    let lines = shell
        .clara(&["requirements", "--jsonl", "jobs.jsonl"])
        .lines();
    assert_eq!(lines.len(), 3);
    assert!(lines[0]["requirements"].as_array().unwrap().len() >= 4);
    assert_eq!(lines[1], json!({"id": 2, "error": "text is missing"}));
    assert_eq!(lines[2], json!({"id": 3, "requirements": []}));
}
