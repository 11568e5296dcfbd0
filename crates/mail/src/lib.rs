//! Sending mail: through an SMTP server, or into a folder of `.eml` files where none is set up.
//!
//! A [`Message`] says to whom and what; a [`Letter`] writes its words as text and as HTML alike. [`Mailer::begin`] brings a mail server as far as
//! waiting for the text, [`Handover::finish`] sends it: between the two a caller can remember that it is about to be sent, for whoever dies before
//! the server's answer cannot know whether it was. A message keeps its id, so that mail servers and readers see when it is the same one, and a
//! [`Bounce`] says which one came back.
//! This crate knows nothing of who writes to whom and why, and logs no address, subject or text.

mod authority;
mod bounce;
mod compose;
mod folder;
mod letter;
mod mailer;
mod smtp;
mod smtp_url;

pub use authority::{Authority, AuthorityError};
pub use bounce::Bounce;
pub use folder::{Folder, Kept};
pub use letter::Letter;
pub use mailer::{Handover, Mailer, SendError, Sender, SenderError, Setup, SetupError};
pub use smtp_url::{SmtpUrl, SmtpUrlError};

/// A mail to be sent.
#[derive(Clone)]
pub struct Message {
    /// Letters, digits and `-`: becomes the Message-ID. Another try carries the same.
    pub id: String,
    /// Letters, digits and `-`: the folder it is kept in where no mail server is set up.
    pub folder: String,
    /// One mail address.
    pub to: String,
    /// Subject. Line breaks become spaces.
    pub subject: String,
    /// What every reader can show.
    pub text: String,
    /// The same, dressed.
    pub html: String,
    /// Further headers, such as `List-Unsubscribe`.
    pub headers: Vec<(String, String)>,
}
