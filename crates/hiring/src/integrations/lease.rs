//! The right to exchange a connection's refresh token: one process has it at a time, and not for ever.

use std::time::Duration;

use sqlx::query;

use crate::db::statements_block;
use crate::permission::Operate;
use crate::{Error, IntegrationId, Permit, Store, token};

/// How long it is held at most: longer than an exchange can take (the client of Lever tries three times, 20 s each). A process that died
/// with it keeps the others waiting so long.
pub const LEASE: Duration = Duration::from_secs(75);

statements_block! {
    TAKE = "UPDATE integrations SET refresh_lease = $3, refresh_until = $4 \
        WHERE organization_id = $1 AND id = $2 AND (refresh_until IS NULL OR refresh_until <= $5)";
    GIVE_BACK = "UPDATE integrations SET refresh_lease = NULL, refresh_until = NULL WHERE organization_id = $1 AND id = $2 AND refresh_lease = $3";
}

/// The right, until it is given back or [`LEASE`] is over.
#[derive(Debug)]
pub struct RefreshLease {
    permit: Permit<Operate>,
    integration: IntegrationId,
    holder: String,
}

impl RefreshLease {
    /// Takes it; none while another process has it.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn take(
        store: &Store,
        permit: &Permit<Operate>,
        integration: IntegrationId,
    ) -> Result<Option<Self>, Error> {
        let holder = token::random();
        let mut tx = store.begin().await?;
        let now = tx.now();
        let taken = query(TAKE)
            .bind(permit.organization())
            .bind(integration)
            .bind(&*holder)
            .bind(now.after(LEASE))
            .bind(now)
            .execute(tx.connection())
            .await?;
        tx.commit().await?;
        Ok((taken.rows_affected() == 1).then_some(Self {
            permit: *permit,
            integration,
            holder,
        }))
    }

    /// Gives it back, unless it is another's by now.
    ///
    /// # Errors
    /// [`Error::Unavailable`]: it ends by itself.
    pub async fn give_back(self, store: &Store) -> Result<(), Error> {
        let mut tx = store.begin().await?;
        tx.execute(
            query(GIVE_BACK)
                .bind(self.permit.organization())
                .bind(self.integration)
                .bind(self.holder),
        )
        .await?;
        tx.commit().await
    }
}
