//! The mail that carries the link: one, with no header of somebody else's making, and declined by the mail program too.

use std::time::Duration;

use hiring::follow_ups::{self, Status};
use reqwest::Method;

use super::{Asks, CANDIDATE, sends};
use crate::support::{Form, Mood, SmtpServer, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_is_believed_by_button_and_by_mail_program() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let mut program = asks.app.stranger();
    let request = program
        .request(Method::POST, &link)
        .form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(program.send(request).await.status, 303);
    assert!(
        asks.app
            .stranger()
            .get(&link)
            .await
            .body
            .contains("You will not be asked again")
    );
    assert_eq!(asks.status(application).await.1, Status::Declined);
    let late = asks.post(&link, sends("Yes", "after all")).await;
    assert_eq!(late.status, 303);
    assert_eq!(
        asks.status(application).await.1,
        Status::Declined,
        "nothing is sent by a declined form"
    );
    let other = asks.enters("Tom Other", "tom@mail.example").await;
    let link = asks.link_of("tom@mail.example").await;
    assert_eq!(
        asks.post(&link, Form::new().text("act", "decline"))
            .await
            .status,
        303
    );
    assert_eq!(asks.status(other).await.1, Status::Declined);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_carries_the_link_once_and_no_header_of_somebody_elses_making() {
    let server = SmtpServer::start(Mood::Forgetful).await;
    let app = TestApp::with(vec![
        ("CLARA_SMTP_URL", server.url()),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await;
    let asks = Asks::on(app).await;
    asks.enters("Ines\r\nBcc: thief@evil.example", CANDIDATE)
        .await;
    let taken = server.taken(1).await;
    for mail in &taken {
        assert_eq!(mail.to, [format!("TO:<{CANDIDATE}>")]);
        let head: Vec<&str> = mail
            .data
            .lines()
            .take_while(|line| !line.is_empty())
            .collect();
        assert!(
            !head
                .iter()
                .any(|line| line.to_lowercase().starts_with("bcc")),
            "{head:?}"
        );
        assert!(
            mail.header("List-Unsubscribe").contains("/q/")
                || head.iter().any(|line| line.contains("/q/"))
        );
        assert_eq!(
            mail.header("List-Unsubscribe-Post"),
            "List-Unsubscribe=One-Click"
        );
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    }
    // Nobody knows whether it arrived, so it is not sent again.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(server.taken_yet().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_address_is_shown_to_recruiters() {
    let server = SmtpServer::start(Mood::Refusing).await;
    let app = TestApp::with(vec![
        ("CLARA_SMTP_URL", server.url()),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await;
    let asks = Asks::on(app).await;
    let application = asks.enters("Ines Duarte", CANDIDATE).await;
    asks.app
        .eventually("the mail is given up", async || {
            let all = follow_ups::of_application(
                asks.app.store(),
                &asks.owner.permit().unwrap(),
                application,
            )
            .await
            .unwrap();
            all.iter()
                .any(|one| one.status == Status::Failed)
                .then_some(())
        })
        .await;
    let mut recruiter = asks.app.recruiter().await;
    let asked = recruiter
        .call(
            "follow-ups/asked",
            &format!("integration={}&page=0", asks.integration),
        )
        .await
        .body;
    assert!(
        asked.contains("\"failed\"") && asked.contains("refused it for good"),
        "{asked}"
    );
    let profile = recruiter
        .call("profile/read", &format!("application={application}"))
        .await
        .body;
    assert!(profile.contains("refused it for good"));
}
