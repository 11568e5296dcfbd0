//! A typed client of the Lever API, version 1: OAuth, tokens, pacing, paging, retries, resources, downloads and webhook signatures.
//!
//! It knows Lever and nothing of who uses it. It stores nothing ([`TokenStore`] is the caller's), reads no configuration, and never logs or puts
//! into an error a body, a token, a query string or a person's data.
//!
//! Which error to use where: [`Error`] for calls of the API, [`OAuthError`] for the token endpoint, [`CallbackError`] for what the browser brings
//! back from the consent page, [`webhook::Rejected`] for deliveries.
//!
//! ```no_run
//! # async fn example(tokens: std::sync::Arc<dyn lever::TokenSource>) -> Result<(), lever::Error> {
//! use lever::{Client, Environment, Priority, resources::PostingFilter};
//!
//! let client = Client::new(Environment::production(), tokens)?;
//! let mut pages = client.with_priority(Priority::Import).postings(&PostingFilter::default());
//! while let Some(page) = pages.next().await? {
//!     println!("{} postings", page.items.len());
//! }
//! # Ok(()) }
//! ```

mod client;
mod download;
mod environment;
mod error;
mod http;
mod lenient;
mod oauth;
mod pacer;
mod page;
pub mod resources;
mod retry;
mod tokens;
pub mod webhook;

pub use client::{Client, Settings};
pub use download::{DOWNLOAD_LIMIT, Downloaded};
pub use environment::{Environment, EnvironmentError};
pub use error::{Error, NetworkFault};
pub use lenient::{Millis, Ref};
pub use oauth::{App, Callback, CallbackError, OAuthError, account_hint};
pub use oauth2::{AccessToken, AuthorizationCode, ClientId, ClientSecret, RefreshToken};
pub use pacer::{Pace, Pacer, Priority, Usage};
pub use page::{Page, Pages};
pub use retry::RetryPolicy;
pub use tokens::{Refreshing, StoreError, TokenError, TokenSource, TokenStore, Tokens};
