//! Document bytes: content-addressed files, one directory per organization, behind a small trait.

mod folder;

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::token::sha256_hex;
use crate::{Error, OrganizationId, Store};
use folder::Folder;

/// Where bytes of documents are kept. Blocking; the store calls it on blocking threads.
pub trait DocumentFiles: Send + Sync {
    /// Keeps bytes durably under their SHA-256 (hex). Twice is once.
    ///
    /// # Errors
    /// Whatever the medium says.
    fn put(&self, organization: OrganizationId, sha256: &str, bytes: &[u8]) -> io::Result<()>;

    /// The bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`], or whatever the medium says.
    fn get(&self, organization: OrganizationId, sha256: &str) -> io::Result<Vec<u8>>;

    /// Forgets the bytes; absent is fine.
    ///
    /// # Errors
    /// Whatever the medium says.
    fn delete(&self, organization: OrganizationId, sha256: &str) -> io::Result<()>;

    /// Whether bytes can be kept at all, by trying.
    ///
    /// # Errors
    /// Whatever the medium says.
    fn check(&self) -> io::Result<()>;
}

/// `<root>/<organization>/<sha256>`.
#[derive(Debug)]
pub struct DiskFiles {
    root: PathBuf,
    /// Those that something was put into.
    folders: Mutex<HashMap<OrganizationId, Arc<Folder>>>,
}

impl DiskFiles {
    /// Below this directory, made when needed.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self {
            root,
            folders: Mutex::default(),
        }
    }

    fn folder(&self, organization: OrganizationId) -> Arc<Folder> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Folder::new(self.root.join(organization.to_string())));
        Arc::clone(folders.entry(organization).or_insert_with(new))
    }

    /// Only hex reaches the file system: no name can climb out of the directory.
    fn path(&self, organization: OrganizationId, sha256: &str) -> io::Result<PathBuf> {
        if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not a SHA-256 in hex",
            ));
        }
        Ok(self.root.join(organization.to_string()).join(sha256))
    }
}

impl DocumentFiles for DiskFiles {
    fn put(&self, organization: OrganizationId, sha256: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(organization, sha256)?;
        if path.exists() {
            return Ok(());
        }
        let directory = self.root.join(organization.to_string());
        std::fs::create_dir_all(&directory)?;
        // A name of its own per writer: two at once write the same bytes, and either rename is right.
        let aside = directory.join(format!("{sha256}.{}", uuid::Uuid::new_v4()));
        let written = std::fs::File::create_new(&aside)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| std::fs::rename(&aside, &path))
            .and_then(|()| self.folder(organization).sync());
        if written.is_err() {
            // What is left aside is useless; that it could not be removed as well adds nothing to the error.
            let _ = std::fs::remove_file(&aside);
        }
        written
    }

    fn get(&self, organization: OrganizationId, sha256: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.path(organization, sha256)?)
    }

    fn delete(&self, organization: OrganizationId, sha256: &str) -> io::Result<()> {
        match std::fs::remove_file(self.path(organization, sha256)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn check(&self) -> io::Result<()> {
        std::fs::create_dir_all(&self.root)?;
        let aside = self.root.join(format!("check.{}", uuid::Uuid::new_v4()));
        let written = std::fs::write(&aside, [0; 4096]);
        // A full disk may still have made the name.
        let removed = std::fs::remove_file(&aside);
        written.and(removed)
    }
}

/// Keeps bytes off the async threads; answers their SHA-256.
pub(crate) async fn put(
    store: &Store,
    organization: OrganizationId,
    bytes: Vec<u8>,
) -> Result<String, Error> {
    with(store, move |files| {
        let sha256 = sha256_hex(&bytes);
        files.put(organization, &sha256, &bytes).map(|()| sha256)
    })
    .await
}

/// Reads bytes off the async threads; missing ones are [`Error::NotFound`].
pub(crate) async fn get(
    store: &Store,
    organization: OrganizationId,
    sha256: String,
) -> Result<Vec<u8>, Error> {
    with(store, move |files| files.get(organization, &sha256)).await
}

/// Forgets bytes off the async threads.
pub(crate) async fn delete(
    store: &Store,
    organization: OrganizationId,
    sha256: String,
) -> Result<(), Error> {
    with(store, move |files| files.delete(organization, &sha256)).await
}

/// Tries to keep something, off the async threads.
pub(crate) async fn check(store: &Store) -> Result<(), Error> {
    with(store, |files| files.check()).await
}

async fn with<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(Arc<dyn DocumentFiles>) -> io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    let files = store.files();
    match tokio::task::spawn_blocking(move || work(files)).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => Err(Error::NotFound),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(Error::Unavailable(
            "document files: the work was stopped".into(),
        )),
    }
}
