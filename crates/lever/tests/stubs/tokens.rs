//! One refresh at a time, stored before use, and what ends a connection.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use lever::{
    AccessToken, App, ClientId, ClientSecret, Error, RefreshToken, Refreshing, StoreError,
    TokenSource, TokenStore, Tokens,
};
use serde_json::json as value;

use super::support::{Reply, Seen, Stub, json, reply};

/// A store in memory that knows what it was told.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Stored>>);

#[derive(Default)]
struct Stored {
    tokens: Option<Tokens>,
    saved: usize,
    fails: bool,
}

impl Memory {
    fn holding(access: &str, refresh: Option<&str>, lives: Duration) -> Self {
        let memory = Self::default();
        memory.0.lock().unwrap().tokens = Some(Tokens {
            access: AccessToken::new(access.into()),
            refresh: refresh.map(|refresh| RefreshToken::new(refresh.into())),
            scopes: None,
            expires_at: SystemTime::now() + lives,
        });
        memory
    }

    fn refresh_token(&self) -> Option<String> {
        let stored = self.0.lock().unwrap();
        Some(stored.tokens.as_ref()?.refresh.as_ref()?.secret().clone())
    }
}

#[async_trait]
impl TokenStore for Memory {
    async fn load(&self) -> Result<Option<Tokens>, StoreError> {
        Ok(self.0.lock().unwrap().tokens.clone())
    }

    async fn save(&self, _: &Tokens, new: &Tokens) -> Result<(), StoreError> {
        let mut stored = self.0.lock().unwrap();
        if stored.fails {
            return Err(StoreError);
        }
        stored.tokens = Some(new.clone());
        stored.saved += 1;
        Ok(())
    }

    async fn disconnect(&self, _: &Tokens) -> Result<bool, StoreError> {
        self.0.lock().unwrap().tokens = None;
        Ok(true)
    }
}

const LONG: Duration = Duration::from_secs(3600);

fn source(lever: &Stub, store: Memory) -> Refreshing<Memory> {
    let app = App::new(
        &lever.environment(),
        ClientId::new("app".into()),
        ClientSecret::new("s3cret".into()),
        &"https://clara.example/callback".parse().unwrap(),
    )
    .unwrap();
    Refreshing::new(app, store)
}

/// Accepts the access token `a2` alone; the refresh token `r1` gives it, once.
async fn strict() -> Stub {
    let used = Arc::new(Mutex::new(false));
    Stub::start(move |seen, _| {
        if seen.path == "/oauth/token" {
            let mut used = used.lock().unwrap();
            if *used || !seen.body.contains("refresh_token=r1") {
                return reply(403).json(value!({"error": "invalid_grant"}));
            }
            *used = true;
            return json(value!({"access_token": "a2", "refresh_token": "r2", "token_type": "Bearer", "expires_in": 3600}));
        }
        answer(seen)
    })
    .await
}

fn answer(seen: &Seen) -> Reply {
    if seen.bearer() == Some("Bearer a2") {
        json(value!({"data": []}))
    } else {
        reply(401).json(value!({"code": "Unauthorized", "message": ""}))
    }
}

fn refreshes(lever: &Stub) -> usize {
    lever
        .seen()
        .iter()
        .filter(|seen| seen.path == "/oauth/token")
        .count()
}

#[tokio::test]
async fn forty_calls_at_once_on_a_dead_token_refresh_once() {
    let lever = strict().await;
    let store = Memory::holding("a1", Some("r1"), LONG);
    let client = lever.client_with(Arc::new(source(&lever, store.clone())));
    let calls = (0..40).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.stages().all().await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(refreshes(&lever), 1);
    assert_eq!(store.0.lock().unwrap().saved, 1);
    assert_eq!(store.refresh_token().as_deref(), Some("r2"));
}

#[tokio::test]
async fn a_token_that_runs_out_is_replaced_before_it_is_sent() {
    let lever = strict().await;
    let store = Memory::holding("a1", Some("r1"), Duration::from_secs(5));
    let client = lever.client_with(Arc::new(source(&lever, store)));
    client.stages().all().await.unwrap();
    assert!(
        lever
            .seen()
            .iter()
            .all(|seen| seen.bearer() != Some("Bearer a1"))
    );
}

#[tokio::test]
async fn invalid_grant_disconnects_and_stops_asking() {
    let lever = strict().await;
    let store = Memory::holding("a1", Some("revoked"), LONG);
    let client = lever.client_with(Arc::new(source(&lever, store.clone())));
    assert_eq!(client.stages().all().await, Err(Error::Disconnected));
    let asked = lever.seen().len();
    assert_eq!(client.stages().all().await, Err(Error::Disconnected));
    assert_eq!(lever.seen().len(), asked, "nothing is sent any more");
}

#[tokio::test]
async fn a_failing_token_endpoint_does_not_disconnect() {
    let lever = Stub::start(|seen, _| {
        if seen.path == "/oauth/token" {
            reply(503)
        } else {
            answer(seen)
        }
    })
    .await;
    let store = Memory::holding("a1", Some("r1"), LONG);
    let client = lever.client_with(Arc::new(source(&lever, store.clone())));
    assert_eq!(
        client.stages().all().await,
        Err(Error::Server { status: 503 })
    );
    assert_eq!(store.refresh_token().as_deref(), Some("r1"));
}

#[tokio::test]
async fn a_token_that_cannot_be_stored_is_not_used() {
    let lever = strict().await;
    let store = Memory::holding("a1", Some("r1"), LONG);
    store.0.lock().unwrap().fails = true;
    let client = lever.client_with(Arc::new(source(&lever, store)));
    assert_eq!(client.stages().all().await, Err(Error::Store(StoreError)));
    assert!(
        lever
            .seen()
            .iter()
            .all(|seen| seen.bearer() != Some("Bearer a2"))
    );
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_lose_the_new_refresh_token() {
    let lever = strict().await;
    let store = Memory::holding("a1", Some("r1"), LONG);
    let source = source(&lever, store.clone());
    let call = tokio::spawn({
        let source = source.clone();
        async move { source.replace(&AccessToken::new("a1".into())).await }
    });
    while refreshes(&lever) == 0 {
        tokio::task::yield_now().await;
    }
    call.abort();
    // The next one waits for the lock and finds the token that the abandoned one stored.
    let token = source
        .replace(&AccessToken::new("a1".into()))
        .await
        .unwrap();
    assert_eq!(token.secret(), "a2");
    assert_eq!(refreshes(&lever), 1);
    assert_eq!(store.refresh_token().as_deref(), Some("r2"));
}

#[tokio::test]
async fn a_live_check_finds_a_revocation() {
    let lever = strict().await;
    let healthy = source(&lever, Memory::holding("a2", Some("r1"), LONG));
    healthy.refresh_now().await.unwrap();
    let revoked = source(&lever, Memory::holding("a2", Some("r1"), LONG));
    assert!(revoked.refresh_now().await.is_err());
}
