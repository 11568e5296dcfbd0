//! Mails on their way out, through a mail server.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use hiring::invitations;
use hiring::mails::Delivery;
use hiring::permission::{ManageIntegrations, ManageMembers};
use hiring::{Role, accounts, queue};

use testing::smtp::Security;

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
async fn an_uncertain_end_is_shown_and_sent_again_only_by_a_person_as_the_same_mail() {
    let server = SmtpServer::start(Mood::Forgetful).await;
    let app = app(server.url()).await;
    invite(&app, "nora@acme.example").await;
    app.eventually("the mail is given up", async || {
        (delivery(&app).await == Delivery::Failed).then_some(())
    })
    .await;
    let permit = app.acme().await.permit::<ManageIntegrations>().unwrap();
    let dead = queue::dead(app.store(), &permit, 10).await.unwrap();
    assert_eq!(dead[0].error_code, "no_answer");
    assert_eq!(server.taken_yet().len(), 1);
    let which = queue::Dead::Row(&dead[0].id);
    queue::revive(app.store(), &permit, which).await.unwrap();
    let taken = server.taken(2).await;
    assert_eq!(
        taken[0].header("Message-ID"),
        format!("<{}@acme.example>", dead[0].id)
    );
    assert_eq!(taken[0].header("Message-ID"), taken[1].header("Message-ID"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_to_admins_and_is_no_bounce() {
    let server = SmtpServer::start(Mood::NotLettingIn).await;
    let app = app(server.url()).await;
    invite(&app, "nora@acme.example").await;
    let mut owner = app.owner().await;
    app.eventually("the trouble is shown", async || {
        let page = owner.get("/settings/mail").await.body;
        page.contains("does not accept user and password")
            .then_some(())
    })
    .await;
    assert_eq!(delivery(&app).await, Delivery::Waiting);
    server.turn(Mood::Willing);
    assert_eq!(server.taken(1).await[0].to, ["TO:<nora@acme.example>"]);
    app.eventually("all is well again", async || {
        let page = owner.get("/settings/mail").await.body;
        page.contains("Nothing is kept here").then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_an_authority_of_ones_own_vouches_for_is_trusted_where_it_is_named() {
    let authority = testing::Authority::new();
    let identity = authority.vouches_for(&["localhost"]);
    let server = SmtpServer::secured(Mood::Willing, Security::Implicit(identity), "PLAIN").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, authority.pem()).unwrap();
    let app = TestApp::with(vec![
        (
            "CLARA_SMTP_URL",
            format!("smtps://clara:p%40ss@localhost:{}", server.port()),
        ),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
        ("CLARA_SMTP_CA", file.display().to_string()),
    ])
    .await;
    invite(&app, "nora@acme.example").await;
    let taken = server.taken(1).await;
    assert!(taken[0].secured);
    assert_eq!(taken[0].to, ["TO:<nora@acme.example>"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_comes_back_is_piped_in_and_counts_as_refused() {
    let server = SmtpServer::start(Mood::Willing).await;
    let app = app(server.url()).await;
    invite(&app, "nora@acme.example").await;
    let sent = server.taken(1).await.remove(0);
    app.eventually("the mail counts as sent", async || {
        (delivery(&app).await == Delivery::Sent).then_some(())
    })
    .await;
    let report = |action: &str| {
        format!(
            "From: MAILER-DAEMON@mail.example.org\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.org\r\n\r\n\
             Final-Recipient: rfc822; nora@acme.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n\
             --b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--b--\r\n",
            sent.data.replace('\n', "\r\n")
        )
    };
    let not_ours = "It tells of no mail of CLARA's that came back";
    for (mail, said) in [
        (report("delayed"), not_ours),
        ("Subject: Hello\r\n\r\nIs this CLARA?\r\n".into(), not_ours),
        (report("failed"), "Marked as not delivered."),
        (report("failed"), not_ours),
    ] {
        let printed = bounce(&app, &mail);
        assert!(printed.status.success(), "{printed:?}");
        let printed = String::from_utf8(printed.stdout).unwrap();
        assert!(printed.starts_with(said), "{printed}");
    }
    assert_eq!(delivery(&app).await, Delivery::Failed);
    let permit = app.acme().await.permit::<ManageIntegrations>().unwrap();
    let dead = queue::dead(app.store(), &permit, 10).await.unwrap();
    assert_eq!(dead[0].error_code, "bounced");
    assert_eq!(server.taken_yet().len(), 1, "it is not sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bounce_that_cannot_be_marked_now_comes_again() {
    let app = TestApp::start().await;
    let report = "Content-Type: multipart/report; boundary=b\r\n\r\n\
        --b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\n\
        --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <a@b>\r\n\r\n--b--\r\n";
    assert!(bounce(&app, report).status.success());
    let nowhere = app.folder().join("nowhere");
    let missing = bounce_in(&nowhere, report);
    assert_eq!(missing.status.code(), Some(75), "{missing:?}");
}

/// `clara admin bounce`, as a mail server calls it beside a server that runs.
fn bounce(app: &TestApp, mail: &str) -> Output {
    bounce_in(app.folder(), mail)
}

fn bounce_in(folder: &Path, mail: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clara"))
        .args(["admin", "bounce"])
        .env("CLARA_DATA_DIR", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(mail.as_bytes()).unwrap();
    drop(input);
    child.wait_with_output().unwrap()
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
