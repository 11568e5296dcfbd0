//! `GET /api/v1/jobs/{job}/applications`

use hiring::api_tokens::Scope;
use hiring::columns::ColumnKind;
use serde_json::Value;

use crate::support::TestApp;

fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["candidate"]["name"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn applications_come_in_pages_and_by_what_changed() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let job = app.job(&owner, "Backend Engineer").await;
    for name in ["Sam Okafor", "Ines Duarte", "Lin Chen"] {
        app.applicant(&owner, job, name).await;
    }
    let program = app.token(&[Scope::ApplicationsRead]).await;
    let list = async |query: &str| {
        let answer = program
            .get(&format!("/jobs/{job}/applications?{query}"))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    };
    let first = list("limit=2").await;
    assert_eq!(names(&first), ["Sam Okafor", "Ines Duarte"]);
    let next = first["next"].as_str().unwrap();
    let second = list(&format!("limit=2&after={next}")).await;
    assert_eq!(
        (names(&second), &second["next"]),
        (vec!["Lin Chen"], &Value::Null)
    );

    let score = first["items"][0]["score"].as_u64().unwrap();
    assert_eq!(names(&list(&format!("min_score={score}")).await).len(), 3);
    assert!(names(&list(&format!("min_score={}", score + 1)).await).is_empty());
    let hired = app.column(&owner, ColumnKind::Hired).await;
    assert!(names(&list(&format!("column={hired}")).await).is_empty());
    let changed = second["items"][0]["changed_at"].as_str().unwrap();
    assert!(names(&list(&format!("changed_since={changed}")).await).contains(&"Lin Chen"));
    assert!(names(&list("changed_since=2999-01-01T00:00:00Z").await).is_empty());

    for (query, field) in [
        ("changed_since=yesterday", "changed_since"),
        ("column=hired", "column"),
        ("min_score=high", "min_score"),
    ] {
        let answer = program
            .get(&format!("/jobs/{job}/applications?{query}"))
            .await;
        assert_eq!(answer.status, 422, "{query}");
        assert_eq!(answer.json()["field"], field);
    }
}
