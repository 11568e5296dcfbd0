//! `GET /api/v1/applications/{application}` and its score

use hiring::api_tokens::Scope;

use crate::support::{RESUME, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn a_score_is_explained_by_words_of_the_resume() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let job = app.job(&owner, "Backend Engineer").await;
    let application = app.applicant(&owner, job, "Sam Okafor").await;
    let program = app.token(&[Scope::ApplicationsRead]).await;
    let read = program
        .get(&format!("/applications/{application}"))
        .await
        .json();
    assert_eq!(read["candidate"]["name"], "Sam Okafor");
    assert_eq!(read["state"], "scored");
    let score = program
        .get(&format!("/applications/{application}/score"))
        .await
        .json();
    assert_eq!(score["score"], read["score"]);

    let matches = score["matches"].as_array().unwrap();
    let met = matches
        .iter()
        .find(|found| found["verdict"] == "met")
        .expect("Rust or PostgreSQL is met");
    let evidence = &met["evidence"][0];
    let (start, end) = (
        usize::try_from(evidence["start"].as_u64().unwrap()).unwrap(),
        usize::try_from(evidence["end"].as_u64().unwrap()).unwrap(),
    );
    let quoted: String = RESUME.chars().skip(start).take(end - start).collect();
    assert_eq!(
        evidence["quote"],
        quoted.as_str(),
        "offsets lead to the quote"
    );

    let receipt = &score["receipt"];
    assert_eq!(receipt["requirement_set_version"], 1);
    assert_eq!(receipt["documents"][0]["id"], evidence["document"]);
    assert_eq!(
        receipt["documents"][0]["sha256"].as_str().unwrap().len(),
        64
    );
}
