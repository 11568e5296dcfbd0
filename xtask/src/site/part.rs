//! A part of the site: built again only when its inputs change, stored under names that carry the part's hash.

use super::compress;
use crate::workspace;
use anyhow::{Context, Result};
use memchr::memmem;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Stands for the part's hash until everything is there that the hash is made of: files of a part name each other, in a circle too.
/// As long as a hash, so that it can be replaced in WebAssembly as in a text.
pub const HASH: &str = "_hash_of_a_part_";

/// One file of a part.
pub struct File {
    /// Its name, with [`HASH`] in it.
    pub name: String,
    /// What Leptos knows it by, in `hash.txt`; none: only other files name it.
    pub key: Option<&'static str>,
    /// Its content, which may hold [`HASH`] too.
    pub content: Vec<u8>,
}

/// A part while its inputs are gathered.
pub struct Part {
    name: &'static str,
    inputs: Sha256,
}

impl Part {
    /// A part that so far depends on xtask itself only.
    pub fn new(name: &'static str) -> Result<Self> {
        let program = std::env::current_exe()?.metadata()?.modified()?;
        let built = program.duration_since(SystemTime::UNIX_EPOCH)?.as_nanos();
        Ok(Self {
            name,
            inputs: Sha256::new_with_prefix(built.to_le_bytes()),
        })
    }

    /// Adds something that the part is made from.
    pub fn input(mut self, bytes: &[u8]) -> Self {
        self.inputs.update((bytes.len() as u64).to_le_bytes());
        self.inputs.update(bytes);
        self
    }

    /// The part's lines of `hash.txt`; `build` is called only if inputs changed or files are gone.
    pub fn build(self, build: impl FnOnce() -> Result<Vec<File>>) -> Result<String> {
        let inputs = hex(&self.inputs.finalize());
        let record = record(self.name);
        let before = Record::read(&record);
        if let Some(before) = &before
            && before.inputs == inputs
            && before.files.iter().all(|name| package(name).is_file())
        {
            return Ok(before.lines());
        }
        let mut files = build()?;
        files.sort_by(|one, other| one.name.cmp(&other.name));
        let hash = hash(&files);
        for name in before.into_iter().flat_map(|record| record.files) {
            remove(&name)?;
        }
        let mut now = Record {
            inputs,
            hash,
            keys: Vec::new(),
            files: Vec::new(),
        };
        for file in files {
            let name = file.name.replace(HASH, &now.hash);
            compress::write(&package(&name), &named(file.content, &now.hash))?;
            now.keys.extend(file.key.map(str::to_owned));
            now.files.push(name);
        }
        fs::create_dir_all(record.parent().context("a record has a folder")?)?;
        fs::write(record, now.write())?;
        Ok(now.lines())
    }
}

/// The hash of all that a part consists of.
fn hash(files: &[File]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.name.as_bytes());
        hash.update((file.content.len() as u64).to_le_bytes());
        hash.update(&file.content);
    }
    hex(&hash.finalize())[..HASH.len()].to_owned()
}

/// The content with the hash in its place.
fn named(mut content: Vec<u8>, hash: &str) -> Vec<u8> {
    let mut from = 0;
    while let Some(found) = memmem::find(&content[from..], HASH.as_bytes()) {
        let place = from + found;
        content[place..place + HASH.len()].copy_from_slice(hash.as_bytes());
        from = place + HASH.len();
    }
    content
}

/// What is remembered of a part: a line each for inputs, hash and keys, then its files.
struct Record {
    inputs: String,
    hash: String,
    keys: Vec<String>,
    files: Vec<String>,
}

impl Record {
    fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let mut lines = text.lines().map(str::to_owned);
        Some(Self {
            inputs: lines.next()?,
            hash: lines.next()?,
            keys: lines.next()?.split(' ').map(str::to_owned).collect(),
            files: lines.collect(),
        })
    }

    fn write(&self) -> String {
        let (keys, files) = (self.keys.join(" "), self.files.join("\n"));
        format!("{}\n{}\n{keys}\n{files}\n", self.inputs, self.hash)
    }

    /// Its lines of `hash.txt`.
    fn lines(&self) -> String {
        let line = |key: &String| format!("{key}: {}\n", self.hash);
        self.keys.iter().map(line).collect()
    }
}

/// The sizes of a file of the site, in bytes.
pub struct Size {
    pub name: String,
    pub plain: u64,
    pub gzip: u64,
    pub brotli: u64,
}

/// The sizes of all that was built.
pub fn sizes() -> Result<Vec<Size>> {
    let mut sizes = Vec::new();
    for record in fs::read_dir(workspace::target().join("site-parts"))? {
        let record = Record::read(&record?.path()).context("a record cannot be read")?;
        for name in &record.files {
            let file = package(name);
            let bytes =
                |suffix| anyhow::Ok(fs::metadata(compress::copy_name(&file, suffix))?.len());
            sizes.push(Size {
                name: name.replace(&format!(".{}", record.hash), ""),
                plain: fs::metadata(&file)?.len(),
                gzip: bytes("gz")?,
                brotli: bytes("br")?,
            });
        }
    }
    Ok(sizes)
}

fn record(part: &str) -> PathBuf {
    workspace::target().join("site-parts").join(part)
}

fn package(name: &str) -> PathBuf {
    workspace::site().join("pkg").join(name)
}

/// Removes a file with its compressed copies, as far as they are there.
fn remove(name: &str) -> Result<()> {
    let file = package(name);
    for path in [
        compress::copy_name(&file, "br"),
        compress::copy_name(&file, "gz"),
        file,
    ] {
        if path.is_file() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
