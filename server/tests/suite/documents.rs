//! `GET /documents/{document}`

use crate::support::{Simulated, TestApp};

#[tokio::test]
async fn unknown_ids_and_strangers_get_nothing() {
    let app = TestApp::start().await;
    assert_eq!(app.stranger().get("/documents/whatever").await.status, 401);
    let mut recruiter = app.recruiter().await;
    for id in [
        "nonsense",
        "01890a5d-ac96-774b-bcce-b302099a8057",
        "..%2F..%2Fkey",
    ] {
        assert_eq!(
            recruiter.get(&format!("/documents/{id}")).await.status,
            404,
            "{id}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_a_download_for_its_own_organization_alone() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let opportunity = world
        .apply(&posting, "Doc Person", "Doc Person\nEngineer since 2019\n")
        .await;
    world
        .eventually("the note is written", async || {
            (!world.notes(&opportunity).await.is_empty()).then_some(())
        })
        .await;
    let found = owner.call("search", "words=Doc%20Person").await.body;
    let application =
        between(&found, "\"application\":\"", "\"").unwrap_or_else(|| panic!("{found}"));
    let profile = owner
        .call("profile/read", &format!("application={application}"))
        .await
        .body;
    let documents = &profile[profile.find("\"documents\"").unwrap()..];
    let document = between(documents, "\"id\":\"", "\"").unwrap();

    let answer = owner.get(&format!("/documents/{document}")).await;
    assert_eq!(answer.body, "Doc Person\nEngineer since 2019\n");
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename*=UTF-8''resume.txt"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    let mut foreign = world.app.other_organization().await;
    assert_eq!(
        foreign.get(&format!("/documents/{document}")).await.status,
        404
    );
    let profile = foreign
        .call("profile/read", &format!("application={application}"))
        .await;
    assert_eq!(profile.status, 404);
    let mut manager = world.app.hiring_manager().await;
    assert_eq!(
        manager.get(&format!("/documents/{document}")).await.status,
        404,
        "nothing is shared with them"
    );
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    rest.split(after).next()
}
