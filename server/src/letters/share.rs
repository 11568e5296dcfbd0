//! The mail of a share: who asks, what they wrote, whom it is about, and the link, which is scoped to this share and this person.

use app::wire::shares::MailWords;
use hiring::mails::ShareMail;
use mail::Letter;

use super::moment;
use crate::config::PublicUrl;

/// Subject and letter.
pub(super) fn letter(mail: &ShareMail, url: &PublicUrl) -> (String, Letter) {
    let shared_by = if mail.shared_by.is_empty() {
        "A recruiter"
    } else {
        &mail.shared_by
    };
    let words = MailWords::new(
        &mail.organization,
        shared_by,
        &mail.job_title,
        &mail.candidates,
        mail.due_at.map(|due| due.0),
        mail.is_reminder,
        mail.is_overdue,
    );
    let mut paragraphs = vec!["Hello,".to_owned(), words.ask];
    paragraphs.extend(words.due);
    let mut small_print = vec![
        format!(
            "You need no account. The link is for you alone and works until {}: whoever has it sees these candidates and can decide in your name, so do not pass it on.",
            moment(mail.expires_at)
        ),
        "If you did not expect this mail, you can ignore it: nothing happens without you."
            .to_owned(),
    ];
    if mail.by_itself {
        let end = "This reminder came by itself: one comes on the day before a decision is due and one on the day after. End them here:";
        small_print.extend([end.to_owned(), end_link(mail, url)]);
    }
    let letter = Letter {
        paragraphs,
        quote: mail.message.clone(),
        items: words.candidates,
        action: Some((
            "Look and decide".to_owned(),
            url.at(&format!("/r/{}", mail.token.expose())),
        )),
        small_print,
    };
    (words.subject, letter)
}

/// What mail readers make their own button of, in a reminder that came by itself (RFC 8058).
pub(super) fn unsubscribe_headers(mail: &ShareMail, url: &PublicUrl) -> Vec<(String, String)> {
    if !mail.by_itself {
        return Vec::new();
    }
    vec![
        (
            "List-Unsubscribe".to_owned(),
            format!("<{}>", end_link(mail, url)),
        ),
        (
            "List-Unsubscribe-Post".to_owned(),
            "List-Unsubscribe=One-Click".to_owned(),
        ),
    ]
}

fn end_link(mail: &ShareMail, url: &PublicUrl) -> String {
    url.at(&format!("/unsubscribe/{}", mail.token.expose()))
}
