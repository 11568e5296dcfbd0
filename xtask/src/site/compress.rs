//! Copies that the server sends as they are to browsers that take them.

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes a file with its brotli and gzip copies.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    fs::write(copy_name(path, "br"), brotli(content)?)?;
    fs::write(copy_name(path, "gz"), gzip(content)?)?;
    fs::write(path, content)?;
    Ok(())
}

/// The name of a compressed copy: the file's own with a suffix, as `ServeDir` looks for it.
pub fn copy_name(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let best = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &best)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
