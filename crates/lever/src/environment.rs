//! Which Lever is meant: its API root, its OAuth end points, and the hosts that may be given an access token.

use std::net::IpAddr;

use url::{Host, Url};

/// One installation of Lever (production, sandbox, a stand-in).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    api_root: Url,
    authorize_url: Url,
    token_url: Url,
    audience: String,
    allowed_hosts: Vec<String>,
}

/// Why a custom environment cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvironmentError {
    /// Not an absolute URL with a host.
    #[error("not an absolute http(s) URL")]
    NotAUrl,
    /// Plain http is for this machine only: a token would travel in clear.
    #[error("plain http is allowed for loopback addresses only")]
    Insecure,
    /// User, password, query or fragment in a base URL.
    #[error("a base URL must have no user, password, query or fragment")]
    Unexpected,
}

impl Environment {
    /// `api.lever.co`.
    pub fn production() -> Self {
        Self::known(
            "https://api.lever.co/v1",
            "https://auth.lever.co/authorize",
            "https://auth.lever.co/oauth/token",
            "https://api.lever.co/v1/",
            // Customers of the European instance are redirected to their own data centre.
            &["api.lever.co", "api.eu.lever.co"],
        )
    }

    /// `api.sandbox.lever.co`.
    pub fn sandbox() -> Self {
        Self::known(
            "https://api.sandbox.lever.co/v1",
            "https://sandbox-lever.auth0.com/authorize",
            "https://sandbox-lever.auth0.com/oauth/token",
            "https://api.sandbox.lever.co/v1/",
            &["api.sandbox.lever.co"],
        )
    }

    /// Any other installation. `base_url` is the API root with its version (`http://127.0.0.1:4400/v1`); the audience is the same with a closing slash.
    pub fn custom(
        base_url: &str,
        authorize_url: &str,
        token_url: &str,
    ) -> Result<Self, EnvironmentError> {
        let api_root = checked(base_url)?;
        let authorize_url = checked(authorize_url)?;
        let token_url = checked(token_url)?;
        let audience = format!("{}/", api_root.as_str().trim_end_matches('/'));
        let allowed_hosts = api_root.host_str().map(str::to_owned).into_iter().collect();
        Ok(Self {
            api_root,
            authorize_url,
            token_url,
            audience,
            allowed_hosts,
        })
    }

    #[expect(
        clippy::expect_used,
        reason = "constants, each covered by a test that calls its constructor"
    )]
    fn known(api: &str, authorize: &str, token: &str, audience: &str, hosts: &[&str]) -> Self {
        let url = |text: &str| Url::parse(text).expect("a constant URL");
        Self {
            api_root: url(api),
            authorize_url: url(authorize),
            token_url: url(token),
            audience: audience.to_owned(),
            allowed_hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
        }
    }

    /// The API root, without a closing slash.
    pub fn api_root(&self) -> &Url {
        &self.api_root
    }

    /// Where the browser is sent for consent.
    pub fn authorize_url(&self) -> &Url {
        &self.authorize_url
    }

    /// Where codes and refresh tokens are exchanged.
    pub fn token_url(&self) -> &Url {
        &self.token_url
    }

    /// The `audience` parameter; its closing slash matters.
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// Whether the API itself is on this machine; only then may a redirect lead to this machine, or be plain http.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.api_root)
    }

    /// Whether a redirect may take the access token along to this URL: a host of this environment over https, or the very origin of the API.
    pub(crate) fn may_carry_credentials(&self, url: &Url) -> bool {
        url.origin() == self.api_root.origin()
            || (url.scheme() == "https"
                && url.port().is_none()
                && !self.is_loopback()
                && url
                    .host_str()
                    .is_some_and(|host| self.allowed_hosts.iter().any(|allowed| allowed == host)))
    }
}

fn checked(text: &str) -> Result<Url, EnvironmentError> {
    let url = Url::parse(text).map_err(|_| EnvironmentError::NotAUrl)?;
    if url.cannot_be_a_base() || url.host().is_none() {
        return Err(EnvironmentError::NotAUrl);
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        return Err(EnvironmentError::Unexpected);
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(EnvironmentError::Insecure),
        _ => Err(EnvironmentError::NotAUrl),
    }
}

/// Whether the URL names this machine by address or as `localhost`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether an address belongs to the public internet. Everything reserved, private, local or shared is not (IANA special-purpose registries).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_documentation()
                || a == 0
                || a >= 224
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (b == 18 || b == 19)))
        }
        IpAddr::V6(v6) => {
            if let Some(v4) = v6.to_ipv4_mapped() {
                return is_public(IpAddr::V4(v4));
            }
            let segments = v6.segments();
            // Global unicast is 2000::/3; documentation, 6to4 and Teredo inside it can stand for private addresses.
            (segments[0] & 0xe000) == 0x2000
                && segments[0] != 0x2002
                && !(segments[0] == 0x2001 && (segments[1] == 0 || segments[1] == 0x0db8))
        }
    }
}
