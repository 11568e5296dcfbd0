//! The mail of news: one line for each, and the link that ends such mails with one press (RFC 8058).

use app::wire::notifications::Notification;
use hiring::mails::NewsMail;
use mail::Letter;

use crate::config::PublicUrl;

/// Subject and letter.
pub(super) fn letter(mail: &NewsMail, url: &PublicUrl) -> (String, Letter) {
    let news: Vec<Notification> = mail.news.iter().cloned().map(Notification::from).collect();
    let lines: Vec<String> = news
        .iter()
        .map(|told| match &told.job {
            Some((_, title)) if !told.words().contains(title) => {
                format!("{} ({title})", told.words())
            }
            _ => told.words(),
        })
        .collect();
    let (subject, href) = match (&*lines, &*news) {
        ([only], [told]) => (only.clone(), told.href()),
        _ => (
            format!("{} things happened in CLARA", lines.len()),
            "/jobs".to_owned(),
        ),
    };
    let letter = Letter {
        paragraphs: vec![
            format!("Hello {},", mail.name),
            format!("this happened in {}:", mail.organization),
        ],
        items: lines,
        action: Some(("Open CLARA".to_owned(), url.at(&href))),
        small_print: vec![
            "You chose to be told by mail. Change that under “Your account” in CLARA, or end these mails here:"
                .to_owned(),
            link(mail, url),
        ],
        ..Letter::default()
    };
    (subject, letter)
}

/// What mail readers make their own button of.
pub(super) fn unsubscribe_headers(mail: &NewsMail, url: &PublicUrl) -> [(String, String); 2] {
    [
        (
            "List-Unsubscribe".to_owned(),
            format!("<{}>", link(mail, url)),
        ),
        (
            "List-Unsubscribe-Post".to_owned(),
            "List-Unsubscribe=One-Click".to_owned(),
        ),
    ]
}

fn link(mail: &NewsMail, url: &PublicUrl) -> String {
    url.at(&format!("/unsubscribe/{}", mail.unsubscribe.expose()))
}
