//! Who is let in: every documented operation × every kind of caller, and when a token ends.

use std::collections::BTreeMap;

use hiring::api_tokens::{self, Scope};
use hiring::columns::ColumnKind;
use hiring::permission::ManageMembers;
use hiring::{Role, accounts};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, Program, TestApp};

/// An operation as the document has it, with ids that are there.
struct Operation {
    id: String,
    method: Method,
    path: String,
    scope: Scope,
    body: Option<Value>,
    /// The statuses that the document names.
    documented: Vec<u16>,
}

impl Operation {
    async fn call(&self, program: &Program) -> Answer {
        let request = program.request(self.method.clone(), &self.path);
        let answer = match &self.body {
            Some(body) => program.send(request.json(body)).await,
            None => program.send(request).await,
        };
        assert!(
            self.documented.contains(&answer.status.as_u16()),
            "{} answered {}, which is not documented: {}",
            self.id,
            answer.status,
            answer.body
        );
        assert_eq!(answer.header("cache-control"), "no-store", "{}", self.id);
        answer
    }
}

/// Everything in the document; `ids` stand in paths, `bodies` are by operation.
async fn operations(
    app: &TestApp,
    ids: &BTreeMap<&str, String>,
    bodies: &BTreeMap<&str, Value>,
) -> Vec<Operation> {
    let document = app.program(None).get("/openapi.json").await.json();
    let mut all = Vec::new();
    for (template, methods) in document["paths"].as_object().unwrap() {
        let path = ids.iter().fold(template.clone(), |path, (name, id)| {
            path.replace(&format!("{{{name}}}"), id)
        });
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            all.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                scope: serde_json::from_value(operation["security"][0]["token"][0].clone())
                    .unwrap_or_else(|_| panic!("{id} names no scope")),
                body: operation.get("requestBody").map(|_| bodies[id].clone()),
                documented: operation["responses"]
                    .as_object()
                    .unwrap()
                    .keys()
                    .map(|status| status.parse().unwrap())
                    .collect(),
                id: id.to_owned(),
            });
        }
    }
    assert_eq!(all.len(), 9);
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_lets_in_whom_it_should_and_nobody_else() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let job = app.job(&owner, "Backend Engineer").await;
    let application = app.applicant(&owner, job, "Sam Okafor").await;
    let hired = app.column(&owner, ColumnKind::Hired).await;
    let version = hiring::board::card(app.store(), &owner.permit().unwrap(), application)
        .await
        .unwrap()
        .version;
    let ids = BTreeMap::from([
        ("job", job.to_string()),
        ("application", application.to_string()),
    ]);
    let bodies = BTreeMap::from([
        (
            "move_application",
            json!({ "column": hired, "expected_version": version }),
        ),
        ("add_comment", json!({ "body": "Call her" })),
    ]);

    let foreign = app.token_of("owner@other.example", Scope::ALL).await;
    let manager = app.token_of("admin@acme.example", Scope::ALL).await;
    let permit = owner.permit::<ManageMembers>().unwrap();
    accounts::add_member(
        app.store(),
        &permit,
        "admin@acme.example",
        "Manager now",
        PASSWORD,
        Role::HiringManager,
    )
    .await
    .unwrap();

    for operation in operations(&app, &ids, &bodies).await {
        let id = &operation.id;
        for nobody in [None, Some("clara_unknown"), Some("")] {
            let refused = operation.call(&app.program(nobody)).await;
            assert_eq!(refused.status, 401, "{id}");
            assert!(refused.header("www-authenticate").starts_with("Bearer"));
        }

        let others: Vec<Scope> = Scope::ALL
            .iter()
            .copied()
            .filter(|scope| *scope != operation.scope)
            .collect();
        let refused = operation.call(&app.token(&others).await).await;
        assert_eq!(
            (refused.status.as_u16(), &*refused.code()),
            (403, "missing_scope"),
            "{id}"
        );
        assert_eq!(refused.json()["scope"], operation.scope.as_str(), "{id}");

        for (who, program) in [
            ("another organization", &foreign),
            ("a hiring manager", &manager),
        ] {
            let answer = operation.call(program).await;
            match (&**id, who) {
                ("list_jobs", _) => assert_eq!(answer.json()["items"], json!([]), "{who}"),
                ("move_application", "a hiring manager") => {
                    assert_eq!(
                        (answer.status.as_u16(), &*answer.code()),
                        (403, "role_forbids")
                    );
                }
                _ => assert_eq!(answer.status, 404, "{id} for {who}"),
            }
        }

        let answer = operation.call(&app.token(&[operation.scope]).await).await;
        assert!(answer.status.is_success(), "{id}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_session_opens_nothing_here() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    assert_eq!(owner.get("/api/v1/jobs").await.status, 401);
}

#[tokio::test]
async fn a_revoked_token_ends_at_once() {
    let app = TestApp::start().await;
    let program = app.token(Scope::ALL).await;
    assert_eq!(program.get("/jobs").await.status, 200);
    let permit = app.member("owner@acme.example").await.permit().unwrap();
    api_tokens::revoke(app.store(), &permit, program.id.unwrap())
        .await
        .unwrap();
    let refused = program.get("/jobs").await;
    assert_eq!(refused.status, 401);
    assert!(refused.header("www-authenticate").contains("invalid_token"));
}

#[tokio::test]
async fn a_token_that_asks_too_often_is_told_how_long_to_wait() {
    let app = TestApp::start().await;
    let (busy, calm) = (app.token(Scope::ALL).await, app.token(Scope::ALL).await);
    let limit = &app.running().state().api_rate;
    let refused = loop {
        // The bucket refills while a request travels, so it may take more than one try.
        while limit.admit(busy.id.unwrap()).is_ok() {}
        let answer = busy.get("/jobs").await;
        if answer.status == 429 {
            break answer;
        }
    };
    assert_eq!(refused.code(), "too_many_requests");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(calm.get("/jobs").await.status, 200);
}

#[tokio::test]
async fn what_is_no_route_is_answered_in_the_same_shape() {
    let app = TestApp::start().await;
    let program = app.token(Scope::ALL).await;
    let answer = program.get("/nothing").await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.code()),
        (404, "not_found")
    );
    let answer = program.send(program.request(Method::DELETE, "/jobs")).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.code()),
        (405, "method_not_allowed")
    );
}
