//! Lists, filters, pages, expansion; changes and what their answers leave blank.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};
use support::{ALL_SCOPES, Account, answer, text};

fn ids(body: &Value) -> Vec<String> {
    body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(&item["id"]))
        .collect()
}

#[tokio::test]
async fn a_flag_may_be_written_as_python_does_and_a_name_is_no_address() {
    let account = Account::start().await;
    let active = ids(&account.get("/users").await);
    let all = ids(&account.get("/users?includeDeactivated=True").await);
    assert!(all.len() > active.len());
    assert_eq!(
        ids(&account.get("/opportunities?archived=True").await),
        ids(&account.get("/opportunities?archived=true").await)
    );
    assert_eq!(account.status("/opportunities?archived=1").await.0, 400);
    let (status, refused) = account.status("/opportunities?email=Ada%20Byrne").await;
    assert_eq!(
        (status, refused["message"].as_str()),
        (400, Some("Email address is not valid"))
    );
}

#[tokio::test]
async fn pages_lead_through_everything_in_the_order_of_stages() {
    let account = Account::start().await;
    let mut all = Vec::new();
    let mut path = "/opportunities?limit=25&expand=stage".to_owned();
    loop {
        let page = account.get(&path).await;
        all.extend(page["data"].as_array().unwrap().clone());
        match page["next"].as_str() {
            // As every client does, the token is encoded once more.
            Some(next) => {
                path = format!(
                    "/opportunities?limit=25&expand=stage&offset={}",
                    next.replace('%', "%25")
                )
            }
            None => break,
        }
    }
    assert_eq!(
        all.iter()
            .map(|one| text(&one["id"]))
            .collect::<HashSet<_>>()
            .len(),
        all.len()
    );
    assert!(
        all.len() > 110,
        "all but the confidential ones of 120, not {}",
        all.len()
    );
    let stages = account.get("/stages").await;
    let rank = |one: &Value| {
        stages["data"]
            .as_array()
            .unwrap()
            .iter()
            .position(|stage| stage["id"] == one["stage"]["id"])
            .unwrap()
    };
    let keys: Vec<_> = all
        .iter()
        .map(|one| (rank(one), -one["lastAdvancedAt"].as_i64().unwrap()))
        .collect();
    assert!(keys.is_sorted());
}

#[tokio::test]
async fn a_token_of_another_filter_is_an_invalid_offset_token() {
    let account = Account::start().await;
    let next = text(&account.get("/opportunities?limit=5").await["next"]);
    let (status, body) = account
        .status(&format!(
            "/opportunities?limit=5&archived=false&offset={next}"
        ))
        .await;
    assert_eq!(
        (status, body["message"].as_str()),
        (400, Some("Invalid offset token"))
    );
}

#[tokio::test]
async fn filters_narrow_and_unknown_expansions_are_refused() {
    let account = Account::start().await;
    let posting = account.posting().await;
    let found = account
        .get(&format!(
            "/opportunities?posting_id={posting}&archived=false&expand=applications&expand=contact"
        ))
        .await;
    let found = found["data"].as_array().unwrap();
    assert!(!found.is_empty());
    for one in found {
        assert_eq!(one["applications"][0]["posting"], posting);
        assert!(one["archived"].is_null());
        assert!(
            one["contact"]["location"]["name"].is_string(),
            "the contact is expanded"
        );
    }
    let (status, body) = account.status("/opportunities?expand=posting").await;
    assert_eq!(
        (status, body["message"].as_str()),
        (400, Some("posting is not expandable"))
    );
    let narrow = account.get("/opportunities?limit=1&include=name").await;
    assert_eq!(
        narrow["data"][0].as_object().unwrap().len(),
        2,
        "id and name"
    );
    assert_eq!(account.status("/opportunities?limit=101").await.0, 400);
    assert_eq!(
        account.status("/opportunities/nobody").await.1["code"],
        "ResourceNotFound"
    );
}

#[tokio::test]
async fn the_window_of_updates_shows_what_changed_and_never_records_without_a_time() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    let since = account.get(&format!("/opportunities/{opportunity}")).await["data"]["updatedAt"]
        .as_i64()
        .unwrap();
    assert_eq!(
        ids(&account
            .get(&format!("/opportunities?updated_at_start={since}"))
            .await),
        [opportunity]
    );
    let everything = account
        .get("/opportunities?updated_at_start=0&limit=100&archived=true")
        .await;
    assert!(
        everything["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["updatedAt"].is_i64())
    );
    assert_eq!(
        account
            .status("/opportunities?updated_at_start=yesterday")
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn confidential_records_are_left_out_and_refused_without_the_scope() {
    let account = Account::start().await;
    let confidential = account.get("/postings?confidentiality=confidential").await;
    let id = text(&confidential["data"][0]["id"]);
    assert!(!ids(&account.get("/postings").await).contains(&id));
    let tokens = account.authorized(ALL_SCOPES).await;
    assert_eq!(
        account.as_app(&tokens, &format!("/postings/{id}")).await.0,
        403
    );
    let (_, all) = account
        .as_app(&tokens, "/postings?confidentiality=all")
        .await;
    assert!(!ids(&all).contains(&id));
}

#[tokio::test]
async fn a_stage_change_is_recorded_and_its_answer_leaves_the_person_blank() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    let stage = account.stage("Recruiter screen").await;
    let user = account.user("super admin").await;
    let path = format!("/opportunities/{opportunity}/stage?perform_as={user}");
    let (status, body) = account
        .send(Method::PUT, &path, json!({ "stage": stage }))
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        (&body["data"]["name"], &body["data"]["emails"]),
        (&json!(""), &json!([]))
    );
    assert!(body["data"].get("opportunityLocation").is_none());
    let read = account.get(&format!("/opportunities/{opportunity}")).await;
    assert_eq!(read["data"]["name"], "Ada Byrne");
    assert_eq!(read["data"]["stage"], stage);
    assert_eq!(read["data"]["stageChanges"][1]["userId"], user);
    assert_eq!(
        account
            .send(Method::PUT, &path, json!({ "stage": "nowhere" }))
            .await
            .0,
        404
    );
    assert_eq!(account.send(Method::PUT, &path, json!({})).await.0, 400);
}

#[tokio::test]
async fn archiving_twice_moves_the_time_and_the_application_keeps_its_first() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    let path = format!("/opportunities/{opportunity}/archived");
    let withdrew = account.reason("Withdrew").await;
    account
        .send(Method::PUT, &path, json!({ "reason": withdrew }))
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    account
        .send(
            Method::PUT,
            &path,
            json!({ "reason": account.reason("Timing").await }),
        )
        .await;
    let read = account
        .get(&format!("/opportunities/{opportunity}?expand=applications"))
        .await;
    assert!(
        read["data"]["archived"]["archivedAt"].as_i64()
            > read["data"]["applications"][0]["archived"]["archivedAt"].as_i64()
    );
    account
        .send(Method::PUT, &path, json!({ "reason": null }))
        .await;
    assert!(
        account.get(&format!("/opportunities/{opportunity}")).await["data"]["archived"].is_null()
    );
}

#[tokio::test]
async fn tags_links_and_sources_come_and_go() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    for (field, label) in [("Tags", "tags"), ("Links", "links"), ("Sources", "sources")] {
        let path = |action: &str| format!("/opportunities/{opportunity}/{action}{field}");
        assert_eq!(
            account
                .send(Method::POST, &path("add"), json!({ label: ["one", "two"] }))
                .await
                .0,
            200
        );
        assert_eq!(
            account
                .send(Method::POST, &path("remove"), json!({ label: ["one"] }))
                .await
                .0,
            200
        );
        let read = account.get(&format!("/opportunities/{opportunity}")).await;
        let list = read["data"][label].as_array().unwrap();
        assert!(
            list.contains(&json!("two")) && !list.contains(&json!("one")),
            "{label}"
        );
    }
    assert_eq!(
        account
            .send(
                Method::POST,
                &format!("/opportunities/{opportunity}/addFriends"),
                json!({})
            )
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn a_deleted_opportunity_is_gone_and_listed_among_the_deleted() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    account
        .sim(
            Method::DELETE,
            &format!("/opportunities/{opportunity}"),
            json!({}),
        )
        .await;
    assert_eq!(
        account
            .status(&format!("/opportunities/{opportunity}"))
            .await
            .0,
        404
    );
    let deleted = account
        .get("/opportunities/deleted?deleted_at_start=0")
        .await;
    assert_eq!(ids(&deleted), [opportunity]);
    assert_eq!(
        account
            .status("/applications/deleted?deleted_at_start=0")
            .await
            .0,
        400,
        "a window is needed"
    );
}

#[tokio::test]
async fn no_credential_and_unknown_paths_are_refused_in_levers_shape() {
    let account = Account::start().await;
    let (status, body) = answer(
        account
            .http
            .get(account.url("/opportunities"))
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!((status, body["code"].as_str()), (401, Some("Unauthorized")));
    assert_eq!(
        account.status("/nowhere").await.1["code"],
        "ResourceNotFound"
    );
    let response = account
        .request(Method::GET, "/stages")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["server"], "lever-data-api");
    assert_eq!(
        response.headers()["content-type"],
        "application/json; charset=utf-8"
    );
}
