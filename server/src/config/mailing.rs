//! Where mails go, and who they are from.

use std::path::Path;

use super::error::{Problem, Problems, wrong};

/// How mails are sent.
#[derive(Clone, Debug)]
pub struct Mailing {
    /// To a server, or into a folder.
    pub setup: mail::Setup,
    /// Who they are from.
    pub from: mail::Sender,
}

/// From `CLARA_SMTP_URL` and `CLARA_MAIL_FROM`: a server takes mail from a real address alone, the folder does not mind.
pub(super) fn read(
    variable: &impl Fn(&'static str) -> Option<String>,
    data_dir: &Path,
    problems: &mut Problems,
) -> Option<Mailing> {
    let (server, from) = (variable("CLARA_SMTP_URL"), variable("CLARA_MAIL_FROM"));
    if server.is_some() && from.is_none() {
        return problems.keep(Err(Problem::Half {
            present: "CLARA_SMTP_URL",
            missing: "CLARA_MAIL_FROM",
        }));
    }
    let setup = problems.keep(match server {
        Some(url) => url
            .parse()
            .map(mail::Setup::Smtp)
            .map_err(|error| wrong("CLARA_SMTP_URL", error)),
        None => Ok(mail::Setup::Folder(data_dir.join("mail"))),
    });
    let from = from.unwrap_or_else(|| "CLARA <clara@localhost>".to_owned());
    let from = problems.keep(
        from.parse()
            .map_err(|error| wrong("CLARA_MAIL_FROM", error)),
    );
    Some(Mailing {
        setup: setup?,
        from: from?,
    })
}
