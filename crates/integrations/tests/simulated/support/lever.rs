//! Lever, as the simulator plays it: what it says, and what people do there.

use reqwest::Method;
use serde_json::{Value, json};

use super::Clara;

impl Clara {
    /// What Lever says, with the account's own key.
    pub async fn lever(&self, path: &str) -> Value {
        let facts = self.simulator.facts();
        let request = self.http.get(format!("{}{path}", facts.base_url));
        let answer = request
            .basic_auth(&facts.api_key, Some(""))
            .send()
            .await
            .unwrap();
        answer.json().await.unwrap()
    }

    /// A call of the simulator's own API.
    pub async fn sim(&self, method: Method, path: &str, body: Value) -> Value {
        let origin = self
            .simulator
            .facts()
            .base_url
            .trim_end_matches("/v1")
            .to_owned();
        let url = format!("{origin}/sim/api{path}");
        let answer = self
            .http
            .request(method, url)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let bytes = answer.bytes().await.unwrap();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    pub async fn fault(&self, kind: &str, method: &str, path: &str, times: u32) {
        let fault = json!({ "kind": kind, "method": method, "path": path, "times": times });
        self.sim(Method::POST, "/faults", fault).await;
    }

    /// Somebody applies; gives the opportunity's id. The webhook comes by itself.
    pub async fn applicant(&self, posting: &str, name: &str) -> String {
        let resume = "Senior engineer\n\nExperience\nSenior Engineer, Contoso, 2016-01 – Present\nBuilt services in Rust, Python, SQL and PostgreSQL on Linux and Kubernetes.\n\nEducation\nBSc Computer Science, UCC, 2012";
        // Lever tells people apart by their addresses.
        let email = format!("{}@mail.example", name.to_lowercase().replace(' ', "."));
        self.added(json!({ "name": name, "email": email, "posting": posting, "cover_letter": "I would like to work with you.",
            "resume": { "name": "cv.txt", "text": resume } }))
        .await
    }

    pub async fn added(&self, applicant: Value) -> String {
        let added = self.sim(Method::POST, "/opportunities", applicant).await;
        added["data"]["id"].as_str().unwrap().to_owned()
    }

    /// Whether no delivery is on its way: one action may make several, of which the first is not yet the one that matters.
    pub(super) async fn all_is_delivered(&self) -> bool {
        let deliveries = self.sim(Method::GET, "/deliveries", Value::Null).await;
        let mut deliveries = deliveries["data"].as_array().unwrap().iter();
        !deliveries.any(|delivery| delivery["pending"] == true)
    }

    /// The notes on an opportunity in Lever.
    pub async fn notes(&self, opportunity: &str) -> Vec<String> {
        let notes = self
            .sim(
                Method::GET,
                &format!("/opportunities/{opportunity}/notes"),
                Value::Null,
            )
            .await;
        let notes = notes["data"].as_array().unwrap().iter();
        notes
            .map(|note| note["fields"][0]["value"].as_str().unwrap().to_owned())
            .filter(|text| text.contains("[clara:"))
            .collect()
    }

    /// How many webhooks Lever has, whoever made them.
    pub async fn webhooks_in_lever(&self) -> usize {
        let origin = self.simulator.facts().base_url.trim_end_matches("/v1");
        let page = self.http.get(format!("{origin}/settings/webhooks"));
        let page = page.send().await.unwrap().text().await.unwrap();
        page.matches("<section aria-label=").count()
    }

    /// From now on Lever tells nothing.
    pub async fn silence(&self) {
        self.sim(Method::PUT, "/event_groups", json!({ "all": false }))
            .await;
    }

    /// The ids of a posting's opportunities in Lever.
    pub async fn opportunities(&self, posting: &str) -> Vec<String> {
        let there = self
            .lever(&format!("/opportunities?posting_id={posting}"))
            .await;
        let there = there["data"].as_array().unwrap().iter();
        there
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// How many calls Lever has answered since they were counted anew.
    pub async fn calls(&self) -> u64 {
        let calls = self.sim(Method::GET, "/calls", Value::Null).await;
        let calls = calls["data"].as_object().unwrap().values();
        calls.map(|many| many.as_u64().unwrap()).sum()
    }
}
