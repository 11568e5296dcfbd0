//! `Mailer` into a folder, and reading it.

use std::os::unix::fs::PermissionsExt as _;

use mail::{SendError, Sender};

use crate::{mailer, message};

fn raw(dir: &tempfile::TempDir, id: &str) -> String {
    let path = dir.path().join(format!("mail/northwind/{id}.eml"));
    std::fs::read_to_string(path).unwrap()
}

#[tokio::test]
async fn what_was_sent_is_read_back_the_newest_first() {
    let (_dir, mailer) = mailer();
    let folder = mailer.folder().unwrap();
    assert!(folder.list("northwind").await.unwrap().is_empty());
    for id in ["0190-a", "0191-b"] {
        mailer.send(&message(id)).await.unwrap();
    }
    let listed = folder.list("northwind").await.unwrap();
    assert_eq!(
        listed.iter().map(|kept| &*kept.id).collect::<Vec<_>>(),
        ["0191-b", "0190-a"]
    );
    let kept = &listed[1];
    assert_eq!(kept.to, "sam.okafor@example.org");
    assert_eq!(kept.subject, "Grüße from CLARA");
    assert_eq!(kept.text.trim(), "Zoë invites you.");
    assert!(kept.at > 1_600_000_000_000);
    assert!(folder.list("contoso").await.unwrap().is_empty());
}

#[tokio::test]
async fn sending_again_keeps_one_mail_under_the_same_message_id() {
    let (dir, mailer) = mailer();
    for _ in 0..2 {
        mailer.send(&message("0190-a")).await.unwrap();
    }
    let folder = mailer.folder().unwrap();
    assert_eq!(folder.list("northwind").await.unwrap().len(), 1);
    assert!(raw(&dir, "0190-a").contains("Message-ID: <0190-a@example.org>"));
}

#[tokio::test]
async fn only_the_owner_of_the_process_reads_them() {
    let (dir, mailer) = mailer();
    mailer.send(&message("0190-a")).await.unwrap();
    let mode = |path: &str| {
        let path = dir.path().join(path);
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    assert_eq!(mode("mail/northwind"), 0o700);
    assert_eq!(mode("mail/northwind/0190-a.eml"), 0o600);
}

#[tokio::test]
async fn no_value_adds_a_header_or_a_recipient() {
    let (dir, mailer) = mailer();
    let injection = "x\r\nBcc: thief@example.org\r\n\r\nBuy this";
    let mut hostile = message("0190-a");
    hostile.subject = injection.into();
    mailer.send(&hostile).await.unwrap();
    let raw = raw(&dir, "0190-a");
    assert!(raw.lines().all(|line| !line.starts_with("Bcc")), "{raw}");
    for (name, value) in [("X-Note", injection), ("X-No\r\nBcc", "x"), ("X: y", "z")] {
        let mut hostile = message("0190-b");
        hostile.headers = vec![(name.into(), value.into())];
        assert_eq!(
            mailer.send(&hostile).await,
            Err(SendError::Refused("bad_header"))
        );
    }
    for to in [
        "sam@example.org, thief@example.org",
        "sam@example.org\r\nBcc: thief@example.org",
        "Sam <sam@example.org>",
        "",
    ] {
        let mut hostile = message("0190-c");
        hostile.to = to.into();
        assert_eq!(
            mailer.send(&hostile).await,
            Err(SendError::Refused("bad_address")),
            "{to}"
        );
    }
}

#[tokio::test]
async fn further_headers_are_written() {
    let (dir, mailer) = mailer();
    let mut listed = message("0190-a");
    listed.headers = vec![(
        "List-Unsubscribe".into(),
        "<https://clara.example/u/1>".into(),
    )];
    mailer.send(&listed).await.unwrap();
    assert!(raw(&dir, "0190-a").contains("List-Unsubscribe: <https://clara.example/u/1>\r\n"));
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let (_dir, mailer) = mailer();
    let folder = mailer.folder().unwrap();
    for id in ["../../secret", "..", "", "a/b", "a\0b"] {
        assert!(folder.list(id).await.is_err());
        let mut hostile = message(id);
        assert!(mailer.send(&hostile).await.is_err());
        hostile = message("0190-a");
        hostile.folder = id.into();
        assert!(mailer.send(&hostile).await.is_err());
    }
}

#[tokio::test]
async fn the_sender_must_be_an_address() {
    assert!("CLARA".parse::<Sender>().is_err());
    assert!("clara@example.org".parse::<Sender>().is_ok());
}
