//! Handing a message over: to an SMTP server, or to the folder.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::Message;
use crate::compose::compose;
use crate::folder::Folder;
use crate::smtp_url::{Security, SmtpUrl};

/// How long a mail server may take over one answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where mails go.
#[derive(Clone, Debug)]
pub enum Setup {
    /// To this server.
    Smtp(SmtpUrl),
    /// Into this folder.
    Folder(PathBuf),
}

/// Who every mail is from: `clara@example.org` or `CLARA <clara@example.org>`.
#[derive(Clone, Debug)]
pub struct Sender(Mailbox);

impl FromStr for Sender {
    type Err = SenderError;

    fn from_str(text: &str) -> Result<Self, SenderError> {
        text.parse().map(Self).map_err(|_| SenderError)
    }
}

/// The sender's address is none.
#[derive(Debug, thiserror::Error)]
#[error("it must be a mail address such as CLARA <clara@example.org>")]
pub struct SenderError;

/// No TLS can be spoken.
#[derive(Debug, thiserror::Error)]
#[error("TLS cannot be set up for the mail server: {0}")]
pub struct SetupError(#[from] lettre::transport::smtp::Error);

/// Why a message was not handed over: a word for people and reports, without data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It never will be: the address is none, or the server refused it for good.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// It may be later: the server is busy or not there.
    #[error("not available: {0}")]
    Unavailable(&'static str),
}

/// Sends mails; cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(Folder),
}

impl Mailer {
    /// As set up. A server is not asked yet.
    ///
    /// # Errors
    /// [`SetupError`] if no TLS can be spoken.
    pub fn new(setup: &Setup, from: Sender) -> Result<Self, SetupError> {
        Ok(Self {
            from: from.0,
            way: match setup {
                Setup::Smtp(url) => Way::Smtp(transport(url)?),
                Setup::Folder(path) => Way::Folder(Folder::new(path.clone())),
            },
        })
    }

    /// Hands the message over. After an uncertain end it may be handed over again: it carries the same id.
    ///
    /// # Errors
    /// [`SendError`]: whether trying again can help.
    pub async fn send(&self, message: &Message) -> Result<(), SendError> {
        let composed = compose(message, &self.from)?;
        match &self.way {
            Way::Smtp(transport) => match transport.send(composed).await {
                Ok(_) => Ok(()),
                Err(error) => Err(failure(&error)),
            },
            Way::Folder(folder) => folder
                .keep(&message.folder, &message.id, composed.formatted())
                .await
                .map_err(|_| SendError::Unavailable("folder")),
        }
    }

    /// The folder that mails are kept in; none where a mail server is set up.
    #[must_use]
    pub fn folder(&self) -> Option<&Folder> {
        match &self.way {
            Way::Smtp(_) => None,
            Way::Folder(folder) => Some(folder),
        }
    }
}

fn transport(
    url: &SmtpUrl,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
    let parameters = TlsParameters::new(url.host.clone())?;
    let tls = match url.security {
        Security::Implicit => Tls::Wrapper(parameters),
        Security::StartTls => Tls::Required(parameters),
        Security::Loopback => Tls::Opportunistic(parameters),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&url.host)
        .port(url.port)
        .tls(tls)
        .timeout(Some(PATIENCE));
    if let Some((user, password)) = url.credentials.clone() {
        builder = builder.credentials(Credentials::new(user, password));
    }
    Ok(builder.build())
}

/// A server's text may quote the address, so only its kind is told.
fn failure(error: &lettre::transport::smtp::Error) -> SendError {
    if error.is_permanent() {
        SendError::Refused("refused_by_server")
    } else if error.is_transient() {
        SendError::Unavailable("busy_server")
    } else if error.is_timeout() {
        SendError::Unavailable("slow_server")
    } else if error.is_tls() {
        SendError::Unavailable("no_tls")
    } else {
        SendError::Unavailable("no_server")
    }
}
