//! A stub of Lever in one closure, and tokens that need no store.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response};
use lever::{
    AccessToken, Client, Environment, Pace, Pacer, RetryPolicy, Settings, TokenError, TokenSource,
};
use serde_json::Value;

/// One request as the stub saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    pub fn bearer(&self) -> Option<&str> {
        self.headers.get("authorization")?.to_str().ok()
    }
}

/// What the stub answers.
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    hang: bool,
}

pub fn reply(status: u16) -> Reply {
    Reply {
        status,
        headers: Vec::new(),
        body: Vec::new(),
        hang: false,
    }
}

pub fn json(value: Value) -> Reply {
    reply(200).json(value)
}

/// An answer that never comes.
pub fn silence() -> Reply {
    Reply {
        hang: true,
        ..reply(200)
    }
}

impl Reply {
    pub fn json(self, value: Value) -> Self {
        self.header("content-type", "application/json; charset=utf-8")
            .body(value.to_string())
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }
}

/// A server on a free loopback port that answers with a closure over the request and its number (from 1).
pub struct Stub {
    pub origin: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Stub {
    pub async fn start(
        answer: impl Fn(&Seen, usize) -> Reply + Clone + Send + Sync + 'static,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        let router = Router::new().fallback(move |request: Request<Body>| {
            let (log, answer) = (Arc::clone(&log), answer.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, usize::MAX).await.unwrap();
                let seen = Seen {
                    method: parts.method.to_string(),
                    path: parts.uri.path().to_owned(),
                    query: parts.uri.query().unwrap_or_default().to_owned(),
                    headers: parts.headers,
                    body: String::from_utf8(body.to_vec()).unwrap(),
                };
                let number = {
                    let mut log = log.lock().unwrap();
                    log.push(seen.clone());
                    log.len()
                };
                let reply = answer(&seen, number);
                if reply.hang {
                    std::future::pending::<()>().await;
                }
                let mut response = Response::builder().status(reply.status);
                for (name, value) in reply.headers {
                    response = response.header(name, value);
                }
                response.body(Body::from(reply.body)).unwrap()
            }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, seen }
    }

    /// An address at which nobody listens.
    pub fn nobody() -> Self {
        let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        Self {
            origin: format!("http://{}", gone.local_addr().unwrap()),
            seen: Arc::default(),
        }
    }

    pub fn environment(&self) -> Environment {
        Environment::custom(
            &format!("{}/v1", self.origin),
            &format!("{}/authorize", self.origin),
            &format!("{}/oauth/token", self.origin),
        )
        .unwrap()
    }

    pub fn client(&self) -> Client {
        self.client_with(Arc::new(Fixed("good")))
    }

    pub fn client_with(&self, tokens: Arc<dyn TokenSource>) -> Client {
        self.client_waiting(tokens, Duration::from_secs(1))
    }

    /// For large answers on a busy machine.
    pub fn patient_client(&self) -> Client {
        self.client_waiting(Arc::new(Fixed("good")), Duration::from_secs(60))
    }

    fn client_waiting(&self, tokens: Arc<dyn TokenSource>, timeout: Duration) -> Client {
        Client::with(
            self.environment(),
            tokens,
            Pacer::at(Pace::UNLIMITED),
            Settings {
                timeout,
                retry: RetryPolicy {
                    attempts: 3,
                    base: Duration::from_millis(1),
                    cap: Duration::from_millis(2),
                    longest_retry_after: Duration::from_secs(1),
                },
            },
        )
        .unwrap()
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// A token that cannot be replaced.
pub struct Fixed(pub &'static str);

#[async_trait]
impl TokenSource for Fixed {
    async fn access_token(&self) -> Result<AccessToken, TokenError> {
        Ok(AccessToken::new(self.0.to_owned()))
    }

    async fn replace(&self, _: &AccessToken) -> Result<AccessToken, TokenError> {
        self.access_token().await
    }
}
