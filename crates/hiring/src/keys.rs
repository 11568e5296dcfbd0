//! The keys that seal secrets: the present one, and earlier ones that still open what they sealed. From the configuration, or from a file.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::OpenError;
use crate::token::{random_bytes, sha256_hex};

/// 32 bytes that seal secrets.
#[derive(Clone)]
pub struct Key([u8; 32]);

/// What a key is called: the head of its hash, which tells nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyId(String);

/// The key that seals, and those that open what was sealed before it.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Seals and opens.
    pub present: Key,
    /// Open only; `clara admin rotate-key` makes them needless.
    pub earlier: Vec<Key>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl FromStr for Key {
    type Err = OpenError;

    /// From base64, with or without padding.
    fn from_str(text: &str) -> Result<Self, OpenError> {
        let bytes = STANDARD_NO_PAD
            .decode(text.trim().trim_end_matches('='))
            .map_err(|_| OpenError::BadKey)?;
        bytes.try_into().map(Self).map_err(|_| OpenError::BadKey)
    }
}

impl Key {
    /// A fresh key.
    #[must_use]
    pub fn random() -> Self {
        Self(random_bytes())
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId(sha256_hex(self.0)[..8].to_owned())
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl KeyId {
    /// Eight hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Key> for Keys {
    fn from(present: Key) -> Self {
        Self {
            present,
            earlier: Vec::new(),
        }
    }
}

impl FromStr for Keys {
    type Err = OpenError;

    /// One key or several, separated by commas or line breaks; the first is the present one.
    fn from_str(text: &str) -> Result<Self, OpenError> {
        let mut keys = text
            .split([',', '\n'])
            .map(str::trim)
            .filter(|key| !key.is_empty())
            .map(Key::from_str);
        let present = keys.next().ok_or(OpenError::BadKey)??;
        let earlier = keys.collect::<Result<_, _>>()?;
        Ok(Self { present, earlier })
    }
}

impl Keys {
    /// The key file of a data directory (mode 0600), made if it is missing.
    ///
    /// # Errors
    /// [`OpenError::DataDir`] if it cannot be read or written, [`OpenError::BadKey`] if it holds no key: then it is left alone, since
    /// what it sealed could not be read with another.
    pub(crate) fn beside(data_dir: &Path) -> Result<Self, OpenError> {
        let path = file(data_dir);
        match std::fs::read_to_string(&path) {
            Ok(text) => text.parse(),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let keys = Self::from(Key::random());
                // Written aside and linked, so that two first starts at once agree on one key and a crash leaves no half of one.
                let aside = keys.write_aside(data_dir)?;
                let linked = std::fs::hard_link(&aside, &path);
                std::fs::remove_file(&aside).map_err(at_fault(&path))?;
                match linked {
                    Ok(()) => sync(data_dir).map(|()| keys),
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                        Self::beside(data_dir)
                    }
                    Err(error) => Err(at_fault(&path)(error)),
                }
            }
            Err(error) => Err(at_fault(&path)(error)),
        }
    }

    /// Whether a key file is there.
    pub(crate) fn are_beside(data_dir: &Path) -> bool {
        file(data_dir).exists()
    }

    /// Puts these into the key file, whole or not at all.
    pub(crate) fn write_beside(&self, data_dir: &Path) -> Result<(), OpenError> {
        let aside = self.write_aside(data_dir)?;
        std::fs::rename(aside, file(data_dir)).map_err(at_fault(data_dir))?;
        sync(data_dir)
    }

    fn write_aside(&self, data_dir: &Path) -> Result<PathBuf, OpenError> {
        let aside = data_dir.join(format!("key.{}", std::process::id()));
        let lines: Vec<String> = std::iter::once(&self.present)
            .chain(&self.earlier)
            .map(|key| STANDARD_NO_PAD.encode(key.0))
            .collect();
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&aside)
            .and_then(|mut file| {
                file.write_all(lines.join("\n").as_bytes())?;
                file.sync_all()
            })
            .map_err(at_fault(&aside))?;
        Ok(aside)
    }
}

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("key")
}

fn sync(directory: &Path) -> Result<(), OpenError> {
    File::open(directory)
        .and_then(|directory| directory.sync_all())
        .map_err(at_fault(directory))
}

fn at_fault(path: &Path) -> impl FnOnce(std::io::Error) -> OpenError {
    let path = path.display().to_string();
    move |source| OpenError::DataDir { path, source }
}
