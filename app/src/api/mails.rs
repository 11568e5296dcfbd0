//! What *Settings → Mail* asks for.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::mails::Mails};

/// The organization's mails, or how the mail server fares that takes them.
#[server(endpoint = "mails/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_mails() -> Result<Mails, ClaraError> {
    use crate::context::{permitted, refuse, request};
    use crate::wire::mails::Mail;
    use hiring::mails;
    use hiring::permission::ManageSettings;
    let (store, permit) = permitted::<ManageSettings>()?;
    let mailer = request()?.mailer;
    let Some(folder) = mailer.folder() else {
        let trouble = mails::trouble(&store, &permit).await.map_err(refuse)?;
        return Ok(Mails::Sent(trouble.map(|code| in_words(&code).to_owned())));
    };
    let kept = folder
        .list(&permit.organization().to_string())
        .await
        .map_err(|_| refuse(ClaraError::Unavailable))?;
    Ok(Mails::Kept(
        kept.into_iter()
            .map(|kept| Mail {
                id: kept.id,
                to: kept.to,
                subject: kept.subject,
                at: kept.at,
                text: kept.text,
            })
            .collect(),
    ))
}

/// Why the mail server takes no mail, and what helps.
#[cfg(feature = "ssr")]
fn in_words(code: &str) -> &'static str {
    match code {
        "wrong_login" => {
            "The mail server does not accept user and password. Correct them in CLARA_SMTP_URL and start CLARA again."
        }
        "no_login" => {
            "The mail server offers no way of signing in that CLARA knows (PLAIN or LOGIN), so the password was not sent. Check address and port in CLARA_SMTP_URL."
        }
        "no_starttls" => {
            "The mail server does not offer to go on in TLS (STARTTLS), so nothing was sent in clear. Check address and port in CLARA_SMTP_URL, or use smtps://."
        }
        "untrusted_server" => {
            "The mail server’s certificate is not to be trusted: it is for another name, has run out, or was signed by an authority that CLARA does not know. Correct it there; for an authority of your own set CLARA_SMTP_CA."
        }
        "no_tls" => {
            "The mail server does not speak TLS as CLARA does. Check address and port in CLARA_SMTP_URL."
        }
        "sender_refused" => {
            "The mail server does not take mail from the address in CLARA_MAIL_FROM. Correct it, or let this user send from it there."
        }
        "busy_server" => "The mail server says that it takes no mail just now.",
        _ => "The mail server is not there, or does not answer. Check CLARA_SMTP_URL.",
    }
}
