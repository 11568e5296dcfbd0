//! Where mails go, and who they are from.

use std::path::Path;

use mail::{Authority, Sender, Setup, SmtpUrl};

use super::error::{Problem, Problems, wrong};

/// How mails are sent.
#[derive(Clone, Debug)]
pub struct Mailing {
    /// To a server, or into a folder.
    pub setup: Setup,
    /// Who they are from.
    pub from: Sender,
}

/// From `CLARA_SMTP_URL`, `CLARA_SMTP_CA` and `CLARA_MAIL_FROM`: a server takes mail from a real address alone, the folder does not mind.
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
    let authority = problems.keep(
        variable("CLARA_SMTP_CA")
            .map(|file| authority(Path::new(&file)))
            .transpose(),
    );
    let server = problems.keep(
        server
            .map(|url| {
                url.parse::<SmtpUrl>()
                    .map_err(|error| wrong("CLARA_SMTP_URL", error))
            })
            .transpose(),
    );
    let from = from.unwrap_or_else(|| "CLARA <clara@localhost>".to_owned());
    let from = problems.keep(
        from.parse()
            .map_err(|error| wrong("CLARA_MAIL_FROM", error)),
    );
    let authority = authority?;
    Some(Mailing {
        setup: match server? {
            Some(url) => Setup::Smtp(url, authority),
            None => Setup::Folder(data_dir.join("mail")),
        },
        from: from?,
    })
}

fn authority(file: &Path) -> Result<Authority, Problem> {
    let told = |problem: String| wrong("CLARA_SMTP_CA", format!("{}: {problem}", file.display()));
    let pem = std::fs::read(file).map_err(|error| told(format!("it cannot be read: {error}")))?;
    Authority::from_pem(&pem).map_err(|error| told(error.to_string()))
}
