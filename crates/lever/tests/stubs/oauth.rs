//! Consent URL, callback, token endpoint.

use lever::{
    AccessToken, App, AuthorizationCode, Callback, CallbackError, ClientId, ClientSecret,
    Environment, NetworkFault, OAuthError, RefreshToken, account_hint,
};
use serde_json::json as value;

use super::support::{Reply, Stub, json, reply};

fn app(environment: &Environment) -> App {
    App::new(
        environment,
        ClientId::new("app".into()),
        ClientSecret::new("s3cret".into()),
        &"https://clara.example/integrations/callback"
            .parse()
            .unwrap(),
    )
    .unwrap()
}

fn granted() -> Reply {
    json(
        value!({"access_token": "a2", "refresh_token": "r2", "token_type": "Bearer", "scope": "x", "expires_in": 3600}),
    )
}

#[test]
fn the_consent_url_names_audience_state_and_scopes() {
    let app = app(&Environment::production());
    let url = app.authorize_url("st/ate", ["offline_access", "postings:read:admin"]);
    insta::assert_snapshot!(url, @"https://auth.lever.co/authorize?response_type=code&client_id=app&state=st%2Fate&redirect_uri=https%3A%2F%2Fclara.example%2Fintegrations%2Fcallback&scope=offline_access+postings%3Aread%3Aadmin&audience=https%3A%2F%2Fapi.lever.co%2Fv1%2F");
    let sandbox = app_url(&Environment::sandbox());
    assert!(sandbox.starts_with("https://sandbox-lever.auth0.com/authorize?"));
    assert!(sandbox.ends_with("audience=https%3A%2F%2Fapi.sandbox.lever.co%2Fv1%2F"));
}

fn app_url(environment: &Environment) -> String {
    app(environment).authorize_url("s", []).to_string()
}

#[test]
fn a_custom_environment_is_https_or_this_machine() {
    let with = |api: &str| Environment::custom(api, api, api).map(drop);
    assert!(with("http://127.0.0.1:4400/v1").is_ok());
    assert!(with("http://localhost:4400/v1").is_ok());
    assert!(with("https://lever.example/v1").is_ok());
    for bad in [
        "http://lever.example/v1",
        "http://10.0.0.1/v1",
        "ftp://x/",
        "nonsense",
        "https://u:p@lever.example/v1",
        "https://lever.example/v1?x=1",
    ] {
        assert!(with(bad).is_err(), "{bad}");
    }
}

#[tokio::test]
async fn a_code_is_exchanged_with_the_secret_in_the_body() {
    let lever = Stub::start(|_, _| granted()).await;
    let tokens = app(&lever.environment())
        .exchange(AuthorizationCode::new("c1".into()))
        .await
        .unwrap();
    assert_eq!(tokens.access.secret(), "a2");
    assert_eq!(tokens.refresh.unwrap().secret(), "r2");
    let seen = &lever.seen()[0];
    assert_eq!(seen.path, "/oauth/token");
    for part in [
        "grant_type=authorization_code",
        "code=c1",
        "client_id=app",
        "client_secret=s3cret",
        "redirect_uri=https%3A%2F%2Fclara.example%2Fintegrations%2Fcallback",
    ] {
        assert!(seen.body.contains(part), "{part}");
    }
    assert!(!format!("{tokens:?}", tokens = tokens.access).contains("a2"));
}

#[tokio::test]
async fn the_error_value_decides_not_the_status() {
    for (status, error, expected) in [
        (403, "invalid_grant", OAuthError::InvalidGrant),
        (400, "invalid_grant", OAuthError::InvalidGrant),
        (401, "access_denied", OAuthError::InvalidClient),
        (401, "invalid_client", OAuthError::InvalidClient),
        (
            403,
            "unauthorized_client",
            OAuthError::Refused {
                error: "unauthorized_client".into(),
            },
        ),
        (500, "invalid_grant", OAuthError::Server { status: 500 }),
        (429, "too_many_requests", OAuthError::Server { status: 429 }),
    ] {
        let lever = Stub::start(move |_, _| {
            reply(status).json(value!({"error": error, "error_description": "…"}))
        })
        .await;
        let outcome = app(&lever.environment())
            .refresh(&RefreshToken::new("r1".into()))
            .await;
        assert_eq!(outcome.unwrap_err(), expected, "{status} {error}");
    }
}

#[tokio::test]
async fn a_token_answer_without_a_refresh_token_keeps_the_old_one() {
    let lever =
        Stub::start(|_, _| json(value!({"access_token": "a2", "token_type": "Bearer"}))).await;
    let tokens = app(&lever.environment())
        .refresh(&RefreshToken::new("r1".into()))
        .await
        .unwrap();
    assert_eq!(tokens.refresh.unwrap().secret(), "r1");
}

#[tokio::test]
async fn garbage_redirects_and_silence_are_no_verdict() {
    for (answer, expected) in [
        (
            (|| reply(200).body("<html>")) as fn() -> Reply,
            OAuthError::Garbage,
        ),
        (|| reply(403).body("forbidden"), OAuthError::Garbage),
        (
            || reply(302).header("location", "https://evil.example/"),
            OAuthError::Server { status: 302 },
        ),
    ] {
        let lever = Stub::start(move |_, _| answer()).await;
        let outcome = app(&lever.environment())
            .refresh(&RefreshToken::new("r1".into()))
            .await;
        assert_eq!(outcome.unwrap_err(), expected);
    }
    let nobody = Environment::custom(
        "http://127.0.0.1:9/v1",
        "http://127.0.0.1:9/a",
        "http://127.0.0.1:9/t",
    )
    .unwrap();
    assert_eq!(
        app(&nobody)
            .refresh(&RefreshToken::new("r1".into()))
            .await
            .unwrap_err(),
        OAuthError::Network(NetworkFault::Connect)
    );
}

#[test]
fn a_callback_counts_only_with_the_right_state() {
    let callback = |code: Option<&str>, state: Option<&str>, error: Option<&str>| Callback {
        code: code.map(str::to_owned),
        state: state.map(str::to_owned),
        error: error.map(str::to_owned),
        error_description: None,
    };
    let good = callback(Some("c"), Some("s"), None);
    assert_eq!(good.code("s").unwrap().secret(), "c");
    assert_eq!(good.code("t").unwrap_err(), CallbackError::WrongState);
    assert_eq!(good.code("").unwrap_err(), CallbackError::WrongState);
    assert_eq!(
        callback(Some("c"), None, None).code("").unwrap_err(),
        CallbackError::WrongState
    );
    assert_eq!(
        callback(None, Some("s"), Some("access_denied"))
            .code("s")
            .unwrap_err(),
        CallbackError::Refused {
            error: "access_denied".into()
        }
    );
    assert_eq!(
        callback(None, Some("s"), None).code("s").unwrap_err(),
        CallbackError::Incomplete
    );
}

#[test]
fn the_account_is_read_from_the_claims_where_there_are_any() {
    // {"https://oauth.lever.co/accountId":"acc-1"}
    let token = "e30.eyJodHRwczovL29hdXRoLmxldmVyLmNvL2FjY291bnRJZCI6ImFjYy0xIn0.x";
    assert_eq!(
        account_hint(&AccessToken::new(token.into())).as_deref(),
        Some("acc-1")
    );
    for opaque in ["", "opaque", "a.b.c", "a.e30.c"] {
        assert_eq!(account_hint(&AccessToken::new(opaque.into())), None);
    }
}
