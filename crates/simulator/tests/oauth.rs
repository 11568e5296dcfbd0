//! Consent, codes, tokens, rotation, revocation.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::Method;
use serde_json::json;
use simulator::{Config, Rotation};
use support::{ALL_SCOPES, Account, CALLBACK, answer, config, text, value};

#[tokio::test]
async fn a_super_admin_accepts_and_the_tokens_work() {
    let account = Account::start().await;
    let tokens = account.authorized(ALL_SCOPES).await;
    assert_eq!(
        (tokens["token_type"].as_str(), tokens["expires_in"].as_u64()),
        (Some("Bearer"), Some(3600))
    );
    assert_eq!(text(&tokens["access_token"]).split('.').count(), 3);
    assert_eq!(account.as_app(&tokens, "/postings").await.0, 200);
    let (status, body) = account
        .as_app(&json!({ "access_token": "made.up.token" }), "/postings")
        .await;
    assert_eq!((status, body["code"].as_str()), (401, Some("Unauthorized")));
}

#[tokio::test]
async fn the_consent_page_explains_each_scope_and_changes_nothing() {
    let account = Account::start().await;
    let url = format!(
        "{}?{}",
        account.simulator.facts().authorize_url,
        account.authorization("offline_access notes:write:admin")
    );
    let page = account
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    for part in [
        "Authorize CLARA",
        "Read and change notes on candidates",
        "notes:write:admin",
        ">Accept<",
        ">Deny<",
        "Rosalind Achterberg (super admin)",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[tokio::test]
async fn without_the_audience_only_offline_access_is_left() {
    let account = Account::start().await;
    let query = account
        .authorization("offline_access notes:write:admin")
        .replace("audience", "audiense");
    let page = account
        .http
        .get(format!(
            "{}?{query}",
            account.simulator.facts().authorize_url
        ))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("offline_access") && !page.contains("<code>notes:write:admin"));
}

#[tokio::test]
async fn a_denial_and_a_user_who_may_not_both_come_back_as_access_denied() {
    let account = Account::start().await;
    let admin = account.user("super admin").await;
    let recruiter = account.user("team member").await;
    for (user, decision) in [(&admin, "deny"), (&recruiter, "accept")] {
        let back = account.decide(ALL_SCOPES, user, decision).await;
        assert_eq!(
            (
                value(&back, "error").as_str(),
                value(&back, "state").as_str()
            ),
            ("access_denied", "opaque")
        );
        assert!(back.iter().all(|(name, _)| name != "code"));
    }
}

#[tokio::test]
async fn a_callback_that_is_not_registered_gets_neither_page_nor_redirect() {
    let account = Account::with(Config {
        redirect_uris: vec!["https://clara.example/cb".to_owned()],
        ..config()
    })
    .await;
    let url = format!(
        "{}?{}",
        account.simulator.facts().authorize_url,
        account.authorization("offline_access")
    );
    let response = account.http.get(url).send().await.unwrap();
    assert_eq!(response.status(), 403);
    assert!(!response.text().await.unwrap().contains("Accept"));
}

#[tokio::test]
async fn a_code_works_once_and_only_for_its_callback() {
    let account = Account::start().await;
    let code = value(&account.accept(ALL_SCOPES).await, "code");
    let exchange = |code: &str, uri: &str| json!({ "grant_type": "authorization_code", "code": code, "redirect_uri": uri });
    assert_eq!(account.token(exchange(&code, CALLBACK)).await.0, 200);
    let (status, body) = account.token(exchange(&code, CALLBACK)).await;
    assert_eq!(
        (status, &body),
        (
            403,
            &json!({ "error": "invalid_grant", "error_description": "Invalid authorization code" })
        )
    );
    let code = value(&account.accept(ALL_SCOPES).await, "code");
    assert_eq!(
        account
            .token(exchange(&code, "http://127.0.0.1:9/other"))
            .await
            .1["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn the_token_endpoint_takes_forms_and_refuses_as_auth0_does() {
    let account = Account::start().await;
    let facts = account.simulator.facts();
    let code = value(&account.accept("postings:read:admin").await, "code");
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", &facts.client_id),
        ("client_secret", &facts.client_secret),
        ("code", &code),
        ("redirect_uri", CALLBACK),
    ];
    let (status, tokens) = answer(
        account
            .http
            .post(&facts.token_url)
            .form(&form)
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(status, 200);
    assert!(
        tokens.get("refresh_token").is_none(),
        "offline_access was not asked for"
    );
    let (status, body) = account.token(json!({ "grant_type": "refresh_token", "refresh_token": "x", "client_secret": "wrong" })).await;
    assert_eq!(
        (status, body["error"].as_str()),
        (401, Some("access_denied"))
    );
    let (status, body) = account
        .token(json!({ "grant_type": "refresh_token" }))
        .await;
    assert_eq!(
        (status, body["error"].as_str()),
        (400, Some("invalid_request"))
    );
    assert_eq!(
        account.token(json!({ "grant_type": "password" })).await.1["error"],
        "unsupported_grant_type"
    );
}

#[tokio::test]
async fn strict_rotation_kills_the_family_on_reuse_and_lenient_does_not() {
    for (rotation, reused, newest) in [(Rotation::Strict, 403, 403), (Rotation::Lenient, 200, 200)]
    {
        let account = Account::with(Config {
            rotation,
            ..config()
        })
        .await;
        let first = account.authorized(ALL_SCOPES).await;
        let (_, second) = account.refresh(&first["refresh_token"]).await;
        assert_ne!(first["refresh_token"], second["refresh_token"]);
        assert_eq!(account.as_app(&second, "/stages").await.0, 200);
        assert_eq!(
            account.refresh(&first["refresh_token"]).await.0,
            reused,
            "{rotation}"
        );
        assert_eq!(
            account.refresh(&second["refresh_token"]).await.0,
            newest,
            "{rotation}"
        );
    }
}

#[tokio::test]
async fn revoking_kills_the_refresh_token_and_by_the_switch_the_access_token() {
    for (at_once, api) in [(true, 401), (false, 200)] {
        let account = Account::start().await;
        account
            .switch(json!({ "access_token_dies_at_revoke": at_once, "invalid_grant_status": 400 }))
            .await;
        let tokens = account.authorized(ALL_SCOPES).await;
        account.sim(Method::POST, "/revoke", json!({})).await;
        let (status, body) = account.refresh(&tokens["refresh_token"]).await;
        assert_eq!(
            (status, body["error"].as_str()),
            (400, Some("invalid_grant"))
        );
        assert_eq!(account.as_app(&tokens, "/stages").await.0, api);
        account
            .sim(Method::POST, "/expire_access_tokens", json!({}))
            .await;
        assert_eq!(account.as_app(&tokens, "/stages").await.0, 401);
    }
}

#[tokio::test]
async fn a_missing_scope_is_403_and_writing_includes_reading() {
    let account = Account::start().await;
    let tokens = account
        .authorized("offline_access notes:write:admin opportunities:read:admin")
        .await;
    let opportunity = account.applicant("Ada Byrne").await;
    assert_eq!(
        account
            .as_app(&tokens, &format!("/opportunities/{opportunity}/notes"))
            .await
            .0,
        200
    );
    let (status, body) = account.as_app(&tokens, "/postings").await;
    assert_eq!(
        (status, body["message"].as_str()),
        (403, Some("The token lacks the scope postings:read:admin"))
    );
    let stage = account
        .http
        .put(account.url(&format!("/opportunities/{opportunity}/stage")))
        .bearer_auth(text(&tokens["access_token"]));
    assert_eq!(
        answer(
            stage
                .json(&json!({ "stage": "offer" }))
                .send()
                .await
                .unwrap()
        )
        .await
        .0,
        403
    );
}
