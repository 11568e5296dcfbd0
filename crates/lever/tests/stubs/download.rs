//! Bytes of resumes, and where a redirect may lead.

use lever::resources::{OpportunityId, ResumeId};
use lever::{Client, DOWNLOAD_LIMIT, Error};

use super::support::{Stub, reply};

async fn download(client: &Client) -> Result<Vec<u8>, Error> {
    client
        .download_resume(&OpportunityId::new("o1"), &ResumeId::new("r1"))
        .await
        .map(|downloaded| downloaded.bytes.to_vec())
}

#[tokio::test]
async fn bytes_come_through_the_api() {
    let lever = Stub::start(|_, _| reply(200).body("%PDF-1.7")).await;
    assert_eq!(download(&lever.client()).await.unwrap(), b"%PDF-1.7");
    assert_eq!(
        lever.seen()[0].path,
        "/v1/opportunities/o1/resumes/r1/download"
    );
}

#[tokio::test]
async fn a_file_at_the_limit_is_read_and_one_byte_more_is_not() {
    let lever = Stub::start(|_, _| reply(200).body(vec![b'x'; DOWNLOAD_LIMIT])).await;
    assert_eq!(
        download(&lever.patient_client())
            .await
            .map(|bytes| bytes.len()),
        Ok(DOWNLOAD_LIMIT)
    );
    let lever = Stub::start(|_, _| reply(200).body(vec![b'x'; DOWNLOAD_LIMIT + 1])).await;
    assert_eq!(
        download(&lever.patient_client()).await,
        Err(Error::TooLarge {
            limit: DOWNLOAD_LIMIT
        })
    );
    assert_eq!(lever.seen().len(), 1, "and not asked for again");
}

#[tokio::test]
async fn what_lever_could_not_process_says_so() {
    let lever = Stub::start(|_, _| reply(422)).await;
    assert_eq!(download(&lever.client()).await, Err(Error::Unprocessable));
}

#[tokio::test]
async fn a_redirect_to_storage_carries_no_credential() {
    let storage = Stub::start(|_, _| reply(200).body("stored")).await;
    let target = format!("{}/bucket/file?signed=1", storage.origin);
    let lever = Stub::start(move |_, _| reply(302).header("location", target.clone())).await;
    assert_eq!(download(&lever.client()).await.unwrap(), b"stored");
    assert_eq!(storage.seen()[0].bearer(), None);
}

#[tokio::test]
async fn a_redirect_may_not_lead_to_plain_http_or_a_private_address() {
    for target in [
        "http://storage.example/file",
        "https://10.1.2.3/file",
        "https://169.254.169.254/latest/meta-data",
        "https://192.168.0.1/",
        "https://100.64.0.1/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://user:word@storage.example/",
        "file:///etc/passwd",
    ] {
        let lever = Stub::start(move |_, _| reply(302).header("location", target)).await;
        let error = download(&lever.client()).await.unwrap_err();
        assert!(
            matches!(error, Error::RefusedRedirect { .. }),
            "{target}: {error}"
        );
    }
}

#[tokio::test]
async fn a_circle_of_redirects_ends() {
    let lever = Stub::start(|seen, _| reply(302).header("location", seen.path.clone())).await;
    let error = download(&lever.client()).await.unwrap_err();
    assert!(matches!(error, Error::RefusedRedirect { .. }), "{error}");
    assert!(lever.seen().len() < 12);
}
