//! The address of the one who asks: the connection's, or what trusted proxies say of it.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

/// Walks `X-Forwarded-For` from its end past trusted proxies. A header from anybody else is not believed.
pub fn address(connection: SocketAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut client = connection.ip();
    let forwarded: Vec<IpAddr> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map_while(|entry| entry.trim().parse().ok())
        .collect();
    for hop in forwarded.into_iter().rev() {
        if !trusted.contains(&client) {
            break;
        }
        client = hop;
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(connection: [u8; 4], forwarded: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static(forwarded));
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
}
