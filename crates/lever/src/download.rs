//! Downloads of resumes and files: size-capped, redirects by hand, no credential to another host, no private address.

use std::net::IpAddr;

use bytes::Bytes;
use reqwest::{Method, Response};
use url::{Host, Url};

use crate::client::{Call, Client, Repeat, redirect_target};
use crate::environment::{Environment, is_loopback, is_public};
use crate::error::{Error, NetworkFault};
use crate::http;

/// The largest file that is downloaded, in bytes. One more and the download ends with [`Error::TooLarge`].
pub const DOWNLOAD_LIMIT: usize = 16 * 1024 * 1024;
/// Redirects away from the API.
const REDIRECTS: usize = 3;

/// The bytes of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// As they came.
    pub bytes: Bytes,
    /// The `Content-Type`, which Lever does not document: a hint at most.
    pub content_type: Option<String>,
}

impl Client {
    pub(crate) async fn download(&self, url: Url, route: &str) -> Result<Downloaded, Error> {
        let call = Call {
            method: Method::GET,
            url,
            body: None,
            repeat: Repeat::Harmless,
            route,
        };
        let mut attempt = 1;
        loop {
            match self.download_once(&call).await {
                Ok(downloaded) => return Ok(downloaded),
                Err(error) => self.pause_before_retry(&call, error, &mut attempt).await?,
            }
        }
    }

    async fn download_once(&self, call: &Call<'_>) -> Result<Downloaded, Error> {
        let mut response = self.send(call).await?;
        let mut from = response.url().clone();
        let mut redirects = 0;
        while response.status().is_redirection() {
            if redirects == REDIRECTS {
                return Err(Error::RefusedRedirect {
                    why: "too many redirects",
                });
            }
            redirects += 1;
            let target = redirect_target(&from, &response).ok_or(Error::RefusedRedirect {
                why: "it leads nowhere",
            })?;
            check_storage(self.environment(), &target)?;
            // Without a credential: the address itself is the permission.
            response = self
                .storage()
                .get(target.clone())
                .send()
                .await
                .map_err(NetworkFault::from)?;
            from = target;
        }
        read(response).await
    }
}

async fn read(response: Response) -> Result<Downloaded, Error> {
    match response.status().as_u16() {
        200..=299 => {}
        404 | 410 => return Err(Error::NotFound),
        429 => return Err(Error::RateLimited { retry_after: None }),
        status @ 500..=599 => return Err(Error::Server { status }),
        status => {
            return Err(Error::Refused {
                status,
                message: String::new(),
            });
        }
    }
    let content_type = response
        .headers()
        .get(reqwest::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let bytes = http::read_limited(response, DOWNLOAD_LIMIT).await?;
    Ok(Downloaded {
        bytes,
        content_type,
    })
}

/// Whether a redirected download may go to this place. Names are checked again when they are looked up ([`http::storage_client`]).
fn check_storage(environment: &Environment, target: &Url) -> Result<(), Error> {
    let refuse = |why| Err(Error::RefusedRedirect { why });
    if environment.is_loopback() && is_loopback(target) {
        return Ok(());
    }
    if target.scheme() != "https" {
        return refuse("it is not https");
    }
    if !target.username().is_empty() || target.password().is_some() {
        return refuse("it carries a user or password");
    }
    let public = match target.host() {
        Some(Host::Domain(_)) => !is_loopback(target),
        Some(Host::Ipv4(address)) => is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_public(IpAddr::V6(address)),
        None => false,
    };
    if public {
        Ok(())
    } else {
        refuse("it leads to a private address")
    }
}
