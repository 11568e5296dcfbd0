//! The address of a mail server: `smtps://` is TLS from the first byte, `smtp://` begins in clear and must go on in TLS (STARTTLS).

use std::str::FromStr;

use url::{Host, Url};

/// How the connection is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS, or no mail.
    StartTls,
    /// STARTTLS where the server has it: a relay on this very machine.
    Loopback,
}

/// Where mail is handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    /// User and password.
    pub(crate) credentials: Option<(String, String)>,
}

impl std::fmt::Debug for SmtpUrl {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SmtpUrl({}:{})", self.host, self.port)
    }
}

/// Why an address cannot be a mail server's. Says nothing of the address: it may hold a password.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "it must be an address such as smtps://user:password@mail.example.org or smtp://user:password@mail.example.org:587, with special characters percent-encoded"
)]
pub struct SmtpUrlError;

impl SmtpUrl {
    /// `host:port`, for people.
    #[must_use]
    pub fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl FromStr for SmtpUrl {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text).map_err(|_| SmtpUrlError)?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or(SmtpUrlError)?;
        let (security, port) = match url.scheme() {
            "smtps" => (Security::Implicit, 465),
            "smtp" if is_loopback(host) => (Security::Loopback, 587),
            "smtp" => (Security::StartTls, 587),
            _ => return Err(SmtpUrlError),
        };
        let bare =
            matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        if !bare {
            return Err(SmtpUrlError);
        }
        let decode = |part: &str| {
            percent_encoding::percent_decode_str(part)
                .decode_utf8()
                .map(String::from)
                .map_err(|_| SmtpUrlError)
        };
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            ("", Some(_)) | (_, None) => return Err(SmtpUrlError),
            (user, Some(password)) => Some((decode(user)?, decode(password)?)),
        };
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(port),
            security,
            credentials,
        })
    }
}

fn is_loopback(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Domain(name)) => name == "localhost",
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_travels_in_clear_beyond_this_machine() {
        for (text, security, server) in [
            (
                "smtps://mail.example.org",
                Security::Implicit,
                "mail.example.org:465",
            ),
            (
                "smtp://mail.example.org",
                Security::StartTls,
                "mail.example.org:587",
            ),
            ("smtp://10.0.0.7:25", Security::StartTls, "10.0.0.7:25"),
            (
                "smtp://127.0.0.1:2525",
                Security::Loopback,
                "127.0.0.1:2525",
            ),
            ("smtp://localhost", Security::Loopback, "localhost:587"),
            ("smtp://[::1]:25", Security::Loopback, "::1:25"),
        ] {
            let url: SmtpUrl = text.parse().expect(text);
            assert_eq!((url.security, &*url.server()), (security, server));
        }
    }

    #[test]
    fn user_and_password_may_hold_anything_when_percent_encoded_and_are_not_shown() {
        let url: SmtpUrl = "smtps://clara%40example.org:p%3Ass%2Fw%40rd@mail.example.org"
            .parse()
            .expect("valid");
        assert_eq!(
            url.credentials,
            Some(("clara@example.org".into(), "p:ss/w@rd".into()))
        );
        assert!(!format!("{url:?}").contains("ss"));
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtps://user@mail.example.org",
            "smtps://mail.example.org/inbox",
            "smtps://mail.example.org?tls=none",
        ] {
            assert_eq!(text.parse::<SmtpUrl>(), Err(SmtpUrlError), "{text}");
        }
    }
}
