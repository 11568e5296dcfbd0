//! A mail server in the test: takes mail, or behaves as badly as it is told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Reached only when what is waited for never happens.
const PATIENCE: Duration = Duration::from_secs(60);

/// How it takes a mail.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Willing,
    /// Refuses every recipient, for good.
    Refusing,
    /// Refuses whoever is called `refused`, for good.
    RefusingOne,
    /// Takes the mail and hangs up before it says so, once.
    Forgetful,
}

/// A mail that it took.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// What came after `AUTH PLAIN`.
    pub credentials: String,
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

#[derive(Clone)]
pub struct SmtpServer {
    address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl SmtpServer {
    pub async fn start(mood: Mood) -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap(), mood).await
    }

    pub async fn start_at(address: SocketAddr, mood: Mood) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            mood: Arc::new(Mutex::new(mood)),
            taken: Arc::default(),
        };
        let listening = server.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let server = listening.clone();
                // A client that hangs up ends its own conversation only.
                tokio::spawn(async move { drop(server.talk(connection).await) });
            }
        });
        server
    }

    /// A port on which nobody listens.
    pub async fn nobody() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    }

    /// What `CLARA_SMTP_URL` holds.
    pub fn url(&self) -> String {
        format!("smtp://clara:p%40ss@{}", self.address)
    }

    /// Waits until it took so many mails.
    pub async fn taken(&self, many: usize) -> Vec<Taken> {
        let began = Instant::now();
        loop {
            let taken = self.taken.lock().unwrap().clone();
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

    async fn talk(&self, connection: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = connection.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 mail.test ESMTP\r\n").await?;
        let mut mail = Taken::default();
        while let Some(line) = lines.next_line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let mood = *self.mood.lock().unwrap();
            let answer = match &*verb.to_ascii_uppercase() {
                "EHLO" => "250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
                "AUTH" => {
                    mail.credentials = rest.into();
                    "235 welcome"
                }
                "MAIL" => {
                    mail.from = rest.into();
                    "250 go on"
                }
                "RCPT" if mood == Mood::Refusing => "550 no such person",
                "RCPT" if mood == Mood::RefusingOne && rest.contains("refused@") => {
                    "550 no such person"
                }
                "RCPT" => {
                    mail.to.push(rest.into());
                    "250 go on"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await?;
                    while let Some(line) = lines.next_line().await? {
                        if line == "." {
                            break;
                        }
                        mail.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                        mail.data.push('\n');
                    }
                    self.taken.lock().unwrap().push(std::mem::take(&mut mail));
                    if mood == Mood::Forgetful {
                        *self.mood.lock().unwrap() = Mood::Willing;
                        return Ok(());
                    }
                    "250 taken"
                }
                "QUIT" => {
                    write.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                _ => "250 fine",
            };
            write.write_all(answer.as_bytes()).await?;
            write.write_all(b"\r\n").await?;
        }
        Ok(())
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
