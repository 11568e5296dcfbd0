//! What the form refuses: dead links, hostile input, what is too large, another organization's.

use reqwest::Method;

use super::{Asks, CANDIDATE, sends};
use crate::support::Form;

#[tokio::test(flavor = "multi_thread")]
async fn wrong_taken_back_and_expired_links_get_the_same_answer() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let wrong = asks.app.stranger().get("/q/guessed").await;
    assert_eq!(wrong.status, 404);
    let (id, _) = asks.status(application).await;
    let mut recruiter = asks.app.recruiter().await;
    let arguments = format!("follow_up={id}");
    assert!(
        recruiter
            .call("follow-ups/withdraw", &arguments)
            .await
            .status
            .is_success()
    );
    let withdrawn = asks.app.stranger().get(&link).await;
    assert_eq!(
        (withdrawn.status, &withdrawn.body),
        (wrong.status, &wrong.body)
    );
    for path in ["/q/guessed", &link] {
        let answer = asks.post(path, sends("Yes", "too late")).await;
        assert_eq!((answer.status, &answer.body), (wrong.status, &wrong.body));
    }
    // Asked again, the new link works and the old one does not.
    assert!(
        recruiter
            .call("follow-ups/ask-again", &arguments)
            .await
            .status
            .is_success()
    );
    let again = asks
        .app
        .eventually("another mail comes", async || {
            let link_now = asks.link_of(CANDIDATE).await;
            (link_now != link).then_some(link_now)
        })
        .await;
    assert_eq!(asks.app.stranger().get(&again).await.status, 200);
    assert_eq!(asks.app.stranger().get(&link).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_input_is_refused_or_stays_words() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let too_long = asks.post(&link, sends("Yes", &"x".repeat(1_000_000))).await;
    assert_eq!(too_long.status, 422);
    assert!(
        too_long.body.len() < 60_000,
        "kept no longer than an answer may be"
    );
    let many = (0..2000).fold(Form::new().text("act", "save"), |form, n| {
        form.text(&format!("x{n}"), "y")
    });
    assert_eq!(asks.post(&link, many).await.status, 303);
    for (bytes, name, problem) in [
        (vec![b'x'; 11 * 1024 * 1024], "big.txt", "larger than 10 MB"),
        (b"MZ\x90\0\x03\0\0\0".to_vec(), "cv.pdf", "is no PDF"),
        (
            b"<!doctype html><script>alert(1)</script>".to_vec(),
            "cv.pdf",
            "is no PDF",
        ),
        (Vec::new(), "empty.pdf", "is empty"),
    ] {
        let answer = asks
            .post(&link, sends("Yes", "fine").file("q3", name, &bytes))
            .await;
        assert_eq!(answer.status, 422, "{problem}");
        assert!(answer.body.contains(problem), "{problem}: {}", answer.body);
    }
    // More than all files together may hold: refused, whether by an answer or by hanging up.
    let stranger = asks.app.stranger();
    let huge = Form::new().file("q3", "x.txt", &vec![b'x'; 60 * 1024 * 1024]);
    let request = stranger
        .request(Method::POST, &link)
        .header("content-type", huge.content_type());
    if let Ok(answer) = request.body(huge.body()).send().await {
        assert_eq!(answer.status(), 413);
    }
    let mut broken = asks.app.stranger();
    let request = broken
        .request(Method::POST, &link)
        .header("content-type", "multipart/form-data; boundary=x")
        .body("nonsense");
    assert_eq!(broken.send(request).await.status, 400);
    let evil = "x\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>\u{0}";
    assert_eq!(
        asks.post(
            &link,
            sends("Yes", evil).file("q3", "../../<img src=x>.txt", b"words")
        )
        .await
        .status,
        303
    );
    asks.scored(application).await;
    let mut recruiter = asks.app.recruiter().await;
    let page = recruiter
        .get(&format!("/applications/{application}"))
        .await
        .body;
    assert!(!page.contains("<script>alert(1)") && !page.contains("<img src=x>"));
    let names: Vec<String> = asks
        .documents(application)
        .await
        .into_iter()
        .map(|document| document.name)
        .collect();
    assert!(names.contains(&"<img src=x>.txt".to_owned()), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_ten_megabytes_to_the_byte_is_taken() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let largest = vec![b'x'; questions::MAX_FILE_BYTES];
    let form = sends("Yes", "fine").file("q3", "largest.txt", &largest);
    let taken = asks.post(&link, form).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    asks.scored(application).await;
    let documents = asks.documents(application).await;
    assert!(
        documents
            .iter()
            .any(|document| document.name == "largest.txt")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organization_gets_nothing_by_its_own_link() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let mut foreign = asks.app.other_organization().await;
    let (id, _) = asks.status(application).await;
    for (endpoint, arguments) in [
        ("follow-ups/withdraw", format!("follow_up={id}")),
        ("follow-ups/ask-again", format!("follow_up={id}")),
        (
            "follow-ups/asked",
            format!("integration={}&page=0", asks.integration),
        ),
        (
            "follow-ups/read",
            format!("integration={}", asks.integration),
        ),
    ] {
        assert_eq!(
            foreign.call(endpoint, &arguments).await.status,
            404,
            "{endpoint}"
        );
    }
    assert_eq!(
        asks.app.stranger().get(&link).await.status,
        200,
        "whoever holds the link may answer, signed in or not"
    );
}
