//! Who gives the client its access token, and the rule that one refresh is under way at a time.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use oauth2::{AccessToken, RefreshToken};

use crate::error::NetworkFault;
use crate::oauth::{App, OAuthError};

/// An access token is replaced this long before it runs out.
const EARLY: Duration = Duration::from_secs(60);
/// How often a refresh is tried on a failure that is no verdict.
const ATTEMPTS: u32 = 3;
/// The first pause between those.
const PAUSE: Duration = Duration::from_millis(200);

/// The tokens of one connection. `Debug` shows none of them.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Sent with every call.
    pub access: AccessToken,
    /// Single use; absent without the scope `offline_access`.
    pub refresh: Option<RefreshToken>,
    /// When the access token runs out.
    pub expires_at: SystemTime,
    /// What was granted, where the token endpoint said so.
    pub scopes: Option<Vec<String>>,
}

/// Why there is no access token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Revoked, or never connected.
    #[error("the connection to Lever was revoked")]
    Disconnected,
    /// The token endpoint failed; says nothing about the connection.
    #[error(transparent)]
    OAuth(OAuthError),
    /// The caller's store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The caller's token store failed; what happened is the caller's to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token store failed")]
pub struct StoreError;

/// Gives the client an access token.
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// A token that is believed to work.
    async fn access_token(&self) -> Result<AccessToken, TokenError>;

    /// Lever refused `rejected` with 401: another one, or the news that there is none. Called once per call.
    async fn replace(&self, rejected: &AccessToken) -> Result<AccessToken, TokenError>;
}

/// Where one connection's tokens are kept.
#[async_trait]
pub trait TokenStore: Send + Sync + 'static {
    /// The tokens, or `None` where the connection is marked as disconnected.
    async fn load(&self) -> Result<Option<Tokens>, StoreError>;

    /// Puts new tokens in the place of `old`, durably; they are used only after this returns. An error if others stand there meanwhile.
    async fn save(&self, old: &Tokens, new: &Tokens) -> Result<(), StoreError>;

    /// Lever said `invalid_grant` to these: marks the connection as disconnected. False, and nothing done, if others stand there meanwhile.
    async fn disconnect(&self, refused: &Tokens) -> Result<bool, StoreError>;

    /// Keeps other processes from refreshing until the returned value is dropped. The default keeps nobody out: enough for one process.
    async fn exclusive(&self) -> Result<Box<dyn Send>, StoreError> {
        Ok(Box::new(()))
    }
}

/// A [`TokenSource`] that refreshes: one refresh at a time, the store read again under the lock, the new refresh token stored before use.
pub struct Refreshing<S> {
    inner: Arc<Inner<S>>,
}

impl<S> Clone for Refreshing<S> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

struct Inner<S> {
    app: App,
    store: S,
    lock: tokio::sync::Mutex<()>,
}

/// Which stored tokens a refresh is to replace.
enum Replace {
    /// Those that run out soon.
    Expiring,
    /// This one, which was refused.
    Rejected(AccessToken),
    /// Whatever is stored.
    Any,
}

impl<S: TokenStore> Refreshing<S> {
    /// Keep one per connection and share it: the lock is inside.
    pub fn new(app: App, store: S) -> Self {
        Self {
            inner: Arc::new(Inner {
                app,
                store,
                lock: tokio::sync::Mutex::new(()),
            }),
        }
    }

    /// Refreshes now, whatever the expiry says: the reliable way to learn of a revocation.
    pub async fn refresh_now(&self) -> Result<(), TokenError> {
        self.refresh(Replace::Any).await.map(drop)
    }

    /// In a task of its own: a caller that goes away in the middle must not lose a refresh token that Lever has already rotated.
    async fn refresh(&self, what: Replace) -> Result<AccessToken, TokenError> {
        let inner = Arc::clone(&self.inner);
        tokio::spawn(async move { inner.refresh(what).await })
            .await
            .unwrap_or(Err(TokenError::OAuth(OAuthError::Network(
                NetworkFault::Interrupted,
            ))))
    }
}

#[async_trait]
impl<S: TokenStore> TokenSource for Refreshing<S> {
    async fn access_token(&self) -> Result<AccessToken, TokenError> {
        let tokens = self.inner.load().await?;
        if runs_out(&tokens) && tokens.refresh.is_some() {
            return self.refresh(Replace::Expiring).await;
        }
        Ok(tokens.access)
    }

    async fn replace(&self, rejected: &AccessToken) -> Result<AccessToken, TokenError> {
        self.refresh(Replace::Rejected(rejected.clone())).await
    }
}

impl<S: TokenStore> Inner<S> {
    async fn load(&self) -> Result<Tokens, TokenError> {
        self.store.load().await?.ok_or(TokenError::Disconnected)
    }

    async fn refresh(&self, what: Replace) -> Result<AccessToken, TokenError> {
        let _here = self.lock.lock().await;
        let _everywhere = self.store.exclusive().await?;
        let stored = self.load().await?;
        let still_needed = match &what {
            Replace::Expiring => runs_out(&stored),
            Replace::Rejected(rejected) => stored.access.secret() == rejected.secret(),
            Replace::Any => true,
        };
        if !still_needed {
            return Ok(stored.access);
        }
        let Some(refresh) = &stored.refresh else {
            return self.give_up(&stored).await;
        };
        match self.exchange(refresh).await {
            Ok(tokens) => {
                self.store.save(&stored, &tokens).await?;
                tracing::debug!("access token refreshed");
                Ok(tokens.access)
            }
            Err(OAuthError::InvalidGrant) => self.give_up(&stored).await,
            Err(error) => Err(TokenError::OAuth(error)),
        }
    }

    /// These tokens are dead. If another process put living ones in their place, those are used.
    async fn give_up(&self, dead: &Tokens) -> Result<AccessToken, TokenError> {
        if self.store.disconnect(dead).await? {
            return Err(TokenError::Disconnected);
        }
        Ok(self.load().await?.access)
    }

    async fn exchange(&self, refresh: &RefreshToken) -> Result<Tokens, OAuthError> {
        let mut attempt = 1;
        loop {
            match self.app.refresh(refresh).await {
                Err(OAuthError::Network(_) | OAuthError::Server { .. }) if attempt < ATTEMPTS => {
                    tokio::time::sleep(PAUSE * attempt).await;
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }
}

fn runs_out(tokens: &Tokens) -> bool {
    tokens.expires_at <= SystemTime::now() + EARLY
}
