//! Handing a message over: to an SMTP server, or to the folder.

use std::path::PathBuf;
use std::str::FromStr;

use lettre::message::Mailbox;

use crate::Message;
use crate::authority::Authority;
use crate::compose::compose;
use crate::folder::Folder;
use crate::smtp::{Server, Waiting};
use crate::smtp_url::SmtpUrl;

/// Where mails go.
#[derive(Clone, Debug)]
pub enum Setup {
    /// To this server, whose certificate a further authority may have signed.
    Smtp(SmtpUrl, Option<Authority>),
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
    /// It was not, and may be later: the server is busy, not there, not to be trusted, or does not let us in.
    #[error("not available: {0}")]
    Unavailable(&'static str),
    /// It may have been: the text's end was sent, and no answer heard. Who sends it again may send it twice.
    #[error("uncertain: {0}")]
    Uncertain(&'static str),
}

/// Sends mails; cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(Server),
    Folder(Folder),
}

/// A message that its server waits for: sender and recipient were taken. Dropped, it was not sent.
pub struct Handover {
    to: Place,
}

enum Place {
    Server(Box<Waiting>),
    Folder {
        folder: Folder,
        name: String,
        id: String,
        text: Vec<u8>,
    },
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
                Setup::Smtp(url, authority) => {
                    Way::Smtp(Server::new(url.clone(), authority.as_ref())?)
                }
                Setup::Folder(path) => Way::Folder(Folder::new(path.clone())),
            },
        })
    }

    /// Says from whom and for whom, up to the word that the text is waited for.
    ///
    /// # Errors
    /// [`SendError`], never uncertain: nothing was sent.
    pub async fn begin(&self, message: &Message) -> Result<Handover, SendError> {
        let composed = compose(message, &self.from)?;
        let to = match &self.way {
            Way::Smtp(server) => Place::Server(Box::new(server.begin(&composed).await?)),
            Way::Folder(folder) => Place::Folder {
                folder: folder.clone(),
                name: message.folder.clone(),
                id: message.id.clone(),
                text: composed.formatted(),
            },
        };
        Ok(Handover { to })
    }

    /// Hands the message over, for whoever need not remember that it was begun.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(&self, message: &Message) -> Result<(), SendError> {
        self.begin(message).await?.finish().await
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

impl Handover {
    /// Handed over twice is the same as once: nobody has to remember that it was begun.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        matches!(self.to, Place::Folder { .. })
    }

    /// Sends the text.
    ///
    /// # Errors
    /// [`SendError`]: whether trying again can help, or may double it.
    pub async fn finish(self) -> Result<(), SendError> {
        match self.to {
            Place::Server(waiting) => waiting.finish().await,
            Place::Folder {
                folder,
                name,
                id,
                text,
            } => folder
                .keep(&name, &id, text)
                .await
                .map_err(|_| SendError::Unavailable("folder")),
        }
    }
}
