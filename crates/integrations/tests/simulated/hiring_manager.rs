//! Whom Lever names as a posting's hiring manager: comes in with the posting, follows it, and goes with it.

use hiring::jobs::{self, HiringManager};
use hiring::permission::{ShareCandidates, ViewJobs};
use hiring::shares::{self, Known};
use reqwest::Method;
use serde_json::{Value, json};

use super::reconcile::change_posting;
use super::support::Clara;

/// A user of Lever, as CLARA keeps them.
fn kept(user: &Value) -> Option<HiringManager> {
    let text = |field: &str| user[field].as_str().unwrap();
    HiringManager::new(text("name"), text("email"))
}

async fn known(clara: &Clara, job: hiring::JobId) -> Option<HiringManager> {
    let read = jobs::read(&clara.store, &clara.permit::<ViewJobs>(), job).await;
    read.unwrap().hiring_manager
}

#[tokio::test]
async fn it_is_imported_with_the_posting_and_offered_first() {
    let (clara, integration) = Clara::connected().await;
    let postings = clara
        .lever("/postings?state=published&expand=hiringManager")
        .await;
    let postings = postings["data"].as_array().unwrap();
    let posting = postings
        .iter()
        .find(|posting| posting["hiringManager"].is_object())
        .unwrap();
    let job = clara
        .select(integration, posting["id"].as_str().unwrap())
        .await;
    clara.work().await;
    let manager = kept(&posting["hiringManager"]).unwrap();
    assert_eq!(known(&clara, job).await.as_ref(), Some(&manager));
    let permit = clara.permit::<ShareCandidates>();
    let people = shares::people(&clara.store, &permit, job).await;
    let first = people.unwrap().remove(0);
    assert_eq!(
        (&*first.name, &*first.email, first.known),
        (manager.name(), manager.email(), Known::OfJob)
    );
}

#[tokio::test]
async fn a_comparison_brings_another_one_and_forgets_who_is_out_of_sight() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let users = clara.lever("/users").await;
    let before = known(&clara, job).await;
    let users = users["data"].as_array().unwrap().iter();
    let other = users
        .rev()
        .find(|user| kept(user) != before)
        .unwrap()
        .clone();
    change_posting(&clara, &posting, json!({ "hiringManager": other["id"] })).await;
    clara.reconcile(integration).await;
    assert_eq!(known(&clara, job).await, kept(&other));

    // Whom it may not be told, for want of a permission to read users: the posting itself is shown all the same.
    let path = format!("/postings/{posting}");
    let state = async || {
        let read = jobs::read(&clara.store, &clara.permit::<ViewJobs>(), job).await;
        read.unwrap().state
    };
    let shown = state().await;
    clara.fault("403", "GET", &path, 1).await;
    clara.reconcile(integration).await;
    assert_eq!((known(&clara, job).await, state().await), (None, shown));
    clara.reconcile(integration).await;
    assert_eq!(known(&clara, job).await, kept(&other));
    // As a confidential posting answers whom nobody gave access.
    clara.fault("403", "GET", &path, 2).await;
    clara.reconcile(integration).await;
    let hidden = (known(&clara, job).await, state().await);
    assert_eq!(hidden, (None, "confidential".to_owned()));
    clara.reconcile(integration).await;
    assert_eq!(known(&clara, job).await, kept(&other), "in sight again");
    clara.sim(Method::DELETE, &path, Value::Null).await;
    clara.reconcile(integration).await;
    assert_eq!(known(&clara, job).await, None);
}
