//! The two HTTP clients: one for the API and the token endpoint, one for storage hosts to which a download may be redirected.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use crate::environment::{Environment, is_public};
use crate::error::{Error, NetworkFault};

/// A client that follows no redirect by itself. Over the API of this machine no proxy is used.
pub(crate) fn api_client(
    environment: &Environment,
    timeout: Duration,
) -> Result<reqwest::Client, Error> {
    let mut builder = builder(timeout);
    if environment.is_loopback() {
        builder = builder.no_proxy();
    }
    build(builder)
}

/// A client for hosts that a redirect names: it connects to public addresses only, unless the environment itself is on this machine.
/// No proxy, since a proxy would look the name up where the rule cannot be applied.
pub(crate) fn storage_client(
    environment: &Environment,
    timeout: Duration,
) -> Result<reqwest::Client, Error> {
    let mut builder = builder(timeout).no_proxy();
    if !environment.is_loopback() {
        builder = builder.dns_resolver(PublicOnly);
    }
    build(builder)
}

fn builder(timeout: Duration) -> reqwest::ClientBuilder {
    // The first caller's provider wins for the process; ours is needed only where nobody chose one.
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    reqwest::Client::builder()
        .redirect(Policy::none())
        .connect_timeout(timeout.min(Duration::from_secs(5)))
        .timeout(timeout)
        .pool_idle_timeout(Duration::from_secs(50))
}

fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    builder.build().map_err(|_| Error::Unusable {
        what: "the HTTP client (are the system's CA certificates installed?)",
    })
}

/// Looks names up and keeps only addresses of the public internet.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found
                .filter(|address| is_public(IpAddr::to_canonical(&address.ip())))
                .collect();
            if public.is_empty() {
                return Err("no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Reads a body up to `limit` bytes; one byte more is [`Error::TooLarge`], and nothing beyond is read.
pub(crate) async fn read_limited(
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Bytes, Error> {
    let announced = response.content_length().unwrap_or(0);
    if announced > limit as u64 {
        return Err(Error::TooLarge { limit });
    }
    let mut body = BytesMut::with_capacity(announced as usize);
    while let Some(chunk) = response.chunk().await.map_err(NetworkFault::from)? {
        if body.len() + chunk.len() > limit {
            return Err(Error::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
