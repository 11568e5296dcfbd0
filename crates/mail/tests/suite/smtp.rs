//! `Mailer` and a real mail server: TLS, signing in, and what each refusal means.

use mail::{Authority, AuthorityError, Mailer, SendError, Setup};
use testing::smtp::{Mood, Security, SmtpServer};

use crate::message;

/// No loopback address to CLARA, but this machine: STARTTLS is a must.
const ELSEWHERE: &str = "0.0.0.0";
/// \0clara\0p@ss
const PLAIN: &str = "PLAIN AGNsYXJhAHBAc3M=";
/// clara, p@ss
const LOGIN: &str = "LOGIN Y2xhcmE= cEBzcw==";

fn trusted(authority: &testing::Authority) -> Authority {
    Authority::from_pem(authority.pem().as_bytes()).unwrap()
}

/// To `scheme://clara:p@ss@host`, where this authority is trusted.
fn mailer(scheme: &str, host: &str, server: &SmtpServer, authority: &testing::Authority) -> Mailer {
    let url = format!("{scheme}://clara:p%40ss@{host}:{}", server.port());
    let setup = Setup::Smtp(url.parse().unwrap(), Some(trusted(authority)));
    Mailer::new(&setup, "CLARA <clara@example.org>".parse().unwrap()).unwrap()
}

async fn starttls(mood: Mood, authority: &testing::Authority) -> SmtpServer {
    let identity = authority.vouches_for(&[ELSEWHERE]);
    SmtpServer::secured(mood, Security::StartTls(identity), "PLAIN LOGIN").await
}

#[tokio::test]
async fn by_tls_from_the_first_byte_a_mail_arrives() {
    let authority = testing::Authority::new();
    let identity = authority.vouches_for(&["localhost"]);
    let server =
        SmtpServer::secured(Mood::Willing, Security::Implicit(identity), "PLAIN LOGIN").await;
    let mailer = mailer("smtps", "localhost", &server, &authority);
    mailer.send(&message("0190-a")).await.unwrap();
    let taken = server.taken(1).await;
    assert!(taken[0].secured);
    assert_eq!(taken[0].credentials, PLAIN);
    assert_eq!(taken[0].to, ["TO:<sam.okafor@example.org>"]);
    assert_eq!(taken[0].header("Message-ID"), "<0190-a@example.org>");
    assert!(server.heard_in_clear().is_empty());
}

#[tokio::test]
async fn by_starttls_a_mail_arrives_and_nothing_of_it_travels_in_clear() {
    let authority = testing::Authority::new();
    let identity = authority.vouches_for(&[ELSEWHERE]);
    let server = SmtpServer::secured(Mood::Willing, Security::StartTls(identity), "LOGIN").await;
    let mailer = mailer("smtp", ELSEWHERE, &server, &authority);
    mailer.send(&message("0190-a")).await.unwrap();
    let taken = server.taken(1).await;
    assert!(taken[0].secured);
    assert_eq!(taken[0].credentials, LOGIN);
    let clear = server.heard_in_clear();
    assert_eq!(clear.len(), 2, "{clear:?}");
    assert!(clear[0].starts_with("EHLO") && clear[1] == "STARTTLS");
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_gets_nothing() {
    let (authority, other) = (testing::Authority::new(), testing::Authority::new());
    let untrusted = Err(SendError::Unavailable("untrusted_server"));
    let server = starttls(Mood::Willing, &other).await;
    let sent = mailer("smtp", ELSEWHERE, &server, &authority)
        .send(&message("0190-a"))
        .await;
    assert_eq!(sent, untrusted);
    assert_eq!(server.heard_in_clear().len(), 2, "EHLO, STARTTLS");
    assert!(server.taken_yet().is_empty());

    let security = Security::Implicit(other.vouches_for(&["localhost"]));
    let server = SmtpServer::secured(Mood::Willing, security, "PLAIN").await;
    let sent = mailer("smtps", "localhost", &server, &authority)
        .send(&message("0190-a"))
        .await;
    assert_eq!(sent, untrusted);
    assert!(server.heard_in_clear().is_empty() && server.taken_yet().is_empty());
}

#[tokio::test]
async fn the_certificate_of_another_name_is_refused() {
    let authority = testing::Authority::new();
    let identity = authority.vouches_for(&["mail.elsewhere.example"]);
    for security in [
        Security::Implicit(identity.clone()),
        Security::StartTls(identity),
    ] {
        let (scheme, host) = match security {
            Security::Implicit(_) => ("smtps", "localhost"),
            _ => ("smtp", ELSEWHERE),
        };
        let server = SmtpServer::secured(Mood::Willing, security, "PLAIN").await;
        let sent = mailer(scheme, host, &server, &authority)
            .send(&message("0190-a"))
            .await;
        assert_eq!(sent, Err(SendError::Unavailable("untrusted_server")));
        assert!(server.taken_yet().is_empty());
    }
}

#[tokio::test]
async fn without_starttls_neither_password_nor_mail_is_told() {
    let authority = testing::Authority::new();
    let server = SmtpServer::secured(Mood::Willing, Security::Clear, "PLAIN LOGIN").await;
    let sent = mailer("smtp", ELSEWHERE, &server, &authority)
        .send(&message("0190-a"))
        .await;
    assert_eq!(sent, Err(SendError::Unavailable("no_starttls")));
    let clear = server.heard_in_clear();
    assert!(
        clear
            .iter()
            .all(|line| line.starts_with("EHLO") || line == "QUIT"),
        "{clear:?}"
    );
    assert!(server.taken_yet().is_empty());
}

#[tokio::test]
async fn trouble_with_our_own_settings_is_no_bounce() {
    let authority = testing::Authority::new();
    for (mood, trouble) in [
        (Mood::NotLettingIn, "wrong_login"),
        (Mood::RefusingSender, "sender_refused"),
    ] {
        let server = starttls(mood, &authority).await;
        let mailer = mailer("smtp", ELSEWHERE, &server, &authority);
        let sent = mailer.send(&message("0190-a")).await;
        assert_eq!(sent, Err(SendError::Unavailable(trouble)));
        server.turn(Mood::Willing);
        mailer.send(&message("0190-a")).await.unwrap();
        assert_eq!(server.taken(1).await.len(), 1);
    }
    let identity = authority.vouches_for(&[ELSEWHERE]);
    let security = Security::StartTls(identity);
    let server = SmtpServer::secured(Mood::Willing, security, "CRAM-MD5").await;
    let sent = mailer("smtp", ELSEWHERE, &server, &authority)
        .send(&message("0190-a"))
        .await;
    assert_eq!(sent, Err(SendError::Unavailable("no_login")));
}

#[tokio::test]
async fn one_recipient_is_refused_and_the_others_get_their_mail() {
    let authority = testing::Authority::new();
    let server = starttls(Mood::RefusingOne, &authority).await;
    let mailer = mailer("smtp", ELSEWHERE, &server, &authority);
    for (id, to, sent) in [
        ("0190-a", "sam@example.org", Ok(())),
        (
            "0190-b",
            "refused@example.org",
            Err(SendError::Refused("refused_by_server")),
        ),
        ("0190-c", "ines@example.org", Ok(())),
    ] {
        let mut message = message(id);
        message.to = to.into();
        assert_eq!(mailer.send(&message).await, sent, "{to}");
    }
    let to: Vec<String> = server
        .taken(2)
        .await
        .into_iter()
        .flat_map(|mail| mail.to)
        .collect();
    assert_eq!(to, ["TO:<sam@example.org>", "TO:<ines@example.org>"]);
}

#[tokio::test]
async fn only_a_text_without_an_answer_is_uncertain() {
    let authority = testing::Authority::new();
    for (mood, failure, arrived) in [
        (Mood::Busy, SendError::Unavailable("busy_server"), 0),
        (Mood::Forgetful, SendError::Uncertain("no_answer"), 1),
    ] {
        let server = starttls(mood, &authority).await;
        let mailer = mailer("smtp", ELSEWHERE, &server, &authority);
        assert_eq!(mailer.send(&message("0190-a")).await, Err(failure));
        assert_eq!(server.taken_yet().len(), arrived);
    }
}

#[tokio::test]
async fn what_is_dropped_before_its_text_was_never_sent() {
    let authority = testing::Authority::new();
    let server = starttls(Mood::Willing, &authority).await;
    let mailer = mailer("smtp", ELSEWHERE, &server, &authority);
    let begun = mailer.begin(&message("0190-a")).await.unwrap();
    assert!(!begun.is_repeatable());
    drop(begun);
    mailer.send(&message("0190-b")).await.unwrap();
    let taken = server.taken(1).await;
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].header("Message-ID"), "<0190-b@example.org>");
}

#[test]
fn an_authority_is_a_certificate_in_pem() {
    let cut = testing::Authority::new().pem().replace("MII", "");
    for text in ["", "-----BEGIN CERTIFICATE-----", &cut] {
        assert!(
            matches!(Authority::from_pem(text.as_bytes()), Err(AuthorityError)),
            "{text}"
        );
    }
}
