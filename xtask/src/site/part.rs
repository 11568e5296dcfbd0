//! A part of the site: built again only when its inputs change, stored under names that carry its content's hash.

use super::compress;
use crate::workspace;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// One file of a part: its extension and content.
pub struct File {
    pub extension: &'static str,
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
        let record = workspace::target().join("site-parts").join(self.name);
        if let Some(lines) = unchanged(&record, &inputs) {
            return Ok(lines);
        }
        let mut lines = String::new();
        for File { extension, content } in build()? {
            let hash = hex(&Sha256::digest(&content))[..16].to_owned();
            remove_old(extension)?;
            compress::write(&package(extension, &hash), &content)?;
            lines.push_str(&format!("{extension}: {hash}\n"));
        }
        fs::create_dir_all(record.parent().context("a record has a folder")?)?;
        fs::write(record, format!("{inputs}\n{lines}"))?;
        Ok(lines)
    }
}

/// The sizes of a file of the site, in bytes.
pub struct Size {
    pub name: String,
    pub plain: u64,
    pub gzip: u64,
    pub brotli: u64,
}

/// The sizes of all that `hash.txt` names.
pub fn sizes() -> Result<Vec<Size>> {
    let hashes = fs::read_to_string(workspace::site().join("hash.txt"))?;
    let files = hashes.lines().filter_map(|line| line.split_once(": "));
    files
        .map(|(extension, hash)| {
            let file = package(extension, hash);
            let bytes =
                |suffix| anyhow::Ok(fs::metadata(compress::copy_name(&file, suffix))?.len());
            Ok(Size {
                name: format!("clara.{extension}"),
                plain: fs::metadata(&file)?.len(),
                gzip: bytes("gz")?,
                brotli: bytes("br")?,
            })
        })
        .collect()
}

fn unchanged(record: &Path, inputs: &str) -> Option<String> {
    let record = fs::read_to_string(record).ok()?;
    let (recorded, lines) = record.split_once('\n')?;
    let mut files = lines.lines().filter_map(|line| line.split_once(": "));
    let fresh =
        recorded == inputs && files.all(|(extension, hash)| package(extension, hash).is_file());
    fresh.then(|| lines.to_owned())
}

fn package(extension: &str, hash: &str) -> PathBuf {
    workspace::site()
        .join("pkg")
        .join(format!("clara.{hash}.{extension}"))
}

fn remove_old(extension: &str) -> Result<()> {
    for entry in fs::read_dir(workspace::site().join("pkg"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let plain = name.trim_end_matches(".br").trim_end_matches(".gz");
        if path.is_file() && plain.ends_with(&format!(".{extension}")) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
