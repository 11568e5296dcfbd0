//! Files of `public/`, served under their own names (icons, fonts).

use super::compress;
use crate::workspace;
use anyhow::Result;
use std::fs;
use std::path::Path;

/// Extensions of what is compressed already.
const COMPRESSED: [&str; 5] = ["png", "jpg", "webp", "woff2", "ico"];

/// Copies what is not there yet or differs.
pub fn copy() -> Result<()> {
    copy_folder(&workspace::root().join("public"), &workspace::site())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let source = entry?.path();
        let copy = to.join(source.file_name().unwrap_or_default());
        if source.is_dir() {
            copy_folder(&source, &copy)?;
            continue;
        }
        let content = fs::read(&source)?;
        if fs::read(&copy).is_ok_and(|there| there == content) {
            continue;
        }
        if source
            .extension()
            .is_some_and(|extension| COMPRESSED.iter().any(|known| extension == *known))
        {
            fs::write(copy, content)?;
        } else {
            compress::write(&copy, &content)?;
        }
    }
    Ok(())
}
