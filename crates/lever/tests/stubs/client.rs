//! Credentials, repetition, and the meaning of every status.

use lever::resources::{NewNote, OpportunityId, WebhookEvent};
use lever::{Client, Error, NetworkFault};
use serde_json::json as value;

use super::support::{Reply, Stub, json, reply, silence};

async fn read(client: &Client) -> Result<usize, Error> {
    Ok(client.stages().all().await?.len())
}

async fn write(client: &Client) -> Result<String, Error> {
    let note = NewNote {
        value: "score".into(),
        secret: false,
    };
    let id = client.create_note(&OpportunityId::new("o1"), &note).await?;
    Ok(id.to_string())
}

fn stages() -> Reply {
    json(value!({"data": [{"id": "applicant-new", "text": "New applicant"}], "hasNext": false}))
}

fn created() -> Reply {
    reply(201).json(value!({"data": {"noteId": "n1", "id": "other"}}))
}

async fn always(answer: impl Fn() -> Reply + Clone + Send + Sync + 'static) -> Stub {
    Stub::start(move |_, _| answer()).await
}

async fn first_then(
    first: impl Fn() -> Reply + Clone + Send + Sync + 'static,
    then: impl Fn() -> Reply + Clone + Send + Sync + 'static,
) -> Stub {
    Stub::start(move |_, number| if number == 1 { first() } else { then() }).await
}

#[tokio::test]
async fn every_request_carries_the_bearer() {
    let lever = always(stages).await;
    assert_eq!(read(&lever.client()).await, Ok(1));
    assert_eq!(lever.seen()[0].bearer(), Some("Bearer good"));
    assert_eq!(lever.seen()[0].path, "/v1/stages");
}

#[tokio::test]
async fn what_passes_is_repeated_and_what_stays_is_not() {
    let message = || value!({"code": "X", "message": "stages x was not found"});
    for (status, expected, attempts) in [
        (
            400,
            Error::Refused {
                status: 400,
                message: "stages x was not found".into(),
            },
            1,
        ),
        (401, Error::Unauthorized, 2),
        (
            403,
            Error::Forbidden {
                message: "stages x was not found".into(),
            },
            1,
        ),
        (404, Error::NotFound, 1),
        (422, Error::Unprocessable, 1),
        (429, Error::RateLimited { retry_after: None }, 3),
        (500, Error::Server { status: 500 }, 3),
        (503, Error::Server { status: 503 }, 3),
    ] {
        let lever = always(move || reply(status).json(message())).await;
        assert_eq!(read(&lever.client()).await, Err(expected));
        assert_eq!(lever.seen().len(), attempts, "attempts on {status}");
    }
}

#[tokio::test]
async fn a_read_succeeds_after_a_passing_fault() {
    for first in [429, 500, 503] {
        let lever = first_then(move || reply(first).header("retry-after", "0"), stages).await;
        assert_eq!(read(&lever.client()).await, Ok(1), "after {first}");
    }
    let lever = first_then(silence, stages).await;
    assert_eq!(read(&lever.client()).await, Ok(1), "after a timeout");
}

#[tokio::test]
async fn a_retry_after_beyond_our_patience_ends_the_call_and_is_told() {
    let lever = always(|| reply(429).header("retry-after", "3600")).await;
    let error = read(&lever.client()).await.unwrap_err();
    assert_eq!(
        error,
        Error::RateLimited {
            retry_after: Some(std::time::Duration::from_secs(3600))
        }
    );
    assert_eq!(lever.seen().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_no_json_is_garbage() {
    for body in ["", "<html>", "{\"data\": 7}", "{\"data\": [{\"id\": \"a\"}"] {
        let lever = always(move || reply(200).body(body)).await;
        let error = read(&lever.client()).await.unwrap_err();
        assert!(matches!(error, Error::Garbage { .. }), "{body}: {error}");
    }
}

#[tokio::test]
async fn a_half_body_is_read_again() {
    let lever = first_then(
        || {
            reply(200)
                .header("content-length", "4000")
                .body("{\"data\"")
        },
        stages,
    )
    .await;
    assert_eq!(read(&lever.client()).await, Ok(1));
}

#[tokio::test]
async fn a_note_is_never_posted_twice_when_it_may_have_been_written() {
    for first in [500, 502, 503] {
        let lever = first_then(move || reply(first), created).await;
        assert_eq!(write(&lever.client()).await, Err(Error::Uncertain));
        assert_eq!(lever.seen().len(), 1, "after {first}");
    }
    let lever = first_then(silence, created).await;
    assert_eq!(write(&lever.client()).await, Err(Error::Uncertain));
    assert_eq!(lever.seen().len(), 1, "after a timeout");
    let lever = always(|| reply(201).body("{\"da")).await;
    assert_eq!(write(&lever.client()).await, Err(Error::Uncertain));
    assert_eq!(lever.seen().len(), 1, "after garbage");
}

#[tokio::test]
async fn a_note_is_posted_again_when_it_certainly_was_not_written() {
    let lever = first_then(|| reply(429), created).await;
    assert_eq!(write(&lever.client()).await, Ok("n1".into()));
    assert_eq!(lever.seen().len(), 2);
}

#[tokio::test]
async fn nobody_listening_is_a_network_error() {
    let client = Stub::nobody().client();
    assert_eq!(
        read(&client).await,
        Err(Error::Network(NetworkFault::Connect))
    );
    assert_eq!(
        write(&client).await,
        Err(Error::Network(NetworkFault::Connect))
    );
}

#[tokio::test]
async fn deleting_what_is_gone_is_done() {
    let lever = always(|| reply(404)).await;
    let id = lever::resources::WebhookId::new("w1");
    assert_eq!(lever.client().delete_webhook(&id).await, Ok(()));
}

#[tokio::test]
async fn a_redirect_takes_the_bearer_along_only_within_the_environment() {
    let elsewhere = always(stages).await;
    let target = format!("{}/v1/stages", elsewhere.origin);
    let lever = always(move || reply(301).header("location", target.clone())).await;
    let error = read(&lever.client()).await.unwrap_err();
    assert!(matches!(error, Error::RefusedRedirect { .. }), "{error}");
    assert!(elsewhere.seen().is_empty());

    let lever = first_then(|| reply(301).header("location", "/v1/moved/stages"), stages).await;
    assert_eq!(read(&lever.client()).await, Ok(1));
    assert_eq!(lever.seen()[1].path, "/v1/moved/stages");
}

#[tokio::test]
async fn an_id_cannot_leave_its_place_in_the_path() {
    let lever = always(|| reply(404)).await;
    let client = lever.client();
    for id in ["", ".", ".."] {
        let error = client
            .opportunity(&OpportunityId::new(id), &[])
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Unusable { .. }), "{id}");
    }
    let _ = client
        .opportunity(&OpportunityId::new("../users?x=1#y"), &[])
        .await;
    assert_eq!(
        lever.seen()[0].path,
        "/v1/opportunities/..%2Fusers%3Fx=1%23y"
    );
}

#[tokio::test]
async fn no_error_text_carries_a_mail_address_or_an_address() {
    let lever =
        always(|| reply(403).json(value!({"message": "sam@example.org may not be read"}))).await;
    let error = read(&lever.client()).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("example.org"));
    let lever = always(silence).await;
    let error = lever
        .client()
        .create_webhook(&WebhookEvent::ApplicationCreated, "https://x/secret")
        .await
        .unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"));
}
