//! A program that uses the public API: a token, no cookie, no page that it comes from.

use hiring::ApiTokenId;
use hiring::api_tokens::{self, Scope};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use super::{Answer, TestApp};

pub struct Program {
    base: String,
    http: Client,
    token: Option<String>,
    /// The token's id, to be revoked by.
    pub id: Option<ApiTokenId>,
}

impl TestApp {
    /// A program with a token of Acme's owner.
    pub async fn token(&self, scopes: &[Scope]) -> Program {
        self.token_of("owner@acme.example", scopes).await
    }

    /// A program with a token of somebody else, who may make one.
    pub async fn token_of(&self, maker: &str, scopes: &[Scope]) -> Program {
        let permit = self.member(maker).await.permit().unwrap();
        let made = api_tokens::create(self.store(), &permit, "Test", scopes, 1)
            .await
            .unwrap();
        Program {
            id: Some(made.id),
            ..self.program(Some(made.token.expose()))
        }
    }

    /// A program that shows this token, or none.
    pub fn program(&self, token: Option<&str>) -> Program {
        Program {
            base: self.url("/api/v1"),
            http: Client::new(),
            token: token.map(str::to_owned),
            id: None,
        }
    }
}

impl Program {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// With an `Idempotency-Key`.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).json(body);
        self.send(request.header("idempotency-key", key)).await
    }

    /// A request to be dressed by the test itself.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = request.send().await.unwrap();
        Answer {
            status: answer.status(),
            headers: answer.headers().clone(),
            body: answer.text().await.unwrap(),
        }
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.body))
    }

    /// What went wrong: `code`.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}
