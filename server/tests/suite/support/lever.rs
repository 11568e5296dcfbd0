//! Lever as the tests meet it: a simulator of their own, its consent page, and what people do there.

use std::time::Duration;

use reqwest::{Client, Method, StatusCode, redirect};
use serde_json::{Value, json};
use simulator::{Facts, Simulator};
use url::Url;

use super::Persona;

pub struct Lever {
    pub simulator: Simulator,
    http: Client,
}

impl Lever {
    pub async fn start() -> Self {
        Self::with(simulator::Config {
            opportunities: 40,
            limiter: false,
            retry_pauses: vec![Duration::from_millis(200); 5],
            ..simulator::Config::default()
        })
        .await
    }

    pub async fn with(config: simulator::Config) -> Self {
        // Another test may have installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let simulator = Simulator::start(config).await.unwrap();
        let http = Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self { simulator, http }
    }

    pub fn facts(&self) -> &Facts {
        self.simulator.facts()
    }

    /// What `CLARA_SIMULATOR` takes.
    pub fn line(&self) -> String {
        serde_json::to_string(self.facts()).unwrap()
    }

    /// Presses *Connect to ATS*: the address of the consent page.
    pub async fn begin(&self, person: &mut Persona) -> Url {
        self.begin_again(person, "").await
    }

    /// Presses *Reconnect* on a connection; with none it is a new one.
    pub async fn begin_again(&self, person: &mut Persona, integration: &str) -> Url {
        let arguments = format!("provider=simulator&again={integration}");
        let answer = person.call("integrations/connect", &arguments).await;
        answer
            .location()
            .parse()
            .unwrap_or_else(|_| panic!("{} {}", answer.status, answer.body))
    }

    /// Decides on the consent page (`accept` or `deny`): path and query of the way back.
    pub async fn decide(&self, consent: &Url, decision: &str) -> String {
        let users: Value = self
            .lever(Method::GET, "/users?accessRole=super%20admin")
            .await;
        let user = users["data"][0]["id"].as_str().unwrap();
        let form = [
            ("query", consent.query().unwrap()),
            ("user", user),
            ("decision", decision),
        ];
        let mut address = consent.clone();
        address.set_query(None);
        let answer = self.http.post(address).form(&form).send().await.unwrap();
        let back: Url = answer.headers()["location"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        format!("{}?{}", back.path(), back.query().unwrap())
    }

    /// The whole way; the connection's id.
    pub async fn connect(&self, person: &mut Persona) -> String {
        self.reconnect(person, "").await
    }

    /// The whole way again, for a connection that ended.
    pub async fn reconnect(&self, person: &mut Persona, integration: &str) -> String {
        let integration = self.consent(person, integration).await;
        self.webhooks_are_made(person, &integration).await;
        integration
    }

    /// Through consent and back; the connection's id. Its webhooks are being made.
    pub async fn consent(&self, person: &mut Persona, integration: &str) -> String {
        let consent = self.begin_again(person, integration).await;
        let back = self.decide(&consent, "accept").await;
        let answer = person.get(&back).await;
        let place = answer.location().to_owned();
        place
            .strip_prefix("/settings/integrations/")
            .and_then(|rest| rest.strip_suffix("/jobs"))
            .expect(&place)
            .to_owned()
    }

    /// Waits until the connection has all its webhooks.
    pub async fn webhooks_are_made(&self, person: &mut Persona, integration: &str) {
        self.eventually("the webhooks are made", async || {
            let connections: Value =
                serde_json::from_str(&person.call("integrations/list", "").await.body).ok()?;
            let webhooks = connections
                .as_array()?
                .iter()
                .find(|connection| connection["id"] == integration)?["webhooks"]
                .as_array()?
                .clone();
            let made =
                !webhooks.is_empty() && webhooks.iter().all(|webhook| webhook["active"] == true);
            made.then_some(())
        })
        .await;
    }

    /// Connects and selects one posting; its id in the simulator.
    pub async fn connect_one_job(&self, person: &mut Persona) -> String {
        let integration = self.connect(person).await;
        self.select_one_job(person, &integration).await
    }

    /// Selects one posting of a connection; its id in the simulator.
    pub async fn select_one_job(&self, person: &mut Persona, integration: &str) -> String {
        let postings = self
            .lever(
                Method::GET,
                "/postings?state=published&distributionChannel=public&distributionChannel=internal",
            )
            .await;
        let posting = postings["data"][0]["id"].as_str().unwrap().to_owned();
        self.select(person, integration, std::slice::from_ref(&posting))
            .await;
        posting
    }

    /// Selects these postings and no others.
    pub async fn select(&self, person: &mut Persona, integration: &str, postings: &[String]) {
        let chosen = json!({ "integration": integration, "postings": postings, "purge": false });
        let answer = person.call_json("integrations/select", &chosen).await;
        assert!(
            answer.status.is_success() || answer.status.is_redirection(),
            "{} {}",
            answer.status,
            answer.body
        );
    }

    /// Lever's API with the key of an admin.
    pub async fn lever(&self, method: Method, path: &str) -> Value {
        let request = self
            .http
            .request(method, format!("{}{path}", self.facts().base_url));
        request
            .basic_auth(&self.facts().api_key, Some(""))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// The same with a body, for what people write there.
    pub async fn write(&self, path: &str, body: Value) {
        let address = format!("{}{path}", self.facts().base_url);
        let request = self.http.post(address).json(&body);
        let answer = request
            .basic_auth(&self.facts().api_key, Some(""))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// The simulator's own API: acts as a recruiter or orders trouble.
    pub async fn act(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let base = self.facts().base_url.trim_end_matches("/v1");
        let answer = self
            .http
            .request(method, format!("{base}/sim/api{path}"))
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status();
        (status, answer.json().await.unwrap_or(Value::Null))
    }

    /// Somebody applies; the id of the opportunity.
    pub async fn apply(&self, posting: &str, name: &str, resume: &str) -> String {
        // Whoever has another's address is that person to Lever.
        let email = format!("{}@mail.example", name.to_lowercase().replace(' ', "."));
        let (status, added) = self
            .act(
                Method::POST,
                "/opportunities",
                json!({ "name": name, "email": email, "posting": posting, "resume": { "name": "resume.txt", "text": resume } }),
            )
            .await;
        assert!(status.is_success(), "{status} {added}");
        added["data"]["id"].as_str().unwrap().to_owned()
    }

    /// CLARA's notes on an opportunity.
    pub async fn notes(&self, opportunity: &str) -> Vec<String> {
        let notes = self
            .lever(Method::GET, &format!("/opportunities/{opportunity}/notes"))
            .await;
        let notes = notes["data"].as_array().unwrap().clone();
        notes
            .iter()
            .flat_map(|note| note["fields"].as_array().unwrap().clone())
            .filter_map(|field| field["value"].as_str().map(str::to_owned))
            .filter(|text| text.contains("[clara:"))
            .collect()
    }

    /// Waits until `look` sees something.
    pub async fn eventually<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        super::eventually(what, look).await
    }
}
