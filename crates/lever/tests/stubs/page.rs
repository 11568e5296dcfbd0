//! Lists page by page.

use lever::Error;
use lever::resources::OpportunityFilter;
use serde_json::{Value, json as value};

use super::support::{Stub, json, reply};

fn page(ids: &[&str], next: Option<&str>) -> Value {
    let data: Vec<Value> = ids.iter().map(|id| value!({"id": id})).collect();
    match next {
        Some(next) => value!({"data": data, "hasNext": true, "next": next}),
        None => value!({"data": data, "hasNext": false}),
    }
}

async fn ids(lever: &Stub) -> Result<Vec<String>, Error> {
    let all = lever
        .client()
        .opportunities(&OpportunityFilter::default())
        .all()
        .await?;
    Ok(all.into_iter().map(|o| o.id.to_string()).collect())
}

#[tokio::test]
async fn pages_are_followed_and_the_token_is_encoded_once_more() {
    let lever = Stub::start(|seen, number| {
        if number == 1 {
            return json(page(&["a", "b"], Some("%5B201%2C17%2C%22b%22%5D")));
        }
        assert!(
            seen.query
                .ends_with("&offset=%255B201%252C17%252C%2522b%2522%255D"),
            "{}",
            seen.query
        );
        json(page(&["c"], None))
    })
    .await;
    assert_eq!(ids(&lever).await.unwrap(), ["a", "b", "c"]);
}

#[tokio::test]
async fn a_list_that_repeats_its_token_or_runs_empty_ends() {
    let lever = Stub::start(|_, _| json(page(&["a"], Some("t")))).await;
    assert_eq!(ids(&lever).await.unwrap(), ["a", "a"]);
    let lever = Stub::start(|_, number| json(page(&[], Some(&format!("t{number}"))))).await;
    assert_eq!(ids(&lever).await.unwrap(), [""; 0]);
    assert_eq!(lever.seen().len(), 1);
}

#[tokio::test]
async fn a_stale_token_says_so() {
    let lever = Stub::start(|_, _| {
        reply(400).json(value!({"code": "BadRequest", "message": "Invalid offset token: x"}))
    })
    .await;
    let mut pages = lever
        .client()
        .opportunities(&OpportunityFilter::default())
        .starting_at(Some("old".into()));
    assert_eq!(pages.next().await, Err(Error::InvalidOffset));
}

#[tokio::test]
async fn an_element_without_an_id_does_not_spoil_its_page() {
    let lever = Stub::start(|_, _| {
        json(value!({"data": [{"id": "a"}, {"name": "no id"}, null, {"id": ""}, {"id": "b"}]}))
    })
    .await;
    let mut pages = lever.client().opportunities(&OpportunityFilter::default());
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.items.len(), page.malformed), (2, 3));
    assert_eq!(pages.next().await, Ok(None));
}

#[tokio::test]
async fn after_an_error_the_same_page_is_asked_for_again() {
    let lever = Stub::start(|_, number| match number {
        1 => json(page(&["a"], Some("t"))),
        2 => reply(200).body("<html>"),
        _ => json(page(&["b"], None)),
    })
    .await;
    let mut pages = lever.client().opportunities(&OpportunityFilter::default());
    assert!(pages.next().await.is_ok());
    assert!(pages.next().await.is_err());
    assert_eq!(
        pages.next().await.unwrap().unwrap().items[0].id.as_str(),
        "b"
    );
    assert!(lever.seen()[2].query.ends_with("&offset=t"));
}
