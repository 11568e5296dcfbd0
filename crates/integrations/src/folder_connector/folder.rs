//! The folder itself. Ids are hashes of names, found again by listing: none is ever a path, none holds a person's name. Nothing outside the folder
//! can be opened, whatever links lead there ([`cap_std`]); links inside are not followed either.

use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirEntry, Metadata};
use hiring::Millis;
use sha2::{Digest, Sha256};

use super::candidates::{self, Known};
use crate::connector::{ConnectorError, RemoteJob};
use crate::html;

/// Files that describe the job, the first one that is there.
const DESCRIPTIONS: &[&str] = &["description.md", "description.txt", "description.html"];
/// What is known of the people besides their resumes.
const CANDIDATES: &str = "candidates.csv";
/// What is taken for a resume.
const RESUMES: &[&str] = &["pdf", "docx", "txt", "html", "htm", "doc"];

/// A folder with a sub-folder for each job.
pub(crate) struct Folder {
    root: Dir,
}

/// A sub-folder.
pub(crate) struct Job {
    pub(super) id: String,
    name: String,
    /// When its table of candidates last changed; the beginning of time where there is none.
    pub(super) candidates_changed_at: Millis,
}

/// A file of a sub-folder.
pub(crate) struct Resume {
    pub(super) application: String,
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) modified_at: Millis,
    /// Later than `modified_at` where an old file was put here only lately.
    pub(super) changed_at: Millis,
}

impl Resume {
    /// Another id for other bytes: a document never changes under its id.
    pub(super) fn document(&self) -> String {
        let version = format!("{}/{}", self.modified_at.0, self.size);
        hashed(&[&self.application, &version])
    }
}

impl Folder {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let root = Dir::open_ambient_dir(path, ambient_authority())?;
        Ok(Self { root })
    }

    pub(super) fn jobs(&self) -> Result<Vec<Job>, ConnectorError> {
        let mut jobs = Vec::new();
        for (name, _) in named(&self.root, |kind| kind.is_dir())? {
            let candidates = self.root.symlink_metadata(format!("{name}/{CANDIDATES}"));
            jobs.push(Job {
                id: hashed(&[&name]),
                candidates_changed_at: candidates.map(|file| changed_at(&file)).unwrap_or_default(),
                name,
            });
        }
        jobs.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(jobs)
    }

    pub(super) fn job(&self, id: &str) -> Result<Job, ConnectorError> {
        let mut jobs = self.jobs()?.into_iter();
        jobs.find(|job| job.id == id)
            .ok_or(ConnectorError::NotFound)
    }

    pub(super) fn describe(&self, job: &Job) -> Result<RemoteJob, ConnectorError> {
        let folder = self.folder_of(job)?;
        let mut description = String::new();
        for name in DESCRIPTIONS {
            match contents(&folder, name) {
                Ok(bytes) => {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    let is_html = name.ends_with(".html");
                    description = if is_html { html::text(&text) } else { text };
                    break;
                }
                Err(ConnectorError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(RemoteJob {
            id: job.id.clone(),
            title: readable(&job.name),
            team: String::new(),
            location: String::new(),
            state: "published".to_owned(),
            url: None,
            description,
            hiring_manager: None,
        })
    }

    pub(super) fn resumes(&self, job: &Job) -> Result<Vec<Resume>, ConnectorError> {
        let files = named(&self.folder_of(job)?, |kind| kind.is_file())?;
        let is_resume = |name: &str| {
            let ending = name
                .rsplit_once('.')
                .map(|(_, ending)| ending.to_ascii_lowercase());
            ending.is_some_and(|ending| RESUMES.contains(&&*ending))
                && !DESCRIPTIONS.contains(&name)
        };
        Ok(files
            .into_iter()
            .filter(|(name, _)| is_resume(name))
            .map(|(name, file)| Resume {
                application: hashed(&[&job.name, &name]),
                size: file.len(),
                modified_at: file
                    .modified()
                    .map(|time| millis(time.into_std()))
                    .unwrap_or_default(),
                changed_at: changed_at(&file),
                name,
            })
            .collect())
    }

    pub(super) fn resume(&self, application: &str) -> Result<(Job, Resume), ConnectorError> {
        for job in self.jobs()? {
            let mut resumes = self.resumes(&job)?.into_iter();
            if let Some(found) = resumes.find(|resume| resume.application == application) {
                return Ok((job, found));
            }
        }
        Err(ConnectorError::NotFound)
    }

    /// What the table says of a resume's person; nothing where there is no table.
    pub(super) fn candidate(&self, job: &Job, resume: &Resume) -> Result<Known, ConnectorError> {
        match contents(&self.folder_of(job)?, CANDIDATES) {
            Ok(table) => Ok(candidates::find(&table, &resume.name)),
            Err(ConnectorError::NotFound) => Ok(Known::default()),
            Err(error) => Err(error),
        }
    }

    pub(super) fn bytes(&self, job: &Job, name: &str) -> Result<Vec<u8>, ConnectorError> {
        contents(&self.folder_of(job)?, name)
    }

    fn folder_of(&self, job: &Job) -> Result<Dir, ConnectorError> {
        self.root.open_dir(&job.name).map_err(refused)
    }
}

/// What is in a folder under a visible name in Unicode, itself and no link to something else.
fn named(
    folder: &Dir,
    is_wanted: impl Fn(&cap_std::fs::FileType) -> bool,
) -> Result<Vec<(String, Metadata)>, ConnectorError> {
    let look = |entry: io::Result<DirEntry>| -> io::Result<Option<(String, Metadata)>> {
        let entry = entry?;
        let name = entry.file_name().into_string().ok();
        let name = name.filter(|name| !name.starts_with('.'));
        match name {
            Some(name) if is_wanted(&entry.file_type()?) => Ok(Some((name, entry.metadata()?))),
            _ => Ok(None),
        }
    };
    let entries = folder.entries().map_err(refused)?;
    entries
        .filter_map(|entry| look(entry).transpose())
        .collect::<io::Result<_>>()
        .map_err(refused)
}

/// A file's bytes. A link is as good as no file, and one that leads outside cannot be opened at all.
fn contents(folder: &Dir, name: &str) -> Result<Vec<u8>, ConnectorError> {
    let found = folder.symlink_metadata(name).map_err(refused)?;
    if !found.is_file() {
        return Err(ConnectorError::NotFound);
    }
    let limit = documents::MAX_BYTES as u64;
    let file = folder.open(name).map_err(refused)?;
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    if bytes.len() > documents::MAX_BYTES {
        return Err(ConnectorError::TooLarge);
    }
    Ok(bytes)
}

fn refused(error: io::Error) -> ConnectorError {
    match error.kind() {
        io::ErrorKind::NotFound => ConnectorError::NotFound,
        io::ErrorKind::PermissionDenied => ConnectorError::Forbidden,
        _ => ConnectorError::Unavailable,
    }
}

/// When a file was written or put here, whichever is later.
fn changed_at(file: &Metadata) -> Millis {
    let modified = file
        .modified()
        .map(|time| millis(time.into_std()))
        .unwrap_or_default();
    #[cfg(unix)]
    {
        use cap_std::fs::MetadataExt;
        modified.max(Millis(file.ctime() * 1000 + file.ctime_nsec() / 1_000_000))
    }
    #[cfg(not(unix))]
    modified
}

fn millis(time: std::time::SystemTime) -> Millis {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

fn hashed(names: &[&str]) -> String {
    let mut hash = Sha256::new();
    for name in names {
        hash.update(name.len().to_be_bytes());
        hash.update(name);
    }
    hash.finalize()[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A name as people write it: `backend-engineer_dublin` is "backend engineer dublin".
pub(super) fn readable(name: &str) -> String {
    name.replace(['-', '_'], " ").trim().to_owned()
}
