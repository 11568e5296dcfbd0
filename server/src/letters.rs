//! The words of every mail that CLARA sends.

use hiring::mails::Mail;
use hiring::queue::Leased;
use hiring::{Millis, Role};
use jiff::Timestamp;
use mail::{Letter, Message};

use crate::config::PublicUrl;

/// Where mails about an account are kept: it may belong to several organizations, so no admin of one may read them.
const ACCOUNTS: &str = "accounts";

/// The mail that a row owes. Its id is the row's: another try is the same mail.
pub fn message(mail: &Mail, leased: &Leased, url: &PublicUrl) -> Message {
    let organization = leased.organization.to_string();
    let (to, folder, subject, letter) = match mail {
        Mail::Invitation {
            to,
            organization: name,
            role,
            invited_by,
            token,
            expires_at,
        } => {
            let link = url.at(&format!("/invitation/{}", token.expose()));
            let letter = invitation(name, *role, invited_by.as_deref(), link, *expires_at);
            (to, organization, format!("Join {name} on CLARA"), letter)
        }
        Mail::PasswordReset {
            to,
            name,
            token,
            expires_at,
        } => {
            let link = url.at(&format!("/reset-password/{}", token.expose()));
            let letter = password_reset(name, link, *expires_at);
            let subject = "Choose a new password for CLARA".to_owned();
            (to, ACCOUNTS.to_owned(), subject, letter)
        }
    };
    Message {
        id: leased.id.clone(),
        folder,
        to: to.clone(),
        subject,
        text: letter.text(),
        html: letter.html(),
        headers: vec![("Auto-Submitted".to_owned(), "auto-generated".to_owned())],
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
    }
}

fn with_article(role: Role) -> String {
    let article = if role == Role::Owner { "an" } else { "a" };
    format!("{article} {}", role.label())
}

/// "2 December 2026, 14:05 UTC".
fn moment(at: Millis) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(
        |_| String::new(),
        |at| at.strftime("%-d %B %Y, %H:%M UTC").to_string(),
    )
}
