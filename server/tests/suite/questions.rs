//! The form of follow-up questions, behind its link: `/q/{token}`.

mod asks;
mod mails;
mod refused;

use hiring::documents::DocumentKind;
use hiring::follow_ups::Status;
use reqwest::{Method, StatusCode};

use self::asks::set;
pub use self::asks::{Asks, ask, ask_in, enters};
use crate::support::{Form, TestApp};

const CANDIDATE: &str = "ines.duarte@mail.example";

fn sends(yes_or_no: &str, text: &str) -> Form {
    Form::new()
        .text("q1", yes_or_no)
        .text("q2", text)
        .text("act", "send")
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_travel_from_the_mail_to_the_score_and_knock_outs_are_flagged_not_rejected() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let page = asks.app.stranger().get(&link).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("May you work here?") && !page.body.contains("<script"));
    let answer = asks
        .post(
            &link,
            sends("No", "Clusters in Kubernetes,\nPostgreSQL behind them.").file(
                "q3",
                "cert.pdf",
                b"%PDF-1.4 no more",
            ),
        )
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, &*link)
    );
    let thanks = asks.app.stranger().get(&link).await.body;
    assert!(thanks.contains("Thank you"), "{thanks}");

    let card = asks.scored(application).await;
    assert_eq!(card.flags, ["knock_out"]);
    let columns = hiring::columns::list(asks.app.store(), &asks.owner.permit().unwrap())
        .await
        .unwrap();
    let column = columns
        .iter()
        .find(|column| column.id == card.column)
        .unwrap();
    assert_ne!(
        column.kind,
        hiring::columns::ColumnKind::Rejected,
        "a person rejects, nobody else"
    );
    let mut recruiter = asks.app.recruiter().await;
    let profile = recruiter
        .call("profile/read", &format!("application={application}"))
        .await
        .body;
    for expected in [
        "Clusters in Kubernetes",
        "“No” was chosen.",
        "CLARA rejects nobody",
        "\"status\":\"answered\"",
        "cert.pdf",
    ] {
        assert!(profile.contains(expected), "{expected}: {profile}");
    }
    let file = asks
        .documents(application)
        .await
        .into_iter()
        .find(|document| document.kind == DocumentKind::File)
        .unwrap();
    assert_eq!((&*file.name, file.size), ("cert.pdf", 16));
    assert!(
        file.unreadable.is_some(),
        "read in the sandbox, and found broken"
    );
    let mut page = asks.app.recruiter().await;
    let page = page
        .get(&format!(
            "/settings/integrations/{}/follow-up-questions",
            asks.integration
        ))
        .await;
    assert!(
        page.body.contains("Ines Duarte") && page.body.contains("Answered"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_that_opens_the_link_changes_nothing() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    for method in [Method::GET, Method::HEAD, Method::GET] {
        let mut scanner = asks.app.stranger();
        let request = scanner.request(method, &format!("{link}?act=send&q1=Yes&q2=x"));
        assert_eq!(scanner.send(request).await.status, 200);
    }
    assert!(matches!(
        asks.status(application).await.1,
        Status::Unanswered | Status::Sending
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_needs_no_script_and_allows_none_and_is_kept_nowhere() {
    let asks = Asks::start().await;
    let (_, link) = asks.ines().await;
    let page = asks.app.stranger().get(&link).await;
    let policy = page.header("content-security-policy");
    assert!(
        !policy.contains("script-src")
            && !policy.contains("unsafe")
            && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert_eq!(
        (page.header("cache-control"), page.header("x-robots-tag")),
        ("no-store", "noindex, nofollow")
    );
    assert!(!page.body.contains("<script") && !page.body.contains(" style="));
    assert!(!page.headers.contains_key("set-cookie"));
    let (_, rest) = page.body.split_once("href=\"/questions.css").unwrap();
    let style = asks
        .app
        .stranger()
        .get(&format!(
            "/questions.css{}",
            rest.split('"').next().unwrap()
        ))
        .await;
    assert!(style.status == 200 && style.body.contains("--accent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_named_and_everything_entered_stays() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let form = Form::new()
        .text("q2", "<b>bold</b> & \"quoted\"")
        .text("act", "send")
        .file("q3", "notes.txt", b"plain words");
    let answer = asks.post(&link, form).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("One answer needs your attention")
            && answer.body.contains("href=\"#q1\""),
        "{}",
        answer.body
    );
    assert!(
        answer
            .body
            .contains("&lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot;")
            && answer.body.contains("notes.txt")
    );
    // Come back another day: everything is there, and the file need not be chosen again.
    let page = asks.app.stranger().get(&link).await.body;
    assert!(page.contains("&lt;b&gt;bold") && page.contains("notes.txt"));
    let answer = asks
        .post(&link, sends("Yes", "plain now").file("q3", "", b""))
        .await;
    assert_eq!(answer.status, 303);
    asks.scored(application).await;
    let documents = asks.documents(application).await;
    assert!(
        documents
            .iter()
            .any(|document| document.name == "notes.txt" && document.media_type == "text/plain")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_is_not_sent_and_a_file_can_be_taken_out() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let saved = asks
        .post(
            &link,
            Form::new()
                .text("q2", "half an answer")
                .text("act", "save")
                .file("q3", "a.txt", b"words"),
        )
        .await;
    assert_eq!(saved.location(), format!("{link}?saved=1"));
    let page = asks.app.stranger().get(saved.location()).await.body;
    assert!(page.contains("Saved.") && page.contains("half an answer") && page.contains("a.txt"));
    assert_eq!(asks.status(application).await.1, Status::Begun);
    asks.post(
        &link,
        Form::new()
            .text("q2", "half an answer")
            .text("without-q3", "1")
            .text("act", "save"),
    )
    .await;
    assert!(!asks.app.stranger().get(&link).await.body.contains("a.txt"));
    assert!(
        asks.documents(application).await.is_empty(),
        "nobody sees what was not sent"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pressed_twice_it_is_sent_once() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let (one, other) = tokio::join!(
        asks.post(&link, sends("Yes", "first")),
        asks.post(&link, sends("Yes", "second"))
    );
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (303, 303));
    let third = asks.post(&link, sends("No", "third")).await;
    assert_eq!(third.location(), link);
    asks.scored(application).await;
    let answers = asks
        .documents(application)
        .await
        .into_iter()
        .filter(|document| document.kind == DocumentKind::Answers);
    assert_eq!(answers.count(), 1);
    let mut recruiter = asks.app.recruiter().await;
    let profile = recruiter
        .call("profile/read", &format!("application={application}"))
        .await
        .body;
    assert!(
        !profile.contains("third") && (profile.contains("first") != profile.contains("second"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_show_what_is_edited_to_admins_alone() {
    let app = TestApp::start().await;
    let questions = serde_json::to_string(&set()).unwrap();
    let form = |show: &'static str| [("questions", questions.clone()), ("show", show.to_owned())];
    let mut admin = app.partner_admin().await;
    let page = admin
        .post_form("/follow-up-questions/preview", &form("form"))
        .await;
    assert!(
        page.status == 200
            && page.body.contains("This is a preview")
            && page.body.contains("May you work here?")
    );
    assert!(!page.body.contains("<script>alert"));
    let mail = admin
        .post_form("/follow-up-questions/preview", &form("mail"))
        .await
        .body;
    assert!(
        mail.contains("3 questions") && mail.contains("Answer the questions"),
        "{mail}"
    );
    let empty = [
        ("questions", r#"{"introduction":"","questions":[]}"#),
        ("show", "form"),
    ];
    let refused = admin
        .post_form("/follow-up-questions/preview", &empty)
        .await;
    assert!(refused.status == 422 && refused.body.contains("Add at least one question"));
    assert_eq!(
        app.recruiter()
            .await
            .post_form("/follow-up-questions/preview", &form("form"))
            .await
            .status,
        403
    );
    assert_eq!(
        app.stranger()
            .post_form("/follow-up-questions/preview", &form("form"))
            .await
            .status,
        401
    );
}
