//! Lever's tokens in CLARA's store: sealed, replaced by comparison, forgotten on disconnection.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use hiring::integrations::{self, RefreshLease, TokenSet};
use hiring::permission::{ManageIntegrations, Operate};
use hiring::{IntegrationId, Millis, Permit, Secret, Store};
use lever::{AccessToken, RefreshToken, StoreError, TokenStore, Tokens};

/// How long a refresh waits for another process's: longer than that one may take.
const PATIENCE: Duration = Duration::from_secs(90);
/// The pause between two looks whether it is over.
const PAUSE: Duration = Duration::from_millis(50);

/// For so long a call may take the token that the call before took: an import makes hundreds of calls a second.
const RECENT: Duration = Duration::from_millis(200);

/// The tokens of one connection.
pub(crate) struct StoredTokens {
    store: Store,
    permit: Permit<Operate>,
    integration: IntegrationId,
    recent: Mutex<Option<(Instant, Tokens)>>,
}

impl StoredTokens {
    pub(crate) fn new(store: Store, permit: Permit<Operate>, integration: IntegrationId) -> Self {
        Self {
            store,
            permit,
            integration,
            recent: Mutex::default(),
        }
    }

    fn recent(&self) -> MutexGuard<'_, Option<(Instant, Tokens)>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn read(&self) -> Result<Option<integrations::Tokens>, StoreError> {
        match integrations::tokens(&self.store, &self.permit, self.integration).await {
            Ok(tokens) => Ok(Some(tokens)),
            Err(hiring::Error::NotFound) => Ok(None),
            Err(error) => {
                tracing::error!(integration = %self.integration, %error, "tokens could not be read");
                Err(StoreError)
            }
        }
    }

    /// What is stored, if it is still `expected`.
    async fn still(&self, expected: &Tokens) -> Result<Option<integrations::Tokens>, StoreError> {
        let stored = self.read().await?;
        Ok(stored.filter(|stored| stored.access.expose() == expected.access.secret()))
    }
}

#[async_trait]
impl TokenStore for StoredTokens {
    async fn load(&self) -> Result<Option<Tokens>, StoreError> {
        let recent = self.recent().clone();
        if let Some((_, tokens)) = recent.filter(|(read, _)| read.elapsed() < RECENT) {
            return Ok(Some(tokens));
        }
        let began = Instant::now();
        let tokens = self.read().await?.map(|stored| Tokens {
            scopes: None,
            access: AccessToken::new(stored.access.expose().to_owned()),
            refresh: stored
                .refresh
                .map(|refresh| RefreshToken::new(refresh.expose().to_owned())),
            expires_at: UNIX_EPOCH
                + Duration::from_millis(u64::try_from(stored.expires_at.0).unwrap_or(0)),
        });
        *self.recent() = tokens.clone().map(|tokens| (began, tokens));
        Ok(tokens)
    }

    async fn save(&self, old: &Tokens, new: &Tokens) -> Result<(), StoreError> {
        *self.recent() = None;
        let replaced = self.still(old).await?.ok_or(StoreError)?;
        let kept = integrations::store_tokens(
            &self.store,
            &self.permit,
            self.integration,
            replaced.version,
            &token_set(new),
        )
        .await
        .map_err(|error| {
            tracing::error!(integration = %self.integration, %error, "new tokens could not be kept");
            StoreError
        })?;
        *self.recent() = None;
        kept.then_some(()).ok_or(StoreError)
    }

    async fn disconnect(&self, refused: &Tokens) -> Result<bool, StoreError> {
        *self.recent() = None;
        if self.still(refused).await?.is_none() && self.read().await?.is_some() {
            return Ok(false);
        }
        let permit = self.permit.to::<ManageIntegrations>();
        integrations::disconnect(&self.store, &permit, self.integration, "revoked")
            .await
            .map_err(|_| StoreError)?;
        tracing::warn!(integration = %self.integration, "access was revoked in Lever");
        Ok(true)
    }

    async fn exclusive(&self) -> Result<Box<dyn Send>, StoreError> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match RefreshLease::take(&self.store, &self.permit, self.integration).await {
                Ok(Some(lease)) => {
                    // Another process may have replaced them meanwhile.
                    *self.recent() = None;
                    return Ok(Box::new(Exclusive {
                        store: self.store.clone(),
                        lease: Some(lease),
                    }));
                }
                Ok(None) => tokio::time::sleep(PAUSE).await,
                Err(error) => {
                    tracing::error!(integration = %self.integration, %error, "no refresh could begin");
                    return Err(StoreError);
                }
            }
        }
        tracing::error!(integration = %self.integration, "another process does not end its refresh");
        Err(StoreError)
    }
}

/// Given back when it is dropped; where that fails it ends by itself.
struct Exclusive {
    store: Store,
    lease: Option<RefreshLease>,
}

impl Drop for Exclusive {
    fn drop(&mut self) {
        let (Some(lease), Ok(runtime)) = (self.lease.take(), tokio::runtime::Handle::try_current())
        else {
            return;
        };
        let store = self.store.clone();
        runtime.spawn(async move {
            if let Err(error) = lease.give_back(&store).await {
                tracing::warn!(%error, "the right to refresh was not given back; it ends by itself");
            }
        });
    }
}

/// Lever's tokens as the store takes them.
pub(crate) fn token_set(tokens: &Tokens) -> TokenSet {
    let expires_at = tokens
        .expires_at
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    TokenSet {
        access: Secret::new(tokens.access.secret().clone()),
        refresh: tokens
            .refresh
            .as_ref()
            .map(|refresh| Secret::new(refresh.secret().clone())),
        expires_at: Millis(i64::try_from(expires_at.as_millis()).unwrap_or(i64::MAX)),
    }
}
