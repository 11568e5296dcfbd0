//! Where the one who asks comes from: the connection's address, or what trusted proxies say of it, and the device.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use hiring::sessions;

use super::device;
use crate::state::AppState;

/// Who asks, as sign-in wants to know it.
pub struct Client(pub sessions::Client);

impl FromRequestParts<AppState> for Client {
    type Rejection = <ConnectInfo<SocketAddr> as FromRequestParts<AppState>>::Rejection;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let ConnectInfo(connection) =
            ConnectInfo::<SocketAddr>::from_request_parts(parts, state).await?;
        Ok(Self(sessions::Client {
            address: address(connection, &parts.headers, &state.config.trusted_proxies),
            device: device::name(&parts.headers),
        }))
    }
}

/// Walks `X-Forwarded-For` from its end past trusted proxies. A header from anybody else is not believed, and what a client wrote in front of
/// the proxies' entries, be it nonsense, changes nothing.
fn address(connection: SocketAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let forwarded: Vec<String> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    let entries = forwarded.iter().flat_map(|value| value.split(','));
    let entries: Vec<&str> = entries.map(str::trim).collect();
    let is_trusted = |client| trusted.iter().any(|proxy| proxy.to_canonical() == client);
    let mut client = connection.ip().to_canonical();
    for entry in entries.into_iter().rev() {
        match entry.parse::<IpAddr>() {
            Ok(hop) if is_trusted(client) => client = hop.to_canonical(),
            _ => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(connection: impl Into<IpAddr>, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        let forwarded = HeaderValue::from_bytes(forwarded.as_bytes()).expect("a header");
        headers.insert("x-forwarded-for", forwarded);
        let trusted = [IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2])];
        address(SocketAddr::from((connection, 5000)), &headers, &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client([198, 51, 100, 7], "203.0.113.9"), "198.51.100.7");
        assert_eq!(client([10, 0, 0, 1], "203.0.113.9"), "203.0.113.9");
        assert_eq!(
            client([10, 0, 0, 1], "1.1.1.1, 203.0.113.9, 10.0.0.2"),
            "203.0.113.9"
        );
        assert_eq!(client([10, 0, 0, 1], "garbage"), "10.0.0.1");
    }

    #[test]
    fn what_a_client_writes_does_not_hide_what_the_proxy_adds() {
        for written in ["garbage", "1.1.1.1:80", "Zoë", "", ","] {
            let forwarded = format!("{written}, 203.0.113.9");
            assert_eq!(client([10, 0, 0, 1], &forwarded), "203.0.113.9");
        }
    }

    #[test]
    fn a_proxy_is_known_where_ipv4_comes_as_ipv6() {
        let proxy = std::net::Ipv4Addr::new(10, 0, 0, 1).to_ipv6_mapped();
        assert_eq!(client(proxy, "::ffff:203.0.113.9"), "203.0.113.9");
    }
}
