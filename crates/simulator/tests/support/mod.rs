//! An account in this process and clients for it: what makes the tests short.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(dead_code, reason = "each test file uses some of it")]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use reqwest::{Client, Method, RequestBuilder, Response, redirect::Policy};
use serde_json::{Value, json};
use simulator::{Config, Simulator};

pub const CALLBACK: &str = "http://127.0.0.1:9/callback";
pub const ALL_SCOPES: &str = "offline_access postings:read:admin opportunities:write:admin applications:read:admin resumes:read:admin files:write:admin \
     contact:read:admin notes:write:admin stages:read:admin archive_reasons:read:admin users:read:admin webhooks:write:admin tags:read:admin sources:read:admin";

pub struct Account {
    pub simulator: Simulator,
    pub http: Client,
}

/// A fixed moment, so that the seeded account is the same in every run: 15 November 2026.
pub const SEEDED_UNTIL: i64 = 1_794_700_800_000;

pub fn config() -> Config {
    Config {
        opportunities: 120,
        limiter: false,
        seeded_until: Some(SEEDED_UNTIL),
        retry_pauses: vec![Duration::from_millis(20); 5],
        ..Config::default()
    }
}

impl Account {
    pub async fn start() -> Self {
        Self::with(config()).await
    }

    pub async fn with(config: Config) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let simulator = Simulator::start(config).await.unwrap();
        Self {
            simulator,
            http: Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .build()
                .unwrap(),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.simulator.facts().base_url)
    }

    pub fn origin(&self) -> String {
        self.simulator
            .facts()
            .base_url
            .trim_end_matches("/v1")
            .to_owned()
    }

    /// A request with the API key.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, self.url(path))
            .basic_auth(&self.simulator.facts().api_key, Some(""))
    }

    pub async fn get(&self, path: &str) -> Value {
        let response = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200, "GET {path}");
        response.json().await.unwrap()
    }

    pub async fn status(&self, path: &str) -> (u16, Value) {
        answer(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        answer(self.request(method, path).json(&body).send().await.unwrap()).await
    }

    /// A call of the simulator's own API.
    pub async fn sim(&self, method: Method, path: &str, body: Value) -> Value {
        let response = self
            .http
            .request(method, format!("{}/sim/api{path}", self.origin()))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(
            response.status().is_success(),
            "{path}: {}",
            response.status()
        );
        let bytes = response.bytes().await.unwrap();
        if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).unwrap()
        }
    }

    pub async fn switch(&self, switches: Value) {
        self.sim(Method::PATCH, "/switches", switches).await;
    }

    /// The first published posting.
    pub async fn posting(&self) -> String {
        text(&self.get("/postings?state=published").await["data"][0]["id"])
    }

    pub async fn stage(&self, name: &str) -> String {
        let stages = self.get("/stages").await;
        text(
            &stages["data"]
                .as_array()
                .unwrap()
                .iter()
                .find(|stage| stage["text"] == name)
                .unwrap()["id"],
        )
    }

    pub async fn reason(&self, name: &str) -> String {
        let reasons = self.get("/archive_reasons").await;
        text(
            &reasons["data"]
                .as_array()
                .unwrap()
                .iter()
                .find(|reason| reason["text"] == name)
                .unwrap()["id"],
        )
    }

    /// Somebody who applies with a resume in plain text; the opportunity's id.
    pub async fn applicant(&self, name: &str) -> String {
        let posting = self.posting().await;
        let body = json!({ "name": name, "email": format!("{}@mail.example", name.to_lowercase().replace(' ', ".")), "posting": posting,
            "resume": { "name": "cv.txt", "text": "Rust, PostgreSQL" } });
        text(&self.sim(Method::POST, "/opportunities", body).await["data"]["id"])
    }

    pub async fn user(&self, role: &str) -> String {
        text(
            &self
                .get(&format!("/users?accessRole={}", role.replace(' ', "%20")))
                .await["data"][0]["id"],
        )
    }

    /// Presses *Accept* as a Super Admin; the query of the callback.
    pub async fn accept(&self, scope: &str) -> Vec<(String, String)> {
        let user = self.user("super admin").await;
        self.decide(scope, &user, "accept").await
    }

    pub async fn decide(&self, scope: &str, user: &str, decision: &str) -> Vec<(String, String)> {
        let query = self.authorization(scope);
        let form = [
            ("query", query.as_str()),
            ("user", user),
            ("decision", decision),
        ];
        let response = self
            .http
            .post(&self.simulator.facts().authorize_url)
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 302);
        let location = response.headers()["location"].to_str().unwrap().to_owned();
        assert!(location.starts_with(CALLBACK), "{location}");
        url::Url::parse(&location)
            .unwrap()
            .query_pairs()
            .into_owned()
            .collect()
    }

    pub fn authorization(&self, scope: &str) -> String {
        let facts = self.simulator.facts();
        let audience = format!("{}/", facts.base_url);
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("client_id", facts.client_id.as_str()),
                ("redirect_uri", CALLBACK),
                ("response_type", "code"),
                ("state", "opaque"),
                ("audience", &audience),
                ("scope", scope),
            ])
            .finish()
    }

    pub async fn token(&self, mut fields: Value) -> (u16, Value) {
        let facts = self.simulator.facts();
        for (field, value) in [
            ("client_id", &facts.client_id),
            ("client_secret", &facts.client_secret),
        ] {
            if fields[field].is_null() {
                fields[field] = json!(value);
            }
        }
        answer(
            self.http
                .post(&facts.token_url)
                .json(&fields)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    /// A partner app with these scopes: its tokens.
    pub async fn authorized(&self, scope: &str) -> Value {
        let back = self.accept(scope).await;
        let (status, tokens) = self.token(json!({ "grant_type": "authorization_code", "code": value(&back, "code"), "redirect_uri": CALLBACK })).await;
        assert_eq!(status, 200, "{tokens}");
        tokens
    }

    pub async fn refresh(&self, token: &Value) -> (u16, Value) {
        self.token(json!({ "grant_type": "refresh_token", "refresh_token": token }))
            .await
    }

    pub async fn as_app(&self, tokens: &Value, path: &str) -> (u16, Value) {
        answer(
            self.http
                .get(self.url(path))
                .bearer_auth(text(&tokens["access_token"]))
                .send()
                .await
                .unwrap(),
        )
        .await
    }
}

pub async fn answer(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap();
    (
        status,
        serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    )
}

pub fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("not a text: {value}"))
        .to_owned()
}

pub fn value(pairs: &[(String, String)], name: &str) -> String {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .unwrap_or_else(|| panic!("no {name} in {pairs:?}"))
        .1
        .clone()
}

/// A receiver of webhooks that answers what it is told to, and remembers what came.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    bodies: Arc<Mutex<Vec<Value>>>,
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Receiver {
    /// Answers the given statuses one after the other, then 200.
    pub async fn start(answers: &[u16]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            url: format!("http://{}/hook", listener.local_addr().unwrap()),
            bodies: Arc::default(),
            answers: Arc::new(Mutex::new(answers.to_vec())),
        };
        let routes = Router::new()
            .route("/hook", post(take))
            .with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        receiver
    }

    pub fn bodies(&self) -> Vec<Value> {
        self.bodies.lock().unwrap().clone()
    }

    /// Waits until that many came.
    pub async fn wait_for(&self, count: usize) -> Vec<Value> {
        for _ in 0..500 {
            let bodies = self.bodies();
            if bodies.len() >= count {
                return bodies;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("only {} of {count} deliveries came", self.bodies().len());
    }
}

async fn take(State(receiver): State<Receiver>, body: Bytes) -> StatusCode {
    receiver
        .bodies
        .lock()
        .unwrap()
        .push(serde_json::from_slice(&body).unwrap());
    let mut answers = receiver.answers.lock().unwrap();
    let status = if answers.is_empty() {
        200
    } else {
        answers.remove(0)
    };
    StatusCode::from_u16(status).unwrap()
}

/// A multipart body of texts and one file, as a browser sends it: content type and bytes.
pub fn multipart(texts: &[(&str, &str)], file: (&str, &str, &[u8])) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, text) in texts {
        body.extend(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
                .bytes(),
        );
    }
    let (name, file_name, bytes) = file;
    body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\r\n").bytes());
    body.extend(bytes);
    body.extend(b"\r\n--edge--\r\n");
    ("multipart/form-data; boundary=edge".to_owned(), body)
}
