//! `X-Request-Id`, on every route, and the pages of what went wrong.

use reqwest::{Method, RequestBuilder};

use crate::support::{Answer, Persona, TestApp};

#[tokio::test]
async fn an_answer_carries_the_id_of_its_request() {
    let app = TestApp::start().await;
    let mut stranger = app.stranger();
    for path in ["/sign-in", "/nowhere", "/healthz", "/pkg/nothing.js"] {
        let request = stranger
            .request(Method::GET, path)
            .header("x-request-id", "proxy-7");
        let answer = stranger.send(request).await;
        assert_eq!(answer.header("x-request-id"), "proxy-7", "{path}");
        let first = stranger.get(path).await;
        let second = stranger.get(path).await;
        assert_eq!(first.header("x-request-id").len(), 36, "{path}");
        assert_ne!(
            first.header("x-request-id"),
            second.header("x-request-id"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_person_can_quote_the_id_of_what_failed() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    app.store().close().await;
    let answer = owner.get("/jobs").await;
    assert_eq!(answer.status, 503);
    let id = answer.header("x-request-id").to_owned();
    assert!(answer.body.contains(&id), "{}", answer.body);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn whoever_asked_for_a_page_gets_one_and_a_program_plain_words() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    app.store().close().await;
    for path in ["/jobs", "/settings/integrations", "/review/none"] {
        let request = owner.request(Method::GET, path);
        let page = owner.send(request.header("accept", "text/html")).await;
        assert_eq!(page.status, 503, "{path}");
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.body.contains("<h1>"), "{}", page.body);
        assert!(page.body.contains("Try again"), "{}", page.body);
        let policy = page.header("content-security-policy");
        assert!(policy.contains("style-src 'self'"), "{path}: {policy}");
        let id = page.header("x-request-id").to_owned();
        assert!(page.body.contains(&id), "{}", page.body);
        let words = owner.get(path).await;
        assert!(words.header("content-type").starts_with("text/plain"));
    }
}

/// Forms that browsers post without script, and whether the session is looked for on the way.
const FORMS: [(&str, bool); 9] = [
    ("/auth/sign-in", true),
    ("/auth/sign-out", true),
    ("/auth/invitation", true),
    ("/auth/forgot-password", true),
    ("/auth/reset-password", true),
    ("/auth/organization", true),
    ("/r/guessed", true),
    ("/review/none/none", true),
    ("/unsubscribe/guessed", false),
];

/// A form of our own page, as a browser without script sends it.
fn posted(person: &Persona, path: &str, accept: &str) -> RequestBuilder {
    person
        .request(Method::POST, path)
        .header("sec-fetch-site", "same-origin")
        .header("accept", accept)
        .form(&[("email", "owner@acme.example")])
}

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Asserts that it is a page that says where what was entered is, and does not offer its own address, where nothing is to be looked at.
fn leads_back(answer: &Answer, path: &str) {
    assert!(
        answer.header("content-type").starts_with("text/html"),
        "{path}"
    );
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("style-src 'self'"), "{path}: {policy}");
    assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    for said in ["<h1>", "Nothing was changed", "Back button"] {
        assert!(answer.body.contains(said), "{path}: {}", answer.body);
    }
    assert!(!answer.body.contains("href=\"\""), "{path}");
}

#[tokio::test]
async fn what_could_not_be_done_with_a_form_is_a_page_that_leads_back() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    app.store().close().await;
    for (path, has_session) in FORMS {
        let request = posted(&owner, path, BROWSER);
        let page = owner.send(request).await;
        assert_eq!(page.status, 503, "{path}");
        leads_back(&page, path);
        let id = page.header("x-request-id").to_owned();
        assert!(!has_session || page.body.contains(&id), "{}", page.body);
        for accept in [
            "*/*",
            "application/json",
            "application/json, text/html;q=0.5",
        ] {
            let request = posted(&owner, path, accept);
            let words = owner.send(request).await;
            assert_eq!(words.status, 503, "{path}");
            assert!(words.header("content-type").starts_with("text/plain"));
        }
    }
    // The form of follow-up questions has a page of its own.
    let request = posted(&owner, "/q/guessed", BROWSER);
    let page = owner.send(request).await;
    assert_eq!(page.status, 503);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.body.contains("Nothing was changed"), "{}", page.body);
    // Whoever calls a server function reads its answer itself.
    let request = posted(&owner, "/api/jobs/list", BROWSER);
    let words = owner.send(request).await;
    assert_eq!(words.status, 503);
    assert!(words.header("content-type").starts_with("text/plain"));
}

#[tokio::test]
async fn a_form_that_is_not_taken_is_told_why_on_a_page() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    for (path, has_session) in FORMS {
        if !has_session {
            continue;
        }
        let foreign = owner
            .request(Method::POST, path)
            .header("sec-fetch-site", "cross-site")
            .header("accept", BROWSER)
            .form(&[("email", "owner@acme.example")]);
        let page = owner.send(foreign).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.body.contains("nothing was changed"), "{}", page.body);
        assert!(page.body.contains("Open CLARA"), "{}", page.body);
        // It did not come from a page of ours.
        assert!(!page.body.contains("Back button"), "{}", page.body);

        let long = "x".repeat(1024 * 1024);
        let request = posted(&owner, path, BROWSER).form(&[("comment", &long)]);
        let page = owner.send(request).await;
        assert_eq!(page.status, 413, "{path}");
        leads_back(&page, path);
        assert!(!page.body.contains("length limit"), "a program's words");
    }
    assert_eq!(owner.get("/jobs").await.status, 200, "still signed in");
}

/// Takes a table away, past the store: what reads it fails, everything else goes on.
async fn take_jobs_away(app: &TestApp) {
    app.past_the_store("ALTER TABLE jobs RENAME TO jobs_away")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_and_a_server_function_show_the_reference_of_what_failed() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    take_jobs_away(&app).await;
    let answer = owner.call("jobs/list", "").await;
    assert_eq!(answer.status, 503);
    let id = answer.header("x-request-id").to_owned();
    assert!(answer.body.contains(&id), "{}", answer.body);
    let page = owner.get("/jobs").await;
    let id = page.header("x-request-id").to_owned();
    assert!(page.body.contains(&format!("<code>{id}<")), "{}", page.body);
}
