//! `CLARA_URL`: the one address that decides cookies, origin checks, callbacks and links.

use std::str::FromStr;

use url::{Host, Url};

/// The address at which people and the ATS reach CLARA: an origin without path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// Why an address cannot be CLARA's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    /// Not a web address.
    #[error("it must be an address such as https://clara.example.org")]
    NotAnAddress,
    /// A path, a query or credentials.
    #[error("it must be an origin alone, without path, query or credentials")]
    NotAnOrigin,
    /// Plain http on a host that others can reach: session cookies would travel in clear.
    #[error(
        "plain http is accepted on loopback alone, because session cookies would travel in clear: use https"
    )]
    Insecure,
}

impl PublicUrl {
    /// Whether the address is https.
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The name of the session cookie. `__Host-` binds it to host and https; Safari refuses `Secure` on http loopback.
    pub fn session_cookie(&self) -> &'static str {
        if self.is_secure() {
            "__Host-clara"
        } else {
            "clara_dev"
        }
    }

    /// The origin as browsers send it: scheme, host, and the port where it is not the scheme's own.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// An address below the origin; `path` begins with `/`.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// The same with the port that was taken, if it asked for any (port 0).
    #[must_use]
    pub fn listening_on(mut self, port: u16) -> Self {
        if self.0.port() == Some(0) {
            // Refused only for addresses without host, which are no public addresses.
            let _ = self.0.set_port(Some(port));
        }
        self
    }

    /// The address as a [`Url`].
    pub fn as_url(&self) -> &Url {
        &self.0
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| PublicUrlError::NotAnAddress)?;
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !bare {
            return Err(PublicUrlError::NotAnOrigin);
        }
        match (url.scheme(), url.host()) {
            ("https", Some(_)) => Ok(Self(url)),
            ("http", Some(host)) if is_loopback(&host) => Ok(Self(url)),
            ("http", Some(_)) => Err(PublicUrlError::Insecure),
            _ => Err(PublicUrlError::NotAnAddress),
        }
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_accepted() {
        for (text, cookie) in [
            ("https://clara.example.org", "__Host-clara"),
            ("http://127.0.0.1:3000", "clara_dev"),
            ("http://localhost:8080/", "clara_dev"),
            ("http://[::1]:3000", "clara_dev"),
        ] {
            let url: PublicUrl = text.parse().expect(text);
            assert_eq!(url.session_cookie(), cookie);
        }
    }

    #[test]
    fn everything_else_is_refused_with_the_reason() {
        for (text, error) in [
            ("http://clara.example.org", PublicUrlError::Insecure),
            ("http://192.168.1.4:3000", PublicUrlError::Insecure),
            ("https://clara.example.org/app", PublicUrlError::NotAnOrigin),
            (
                "https://user@clara.example.org",
                PublicUrlError::NotAnOrigin,
            ),
            ("ftp://clara.example.org", PublicUrlError::NotAnAddress),
            ("clara", PublicUrlError::NotAnAddress),
        ] {
            assert_eq!(text.parse::<PublicUrl>(), Err(error), "{text}");
        }
    }

    #[test]
    fn the_origin_leaves_the_default_port_out() {
        let url: PublicUrl = "https://clara.example.org:443".parse().expect("valid");
        assert_eq!(url.origin(), "https://clara.example.org");
        assert_eq!(url.at("/jobs"), "https://clara.example.org/jobs");
    }
}
