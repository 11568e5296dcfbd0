//! Mails as they are kept in a folder or handed to a mail server, and as they come back: what is written, what is read, what hostile values cannot do.
#![expect(clippy::unwrap_used, reason = "tests")]

mod bounce;
mod folder;
mod letter;
mod smtp;

use mail::{Letter, Mailer, Message, Setup};

/// A mailer into a folder of its own.
fn mailer() -> (tempfile::TempDir, Mailer) {
    let dir = tempfile::tempdir().unwrap();
    let setup = Setup::Folder(dir.path().join("mail"));
    let mailer = Mailer::new(&setup, "CLARA <clara@example.org>".parse().unwrap()).unwrap();
    (dir, mailer)
}

fn message(id: &str) -> Message {
    let letter = Letter {
        paragraphs: vec!["Zoë invites you.".into()],
        ..Letter::default()
    };
    Message {
        id: id.into(),
        folder: "northwind".into(),
        to: "sam.okafor@example.org".into(),
        subject: "Grüße from CLARA".into(),
        text: letter.text(),
        html: letter.html(),
        headers: Vec::new(),
    }
}
