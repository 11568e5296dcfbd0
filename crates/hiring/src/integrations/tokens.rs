//! Tokens of a connection: sealed at rest, replaced by comparing their version, so that two refreshers cannot lose the newer one.

use sqlx::query;

use crate::db::{RowExt, Tx, statements_block};
use crate::key_rotation::SealedColumn;
use crate::permission::Operate;
use crate::{Error, IntegrationId, Millis, OrganizationId, Permit, Secret, Store};

statements_block! {
    READ = "SELECT access_token, refresh_token, token_expires_at, token_version FROM integrations \
        WHERE organization_id = $1 AND id = $2 AND state = 'active'";
    WRITE = "UPDATE integrations SET access_token = $3, refresh_token = COALESCE($4, refresh_token), token_expires_at = $5, \
        token_version = token_version + 1 WHERE organization_id = $1 AND id = $2";
    REPLACE = "UPDATE integrations SET access_token = $3, refresh_token = COALESCE($4, refresh_token), token_expires_at = $5, \
        token_version = token_version + 1 WHERE organization_id = $1 AND id = $2 AND token_version = $6 AND state = 'active'";
    ACCESS_OF_OTHER_KEYS = "SELECT organization_id, id, access_token AS sealed FROM integrations WHERE access_token NOT LIKE $1 LIMIT $2";
    RESEAL_ACCESS = "UPDATE integrations SET access_token = $4 WHERE organization_id = $1 AND id = $2 AND access_token = $3";
    REFRESH_OF_OTHER_KEYS = "SELECT organization_id, id, refresh_token AS sealed FROM integrations WHERE refresh_token NOT LIKE $1 LIMIT $2";
    RESEAL_REFRESH = "UPDATE integrations SET refresh_token = $4 WHERE organization_id = $1 AND id = $2 AND refresh_token = $3";
}

/// What a rotation of the key seals anew here.
pub(crate) const SEALED: [SealedColumn; 2] = [
    SealedColumn {
        of_other_keys: ACCESS_OF_OTHER_KEYS,
        reseal: RESEAL_ACCESS,
        row_name: |id| row_name(id, "access"),
    },
    SealedColumn {
        of_other_keys: REFRESH_OF_OTHER_KEYS,
        reseal: RESEAL_REFRESH,
        row_name: |id| row_name(id, "refresh"),
    },
];

/// What a token endpoint gave.
#[derive(Clone, Debug)]
pub struct TokenSet {
    /// For calls.
    pub access: Secret,
    /// For the next refresh; none: the one before stays.
    pub refresh: Option<Secret>,
    /// When the access token ends.
    pub expires_at: Millis,
}

/// The tokens in use.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For calls.
    pub access: Secret,
    /// For the next refresh.
    pub refresh: Option<Secret>,
    /// When the access token ends.
    pub expires_at: Millis,
    /// Grows with every replacement: give it to [`store_tokens`].
    pub version: i64,
}

/// The tokens of an active connection.
///
/// # Errors
/// [`Error::NotFound`] if it is not active; [`Error::Unavailable`] if another key sealed them.
pub async fn tokens(
    store: &Store,
    permit: &Permit<Operate>,
    id: IntegrationId,
) -> Result<Tokens, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let row = query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let unseal = |kind: &str, sealed: Option<String>| {
        sealed
            .map(|sealed| {
                store
                    .sealer()
                    .unseal(organization, &row_name(id, kind), &sealed)
            })
            .transpose()
    };
    Ok(Tokens {
        access: unseal("access", row.get_as("access_token")?)?.ok_or(Error::NotFound)?,
        refresh: unseal("refresh", row.get_as("refresh_token")?)?,
        expires_at: row
            .get_as::<Option<Millis>>("token_expires_at")?
            .unwrap_or_default(),
        version: row.get_as("token_version")?,
    })
}

/// Replaces the tokens that had `version`, durably, before the new ones are used. False: somebody else replaced them, or the connection ended: read again.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn store_tokens(
    store: &Store,
    permit: &Permit<Operate>,
    id: IntegrationId,
    version: i64,
    tokens: &TokenSet,
) -> Result<bool, Error> {
    let organization = permit.organization();
    let (access, refresh) = sealed(store, organization, id, tokens)?;
    let mut tx = store.begin().await?;
    let replaced = query(REPLACE)
        .bind(organization)
        .bind(id)
        .bind(access)
        .bind(refresh)
        .bind(tokens.expires_at)
        .bind(version)
        .execute(tx.connection())
        .await?;
    tx.commit().await?;
    Ok(replaced.rows_affected() == 1)
}

pub(super) async fn write(
    tx: &mut Tx,
    organization: OrganizationId,
    id: IntegrationId,
    tokens: &TokenSet,
) -> Result<(), Error> {
    let (access, refresh) = sealed(tx.store(), organization, id, tokens)?;
    tx.execute(
        query(WRITE)
            .bind(organization)
            .bind(id)
            .bind(access)
            .bind(refresh)
            .bind(tokens.expires_at),
    )
    .await?;
    Ok(())
}

fn sealed(
    store: &Store,
    organization: OrganizationId,
    id: IntegrationId,
    tokens: &TokenSet,
) -> Result<(String, Option<String>), Error> {
    let seal = |kind: &str, secret: &Secret| {
        store
            .sealer()
            .seal(organization, &row_name(id, kind), secret)
    };
    Ok((
        seal("access", &tokens.access)?,
        tokens
            .refresh
            .as_ref()
            .map(|refresh| seal("refresh", refresh))
            .transpose()?,
    ))
}

/// What a token is bound to besides the organization: its row and its column.
fn row_name(id: impl std::fmt::Display, kind: &str) -> String {
    format!("integrations/{id}/{kind}")
}
