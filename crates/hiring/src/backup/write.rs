//! Makes a backup, while servers run.

use std::fs::{DirBuilder, File};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use sqlx::{AnyConnection, Connection, query};

use super::{BackupError, Manifest, Parts, clear, disk, partial, settle};
use crate::db::{Dialect, RowExt, statements_block};
use crate::files::{DiskFiles, DocumentFiles};
use crate::token::sha256_hex;
use crate::{Error, OrganizationId, Store, readiness};

statements_block! {
    /// Of all organizations: no bytes and no text leave this crate by it.
    FILES = "SELECT DISTINCT organization_id, sha256 FROM documents WHERE sha256 IS NOT NULL ORDER BY organization_id, sha256";
}

/// Copies everything into a folder that does not exist yet. The database is copied first, as it is at one instant: every file that it names was
/// there then, for bytes are kept before the row that names them.
///
/// # Errors
/// [`BackupError`]; what was begun stands beside as `….partial` and is replaced by the next try.
pub async fn write(store: &Store, to: &Path) -> Result<Manifest, BackupError> {
    if store.database().dialect() != Dialect::Sqlite {
        return Err(BackupError::Postgres);
    }
    if to.exists() {
        return Err(BackupError::Occupied(to.display().to_string()));
    }
    let aside = partial(to);
    clear(&aside)?;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&aside)
        .map_err(disk(&aside))?;
    let parts = Parts::of(&aside);
    let made_at = store.now();
    let copying = query(Dialect::VACUUM_INTO).bind(parts.database.display().to_string());
    let mut reader = store.database().reader().await?;
    let copied = reader.execute_at_length(copying).await;
    copied.map_err(Error::from)?;
    drop(reader);
    File::open(&parts.database)
        .and_then(|database| database.sync_all())
        .map_err(disk(&parts.database))?;
    let (named, schema) = look_into(&parts.database).await?;
    let (source, target) = (store.files(), DiskFiles::new(parts.documents.clone()));
    let copied = tokio::task::spawn_blocking(move || copy(&named, &source, &target));
    let (files, left_out) = copied
        .await
        .map_err(|_| Error::Unavailable("the copying was stopped".into()))??;
    let manifest = Manifest {
        made_at,
        schema,
        key_id: store.sealer().key_id().to_string(),
        files,
        left_out,
    };
    let text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    std::fs::write(&parts.manifest, text)
        .and_then(|()| File::open(&parts.manifest)?.sync_all())
        .map_err(disk(&parts.manifest))?;
    settle(&aside, to)?;
    Ok(manifest)
}

/// The files that the copied database names, and its schema.
async fn look_into(database: &Path) -> Result<(Vec<(OrganizationId, String)>, i64), Error> {
    let url = format!("sqlite://{}?mode=ro", database.display());
    let mut connection = AnyConnection::connect(&url).await?;
    let rows = query(FILES).fetch_all(&mut connection).await?;
    let schema = readiness::schema(&mut connection).await?;
    connection.close().await?;
    let named = rows
        .iter()
        .map(|row| Ok((row.get_as("organization_id")?, row.get_as("sha256")?)));
    Ok((named.collect::<Result<_, Error>>()?, schema))
}

/// How many were copied, and how many were not there any more or are not what their name says.
fn copy(
    named: &[(OrganizationId, String)],
    from: &Arc<dyn DocumentFiles>,
    to: &DiskFiles,
) -> Result<(u64, u64), Error> {
    let (mut files, mut left_out) = (0, 0);
    for (organization, sha256) in named {
        match from.get(*organization, sha256) {
            Ok(bytes) if sha256_hex(&bytes) == *sha256 => {
                to.put(*organization, sha256, &bytes)?;
                files += 1;
            }
            Ok(_) => left_out += 1,
            Err(error) if error.kind() == ErrorKind::NotFound => left_out += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Ok((files, left_out))
}
