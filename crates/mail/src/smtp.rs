//! A mail server, asked step by step: every refusal says what was refused, and the last step whether the mail may have arrived.

use std::error::Error as StdError;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};

use crate::authority::Authority;
use crate::mailer::SendError;
use crate::smtp_url::{Security, SmtpUrl};

/// How long a mail server may take until it waits for the text.
const PATIENCE: Duration = Duration::from_secs(40);

/// How long it may then take over the text: less than a lease of the queue lasts, so that nobody else looks at the mail meanwhile.
const PATIENCE_WITH_TEXT: Duration = Duration::from_secs(50);

/// How long the goodbye may take, for which nobody waits.
const PATIENCE_WITH_GOODBYE: Duration = Duration::from_secs(5);

const REFUSED: SendError = SendError::Refused("refused_by_server");
const BUSY: SendError = SendError::Unavailable("busy_server");

/// A mail server, which is not asked yet; cheap to clone.
#[derive(Clone)]
pub(crate) struct Server {
    url: SmtpUrl,
    tls: TlsParameters,
}

/// A server that took sender and recipient and waits for the text. Dropped, the mail was never sent.
pub(crate) struct Waiting {
    connection: AsyncSmtpConnection,
    text: Vec<u8>,
}

impl Server {
    /// `authority` is trusted beside those of the system.
    pub(crate) fn new(url: SmtpUrl, authority: Option<&Authority>) -> Result<Self, Error> {
        let tls = match authority {
            Some(authority) => authority.trusted_for(url.host.clone())?,
            None => TlsParameters::new(url.host.clone())?,
        };
        Ok(Self { url, tls })
    }

    /// Connects, signs in, names sender and recipient: up to the server's word that it waits for the text.
    pub(crate) async fn begin(&self, message: &lettre::Message) -> Result<Waiting, SendError> {
        tokio::time::timeout(PATIENCE, async {
            let mut connection = self.connect().await?;
            match self.announce(&mut connection, message).await {
                Ok(text) => Ok(Waiting { connection, text }),
                Err(error) => {
                    connection.abort().await;
                    Err(error)
                }
            }
        })
        .await
        .unwrap_or(Err(SendError::Unavailable("slow_server")))
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let me = ClientId::default();
        let implicit = (self.url.security == Security::Implicit).then(|| self.tls.clone());
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (&*self.url.host, self.url.port),
            None,
            &me,
            implicit,
            None,
        )
        .await
        .map_err(|error| no_conversation(&error))?;
        let raised = match self.url.security {
            Security::Implicit => false,
            Security::StartTls => true,
            Security::Loopback => connection.can_starttls(),
        };
        if raised {
            if !connection.can_starttls() {
                connection.abort().await;
                return Err(SendError::Unavailable("no_starttls"));
            }
            connection
                .starttls(self.tls.clone(), &me)
                .await
                .map_err(|error| no_conversation(&error))?;
        }
        Ok(connection)
    }

    /// What the text travels as.
    async fn announce(
        &self,
        connection: &mut AsyncSmtpConnection,
        message: &lettre::Message,
    ) -> Result<Vec<u8>, SendError> {
        if let Some((user, password)) = self.url.credentials.clone() {
            let ways = [Mechanism::Plain, Mechanism::Login];
            if connection.server_info().get_auth_mechanism(&ways).is_none() {
                return Err(SendError::Unavailable("no_login"));
            }
            connection
                .auth(&ways, &Credentials::new(user, password))
                .await
                .map_err(|error| refused_as(&error, SendError::Unavailable("wrong_login")))?;
        }
        let (envelope, text) = (message.envelope(), message.formatted());
        let mut parameters = Vec::new();
        let mut addresses = envelope.to().iter().chain(envelope.from());
        if !addresses.all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(SendError::Refused("bad_address"));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !text.is_ascii() {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        // A sender that the server does not take is a matter of settings, not of whoever the mail is for.
        connection
            .command(Mail::new(envelope.from().cloned(), parameters))
            .await
            .map_err(|error| refused_as(&error, SendError::Unavailable("sender_refused")))?;
        for to in envelope.to() {
            connection
                .command(Rcpt::new(to.clone(), Vec::new()))
                .await
                .map_err(|error| refused_as(&error, REFUSED))?;
        }
        connection
            .command(Data)
            .await
            .map_err(|error| refused_as(&error, REFUSED))?;
        Ok(text)
    }
}

impl Waiting {
    /// Sends the text.
    pub(crate) async fn finish(mut self) -> Result<(), SendError> {
        // The server may keep the mail from the moment at which the text's end travels, whatever is heard of it.
        let may_have_arrived = AtomicBool::new(false);
        let mut left = Some(&*self.text);
        let parts = std::iter::from_fn(|| {
            let part = left.take();
            if part.is_none() {
                may_have_arrived.store(true, Ordering::Relaxed);
            }
            part
        });
        let heard =
            tokio::time::timeout(PATIENCE_WITH_TEXT, self.connection.message_iter(parts)).await;
        let failure = match heard {
            Ok(Ok(_)) => {
                let mut connection = self.connection;
                tokio::spawn(async move {
                    // Whoever has the mail may hang up without a word.
                    let goodbye = connection.quit();
                    drop(tokio::time::timeout(PATIENCE_WITH_GOODBYE, goodbye).await);
                });
                return Ok(());
            }
            Ok(Err(error)) => refused_as(&error, REFUSED),
            Err(_) => SendError::Unavailable("slow_server"),
        };
        let said = matches!(failure, REFUSED | BUSY);
        if may_have_arrived.load(Ordering::Relaxed) && !said {
            return Err(SendError::Uncertain("no_answer"));
        }
        Err(failure)
    }
}

/// What a step's failure is: `refused` where the server said no for good. Its text may quote the address, so only its kind is told.
fn refused_as(error: &Error, refused: SendError) -> SendError {
    if error.is_permanent() {
        refused
    } else if error.is_transient() {
        BUSY
    } else {
        SendError::Unavailable("no_server")
    }
}

/// Why no conversation came about.
fn no_conversation(error: &Error) -> SendError {
    SendError::Unavailable(match tls_trouble(error) {
        Some(rustls::Error::InvalidCertificate(_)) => "untrusted_server",
        Some(_) => "no_tls",
        None if error.is_tls() => "no_tls",
        None if error.is_permanent() || error.is_transient() => "busy_server",
        None => "no_server",
    })
}

/// What TLS says, which the connection's error carries within.
fn tls_trouble<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        let within = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .and_then(|within| within.downcast_ref::<rustls::Error>());
        if let Some(trouble) = within.or_else(|| error.downcast_ref()) {
            return Some(trouble);
        }
        next = error.source();
    }
    None
}
