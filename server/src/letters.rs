//! The words of every mail that CLARA sends.

use hiring::mails::Mail;
use hiring::queue::Leased;
use hiring::{Millis, Role};
use jiff::Timestamp;
use mail::{Letter, Message};

use crate::config::PublicUrl;

mod news;
mod share;

/// Where mails about an account are kept: it may belong to several organizations, so no admin of one may read them.
const ACCOUNTS: &str = "accounts";

/// The mail that a row owes. Its id is the row's: another try is the same mail.
pub fn message(mail: &Mail, leased: &Leased, url: &PublicUrl) -> Message {
    let (subject, letter) = words(mail, url);
    let mut headers = vec![("Auto-Submitted".to_owned(), "auto-generated".to_owned())];
    let (to, folder) = match mail {
        Mail::Invitation { to, .. } => (to, leased.organization.to_string()),
        Mail::PasswordReset { to, .. } => (to, ACCOUNTS.to_owned()),
        Mail::FollowUp { to, token, .. } => {
            // A mail program offers its reader a button for this (RFC 8058).
            let link = url.at(&format!("/q/{}", token.expose()));
            headers.push(("List-Unsubscribe".to_owned(), format!("<{link}>")));
            headers.push((
                "List-Unsubscribe-Post".to_owned(),
                "List-Unsubscribe=One-Click".to_owned(),
            ));
            (to, leased.organization.to_string())
        }
        Mail::Revoked { to, .. } => (to, leased.organization.to_string()),
        Mail::Share(mail) => {
            headers.extend(share::unsubscribe_headers(mail, url));
            (&mail.to, leased.organization.to_string())
        }
        Mail::News(mail) => {
            headers.extend(news::unsubscribe_headers(mail, url));
            (&mail.to, leased.organization.to_string())
        }
    };
    Message {
        id: leased.id.clone(),
        folder,
        to: to.clone(),
        subject,
        text: letter.text(),
        html: letter.html(),
        headers,
    }
}

/// Subject and letter.
pub fn words(mail: &Mail, url: &PublicUrl) -> (String, Letter) {
    match mail {
        Mail::Invitation {
            organization: name,
            role,
            invited_by,
            token,
            expires_at,
            ..
        } => {
            let link = url.at(&format!("/invitation/{}", token.expose()));
            let letter = invitation(name, *role, invited_by.as_deref(), link, *expires_at);
            (format!("Join {name} on CLARA"), letter)
        }
        Mail::PasswordReset {
            name,
            token,
            expires_at,
            ..
        } => {
            let link = url.at(&format!("/reset-password/{}", token.expose()));
            let subject = "Choose a new password for CLARA".to_owned();
            (subject, password_reset(name, link, *expires_at))
        }
        Mail::Revoked {
            name,
            organization,
            provider,
            at,
            ..
        } => {
            let ats = integrations::label(*provider);
            let link = url.at("/settings/integrations");
            let letter = revoked(name, organization, ats, link, *at);
            (format!("CLARA has lost access to {ats}"), letter)
        }
        Mail::FollowUp {
            organization,
            job,
            reminder,
            token,
            ..
        } => {
            let link = url.at(&format!("/q/{}", token.expose()));
            let subject = if *reminder {
                format!("Reminder: questions about your application for {job}")
            } else {
                format!("Questions about your application for {job} at {organization}")
            };
            (subject, follow_up(mail, link))
        }
        Mail::Share(mail) => share::letter(mail, url),
        Mail::News(mail) => news::letter(mail, url),
    }
}

fn invitation(
    organization: &str,
    role: Role,
    invited_by: Option<&str>,
    link: String,
    expires_at: Millis,
) -> Letter {
    let who = invited_by.unwrap_or("An administrator");
    Letter {
        paragraphs: vec![
            "Hello,".to_owned(),
            format!(
                "{who} invites you to {organization} on CLARA, where candidates are screened and reviewed together. You will be {}.",
                with_article(role)
            ),
        ],
        action: Some(("Accept the invitation".to_owned(), link)),
        small_print: vec![
            format!("The link works once, until {}.", moment(expires_at)),
            "If you did not expect this mail, you can ignore it: nothing happens without you."
                .to_owned(),
        ],
        ..Letter::default()
    }
}

fn password_reset(name: &str, link: String, expires_at: Millis) -> Letter {
    Letter {
        paragraphs: vec![
            format!("Hello {name},"),
            "somebody, hopefully you, asked for a new password for your CLARA account.".to_owned(),
        ],
        action: Some(("Choose a new password".to_owned(), link)),
        small_print: vec![
            format!(
                "The link works once, until {}. When you use it, you are signed out everywhere.",
                moment(expires_at)
            ),
            "If it was not you, ignore this mail: your password stays as it is.".to_owned(),
        ],
        ..Letter::default()
    }
}

/// What a candidate is written who is asked follow-up questions.
fn follow_up(mail: &Mail, link: String) -> Letter {
    let Mail::FollowUp {
        name,
        organization,
        job,
        questions,
        expires_at,
        reminder,
        ..
    } = mail
    else {
        return Letter::default();
    };
    let greeting = if name.is_empty() {
        "Hello,".to_owned()
    } else {
        format!("Hello {name},")
    };
    let many = match questions {
        1 => "one question".to_owned(),
        many => format!("{many} questions"),
    };
    let asks = if *reminder {
        format!(
            "some days ago {organization} asked you {many} about your application for {job}. Your answers are not here yet; they would help to look at it sooner."
        )
    } else {
        format!(
            "thank you for applying for {job} at {organization}. The recruiting team has {many} for you. Your answers are looked at together with your application."
        )
    };
    Letter {
        paragraphs: vec![
            greeting,
            asks,
            "You need no account and no password, and you can save what you wrote and go on later."
                .to_owned(),
        ],
        action: Some(("Answer the questions".to_owned(), link)),
        small_print: vec![
            format!(
                "The link is yours alone: whoever has it can see your answers. It works until {}.",
                moment(*expires_at)
            ),
            "You do not want to be asked? The page has a button for that at its end.".to_owned(),
        ],
        ..Letter::default()
    }
}

fn revoked(name: &str, organization: &str, ats: &str, link: String, at: Millis) -> Letter {
    Letter {
        paragraphs: vec![
            format!("Hello {name},"),
            format!(
                "{ats} no longer accepts CLARA’s access for {organization}: somebody revoked it there, or its key was lost. CLARA noticed on {} and stopped all work for it.",
                moment(at)
            ),
            "Nothing was lost. Jobs, candidates, scores and comments stay in CLARA as they are. Reconnect, and it goes on where it stopped; or have the candidates removed.".to_owned(),
        ],
        action: Some(("Reconnect, or remove the data".to_owned(), link)),
        small_print: vec![
            format!("To reconnect, a Super Admin of {ats} must accept again."),
            "You get this mail once because you may manage integrations.".to_owned(),
        ],
        ..Letter::default()
    }
}

fn with_article(role: Role) -> String {
    let article = if role == Role::Owner { "an" } else { "a" };
    format!("{article} {}", role.label())
}

/// "2 December 2026, 14:05 UTC".
pub(crate) fn moment(at: Millis) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(
        |_| String::new(),
        |at| at.strftime("%-d %B %Y, %H:%M UTC").to_string(),
    )
}
