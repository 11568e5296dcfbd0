//! `GET /api/v1/jobs`

use hiring::api_tokens::Scope;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn jobs_come_in_pages_with_their_counts() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let mut made = Vec::new();
    for title in ["Backend Engineer", "Nurse", "Accountant"] {
        made.push(app.job(&owner, title).await.to_string());
    }
    app.applicant(&owner, made[0].parse().unwrap(), "Sam Okafor")
        .await;
    let program = app.token(&[Scope::JobsRead]).await;

    let first = program.get("/jobs?limit=2").await.json();
    let second = program
        .get(&format!(
            "/jobs?limit=2&after={}",
            first["next"].as_str().unwrap()
        ))
        .await
        .json();
    let listed: Vec<&str> = [&first, &second]
        .iter()
        .flat_map(|page| page["items"].as_array().unwrap())
        .map(|job| job["id"].as_str().unwrap())
        .collect();
    assert_eq!(listed, made);
    assert!(second["next"].is_null());

    let columns = first["items"][0]["columns"].as_array().unwrap();
    assert_eq!(columns.len(), 7);
    let standing: u64 = columns
        .iter()
        .map(|column| column["applications"].as_u64().unwrap())
        .sum();
    assert_eq!(standing, 1);
}

#[tokio::test]
async fn a_wrong_parameter_is_named() {
    let app = TestApp::start().await;
    let program = app.token(&[Scope::JobsRead]).await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=many", "limit"),
        ("after=yesterday", "after"),
    ] {
        let answer = program.get(&format!("/jobs?{query}")).await;
        assert_eq!((answer.status.as_u16(), &*answer.code()), (422, "invalid"));
        assert_eq!(answer.json()["field"], field, "{query}");
    }
    let unknown = program.get("/jobs?page=2").await;
    assert_eq!(unknown.status, 422);
    assert!(unknown.body.contains("page"), "{}", unknown.body);
}
