//! `GET /integrations/callback`

use crate::support::{Simulated, TestApp};

#[tokio::test]
async fn a_stranger_is_asked_to_sign_in() {
    let app = TestApp::start().await;
    let answer = app
        .stranger()
        .get("/integrations/callback?code=a&state=b")
        .await;
    assert_eq!(answer.location(), "/sign-in?next=/settings/integrations");
}

#[tokio::test]
async fn an_invented_state_connects_nothing() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    for address in [
        "/integrations/callback?code=a&state=invented",
        "/integrations/callback?code=a",
        "/integrations/callback",
    ] {
        assert_eq!(
            owner.get(address).await.location(),
            "/settings/integrations/new?problem=state",
            "{address}"
        );
    }
}

#[tokio::test]
async fn a_refused_consent_connects_nothing_and_says_so() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let consent = world.begin(&mut owner).await;
    let back = world.decide(&consent, "deny").await;
    assert_eq!(
        owner.get(&back).await.location(),
        "/settings/integrations/new?problem=refused"
    );
}

#[tokio::test]
async fn each_refusal_is_worded_for_people_and_says_what_to_do() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    for (problem, words) in [
        ("state", "please start again"),
        ("refused", "press Accept there"),
        ("not_super_admin", "Ask a Super Admin to do this"),
        ("scopes", "accept the whole list"),
        ("exchange", "have the client id and secret checked"),
        ("other_account", "with the account of before"),
        ("unavailable", "try again in a minute"),
        ("other", "try again in a moment"),
    ] {
        let address = format!("/settings/integrations/new?problem={problem}");
        let page = owner.get(&address).await.body;
        assert!(page.contains("Nothing was connected"), "{problem}");
        assert!(page.contains(words), "{problem}: {words}");
    }
}

#[tokio::test]
async fn the_answer_works_once_and_only_in_the_session_that_asked() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let consent = world.begin(&mut owner).await;
    let back = world.decide(&consent, "accept").await;
    let mut somebody_else = world.app.partner_admin().await;
    assert_eq!(
        somebody_else.get(&back).await.location(),
        "/settings/integrations/new?problem=state"
    );
    let consent = world.begin(&mut owner).await;
    let back = world.decide(&consent, "accept").await;
    assert!(owner.get(&back).await.location().ends_with("/jobs"));
    assert_eq!(
        owner.get(&back).await.location(),
        "/settings/integrations/new?problem=state"
    );
}
