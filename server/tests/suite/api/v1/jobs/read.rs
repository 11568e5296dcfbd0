//! `GET /api/v1/jobs/{job}` and its columns

use hiring::api_tokens::Scope;
use hiring::columns::ColumnKind;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_job_and_its_columns_say_the_same() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let job = app.job(&owner, "Backend Engineer").await;
    let program = app.token(&[Scope::JobsRead]).await;
    let read = program.get(&format!("/jobs/{job}")).await.json();
    assert_eq!(read["title"], "Backend Engineer");
    assert_eq!(read["location"], "Dublin");
    assert_eq!(read["requirement_set_version"], 1);
    let columns = program.get(&format!("/jobs/{job}/columns")).await.json();
    assert_eq!(columns["items"], read["columns"]);
    assert_eq!(columns["items"][0]["kind"], ColumnKind::ToReview.as_str());
}

#[tokio::test]
async fn what_is_no_id_is_not_found() {
    let app = TestApp::start().await;
    let program = app.token(Scope::ALL).await;
    for path in [
        "/jobs/nonsense",
        "/jobs/01890a5d-ac96-774b-bcce-b302099a8057",
        "/jobs/..%2F..%2Fkey/columns",
        "/applications/%00/score",
    ] {
        assert_eq!(program.get(path).await.status, 404, "{path}");
    }
}
