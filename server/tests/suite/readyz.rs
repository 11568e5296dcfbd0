//! `GET /readyz`

use insta::assert_snapshot;

use crate::support::TestApp;

#[tokio::test]
async fn it_names_every_part_and_the_one_that_is_not_ready() {
    let app = TestApp::start().await;
    let answer = app.stranger().get("/readyz").await;
    assert_eq!(answer.status, 200);
    assert_snapshot!(answer.body.trim(), @r"
    database: ok
    schema: ok
    files: ok
    workers: ok
    mails: ok
    accepting: ok
    ");

    let documents = app.folder().join("documents");
    std::fs::remove_dir_all(&documents).unwrap();
    std::fs::write(&documents, "in the way").unwrap();
    let answer = app.stranger().get("/readyz").await;
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("files: not ready"), "{}", answer.body);

    app.store().close().await;
    let answer = app.stranger().get("/readyz").await;
    assert_eq!(answer.status, 503);
    assert!(
        answer.body.contains("database: not ready"),
        "{}",
        answer.body
    );
    assert_eq!(app.stranger().get("/healthz").await.status, 200);
}
