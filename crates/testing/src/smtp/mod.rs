//! A mail server in the test: takes mail, in clear or by TLS, or behaves as badly as it is told to.

mod talk;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;

use crate::authority::Identity;

/// Reached only when what is waited for never happens.
const PATIENCE: Duration = Duration::from_secs(60);

/// How it takes a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes everything.
    Willing,
    /// Takes no password.
    NotLettingIn,
    /// Refuses the sender, for good.
    RefusingSender,
    /// Refuses every recipient, for good.
    Refusing,
    /// Refuses whoever is called `refused`, for good.
    RefusingOne,
    /// Hears the mail and says that it has no time, once.
    Busy,
    /// Takes the mail and hangs up before it says so, once.
    Forgetful,
}

/// How a conversation with it is secured.
#[derive(Clone, Debug)]
pub enum Security {
    /// Not at all.
    Clear,
    /// By TLS from the first byte.
    Implicit(Identity),
    /// By STARTTLS.
    StartTls(Identity),
}

/// A mail that it took.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// What came after `AUTH`, with the answers to what it asked then.
    pub credentials: String,
    /// Whether it came by TLS.
    pub secured: bool,
    /// What came after `MAIL`.
    pub from: String,
    /// What came after each `RCPT`.
    pub to: Vec<String>,
    /// Headers and text.
    pub data: String,
}

/// A mail server; cheap to clone.
#[derive(Clone)]
pub struct SmtpServer {
    address: SocketAddr,
    security: Security,
    logins: &'static str,
    /// The longest pause before an answer to a mail's recipient and to its text.
    pause: Duration,
    mood: Arc<Mutex<Mood>>,
    taken: Arc<Mutex<Vec<Taken>>>,
    /// What it was told in clear.
    in_clear: Arc<Mutex<Vec<String>>>,
}

impl SmtpServer {
    /// In clear, on a free port.
    pub async fn start(mood: Mood) -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap(), mood).await
    }

    /// In clear, there.
    pub async fn start_at(address: SocketAddr, mood: Mood) -> Self {
        Self::listen(address, mood, Security::Clear, "PLAIN", Duration::ZERO).await
    }

    /// Secured. `logins` are the ways of signing in that it offers.
    pub async fn secured(mood: Mood, security: Security, logins: &'static str) -> Self {
        let anywhere = "127.0.0.1:0".parse().unwrap();
        Self::listen(anywhere, mood, security, logins, Duration::ZERO).await
    }

    /// Takes everything, and rests before an answer for up to `pause`, each time for another while.
    pub async fn slow(pause: Duration) -> Self {
        let anywhere = "127.0.0.1:0".parse().unwrap();
        Self::listen(anywhere, Mood::Willing, Security::Clear, "PLAIN", pause).await
    }

    async fn listen(
        address: SocketAddr,
        mood: Mood,
        security: Security,
        logins: &'static str,
        pause: Duration,
    ) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            security,
            logins,
            pause,
            mood: Arc::new(Mutex::new(mood)),
            taken: Arc::default(),
            in_clear: Arc::default(),
        };
        let listening = server.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let server = listening.clone();
                // A client that hangs up ends its own conversation only.
                tokio::spawn(async move { drop(server.serve(connection).await) });
            }
        });
        server
    }

    /// A port on which nobody listens.
    pub async fn nobody() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What `CLARA_SMTP_URL` holds.
    pub fn url(&self) -> String {
        format!("smtp://clara:p%40ss@{}", self.address)
    }

    /// From now on it is like this.
    pub fn turn(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// What it was told in clear, line by line.
    pub fn heard_in_clear(&self) -> Vec<String> {
        self.in_clear.lock().unwrap().clone()
    }

    /// What it took until now.
    pub fn taken_yet(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// Waits until it took so many mails.
    pub async fn taken(&self, many: usize) -> Vec<Taken> {
        let began = Instant::now();
        loop {
            let taken = self.taken_yet();
            if taken.len() >= many {
                return taken;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "{} of {many} mails came",
                taken.len()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Taken {
    /// The value of a header.
    pub fn header(&self, name: &str) -> &str {
        self.data
            .lines()
            .take_while(|line| !line.is_empty())
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .unwrap_or_default()
    }
}
