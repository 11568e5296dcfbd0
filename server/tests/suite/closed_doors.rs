//! What keeps others out, on every route: headers, cookies, origins, sizes, addresses.

use futures::StreamExt;
use reqwest::{Body, Method};
use server::router::Guard;

use crate::route_matrix;
use crate::support::{PASSWORD, Seeded, TestApp};

/// As it stands behind a proxy that speaks https.
async fn behind_https() -> TestApp {
    TestApp::with(vec![("CLARA_URL", "https://clara.example.org".into())]).await
}

#[tokio::test]
async fn behind_https_cookie_and_browser_are_bound_to_it() {
    let app = behind_https().await;
    let mut person = app.stranger();
    let answer = person.sign_in("owner@acme.example", PASSWORD).await;
    assert_eq!(
        answer.header("strict-transport-security"),
        "max-age=63072000"
    );
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-clara="), "another name");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{part} is missing");
    }
    assert!(!cookie.contains("Domain"), "__Host- allows none");
    assert_eq!(person.get("/jobs").await.status, 200);
    let out = person.post_form("/auth/sign-out", &[("", "")]).await;
    let gone = out.header("set-cookie");
    assert!(
        gone.starts_with("__Host-clara=;") && gone.contains("Secure"),
        "a browser keeps a __Host- cookie that is removed without Secure: {gone}"
    );
}

#[tokio::test]
async fn the_cookie_of_another_address_is_not_read() {
    let app = behind_https().await;
    let mut person = app.stranger();
    person.sign_in("owner@acme.example", PASSWORD).await;
    let (_, token) = person.cookie().unwrap().split_once('=').unwrap();
    for name in ["clara_dev", "clara"] {
        let mut planted = app.stranger();
        planted.present(&format!("{name}={token}"));
        let answer = planted.get("/jobs").await;
        assert!(answer.location().starts_with("/sign-in"), "{name}");
    }
}

#[tokio::test]
async fn every_answer_says_what_a_browser_may_do_with_it() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    for path in [
        "/sign-in",
        "/jobs",
        "/nowhere",
        "/healthz",
        "/readyz",
        "/pkg/nothing.js",
        "/documents/nothing",
        "/hooks/lever/nothing",
        "/q/nothing",
        "/questions.css",
        "/review.js",
        "/integrations/callback",
        "/api/v1/jobs",
        "/api/v1/openapi.json",
    ] {
        let answer = owner.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{path} {policy}");
        assert!(policy.contains("default-src 'none'"), "{path} {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path} {policy}");
        assert!(!policy.contains("'unsafe-eval'"), "{path} {policy}");
    }
}

#[tokio::test]
async fn a_page_runs_its_own_scripts_alone_under_a_nonce_used_once() {
    let app = TestApp::start().await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = app.stranger().get("/sign-in").await;
        let policy = page.header("content-security-policy").to_owned();
        let (_, rest) = policy.split_once("'nonce-").unwrap();
        let nonce = rest.split('\'').next().unwrap().to_owned();
        assert!(nonce.len() >= 16, "{nonce}");
        for script in page.body.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "<script{tag}>");
        }
        assert!(!page.body.contains(" style=\""), "no inline style");
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_binds_the_browser_and_runs_nothing_that_stands_in_the_page() {
    let seeded = Seeded::start().await;
    let people = [seeded.app.stranger(), seeded.app.owner().await];
    let mut wrong = Vec::new();
    for row in route_matrix::rows(&seeded) {
        for person in &people {
            let answer = row.request(person).send().await.unwrap();
            let (status, headers) = (answer.status(), answer.headers().clone());
            let header = |name: &str| {
                let value = headers.get(name);
                value.map_or("", |value| value.to_str().unwrap())
            };
            let policy = header("content-security-policy");
            let is_bound = header("x-content-type-options") == "nosniff"
                && header("referrer-policy") == "same-origin"
                && policy.contains("default-src 'none'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe-inline")
                && !policy.contains("'unsafe-eval'");
            let is_private = row.guard == Guard::Own
                || ["no-store", "no-cache"].contains(&header("cache-control"));
            // A live connection that was opened never ends.
            let is_live = row.path == "/api/events" && status.is_success();
            let is_page = !is_live && header("content-type").starts_with("text/html");
            let is_quiet = !is_page || is_quiet(policy, &answer.text().await.unwrap());
            if !(is_bound && is_private && is_quiet) {
                wrong.push(format!("{row}: {status} {headers:?}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// Whether a page has no style and no handler in its markup, and no script but those that the policy knows.
fn is_quiet(policy: &str, page: &str) -> bool {
    let nonce = policy.split("'nonce-").nth(1);
    let nonce = nonce.and_then(|rest| rest.split('\'').next());
    let nonce = nonce.map(|nonce| format!("nonce=\"{nonce}\""));
    let is_known = |script: &str| {
        let tag = script.split('>').next().unwrap();
        tag.contains("src=\"/review.js") || nonce.as_ref().is_some_and(|nonce| tag.contains(nonce))
    };
    let inline = [" style=\"", "<style", " onclick=\"", " onsubmit=\""];
    page.split("<script").skip(1).all(is_known) && !inline.iter().any(|text| page.contains(text))
}

#[tokio::test]
async fn nothing_about_people_is_cached() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    for path in [
        "/jobs",
        "/candidates",
        "/nowhere",
        "/documents/nothing",
        "/q/nothing",
        "/api/v1/jobs",
    ] {
        let answer = owner.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let answer = owner.call("jobs/list", "").await;
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn only_our_own_pages_change_anything_whatever_the_browser_sends() {
    let app = behind_https().await;
    let mut owner = app.owner().await;
    let ours = "https://clara.example.org";
    for (headers, accepted) in [
        (&[("sec-fetch-site", "same-origin")][..], true),
        (&[("origin", ours)], true),
        (&[], false),
        (&[("sec-fetch-site", "same-site"), ("origin", ours)], false),
        (&[("sec-fetch-site", "cross-site"), ("origin", ours)], false),
        (&[("sec-fetch-site", "none"), ("origin", ours)], false),
        (&[("origin", "http://clara.example.org")], false),
        (&[("origin", "https://clara.example.org:444")], false),
        (
            &[("origin", "https://clara.example.org.evil.example")],
            false,
        ),
        (&[("origin", "null")], false),
        (&[("referer", "https://clara.example.org/jobs")], false),
    ] {
        for path in ["/api/jobs/list", "/auth/organization"] {
            let mut request = owner
                .request(Method::POST, path)
                .header("content-type", "application/x-www-form-urlencoded")
                .body("organization=nonsense");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let status = owner.send(request).await.status;
            assert_eq!(status != 403, accepted, "{path} {headers:?}: {status}");
        }
    }
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let app = TestApp::start().await;
    let mut stranger = app.stranger();
    for path in ["/api/search", "/auth/sign-in", "/hooks/lever/nothing"] {
        let request = stranger
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body("x".repeat(2 * 1024 * 1024));
        assert_eq!(stranger.send(request).await.status, 413, "{path}");
        // Its length is not told: it is counted as it comes.
        let chunks = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'x'; 65_536]));
        let request = stranger
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::wrap_stream(chunks.take(64)));
        // A connection that is closed in the middle of the sending refuses as well.
        if let Ok(answer) = request.send().await {
            let status = answer.status().as_u16();
            assert!(status >= 400, "{path}: {status}");
        }
    }
    assert_eq!(app.stranger().get("/healthz").await.status, 200);
}

/// Wrong passwords for many accounts from one address; whether the last was held up.
async fn tries_from(app: &TestApp, forwarded: &str) -> bool {
    let tries = futures::stream::iter(0..55).map(|number| {
        let mut person = app.stranger();
        let forwarded = forwarded.to_owned();
        async move {
            let form = [
                ("email", format!("guess{number}@acme.example")),
                ("password", "not it, sorry".to_owned()),
            ];
            let request = person
                .request(Method::POST, "/auth/sign-in")
                .header("sec-fetch-site", "same-origin")
                .header("x-forwarded-for", forwarded)
                .form(&form);
            person.send(request).await.location().to_owned()
        }
    });
    let answers: Vec<String> = tries.buffered(4).collect().await;
    answers.last().unwrap().contains("error=throttled")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
    let app = TestApp::with(vec![("CLARA_TRUSTED_PROXIES", "127.0.0.1".into())]).await;
    assert!(
        tries_from(&app, "203.0.113.9").await,
        "one client's tries add up"
    );
    let form = [("email", "owner@acme.example"), ("password", PASSWORD)];
    for (forwarded, lands_on) in [
        ("203.0.113.10", "/jobs"),
        // A client writes its own entries in front of the proxy's.
        ("203.0.113.10, 203.0.113.9", "/sign-in"),
        ("nonsense, 203.0.113.9", "/sign-in"),
    ] {
        let mut person = app.stranger();
        let request = person
            .request(Method::POST, "/auth/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", forwarded)
            .form(&form);
        let answer = person.send(request).await;
        assert!(answer.location().starts_with(lands_on), "{forwarded}");
    }

    let untrusting = TestApp::start().await;
    assert!(tries_from(&untrusting, "203.0.113.9").await);
    let mut person = untrusting.stranger();
    let request = person
        .request(Method::POST, "/auth/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", "203.0.113.10")
        .form(&form);
    let answer = person.send(request).await;
    assert!(
        answer.location().contains("throttled"),
        "a header from anybody changes nothing: {}",
        answer.location()
    );
}
