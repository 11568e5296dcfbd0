//! The mail of a share: who asks, what they wrote, whom it is about, and the link, which is scoped to this share and this person.

use app::wire::shares::MailWords;
use hiring::mails::ShareMail;
use mail::Letter;

use super::{day, moment};
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
        mail.due_at.map(day).as_deref(),
        mail.is_reminder,
    );
    let mut paragraphs = vec!["Hello,".to_owned(), words.ask];
    paragraphs.extend(words.due);
    let letter = Letter {
        paragraphs,
        quote: mail.message.clone(),
        items: words.candidates,
        action: Some((
            "Look and decide".to_owned(),
            url.at(&format!("/r/{}", mail.token.expose())),
        )),
        small_print: vec![
            format!(
                "You need no account. The link is for you alone and works until {}: whoever has it sees these candidates and can decide in your name, so do not pass it on.",
                moment(mail.expires_at)
            ),
            "If you did not expect this mail, you can ignore it: nothing happens without you."
                .to_owned(),
        ],
    };
    (words.subject, letter)
}
