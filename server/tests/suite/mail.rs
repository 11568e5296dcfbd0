//! Mails on their way out, through a mail server.

use hiring::invitations;
use hiring::mails::Delivery;
use hiring::permission::{ManageIntegrations, ManageMembers};
use hiring::{Role, accounts, queue};

use crate::support::{Mood, SmtpServer, TestApp};

async fn app(url: String) -> TestApp {
    TestApp::with(vec![
        ("CLARA_SMTP_URL", url),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await
}

/// Invites as the owner; how the mail fares once `fares` is content with it.
async fn invite(app: &TestApp, email: &str) {
    let invited = app
        .owner()
        .await
        .call("members/invite", &format!("email={email}&role=recruiter"))
        .await;
    assert!(
        invited.status.is_success() || invited.status.is_redirection(),
        "{}",
        invited.body
    );
}

async fn delivery(app: &TestApp) -> Delivery {
    let owner = app.acme().await;
    let permit = owner.permit::<ManageMembers>().unwrap();
    invitations::list(app.store(), &permit).await.unwrap()[0].delivery
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_handed_over_once_with_text_html_and_the_link() {
    let server = SmtpServer::start(Mood::Willing).await;
    let app = app(server.url()).await;
    invite(&app, "nora@acme.example").await;
    let taken = server.taken(1).await;
    let mail = &taken[0];
    // \0clara\0p@ss
    assert_eq!(mail.credentials, "PLAIN AGNsYXJhAHBAc3M=");
    assert!(mail.from.starts_with("FROM:<clara@acme.example>"));
    assert_eq!(mail.to, ["TO:<nora@acme.example>"]);
    assert_eq!(mail.header("Subject"), "Join Acme on CLARA");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert!(mail.header("Message-ID").ends_with("@acme.example>"));
    assert!(mail.data.contains("text/plain") && mail.data.contains("text/html"));
    assert!(mail.data.contains("/invitation/"));
    app.eventually("the mail counts as sent", async || {
        (delivery(&app).await == Delivery::Sent).then_some(())
    })
    .await;
    let mut owner = app.owner().await;
    assert!(
        owner
            .get("/settings/mail")
            .await
            .body
            .contains("Nothing is kept here")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_recipient_is_given_up_and_shown() {
    let server = SmtpServer::start(Mood::Refusing).await;
    let app = app(server.url()).await;
    invite(&app, "nora@acme.example").await;
    app.eventually("the mail is given up", async || {
        (delivery(&app).await == Delivery::Failed).then_some(())
    })
    .await;
    let permit = app.acme().await.permit::<ManageIntegrations>().unwrap();
    let dead = queue::dead(app.store(), &permit, 10).await.unwrap();
    assert_eq!(dead[0].error_code, "refused_by_server");
    let mut owner = app.owner().await;
    assert!(
        owner
            .get("/settings/members")
            .await
            .body
            .contains("Mail not delivered")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_gets_the_mail_when_it_is_back() {
    let address = SmtpServer::nobody().await;
    let app = app(format!("smtp://{address}")).await;
    invite(&app, "nora@acme.example").await;
    app.eventually("a first try failed", async || {
        let permit = app.acme().await.permit::<ManageMembers>().unwrap();
        let depth = queue::depth(app.store(), &permit).await.unwrap();
        (depth.waiting == 1).then_some(())
    })
    .await;
    assert_eq!(delivery(&app).await, Delivery::Waiting);
    let server = SmtpServer::start_at(address, Mood::Willing).await;
    assert_eq!(server.taken(1).await[0].to, ["TO:<nora@acme.example>"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_uncertain_end_is_tried_again_as_the_same_mail() {
    let server = SmtpServer::start(Mood::Forgetful).await;
    let app = app(server.url()).await;
    invite(&app, "nora@acme.example").await;
    let taken = server.taken(2).await;
    assert!(!taken[0].header("Message-ID").is_empty());
    assert_eq!(taken[0].header("Message-ID"), taken[1].header("Message-ID"));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_people_choose_stay_words() {
    let server = SmtpServer::start(Mood::Willing).await;
    let app = app(server.url()).await;
    let owner = app
        .organization("Evil, Inc. <thief@evil.example>", "evil@evil.example")
        .await;
    let permit = owner.permit::<ManageMembers>().unwrap();
    accounts::rename(app.store(), &owner, "<b>Eve</b>")
        .await
        .unwrap();
    invitations::invite(app.store(), &permit, "nora@acme.example", Role::Recruiter)
        .await
        .unwrap();
    let taken = server.taken(1).await;
    assert_eq!(taken[0].to.len(), 1);
    assert!(
        taken[0]
            .header("Subject")
            .starts_with("Join Evil, Inc. <thief@evil.example>")
    );
    let text = taken[0].data.replace("=\r\n", "").replace("=\n", "");
    assert!(text.contains("&lt;b&gt;Eve"), "{text}");
}
