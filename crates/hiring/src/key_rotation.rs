//! Rotation of the key: every secret that an earlier key sealed is sealed anew with the present one. Broken off, it goes on where it was.

use sqlx::query;

use crate::db::RowExt;
use crate::follow_ups::link;
use crate::integrations::tokens;
use crate::keys::{Key, Keys};
use crate::notifications::unsubscribe;
use crate::passwords::reset;
use crate::sealer::Sealer;
use crate::{Config, Error, OpenError, OrganizationId, Store, invitations, shares, webhooks};

/// Rows of one transaction.
const BATCH: i64 = 100;

/// A column of sealed secrets. Its statements look over all organizations, as nothing else does but the queue; no secret leaves this crate by them.
pub(crate) struct SealedColumn {
    /// `organization_id`, `id` and `sealed` of rows whose secret does not begin with `$1`, at most `$2`.
    pub(crate) of_other_keys: &'static str,
    /// Puts `$4` in the place of `$3` in row `$2` of organization `$1`, unless somebody changed it meanwhile.
    pub(crate) reseal: &'static str,
    /// What the secret is bound to, by the row's id.
    pub(crate) row_name: fn(&str) -> String,
}

/// Why keys were not rotated.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The store cannot be opened, or is in use.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It failed in the middle: run it again.
    #[error("{0}; what was sealed anew stays so, and the earlier key is still there: run it again")]
    Store(#[from] Error),
    /// The configured key has no successor in front of it.
    #[error(
        "CLARA_SECRET_KEY holds one key, so there is nothing to rotate to: write a new one in front of it (`openssl rand -base64 32`), \
        separated by a comma, restart every server, then run this again"
    )]
    NoNewKey,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// Secrets sealed anew.
    pub secrets: u64,
    /// Whether the earlier key is gone already; else it has to be taken out of the configuration.
    pub forgotten: bool,
}

/// Seals everything with the present key.
///
/// Keys of the configuration: the present one stands first, and servers that know both go on working meanwhile.
/// A key file: a new key is put in front of the file, and what it replaced is taken out at the end; servers must stand still, for they hold the
/// file's keys in memory.
///
/// # Errors
/// [`RotationError`].
pub async fn rotate(config: &Config) -> Result<Rotated, RotationError> {
    if let Some(keys) = &config.key {
        if keys.earlier.is_empty() {
            return Err(RotationError::NoNewKey);
        }
        let store = Store::open_as_it_is(config).await?;
        let secrets = reseal(&store, store.sealer()).await;
        store.close().await;
        return Ok(Rotated {
            secrets: secrets?,
            forgotten: false,
        });
    }
    let store = Store::open_alone(config).await?;
    let mut keys = Keys::beside(&config.data_dir)?;
    if keys.earlier.is_empty() {
        let earlier = std::mem::replace(&mut keys.present, Key::random());
        keys.earlier.push(earlier);
        keys.write_beside(&config.data_dir)?;
    }
    // The store's own sealer knows the file as it was.
    let secrets = reseal(&store, &Sealer::new(&keys)).await;
    store.close().await;
    let secrets = secrets?;
    keys.earlier.clear();
    keys.write_beside(&config.data_dir)?;
    Ok(Rotated {
        secrets,
        forgotten: true,
    })
}

async fn reseal(store: &Store, sealer: &Sealer) -> Result<u64, Error> {
    let mut secrets = 0;
    let others = [
        &webhooks::SEALED,
        &invitations::SEALED,
        &reset::SEALED,
        &link::SEALED,
        &shares::SEALED,
        &unsubscribe::SEALED,
    ];
    for column in tokens::SEALED.iter().chain(others) {
        loop {
            let many = batch(store, sealer, column).await?;
            if many == 0 {
                break;
            }
            secrets += many;
        }
    }
    Ok(secrets)
}

/// Seals some rows anew; how many. None: nothing is left.
async fn batch(store: &Store, sealer: &Sealer, column: &SealedColumn) -> Result<u64, Error> {
    let mut tx = store.begin().await?;
    let rows = query(column.of_other_keys)
        .bind(format!("{}.%", sealer.key_id()))
        .bind(BATCH)
        .fetch_all(tx.connection())
        .await?;
    for row in &rows {
        let organization: OrganizationId = row.get_as("organization_id")?;
        let id: String = row.get_as("id")?;
        let sealed: String = row.get_as("sealed")?;
        let name = (column.row_name)(&id);
        let secret = sealer.unseal(organization, &name, &sealed)?;
        tx.execute(
            query(column.reseal)
                .bind(organization)
                .bind(id)
                .bind(&*sealed)
                .bind(sealer.seal(organization, &name, &secret)?),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(rows.len() as u64)
}
