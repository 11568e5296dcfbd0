//! Mails as files: `<folder>/<id>.eml`, readable by the owner of the process alone, and read back for a page that shows them.

use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mail_parser::MessageParser;

/// At most so many are listed.
const LISTED: usize = 200;

/// A folder of folders of mails; cheap to clone.
#[derive(Clone, Debug)]
pub struct Folder {
    root: Arc<Path>,
}

/// A mail that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When it was written: milliseconds UTC.
    pub at: i64,
    /// Its plain text.
    pub text: String,
}

impl Folder {
    /// In this directory; made when the first mail comes.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root: root.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The mails of one folder, the newest id first, at most 200.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn list(&self, folder: &str) -> io::Result<Vec<Kept>> {
        let directory = self.directory(folder)?;
        blocking(move || {
            let mut ids: Vec<String> = match std::fs::read_dir(&directory) {
                Ok(entries) => entries
                    .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                    .filter_map(|name| Some(name.strip_suffix(".eml")?.to_owned()))
                    .collect(),
                Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
                Err(error) => return Err(error),
            };
            ids.sort_unstable_by(|a, b| b.cmp(a));
            ids.truncate(LISTED);
            ids.iter()
                .filter_map(|id| read(&directory, id).transpose())
                .collect()
        })
        .await
    }

    /// Keeps a mail: whole or not at all, and once however often it is kept.
    pub(crate) async fn keep(&self, folder: &str, id: &str, bytes: Vec<u8>) -> io::Result<()> {
        if !is_name(id) {
            return Err(ErrorKind::InvalidInput.into());
        }
        let (directory, id) = (self.directory(folder)?, id.to_owned());
        blocking(move || {
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&directory)?;
            let aside = directory.join(format!("{id}.part"));
            let mut file = std::fs::OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&aside)?;
            io::Write::write_all(&mut file, &bytes)?;
            file.sync_all()?;
            std::fs::rename(aside, directory.join(format!("{id}.eml")))
        })
        .await
    }

    fn directory(&self, folder: &str) -> io::Result<PathBuf> {
        if is_name(folder) {
            Ok(self.root.join(folder))
        } else {
            Err(ErrorKind::InvalidInput.into())
        }
    }
}

/// A name that leads nowhere else.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn read(directory: &Path, id: &str) -> io::Result<Option<Kept>> {
    let bytes = match std::fs::read(directory.join(format!("{id}.eml"))) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let message = MessageParser::default()
        .parse(&bytes)
        .ok_or(ErrorKind::InvalidData)?;
    let to = message
        .to()
        .and_then(|to| to.first())
        .and_then(|to| to.address())
        .unwrap_or_default();
    Ok(Some(Kept {
        id: id.to_owned(),
        to: to.to_owned(),
        subject: message.subject().unwrap_or_default().to_owned(),
        at: message.date().map_or(0, |date| date.to_timestamp() * 1000),
        text: message.body_text(0).unwrap_or_default().into_owned(),
    }))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| ErrorKind::Interrupted)?
}
