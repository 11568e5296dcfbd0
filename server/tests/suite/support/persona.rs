//! Somebody with a browser: keeps a cookie, follows no redirect, says where requests come from.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, StatusCode, redirect};
use serde::Serialize;

pub struct Persona {
    base: String,
    http: Client,
    cookie: Option<String>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Persona {
    pub fn stranger(base: String) -> Self {
        // Fails when another test did it before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            base,
            http,
            cookie: None,
        }
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post_form("/auth/sign-in", &[("email", email), ("password", password)])
            .await
    }

    /// With the password of everybody in these tests.
    pub async fn signs_in(&mut self, email: &str) {
        let answer = self.sign_in(email, super::PASSWORD).await;
        assert_eq!(answer.location(), "/jobs", "{email} signs in");
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path);
        self.send(request).await
    }

    /// A form of our own page.
    pub async fn post_form<T: Serialize + ?Sized>(&mut self, path: &str, form: &T) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .form(form);
        self.send(request).await
    }

    /// A server function, called as the browser calls it. `arguments` is an encoded form.
    pub async fn call(&mut self, endpoint: &str, arguments: &str) -> Answer {
        let request = self
            .request(Method::POST, &format!("/api/{endpoint}"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(arguments.to_owned());
        self.send(request).await
    }

    /// A server function that takes JSON.
    pub async fn call_json(&mut self, endpoint: &str, arguments: &serde_json::Value) -> Answer {
        let request = self
            .request(Method::POST, &format!("/api/{endpoint}"))
            .header("sec-fetch-site", "same-origin")
            .json(arguments);
        self.send(request).await
    }

    /// A request to be dressed by the test itself; carries the cookie.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    pub async fn send(&mut self, request: RequestBuilder) -> Answer {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        if let Some(cookie) = headers.get(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        Answer {
            status,
            headers,
            body: answer.text().await.unwrap(),
        }
    }

    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Presents a cookie that was copied from elsewhere.
    pub fn present(&mut self, cookie: &str) {
        self.cookie = Some(cookie.to_owned());
    }
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers
            .get(LOCATION)
            .map_or("", |location| location.to_str().unwrap())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}
