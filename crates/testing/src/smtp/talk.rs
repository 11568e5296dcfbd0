//! One conversation with the mail server.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Mood, Security, SmtpServer, Taken};

impl SmtpServer {
    pub(super) async fn serve(&self, connection: TcpStream) -> io::Result<()> {
        let identity = match &self.security {
            Security::Clear => {
                Box::pin(self.talk(connection, true, false)).await?;
                return Ok(());
            }
            Security::Implicit(identity) => {
                let secured = identity.acceptor().accept(connection).await?;
                Box::pin(self.talk(secured, true, true)).await?;
                return Ok(());
            }
            Security::StartTls(identity) => identity,
        };
        if let Some(connection) = Box::pin(self.talk(connection, true, false)).await? {
            let secured = identity.acceptor().accept(connection).await?;
            Box::pin(self.talk(secured, false, true)).await?;
        }
        Ok(())
    }

    /// Until it ends, or TLS is asked for: then the connection goes on.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        connection: S,
        greets: bool,
        secured: bool,
    ) -> io::Result<Option<S>> {
        let mut connection = BufReader::new(connection);
        if greets {
            say(&mut connection, "220 mail.test ESMTP").await?;
        }
        let (mut mail, offers) = (Taken::default(), self.offers(secured));
        while let Some(line) = self.hear(&mut connection, secured).await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let mood = *self.mood.lock().unwrap();
            let answer = match &*verb.to_ascii_uppercase() {
                "EHLO" => &*offers,
                "STARTTLS" => {
                    say(&mut connection, "220 go on").await?;
                    return Ok(Some(connection.into_inner()));
                }
                "AUTH" => {
                    mail.credentials = rest.to_owned();
                    if rest == "LOGIN" {
                        // "Username:" and "Password:" in base64.
                        for question in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                            say(&mut connection, question).await?;
                            let Some(told) = self.hear(&mut connection, secured).await? else {
                                return Ok(None);
                            };
                            mail.credentials.push(' ');
                            mail.credentials.push_str(&told);
                        }
                    }
                    match mood {
                        Mood::NotLettingIn => "535 wrong user or password",
                        _ => "235 welcome",
                    }
                }
                "MAIL" if mood == Mood::RefusingSender => "553 not your address",
                "MAIL" => {
                    mail.from = rest.to_owned();
                    "250 go on"
                }
                "RCPT" if mood == Mood::Refusing => "550 no such person",
                "RCPT" if mood == Mood::RefusingOne && rest.contains("refused@") => {
                    "550 no such person"
                }
                "RCPT" => {
                    mail.to.push(rest.to_owned());
                    self.rest().await;
                    "250 go on"
                }
                "DATA" => {
                    say(&mut connection, "354 go on").await?;
                    let Some(data) = text(&mut connection).await? else {
                        return Ok(None);
                    };
                    if mood == Mood::Busy {
                        self.turn(Mood::Willing);
                        mail = Taken::default();
                        "451 come again"
                    } else {
                        let credentials = mail.credentials.clone();
                        self.taken.lock().unwrap().push(Taken {
                            data,
                            secured,
                            ..std::mem::take(&mut mail)
                        });
                        mail.credentials = credentials;
                        if mood == Mood::Forgetful {
                            self.turn(Mood::Willing);
                            return Ok(None);
                        }
                        self.rest().await;
                        "250 taken"
                    }
                }
                "QUIT" => {
                    say(&mut connection, "221 bye").await?;
                    return Ok(None);
                }
                _ => "250 fine",
            };
            say(&mut connection, answer).await?;
        }
        Ok(None)
    }

    fn offers(&self, secured: bool) -> String {
        let starttls = match self.security {
            Security::StartTls(_) if !secured => "250-STARTTLS\r\n",
            _ => "",
        };
        format!(
            "250-mail.test\r\n250-8BITMIME\r\n{starttls}250 AUTH {}",
            self.logins
        )
    }

    async fn hear<S: AsyncRead + Unpin>(
        &self,
        connection: &mut BufReader<S>,
        secured: bool,
    ) -> io::Result<Option<String>> {
        let heard = line(connection).await?;
        if let (Some(heard), false) = (&heard, secured) {
            self.in_clear.lock().unwrap().push(heard.clone());
        }
        Ok(heard)
    }

    /// For none, a half or all of the longest pause, by turns.
    async fn rest(&self) {
        let turn = self.taken.lock().unwrap().len() % 3;
        let turn = u32::try_from(turn).unwrap();
        tokio::time::sleep(self.pause * turn / 2).await;
    }
}

/// A mail's headers and text, once its end came.
async fn text<S: AsyncRead + Unpin>(connection: &mut BufReader<S>) -> io::Result<Option<String>> {
    let mut text = String::new();
    while let Some(line) = line(connection).await? {
        if line == "." {
            return Ok(Some(text));
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push('\n');
    }
    Ok(None)
}

async fn line<S: AsyncRead + Unpin>(connection: &mut BufReader<S>) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = connection.read_line(&mut line).await?;
    let ended = line.ends_with('\n');
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok((read > 0 && ended).then_some(line))
}

async fn say<S: AsyncWrite + Unpin>(connection: &mut S, answer: &str) -> io::Result<()> {
    connection
        .write_all(format!("{answer}\r\n").as_bytes())
        .await?;
    connection.flush().await
}
