//! The browser's half on disk: where it is and what Leptos must know of it.

use leptos::config::LeptosOptions;
use std::path::{Path, PathBuf};

/// File that names the content hash of each built file, as Leptos reads it.
const HASH_FILE: &str = "hash.txt";

/// A folder that `xtask site` (or cargo-leptos) filled.
#[derive(Clone, Debug)]
pub struct Site {
    root: PathBuf,
}

/// The browser's half is not where it was looked for.
#[derive(Debug, thiserror::Error)]
#[error("no browser files in {}: build them with `make site`, or name their folder with --site or CLARA_SITE", .0.display())]
pub struct SiteMissing(PathBuf);

impl Site {
    /// Takes the named folder, else `site` beside the running program or one folder above it
    /// (`target/site` for a program in `target/debug`).
    ///
    /// # Errors
    ///
    /// When no such folder has browser files.
    pub fn find(named: Option<PathBuf>) -> Result<Self, SiteMissing> {
        let candidates = match named {
            Some(root) => vec![root],
            None => beside_program(),
        };
        let found = candidates.iter().find(|root| root.join("pkg").is_dir());
        match found {
            Some(root) => Ok(Self {
                root: std::path::absolute(root).unwrap_or_else(|_| root.clone()),
            }),
            None => Err(SiteMissing(
                candidates.into_iter().next_back().unwrap_or_default(),
            )),
        }
    }

    /// Pages only, without what hydrates them: for tests of the server alone.
    #[must_use]
    pub fn pages_only() -> Self {
        Self {
            root: PathBuf::from("no-site"),
        }
    }

    /// Folder of the content-hashed files, served under `/pkg`.
    #[must_use]
    pub fn packages(&self) -> PathBuf {
        self.file("pkg")
    }

    /// A file or folder of it.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The address of the stylesheet: for pages that Leptos does not write the head of.
    #[must_use]
    pub fn stylesheet(&self) -> String {
        let hashes = std::fs::read_to_string(self.root.join(HASH_FILE)).unwrap_or_default();
        let hash = hashes
            .lines()
            .find_map(|line| line.strip_prefix("css:"))
            .map(|hash| format!(".{}", hash.trim()));
        format!("/pkg/clara{}.css", hash.unwrap_or_default())
    }

    /// What Leptos needs to write the page's head.
    #[must_use]
    pub fn leptos_options(&self) -> LeptosOptions {
        let hash_file = self.root.join(HASH_FILE);
        LeptosOptions::builder()
            .output_name("clara")
            .site_root(self.root.to_string_lossy())
            .site_pkg_dir("pkg")
            .hash_files(hash_file.is_file())
            // Leptos looks beside the running program; an absolute path overrides that.
            .hash_file(hash_file.to_string_lossy().into())
            .build()
    }
}

fn beside_program() -> Vec<PathBuf> {
    let program = std::env::current_exe().unwrap_or_default();
    program
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder: &Path| folder.join("site"))
        .collect()
}
