//! What *Settings → Mail* asks for.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::mails::Mail};

/// The organization's mails, the newest first; none where a mail server takes them.
#[server(endpoint = "mails/list")]
pub async fn list_mails() -> Result<Option<Vec<Mail>>, ClaraError> {
    use crate::context::{permitted, refuse, request};
    use hiring::permission::ManageSettings;
    let (_, permit) = permitted::<ManageSettings>()?;
    let mailer = request()?.mailer;
    let Some(folder) = mailer.folder() else {
        return Ok(None);
    };
    let kept = folder
        .list(&permit.organization().to_string())
        .await
        .map_err(|_| refuse(ClaraError::Unavailable))?;
    Ok(Some(
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
